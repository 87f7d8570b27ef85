"""Acts of the last two phases: compose, sign, take back; endings without a case; residence."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import (
    closing,
    compose,
    intake_end,
    sign,
    taking_back,
    withdraw,
)
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, FieldFault, OperationError, WrongStage
from tongban.cases.operations.intake_open import new_id
from tongban.cases.queries.composed import fee_of
from tongban.cases.queries.intake_screen import BornCase
from tongban.cases.queries.papers import printed
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.papers import PaperKind
from tongban.desks.station.intake_acts import act, to_step
from tongban.desks.station.intake_foot import REFUSE_PHONE
from tongban.desks.station.intake_page import work_of
from tongban.desks.station.intake_state import Work
from tongban.desks.station.screens import StepKey
from tongban.desks.station.treasury import ask_code
from tongban.desks.station.uploads import scan_of, signature_of
from tongban.ports.errors import UpstreamError
from tongban.procedure.reasons import ResidenceOutcome

LONGEST_WORDS = 500
LONGEST_PHONE = 30


def _words(request: ActorRequest) -> str:
    words = request.POST.get("words", "").strip()
    if len(words) > LONGEST_WORDS:
        raise BadInput(
            FieldFault("words", f"最多 {LONGEST_WORDS} 个字，现在是 {len(words)} 个，请改短。")
        )
    return words


def _seen(request: ActorRequest, case: BornCase) -> int:
    """The version of the case that the page showed."""
    text = request.POST.get("seen_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else case.version


def _case(work: Work) -> BornCase:
    if work.view.case is None:
        raise WrongStage("还没有合成，或者刚刚作废：请看过最新情况再办。")
    return work.view.case


@act(StepKey.COMPOSE)
def compose_now(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """合成受理信息: lock what was taken; the case is born."""
    compose.compose(intake_id, call_of(request), case_id=new_id())
    return to_step(intake_id, StepKey.COMPOSE)


@act(StepKey.COMPOSE)
def sign_now(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """签名并送审; the payment code is asked for at the same time, and later if it cannot be had."""
    call = call_of(request)
    case = _case(work_of(request, intake_id))
    signature = sign.Signature(
        pad=signature_of(request.POST.get("signature_png", ""), at=request.at),
        page=scan_of(request.FILES.get("signed_page"), field="signature", at=request.at),
        by_guardian=request.POST.get("signer") == "GUARDIAN",
    )
    sign.sign(case.id, call, signature=signature, seen_version=_seen(request, case))
    return to_step(intake_id, StepKey.FEE, query=_code_at_once(case.id, call))


def _code_at_once(case_id: UUID, call: Call) -> str:
    fee = fee_of(case_id)
    if fee is None or fee.code:
        return ""
    try:
        ask_code(case_id, fee, call=call.part(fee.id))
    except UpstreamError:
        return "?said=code-later"
    except OperationError:
        # Somebody else was faster with the fee; its page shows how it stands.
        return ""
    return ""


@act(StepKey.COMPOSE, opened="void")
def void(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """作废 before the signature; the intake is open again."""
    case = _case(work_of(request, intake_id))
    words = _words(request)
    taking_back.void(case.id, call_of(request), words=words, seen_version=_seen(request, case))
    return HttpResponseRedirect(f"/station/intake/{intake_id}/?said=undone", status=303)


@act(StepKey.FINISH, opened="withdraw-case")
def withdraw_case(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """撤回 on the applicant's own signed words."""
    call = call_of(request)
    case = _case(work_of(request, intake_id))
    words = _words(request)
    page = scan_of(request.FILES.get("signed_page"), field="signature", at=request.at)
    withdraw.withdraw(case.id, call, words=words, signature=page, seen_version=_seen(request, case))
    return to_step(intake_id, StepKey.FINISH)


@act(StepKey.EVIDENCE)
def notice(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """打印一次性告知: all that is missing, in writing; the intake waits."""
    intake_end.print_one_time_notice(intake_id, call_of(request))
    paper = printed(intake_id)[PaperKind.ONE_TIME_NOTICE.value].paper_id
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        subject=intake_id,
        data={"kind": PaperKind.ONE_TIME_NOTICE.value, "paper": str(paper)},
    )
    return HttpResponseRedirect(reverse("papers:show", args=[paper]), status=303)


@act(StepKey.COMPARE, opened="refuse")
def refuse(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """不予异地受理, only on a ground that the rules find."""
    call, words = call_of(request), _words(request)
    phone = request.POST.get(REFUSE_PHONE, "").strip()[:LONGEST_PHONE]
    try:
        intake_end.refuse(intake_id, call, words=words, phone=phone)
    except BadInput as bad:
        raise BadInput(*(_in_window(fault) for fault in bad.faults)) from None
    return to_step(intake_id, StepKey.FINISH)


def _in_window(fault: FieldFault) -> FieldFault:
    """The fault at its field of the window, which asks for a phone that other steps ask for too."""
    return replace(fault, field=REFUSE_PHONE) if fault.field == "phone" else fault


@act(StepKey.COMPARE, opened="withdraw")
def withdraw_intake(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """End the intake because the applicant says so."""
    intake_end.withdraw_intake(intake_id, call_of(request), words=_words(request))
    return to_step(intake_id, StepKey.FINISH)


@act(StepKey.FINISH)
def residence(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Record how the guidance to residence registration ended (第四条)."""
    case = _case(work_of(request, intake_id))
    try:
        outcome = ResidenceOutcome(request.POST.get("outcome", ""))
    except ValueError:
        raise BadInput(FieldFault("outcome", "请选择办理结果。", "第四条")) from None
    closing.guide_residence(case.id, call_of(request), outcome=outcome)
    return to_step(intake_id, StepKey.FINISH)
