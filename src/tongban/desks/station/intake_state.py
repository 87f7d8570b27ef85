"""How the steps of an intake stand, and which is the next thing missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.operations.guardian import must_guardian_act
from tongban.cases.operations.judging import FIRST_PHASE
from tongban.cases.operations.office import Office
from tongban.cases.queries.intake_screen import BornCase, IntakeView
from tongban.desks.shared.pieces import Tone
from tongban.desks.station.screens import Step, StepKey
from tongban.policy.desk_verdict import DeskVerdict
from tongban.policy.document import serves
from tongban.policy.situation import Evidence
from tongban.policy.vocabulary import Ask, Outcome
from tongban.procedure.stages import IntakeStage, Stage
from tongban.standards.money import yuan
from tongban.standards.zones import local_date


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what was typed, and what is wrong by field. Empty: nothing came."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, otherwise: str) -> str:
        """What was typed into a field, else what is stored."""
        return self.values.get(name, otherwise)

    def error(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True)
class Work:
    """One intake at one moment with its verdict: what every presenter is given."""

    view: IntakeView
    desk: DeskVerdict
    rules: Office
    at: datetime
    typed: Typed = Typed()
    part: str = ""
    """A page within the step: ``COMMITMENT``; or what of it was just opened or closed: ``HISTORY`` …"""

    @property
    def lacks(self) -> frozenset[Ask]:
        """What is still asked for before anything may be captured (第六条)."""
        return self.desk.verdict.asks & FIRST_PHASE

    @property
    def is_first_phase_done(self) -> bool:
        """Whether identity and evidence are green."""
        bars = (Outcome.REFUSE, Outcome.LOCAL)
        return not self.lacks and self.desk.verdict.outcome not in bars

    @property
    def is_compared(self) -> bool:
        """Whether nothing of the comparison on site is missing."""
        if self.view.identity_confirmed is False:
            return False
        return not self.lacks & {Ask.COMPARE_ON_SITE, Ask.SETTLE_IDENTITY}

    @property
    def is_evidence_done(self) -> bool:
        """Whether a document serves, or tolerant acceptance has all its own parts (第三条)."""
        return bool(self.serving) or not self.lacks & _EVIDENCE

    @property
    def is_tolerant_begun(self) -> bool:
        """Whether no document serves and the path without one is open and has been entered."""
        is_open = not self.serving and Ask.SHOW_EVIDENCE not in self.lacks
        return is_open and self.view.history_viewed_at is not None

    @property
    def lacks_commitment_only(self) -> bool:
        """Whether the commitment is all that is missing of the first phase."""
        return self.view.is_open and self.lacks == {Ask.SIGN_COMMITMENT}

    @property
    def is_guardian_needed(self) -> bool:
        """Whether a guardian acts for the applicant today (第六条)."""
        return must_guardian_act(self.view.record, self.view.guardian, at=self.at)

    @property
    def lacks_guardian(self) -> bool:
        """Whether a guardian is needed and none is registered."""
        return self.is_guardian_needed and not self.view.guardian

    @property
    def is_refused_now(self) -> bool:
        """Whether a ground stands while the intake is open: nothing else can be done with it."""
        return self.view.is_open and self.desk.verdict.outcome is Outcome.REFUSE

    @property
    def serving(self) -> str:
        """The document that serves, in words; empty while none does."""
        for one in self.view.evidence:
            shown = Evidence(one.kind, one.valid_until)
            if serves(shown, reason=self.view.reason, on=local_date(self.at)):
                return one.label
        return ""

    @property
    def case(self) -> BornCase:
        """The case; only asked for where it is known to be there."""
        if self.view.case is None:
            raise LookupError("nothing was composed yet")
        return self.view.case


COMMITMENT = "commitment"
HISTORY = "history"
HISTORY_CLOSED = "history-closed"
_EVIDENCE = frozenset({Ask.SHOW_EVIDENCE, Ask.VIEW_HISTORY, Ask.SIGN_COMMITMENT})


def act_url(intake_id: UUID, act: str) -> str:
    """The address that an act's form posts to."""
    return reverse(f"station:intake-{act}", args=[intake_id])


def step_url(intake_id: UUID, key: StepKey) -> str:
    """The page of a step."""
    return reverse("station:intake-step", args=[intake_id, key.value])


def commitment_url(intake_id: UUID) -> str:
    """The page on which the commitment is read and signed."""
    return reverse("station:intake-commitment", args=[intake_id])


def next_url(work: Work) -> str:
    """Return the page on which the next thing is missing."""
    if work.lacks_commitment_only and not work.lacks_guardian:
        return commitment_url(work.view.id)
    return step_url(work.view.id, next_step(work))


def next_step(work: Work) -> StepKey:
    """Return the step in which the next thing is missing."""
    if not work.view.is_open:
        return _after_composing(work)
    if work.is_refused_now:
        return StepKey.COMPARE
    if work.is_tolerant_begun and not work.lacks_guardian and not work.is_compared:
        return StepKey.COMPARE
    for key in (StepKey.EVIDENCE, StepKey.COMPARE, StepKey.PHOTO, StepKey.FINGERPRINTS):
        if not _DONE[key](work):
            return key
    return StepKey.COMPOSE if _DONE[StepKey.DETAILS](work) else StepKey.DETAILS


def _after_composing(work: Work) -> StepKey:
    case = work.view.case
    if case is None:
        return StepKey.FINISH
    if case.stage in (Stage.COMPOSED, Stage.RETURNED):
        return StepKey.COMPOSE
    return StepKey.FINISH if case.is_paid else StepKey.FEE


def _is_described(work: Work) -> bool:
    view = work.view
    return view.reason is not None and bool(view.phone)


_DONE = {
    StepKey.EVIDENCE: lambda work: work.is_evidence_done and not work.lacks_guardian,
    StepKey.COMPARE: lambda work: work.is_compared,
    StepKey.PHOTO: lambda work: work.view.has_photo,
    StepKey.FINGERPRINTS: lambda work: bool(work.view.fingers),
    StepKey.DETAILS: _is_described,
}


def steps(work: Work, *, current: StepKey) -> tuple[Step, ...]:
    """Return the checklist: state, a word of outcome, and where each step leads."""
    return tuple(
        Step(key, *_state(work, key), url=_url(work, key), current=key is current)
        for key in StepKey
    )


def is_open_step(work: Work, key: StepKey) -> bool:
    """Whether a step can be opened now; what is composed is locked."""
    if work.view.is_open:
        return key not in (StepKey.FEE, StepKey.FINISH)
    if work.view.case is None:
        return key is StepKey.FINISH
    return key in (StepKey.COMPOSE, StepKey.FEE, StepKey.FINISH)


def _url(work: Work, key: StepKey) -> str:
    return step_url(work.view.id, key) if is_open_step(work, key) else ""


def _state(work: Work, key: StepKey) -> tuple[Tone, str]:
    if work.desk.verdict.outcome is Outcome.LOCAL and key is not StepKey.FINISH:
        # Nothing of a remote application is left to be checked: the local procedure begins anew.
        return Tone.NONE, ""
    return _STATES[key](work)


def _identity(work: Work) -> tuple[Tone, str]:
    row = next((r for r in work.desk.rows if r.clause == "第五条(二)"), None)
    settled = row is None or row.status.value == "OK"
    if settled:
        return Tone.OK, "一致" if "一致" in (row.sentence if row else "一致") else "已核对"
    return Tone.WARN, "有不一致"


def _evidence(work: Work) -> tuple[Tone, str]:
    if work.lacks_guardian:
        return Tone.WARN, "缺监护人"
    if work.serving:
        return Tone.OK, work.serving
    if work.view.commitment:
        return (Tone.OK if work.is_evidence_done else Tone.WARN), "容缺受理"
    if work.is_tolerant_begun:
        return Tone.WARN, "待签承诺"
    return (Tone.WARN, "不能用") if work.view.evidence else (Tone.NONE, "")


def _compare(work: Work) -> tuple[Tone, str]:
    view = work.view
    if view.identity_confirmed is False:
        return Tone.BAD, "不能认定"
    if not work.is_compared:
        return (Tone.WARN, "待确认") if view.compared_at else (Tone.NONE, "")
    return Tone.OK, "是本人" if view.identity_confirmed else view.face.label


def _photo(work: Work) -> tuple[Tone, str]:
    return (Tone.OK, "已保存") if work.view.has_photo else (Tone.NONE, "")


def _fingers(work: Work) -> tuple[Tone, str]:
    taken = [f for f in work.view.fingers if f["template"]]
    if not work.view.fingers:
        return Tone.NONE, ""
    return Tone.OK, f"{len(taken)} 枚" if taken else "已注明原因"


def _details(work: Work) -> tuple[Tone, str]:
    # The column is narrow: 有效期满换领 is cut to its last four characters, as people say it.
    label = work.view.reason.label[-4:] if work.view.reason else ""
    return (Tone.OK if _is_described(work) else Tone.NONE), label


def _composed(work: Work) -> tuple[Tone, str]:
    case = work.view.case
    if case is None or work.view.is_open:
        return Tone.NONE, ""
    if case.stage is Stage.COMPOSED:
        return Tone.WARN, "待签名"
    if case.stage is Stage.IN_REVIEW:
        return Tone.OK, "已送审"
    bad = (Stage.WITHDRAWN, Stage.RETURNED)
    return (Tone.BAD if case.stage in bad else Tone.OK), case.stage.label


def _fee(work: Work) -> tuple[Tone, str]:
    case = work.view.case
    if case is not None and case.is_paid:
        return Tone.OK, "已缴费"
    fen = work.desk.fee_fen
    return Tone.NONE, f"{yuan(fen)} 元" if fen is not None else ""


def _finish(work: Work) -> tuple[Tone, str]:
    stage = work.view.standing.stage
    if stage in (IntakeStage.OPEN, IntakeStage.COMPOSED):
        return Tone.NONE, ""
    if stage is IntakeStage.REFUSED:
        return Tone.BAD, "不予受理"
    return Tone.INFO, "转本所" if stage is IntakeStage.LOCAL else stage.label


_STATES = {
    StepKey.IDENTITY: _identity,
    StepKey.EVIDENCE: _evidence,
    StepKey.COMPARE: _compare,
    StepKey.PHOTO: _photo,
    StepKey.FINGERPRINTS: _fingers,
    StepKey.DETAILS: _details,
    StepKey.COMPOSE: _composed,
    StepKey.FEE: _fee,
    StepKey.FINISH: _finish,
}
