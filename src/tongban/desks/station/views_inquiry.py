"""协查: asked from an intake, answered by the home station, which sees the inquiry only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import BadInput, FieldFault, NotFound, WrongStage
from tongban.cases.operations.inquiry import Answer, Question, answer_inquiry, ask_inquiry
from tongban.cases.operations.office import office
from tongban.cases.queries import inquiries as queries
from tongban.cases.queries.drafts import draft
from tongban.cases.queries.inquiries import AskedInquiry
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.pictures import answer_picture
from tongban.desks.shared.work_frame import work_chrome
from tongban.desks.station.intake_page import NOT_THERE, work_of
from tongban.desks.station.intake_state import Work
from tongban.desks.station.present_inquiry import ANSWER_DRAFT, inquiry_screen
from tongban.desks.station.present_inquiry_ask import ASK_DRAFT, ask_screen, inquiries_screen
from tongban.desks.station.views_work_common import acceptance, page, see
from tongban.desks.station.work_rows import Desk
from tongban.policy.vocabulary import Detail
from tongban.procedure.acts import Act
from tongban.procedure.reasons import AnsweredBy, InquiryAnswer
from tongban.procedure.table import judge_intake

NOBODY = UUID(int=0)
NO_INQUIRY = "没有这件协查，或者不在本单位办理范围内。"


@require_safe
@acceptance
def inquiries(request: ActorRequest) -> HttpResponse:
    """What others ask of this station, and what it asks of others."""
    desk = Desk(request.actor, office(), request.at)
    screen = inquiries_screen(desk, queries.inquiries_at(request.actor.unit))
    return page(request, "station/inquiries.html", screen, active="inquiries")


@require_http_methods(["GET", "HEAD", "POST"])
@acceptance
def ask(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """The form that asks; while an inquiry is open it leads there."""
    if request.method == "POST":
        return _asked(request, intake_id)
    work = work_of(request, intake_id)
    waiting = [one.id for one in work.view.inquiries if one.answer is None]
    if waiting and work.view.is_open:
        return HttpResponseRedirect(reverse("station:inquiry", args=waiting))
    kept = draft(request.actor.officer_id or NOBODY, key=draft_key(ASK_DRAFT, intake_id))
    return _ask_page(request, work, typed=kept, errors={}, is_typed=bool(kept))


def _asked(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    typed = {name: str(value) for name, value in request.POST.items()}
    question = Question(
        details=tuple(one for one in Detail if typed.get(one.value) == "1"),
        shows_picture=typed.get("picture") == "1",
        words=typed.get("question", ""),
    )
    try:
        ask_inquiry(intake_id, call_of(request, draft_key(ASK_DRAFT, intake_id)), question=question)
    except BadInput as bad:
        work = work_of(request, intake_id)
        return _ask_page(request, work, typed=typed, errors=_errors(bad), is_typed=True)
    found = queries.inquiries_of(intake_id)[0]
    return see(reverse("station:inquiry", args=[found.id]))


def _errors(bad: BadInput) -> dict[str, str]:
    return {fault.field: fault.sentence for fault in bad.faults}


def _ask_page(
    request: ActorRequest,
    work: Work,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    is_typed: bool,
) -> HttpResponse:
    barred = judge_intake(Act.ASK_INQUIRY, work.view.standing, request.actor)
    if barred is not None:
        raise WrongStage(barred.sentence)
    screen = ask_screen(work, typed=typed, errors=errors, is_typed=is_typed)
    context = {"screen": screen, "chrome": work_chrome(request, active="intake")}
    status = 422 if errors else 200
    return render(request, "station/inquiry_ask.html", context, status=status)


def _found(request: ActorRequest, inquiry_id: UUID) -> AskedInquiry:
    key = draft_key(ANSWER_DRAFT, inquiry_id)
    found = queries.inquiry(request.actor, inquiry_id, draft_key=key)
    if found is None:
        raise NotFound(NO_INQUIRY)
    return found


@require_safe
@acceptance
def inquiry(request: ActorRequest, inquiry_id: UUID) -> HttpResponse:
    """One inquiry, to its home station or to who has the intake; looking is logged."""
    asked = _found(request, inquiry_id)
    record(What.INTAKE_VIEWED, actor=request.actor, at=request.at, subject=inquiry_id)
    return _page(request, asked, typed=asked.draft, errors={})


def _page(
    request: ActorRequest,
    asked: AskedInquiry,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> HttpResponse:
    is_party = asked.is_of_home if asked.home_unit else not asked.is_of_home
    screen = inquiry_screen(
        asked,
        rules=office(),
        now=request.at,
        may_answer=is_party and asked.is_open,
        typed=typed,
        errors=errors,
    )
    return page(
        request,
        "station/inquiry.html",
        screen,
        active="inquiries",
        status=422 if errors else 200,
    )


@require_POST
@acceptance
def answer(request: ActorRequest, inquiry_id: UUID) -> HttpResponse:
    """The answer; the page goes on with what comes next for the one who gave it."""
    asked = _found(request, inquiry_id)
    call = call_of(request, draft_key(ANSWER_DRAFT, inquiry_id))
    try:
        answer_inquiry(asked.intake_id, call, answer=_answer(request, asked))
    except BadInput as bad:
        typed = {name: str(value) for name, value in request.POST.items()}
        return _page(request, asked, typed=typed, errors=_errors(bad))
    if asked.is_of_home:
        return see(reverse("station:inquiries"))
    return see(reverse("station:intake-step", args=[asked.intake_id, "compare"]))


def _answer(request: ActorRequest, asked: AskedInquiry) -> Answer:
    form = request.POST
    said, way = form.get("answer", ""), form.get("way", "")
    is_outside = not asked.home_unit
    return Answer(
        answer=InquiryAnswer(said) if said in set(InquiryAnswer) else None,
        words=form.get("words", ""),
        way=AnsweredBy(way) if is_outside and way in set(AnsweredBy) else AnsweredBy.SYSTEM,
        answerer=form.get("answerer", "") if is_outside else "",
        answered_on=_day(form.get("answered_on", "")) if is_outside else None,
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(FieldFault("answered_on", "日期不对，请按 2026-11-23 这样填写。")) from None


@require_safe
@acceptance
def picture(request: ActorRequest, inquiry_id: UUID, which: str) -> HttpResponse:
    """The live picture as it was sent along, or the register's; every view is logged."""
    found = queries.inquiry_picture(request.actor, inquiry_id=inquiry_id, which=which)
    if found is None:
        raise NotFound(NOT_THERE)
    return answer_picture(request, found, subject=inquiry_id, which=f"inquiry-{which}")
