"""Cards by courier at the station: on their way, come back, delivered; the old card (第十一条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.courier_way import change_delivery
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.office import office
from tongban.cases.operations.old_card import (
    BroughtBy,
    OldCardIn,
    take_in_old_card,
    write_off_old_card,
)
from tongban.cases.queries import parcels as queries
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.fields import Problem
from tongban.desks.station import present_parcels_list as show
from tongban.desks.station.present_mailed import address_screen
from tongban.desks.station.views_cards import case_here, counter_page
from tongban.desks.station.views_work_common import acceptance, after, mark_of, page, see, window
from tongban.desks.station.way_fields import way_form
from tongban.procedure.obligations import ObligationKind as K

FEW = 8
"""Of what came back and of old cards so many are shown at once; the rest are on their own page."""


@require_safe
@window
def parcels(request: ActorRequest) -> HttpResponse:
    """What came back first, then what is on its way by due, then what is delivered."""
    unit, mark = request.actor.unit, mark_of(request)
    back = queries.parcel_lines(unit, K.ASK_ADDRESS, limit=FEW)
    moving = queries.parcel_lines(unit, K.WATCH_PARCEL, after=mark)
    old = queries.parcel_lines(unit, K.RETURN_OLD_CARD, limit=FEW)
    shown = moving[: queries.PAGE]
    url = reverse("station:parcels")
    has_more = len(moving) > len(shown)
    next_url = after(url, shown[-1].due_at, shown[-1].duty) if has_more else ""
    screen = show.parcels_screen(
        show.Lists(back[:FEW], shown, old[:FEW]),
        more=show.more_urls(back=len(back) > FEW, old=len(old) > FEW),
        newer_url=url if mark else "",
        next_url=next_url,
        rules=office(),
        at=request.at,
    )
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "parcels"})
    return page(request, "station/parcels.html", screen, active="cards")


@require_http_methods(["GET", "HEAD", "POST"])
@acceptance
def address(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Call the applicant about a parcel that came back, and send it again another way."""
    if request.method != "POST":
        case = case_here(request, case_id)
        record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
        if not case.is_asking_address:
            return see(reverse("station:card", args=[case_id]))
        return _address(request, case_id)
    try:
        change_delivery(case_id, call_of(request), wanted=way_form(request.POST))
    except BadInput as bad:
        return _address(request, case_id, error=bad)
    return see(reverse("station:parcels"))


def _address(
    request: ActorRequest, case_id: UUID, *, error: BadInput | None = None
) -> HttpResponse:
    faults = error.faults if error else ()
    screen = address_screen(
        case_here(request, case_id),
        values={name: str(value) for name, value in request.POST.items()},
        errors={fault.field: fault.sentence for fault in faults},
        problems=[Problem(f.sentence, f"f-{f.field}", f.clause) for f in faults],
        at=request.at,
    )
    status = 422 if error else 200
    return page(request, "station/ask_address.html", screen, active="cards", status=status)


@require_POST
@window
def old_card(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Take the old card in after a delivery; it is made unusable at once."""
    brought = request.POST.get("brought_by", "")
    given = OldCardIn(
        BroughtBy(brought) if brought in BroughtBy.__members__ else None,
        destroyed=request.POST.get("destroyed") == "1",
        words=request.POST.get("words", ""),
    )
    call = call_of(request)
    try:
        take_in_old_card(case_id, call, given=given)
    except BadInput as bad:
        return counter_page(
            request, case_here(request, case_id), error=bad, old_card=True, status=422
        )
    return see(reverse("station:card", args=[case_id]))


@require_POST
@acceptance
def old_card_write_off(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Give an old card up that cannot be had, with the reason."""
    call = call_of(request)
    try:
        write_off_old_card(case_id, call, words=request.POST.get("reason", ""))
    except BadInput as bad:
        error = BadInput(*(FieldFault("reason", f.sentence, f.clause) for f in bad.faults))
        return counter_page(
            request, case_here(request, case_id), error=error, old_card=True, status=422
        )
    return see(reverse("station:card", args=[case_id]))
