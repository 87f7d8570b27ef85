"""Acts on the fee: code, renewal, cash, payment on behalf, asking the treasury."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import fee as operations
from tongban.cases.operations.errors import Barred, WrongStage
from tongban.cases.queries.composed import Fee, fee_of
from tongban.desks.shared.calls import call_of
from tongban.desks.station import treasury
from tongban.desks.station.intake_acts import act, to_step
from tongban.desks.station.intake_page import work_of
from tongban.desks.station.screens import StepKey


def _case(request: ActorRequest, intake_id: UUID) -> UUID:
    case = work_of(request, intake_id).view.case
    if case is None:
        raise WrongStage("还没有合成，或者刚刚作废：没有待缴的费用。")
    return case.id


def _fee(request: ActorRequest, intake_id: UUID) -> tuple[UUID, Fee]:
    case_id = _case(request, intake_id)
    fee = fee_of(case_id)
    if fee is None:
        raise Barred("这一件没有待缴的费用。", clause="第七条")
    return case_id, fee


@act(StepKey.FEE)
def code(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Show the payment code, or a fresh one."""
    call = call_of(request)
    case_id, fee = _fee(request, intake_id)
    treasury.ask_code(case_id, fee, call=call, renew=request.POST.get("renew") == "1")
    return to_step(intake_id, StepKey.FEE)


@act(StepKey.FEE)
def cash(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take the fee in cash; it is never refused, whether or not the treasury answers."""
    call = call_of(request)
    operations.take_cash(_case(request, intake_id), call)
    return to_step(intake_id, StepKey.FEE)


@act(StepKey.FEE)
def on_behalf(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Pay the cash into the treasury."""
    call = call_of(request)
    case_id, fee = _fee(request, intake_id)
    if fee.cash_at is None:
        raise Barred("还没有收现金，不能代缴。", clause="第七条")
    treasury.pay_on_behalf(case_id, fee, actor=request.actor, call=call)
    return to_step(intake_id, StepKey.FEE)


@act(StepKey.FEE)
def query(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Ask the treasury whether the fee has arrived."""
    call = call_of(request)
    case_id, fee = _fee(request, intake_id)
    is_paid = treasury.is_paid_now(case_id, fee, call=call)
    return to_step(intake_id, StepKey.FEE, query="" if is_paid else "?said=not-paid")
