"""Holding and deciding, withdrawing, closing: one page each, for whom the table names."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import close as closing
from tongban.cases.operations import grounds, wish, withdraw
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden, NotFound
from tongban.cases.operations.grounds import Suspicion
from tongban.cases.operations.office import office
from tongban.cases.queries.drafts import draft
from tongban.cases.queries.ending_file import EndingFile, ending_file, note_scan
from tongban.cases.queries.papers import sees_case
from tongban.desks.shared import present_ending, present_ground
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.ending_screens import EndingScreen, Typed
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pictures import show_blob
from tongban.desks.shared.posted import posted_version
from tongban.desks.shared.scans import kept_scan, scan_of, signature_of
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.vocabulary import Ground
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import CloseReason
from tongban.procedure.roles import WORK_ROLES, Role
from tongban.procedure.table import judge

REVIEW_URL = "/county/review/"
"""Where a reviewer goes on after a report."""
NOT_THERE = "没有这一件，或者不在本单位经办范围内。"
Draw = Callable[[EndingFile, Typed], EndingScreen]
Do = Callable[[str], None]


@require_http_methods(["GET", "POST"])
@roles_required(Role.SUPERVISION, Role.REVIEW)
def ground(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """不予受理情形: the reviewer reports, a supervisor holds, another one decides."""

    def draw(case: EndingFile, typed: Typed) -> EndingScreen:
        return present_ground.ground_screen(
            case, request.actor, rules=office(), typed=typed, now=request.at
        )

    def act(scan: str) -> None:
        _on_ground(request, case_id, scan)

    return _page_of(request, case_id, "ground", draw, act)


def _on_ground(request: ActorRequest, case_id: UUID, scan: str) -> None:
    call, seen_version = _call(request, "ground", case_id), posted_version(request)
    words, chosen = request.POST.get("words", ""), request.POST.get("ground", "")
    seen = Suspicion(Ground(chosen) if chosen in Ground.__members__ else None, words, scan)
    match request.POST.get("act", ""):
        case Act.REPORT_GROUND:
            grounds.report_ground(case_id, call, seen=seen, seen_version=seen_version)
        case Act.HOLD:
            grounds.hold(case_id, call, seen=seen, seen_version=seen_version)
        case Act.REVOKE:
            grounds.revoke(case_id, call, seen=seen, seen_version=seen_version)
        case Act.RELEASE:
            grounds.release(case_id, call, words=words, seen_version=seen_version)
        case Act.DISMISS_GROUND:
            grounds.dismiss_ground(case_id, call, words=words, seen_version=seen_version)
        case _:
            raise BadInput(FieldFault("act", "请选择怎样核定。", "第十五条(一)"))


@require_http_methods(["GET", "POST"])
@roles_required(Role.SUPERVISION)
def close(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """终结 by a supervisor."""

    def draw(case: EndingFile, typed: Typed) -> EndingScreen:
        barred = _barred(Act.CLOSE, case, request.actor)
        return present_ending.close_screen(case, typed=typed, now=request.at, barred=barred)

    def act(scan: str) -> None:
        chosen = request.POST.get("reason", "")
        closing.close(
            case_id,
            _call(request, "close", case_id),
            reason=CloseReason(chosen) if chosen in CloseReason.__members__ else None,
            words=request.POST.get("words", ""),
            evidence=scan,
            seen_version=posted_version(request),
        )

    return _page_of(request, case_id, "close", draw, act)


@require_http_methods(["GET", "POST"])
@roles_required(Role.ACCEPTANCE)
def withdraw_case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """撤回 at any station with the person present; once a card is made, the wish at the station."""

    def draw(case: EndingFile, typed: Typed) -> EndingScreen:
        return present_ending.withdraw_screen(case, request.actor, typed=typed, now=request.at)

    def act(signature: str) -> None:
        is_wish = request.POST.get("act", "") == Act.WISH_TO_WITHDRAW
        do = wish.wish_to_withdraw if is_wish else withdraw.withdraw
        do(
            case_id,
            _call(request, "withdraw", case_id),
            words=request.POST.get("words", ""),
            signature=signature,
            seen_version=posted_version(request),
        )

    return _page_of(request, case_id, "withdraw", draw, act)


@require_safe
@roles_required(*WORK_ROLES)
def scan(request: ActorRequest, case_id: UUID, paper_id: UUID) -> HttpResponse:
    """The scan with a note; every view is logged."""
    ref = note_scan(request.actor, case_id=case_id, paper_id=paper_id)
    if not ref:
        raise Http404
    return show_blob(request, ref, subject=case_id, which=f"paper/{paper_id}")


def _barred(act: Act, case: EndingFile, actor: Actor) -> str:
    answer = judge(act, case.standing, actor)
    return answer.sentence if answer else ""


def _call(request: ActorRequest, name: str, case_id: UUID) -> Call:
    return call_of(request, draft_key(name, case_id))


def _page_of(request: ActorRequest, case_id: UUID, name: str, draw: Draw, act: Do) -> HttpResponse:
    """Show the page, or do the act; a form with a fault comes back with all that was given."""
    if request.method == "GET":
        officer = request.actor.officer_id
        typed = draft(officer, key=draft_key(name, case_id)) if officer else {}
        screen = draw(_case(request, case_id, name), Typed(typed))
        record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
        return _page(request, screen)
    kept = ""
    try:
        kept = _given(request, "signature" if name == "withdraw" else "evidence")
        act(kept)
    except BadInput as bad:
        if any(fault.field in _OF_THE_PAGE for fault in bad.faults):
            raise
        typed_now = Typed.of(request.POST, faults=bad.faults, kept=kept)
        screen = draw(_case(request, case_id, name), typed_now)
        if not screen.fields:
            raise Forbidden(screen.say) from bad
        return _page(request, screen, status=422)
    is_report = request.POST.get("act", "") == Act.REPORT_GROUND
    goal = reverse("shared:after-ending", args=[case_id])
    return HttpResponseRedirect(REVIEW_URL if is_report else goal, status=303)


_OF_THE_PAGE = frozenset({"request_id", "seen_version"})


def _given(request: ActorRequest, field: str) -> str:
    """The scan, or what was signed on the pad, or what came back with the form."""
    return (
        scan_of(request.FILES.get(field), field=field, at=request.at)
        or signature_of(request.POST.get("signature_png", ""), at=request.at)
        or kept_scan(request.POST.get("kept", ""))
    )


def _case(request: ActorRequest, case_id: UUID, name: str) -> EndingFile:
    act = Act.WITHDRAW if name == "withdraw" else None
    terms = office().terms(request.at)
    case = ending_file(case_id, request.actor, terms=terms, act=act)
    if case is None:
        raise NotFound(NOT_THERE)
    return case


@require_safe
@roles_required(*WORK_ROLES)
def after(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Go on to the page of the case; who only had the person before him goes back to finding."""
    goal = reverse("shared:case", args=[case_id]) if sees_case(request.actor, case_id) else "/find/"
    return HttpResponseRedirect(goal)


def _page(request: ActorRequest, screen: EndingScreen, *, status: int = 200) -> HttpResponse:
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "shared/ending.html", context, status=status)
