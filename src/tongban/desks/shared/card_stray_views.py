"""登记错投、多出、找回: pressed where a scan found a card that does not belong (第十一条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import stray_cards
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden
from tongban.cases.queries.scanned_card import scanned_card
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.posted import posted_id
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role


@require_POST
@roles_required(Role.DELIVERY)
def stray(request: ActorRequest) -> HttpResponse:
    """Record what the officer said of the scanned card, and go on counting."""
    if request.actor.unit_kind is UnitKind.CITY:
        raise Forbidden("清点证件由县局和派出所办理。")
    call, kind = call_of(request), request.POST.get("as", "")
    code = request.POST.get("code", "").strip().upper()[:60]
    batch_id = posted_id(request, "batch") if request.POST.get("batch") else None
    case_id = posted_id(request, "case") if request.POST.get("case") else None
    if kind == "misrouted":
        stray_cards.misrouted(code, call)
        card = scanned_card(code)
        kind = "unwanted" if card is not None and card.is_gone else kind
    elif kind == "found":
        stray_cards.find_card(code, call)
    elif kind == "surplus":
        stray_cards.surplus(code, call, batch_id=batch_id)
    else:
        raise BadInput(FieldFault("as", "请选择错投、多出，或者找回。", "第十一条"))
    if case_id is not None:
        return HttpResponseRedirect(reverse("shared:card-trace", args=[case_id]), status=303)
    return HttpResponseRedirect(_back(request, batch_id, kind), status=303)


def _back(request: ActorRequest, batch_id: UUID | None, kind: str) -> str:
    desk = "station" if request.actor.unit_kind is UnitKind.STATION else "county"
    if batch_id is None:
        return reverse(f"{desk}:cards")
    return f"{reverse(f'{desk}:batch', args=[batch_id])}?done={kind}"
