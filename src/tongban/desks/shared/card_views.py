"""The way of the cards of a case, and what is recorded when one of them goes astray (第十一条)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.card_inquiry import settle_card_inquiry
from tongban.cases.operations.errors import BadInput, Forbidden, NotFound
from tongban.cases.operations.office import office
from tongban.cases.operations.remake import remake, wrong_data
from tongban.cases.queries.card_trace import Trace, trace
from tongban.desks.shared import present_card_forms as forms
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.card_screens import CardForm
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.present_trace import trace_screen
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.acts import Act
from tongban.procedure.barred import BarredCode
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Fault, ReturnCategory
from tongban.procedure.roles import WORK_ROLES, Role
from tongban.procedure.table import judge

NOT_HERE = "没有这一件，或者不在本单位经办范围内。"
Typed = dict[str, str]


@require_safe
@roles_required(*WORK_ROLES)
def cards_of(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Every card of a case with its way; looking is logged."""
    found = _trace(request, case_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    screen = trace_screen(found, request.actor, city=office().city, now=request.at)
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "shared/card_trace.html", context)


def _trace(request: ActorRequest, case_id: UUID) -> Trace:
    found = trace(case_id, request.actor)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(Role.DELIVERY, Role.ACCEPTANCE)
def trouble(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Lost or damaged: recorded and made anew, no second fee."""

    def act(typed: Typed) -> None:
        kind = typed["kind"]
        known = CardTrouble(kind) if kind in CardTrouble.__members__ else CardTrouble.SURPLUS
        remake(case_id, call_of(request), kind=known, words=typed["words"])

    return _form(request, case_id, Act.REMAKE, forms.trouble_form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(Role.DELIVERY, Role.ACCEPTANCE)
def wrong(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Wrong data on the card in hand."""

    def act(typed: Typed) -> None:
        fault, category = typed["fault"], typed["category"]
        wrong_data(
            case_id,
            call_of(request),
            fault=Fault(fault) if fault in Fault.__members__ else None,
            category=ReturnCategory(category) if category in ReturnCategory.__members__ else None,
            words=typed["words"],
            taken_in=typed["taken_in"] == "1",
        )

    return _form(request, case_id, Act.WRONG_DATA, forms.wrong_form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(Role.SUPERVISION)
def inquiry(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """What was found out of a lost or damaged card."""

    def act(typed: Typed) -> None:
        outcome = typed["outcome"]
        settle_card_inquiry(
            case_id,
            call_of(request),
            outcome=CardInquiryOutcome(outcome)
            if outcome in CardInquiryOutcome.__members__
            else None,
            words=typed["words"],
        )

    return _form(request, case_id, Act.SETTLE_CARD_INQUIRY, forms.inquiry_form, act)


FIELDS = ("kind", "fault", "category", "taken_in", "outcome", "words")


def _form(
    request: ActorRequest,
    case_id: UUID,
    act: Act,
    make: Callable[[forms.Asked], CardForm],
    do: Callable[[Typed], None],
) -> HttpResponse:
    """Show a form about the card of a case, or do what it says."""
    typed = {name: request.POST.get(name, "")[:2000] for name in FIELDS}
    errors: Typed = {}
    if request.method == "POST":
        try:
            do(typed)
        except BadInput as bad:
            errors = {fault.field: fault.sentence for fault in bad.faults}
            if not errors.keys() <= set(FIELDS):
                raise
        else:
            url = reverse("shared:card-trace", args=[case_id])
            return HttpResponseRedirect(url, status=303)
    found = _trace(request, case_id)
    barred = judge(act, found.standing, request.actor)
    if barred is not None and barred.code not in (BarredCode.WRONG_STAGE, BarredCode.HELD):
        raise Forbidden(barred.sentence)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    why = barred.sentence if barred else ""
    screen = make(forms.Asked(found, request.actor, typed, errors, why))
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "shared/card_form.html", context, status=422 if errors else 200)
