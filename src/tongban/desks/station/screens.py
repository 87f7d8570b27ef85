"""The intake screen: steps at the left, one step in work, the live verdict at the right."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tongban.desks.shared.fields import Field, FieldKind, Problem
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, KeyHint, RuleRow, Tag, Tone
from tongban.desks.station.steps import StepPanel


class StepKey(StrEnum):
    """The nine steps in order; the value is also the last part of the step's URL."""

    IDENTITY = "identity"
    EVIDENCE = "evidence"
    COMPARE = "compare"
    PHOTO = "photo"
    FINGERPRINTS = "fingerprints"
    DETAILS = "details"
    COMPOSE = "compose"
    FEE = "fee"
    FINISH = "finish"

    @property
    def label(self) -> str:
        """The name of the step on screen."""
        return STEP_LABELS[self]

    @property
    def number(self) -> int:
        """1 to 9, also the key: Alt and the number."""
        return list(StepKey).index(self) + 1


STEP_LABELS = {
    StepKey.IDENTITY: "核对身份",
    StepKey.EVIDENCE: "受理凭证",
    StepKey.COMPARE: "现场比对",
    StepKey.PHOTO: "证件照",
    StepKey.FINGERPRINTS: "指纹",
    StepKey.DETAILS: "原因与领取",
    StepKey.COMPOSE: "合成并签名",
    StepKey.FEE: "缴费",
    StepKey.FINISH: "告知与打印",
}

PHASES: tuple[tuple[str, tuple[StepKey, ...]], ...] = (
    ("身份与凭证", (StepKey.IDENTITY, StepKey.EVIDENCE, StepKey.COMPARE)),
    ("采集", (StepKey.PHOTO, StepKey.FINGERPRINTS)),
    ("合成签名", (StepKey.DETAILS, StepKey.COMPOSE)),
    ("收尾", (StepKey.FEE, StepKey.FINISH)),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist.

    ``tone``: OK done, WARN needs the officer, BAD a ground bars it, NONE not yet. ``note`` is
    the outcome in a word (一致, 驾驶证, 40.00 元). ``url`` empty: cannot be opened yet.
    """

    key: StepKey
    tone: Tone
    note: str = ""
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    label: str
    steps: tuple[Step, ...]


def phases_of(steps: tuple[Step, ...]) -> tuple[Phase, ...]:
    """The steps under the heads of their phases."""
    by_key = {step.key: step for step in steps}
    return tuple(
        Phase(label, tuple(by_key[key] for key in keys if key in by_key)) for label, keys in PHASES
    )


@dataclass(frozen=True, slots=True)
class GroundEvidenceBlock:
    """What a refusal on one ground would rest on, and exactly what is missing for it."""

    title: str
    clause: str
    lines: tuple[Fact, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictPanel:
    """The right side: the verdict as it stands now, rule by rule.

    ``headline`` is one tag (还需 1 项, 可以受理, 不予异地受理, 请到户籍地办理, 尚未判定) with
    ``summary`` beside it. ``asks`` lists all that is missing, told at once. ``facts`` are fee,
    temporary card, residence, who reviews by when.
    """

    headline: Tag
    summary: str
    rules: tuple[RuleRow, ...] = ()
    asks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    policy_version: str = ""
    evidence: tuple[GroundEvidenceBlock, ...] = ()
    refuse: Action | None = None


@dataclass(frozen=True, slots=True)
class WordsDialog:
    """A small window that asks for words before a rare act; ``open`` shows it at once.

    ``fields`` stand before the words; ``file`` takes a signed paper where the act needs one. Without scripts the page is opened with
    ``?open=id`` and the window stands in it.
    """

    id: str
    title: str
    note: str
    url: str
    words: Field
    submit: str
    clause: str = ""
    phrases: tuple[str, ...] = ()
    file: Field | None = None
    fields: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    open: bool = False
    close_url: str = ""
    style: ActionStyle = ActionStyle.DANGER

    @property
    def with_files(self) -> bool:
        """Whether the form sends files."""
        return any(one.kind is FieldKind.FILE for one in (*self.fields, self.file) if one)


@dataclass(frozen=True, slots=True)
class IntakeScreen:
    """Everything the intake page shows; context name ``screen``.

    ``person`` and ``summary`` are the line at the head (name; 异地申办 · 损坏换领). ``actions``
    stand at the foot, plain first and the one primary last. ``saved_at`` None: nothing saved yet.
    ``notice`` says what the last act did.
    ``menu`` holds rare acts (撤回, 作废, 协查) apart from the primary. ``tags`` and ``green`` are of the
    green channel: how the intake is marked, and the way to mark it.
    """

    phases: tuple[Phase, ...]
    current: StepKey
    panel: StepPanel
    verdict: VerdictPanel
    actions: tuple[Action, ...]
    person: str = ""
    person_number: str = ""
    summary: str = ""
    menu: tuple[Action, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    problems: tuple[Problem, ...] = ()
    saved_at: datetime | None = None
    took_over: str = ""
    notice: str = ""
    dialogs: tuple[WordsDialog, ...] = ()
    tags: tuple[Tag, ...] = ()
    green: Action | None = None

    @property
    def title(self) -> str:
        """Page title; never a name, for it stands in the browser's history."""
        return f"{self.current.number} {self.current.label}"
