"""The intake screen put together: checklist, one step, verdict, what to press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import BadInput, NotFound, OperationError, WrongStage
from tongban.cases.operations.office import office
from tongban.cases.queries import composed as composed_rows
from tongban.cases.queries.intake_screen import duties_of, intake_view, was_taken_over
from tongban.cases.queries.papers import printed
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.fields import Problem
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.pieces import KeyHint
from tongban.desks.shared.work_frame import work_chrome
from tongban.desks.station import panels_capture
from tongban.desks.station.intake_foot import actions, dialogs, menu, summary
from tongban.desks.station.intake_state import (
    COMMITMENT,
    Typed,
    Work,
    is_open_step,
    next_step,
    steps,
)
from tongban.desks.station.panels_case import compose_panel
from tongban.desks.station.panels_commitment import commitment_panel
from tongban.desks.station.panels_compare import compare_panel
from tongban.desks.station.panels_details import DETAILS, details_panel
from tongban.desks.station.panels_evidence import evidence_panel
from tongban.desks.station.panels_fee import fee_panel
from tongban.desks.station.panels_finish import Ending, finish_panel
from tongban.desks.station.panels_green import green_action
from tongban.desks.station.panels_identity import DECLARE, identity_panel
from tongban.desks.station.present_verdict import verdict_panel
from tongban.desks.station.screens import IntakeScreen, StepKey, phases_of
from tongban.desks.station.steps import StepPanel
from tongban.desks.station.steps_tolerant import PastLine
from tongban.policy.desk_verdict import desk_verdict
from tongban.procedure.barred import TAKEN_OVER
from tongban.procedure.obligations import ObligationKind
from tongban.standards.id_number import mask

NOT_THERE = "没有这一次受理，可能已经结束或在其他单位。"
DRAFTS = {
    StepKey.IDENTITY: DECLARE,
    StepKey.PHOTO: panels_capture.PHOTO,
    StepKey.FINGERPRINTS: panels_capture.FINGERS,
    StepKey.DETAILS: DETAILS,
}
"""Which draft belongs to which step."""
TYPED_DRAFTS = frozenset({StepKey.IDENTITY, StepKey.DETAILS})
"""Steps whose draft is what somebody typed; the others hold what a device gave."""
KEYS = (KeyHint(("Alt", "1…9"), "步骤"),)


def work_of(request: ActorRequest, intake_id: UUID, *, key: StepKey | None = None) -> Work:
    """Read the intake and judge it; one query.

    Raises ``NotFound``, and ``WrongStage`` at the station it was taken over from.
    """
    kind = DRAFTS.get(key) if key else None
    view = intake_view(
        request.actor,
        intake_id,
        at=request.at,
        draft_key=draft_key(kind, intake_id) if kind else "",
    )
    if view is None:
        if was_taken_over(request.actor, intake_id):
            raise WrongStage(TAKEN_OVER.sentence)
        raise NotFound(NOT_THERE)
    rules = office()
    desk = desk_verdict(
        view.situation,
        city=rules.city,
        terms_book=rules.book,
        credit_list_as_of=view.credit_as_of,
    )
    typed = Typed(view.draft) if key in TYPED_DRAFTS else Typed()
    return Work(view=view, desk=desk, rules=rules, at=request.at, typed=typed)


def page(
    request: ActorRequest,
    work: Work,
    key: StepKey,
    *,
    status: int = 200,
    problems: Sequence[Problem] = (),
    notice: str = "",
    opened: str = "",
    past: tuple[PastLine, ...] = (),
) -> HttpResponse:
    """The whole screen with one step open; ``opened`` names a window that stands open."""
    shown = key if is_open_step(work, key) else next_step(work)
    screen = IntakeScreen(
        phases=phases_of(steps(work, current=shown)),
        current=shown,
        panel=_panel(work, shown, past=past),
        verdict=verdict_panel(work, can_refuse=work.view.is_open),
        actions=actions(work, shown),
        person=work.view.record["name"],
        person_number=mask(work.view.record["id_number"]),
        summary=summary(work),
        menu=menu(work, shown),
        keys=KEYS,
        problems=tuple(problems),
        saved_at=work.view.touched_at,
        notice=notice,
        took_over=_took_over(work),
        dialogs=dialogs(work, shown, opened=opened),
        tags=green_tags(work.view.green, is_visited=work.view.visit is not None),
        green=green_action(work),
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="intake")}
    return render(request, "station/intake.html", context, status=status)


def again(
    request: ActorRequest,
    intake_id: UUID,
    key: StepKey,
    error: OperationError,
    *,
    opened: str = "",
    part: str = "",
) -> HttpResponse:
    """The step once more after an act that did not happen, with everything typed still there."""
    work = work_of(request, intake_id, key=key)
    typed = {name: str(value) for name, value in request.POST.items()}
    faults = error.faults if isinstance(error, BadInput) else ()
    errors = {fault.field: fault.sentence for fault in faults}
    work = replace(work, typed=Typed(typed, errors), part=part)
    if isinstance(error, BadInput):
        problems = [Problem(f.sentence, _place(f.field, opened), f.clause) for f in faults]
    else:
        problems = [Problem(error.sentence, clause=error.clause)]
    status = 422 if isinstance(error, BadInput) else 409
    answer = page(request, work, key, status=status, problems=problems, opened=opened)
    # A page reached by a post keeps the address of the step: reloading and going back are safe.
    answer.headers["HX-Push-Url"] = f"/station/intake/{intake_id}/{part or key.value}/"
    return answer


def _place(field: str, opened: str) -> str:
    """The id of the field that a fault is about; each window has words of its own."""
    return f"f-{opened}-words" if opened and field == "words" else f"f-{field}"


def _took_over(work: Work) -> str:
    former = sorted(work.view.standing.former_units)
    if not former or not work.view.is_open:
        return ""
    names = "、".join(
        unit.short_name for code in former if (unit := work.rules.city.get(code)) is not None
    )
    return f"这次受理由{names}转来接办，身份须由您重新确认。"


def _panel(work: Work, key: StepKey, *, past: tuple[PastLine, ...]) -> StepPanel:
    if key is StepKey.COMPARE:
        return compare_panel(work, past=past)
    if key is StepKey.EVIDENCE and work.part == COMMITMENT:
        return commitment_panel(work)
    return _PANELS[key](work)


def _compose(work: Work) -> StepPanel:
    case = work.view.case
    version = (
        composed_rows.composed(case.id, n=case.n)
        if case is not None and not work.view.is_open
        else None
    )
    return compose_panel(work, version=version)


def _fee(work: Work) -> StepPanel:
    return fee_panel(work, fee=composed_rows.fee_of(work.case.id))


def _finish(work: Work) -> StepPanel:
    case = work.view.case
    subjects = (work.view.id, case.id) if case else (work.view.id,)
    duties = (
        duties_of(case.id, ObligationKind.GUIDE_RESIDENCE, ObligationKind.REVIEW) if case else {}
    )
    ending = Ending(printed=printed(*subjects), duties=duties)
    return finish_panel(work, ending=ending)


_PANELS: dict[StepKey, Callable[[Work], StepPanel]] = {
    StepKey.IDENTITY: identity_panel,
    StepKey.EVIDENCE: evidence_panel,
    StepKey.PHOTO: panels_capture.photo_panel,
    StepKey.FINGERPRINTS: panels_capture.finger_panel,
    StepKey.DETAILS: details_panel,
    StepKey.COMPOSE: _compose,
    StepKey.FEE: _fee,
    StepKey.FINISH: _finish,
}
