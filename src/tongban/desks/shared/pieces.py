"""The small parts every screen is made of.

Views fill these frozen dataclasses, templates only show them: no query, no rule and no
permission is decided in a template. All texts are ready Chinese sentences.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """How a fact stands. Always shown with a word or a sign, never by colour alone."""

    NONE = "none"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"

    @property
    def sign(self) -> str:
        """The sign printed before the words."""
        return _SIGNS[self]

    @property
    def word(self) -> str:
        """What a screen reader says in place of the sign."""
        return _WORDS[self]


_SIGNS = {Tone.NONE: "○", Tone.INFO: "i", Tone.OK: "✓", Tone.WARN: "!", Tone.BAD: "✕"}
_WORDS = {
    Tone.NONE: "尚未进行",
    Tone.INFO: "说明",
    Tone.OK: "符合",
    Tone.WARN: "需要处理",
    Tone.BAD: "不符合",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A short status word. ``hint`` is shown on hover and read out."""

    text: str
    tone: Tone = Tone.INFO
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    key: str = ""
    new_window: bool = False


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Keys named at the foot that no button in sight bears: ``KeyHint(("Alt", "1…9"), "步骤")``."""

    keys: tuple[str, ...]
    label: str

    @property
    def of_rows(self) -> bool:
        """Whether it goes through or opens the rows of a list; shown only where there are any."""
        return self.keys[0] in ("J", "Enter")


class ActionStyle(StrEnum):
    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the officer can do: a link, or a form of its own, or the submit of a form.

    * ``post=False`` and ``url``: a link.
    * ``post=True`` and ``url``: a small form with ``fields`` as hidden values.
    * ``form``: submits the form of that id on the page, as ``name=value`` when given.
    * ``opens``: the id of a ``<dialog>`` to open; ``url`` is then the way without scripts.

    ``focus``: takes the focus when the page comes in, as ``Field.focus`` does.
    ``key`` is a key as in ``Ctrl+Enter``, ``F4``, ``A``; with ``arms`` the key only moves the
    focus there and Enter carries it out. ``blocked`` says why it cannot be done now.
    """

    label: str
    url: str = ""
    key: str = ""
    style: ActionStyle = ActionStyle.PLAIN
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    form: str = ""
    name: str = ""
    value: str = ""
    opens: str = ""
    arms: bool = False
    blocked: str = ""
    new_window: bool = False
    icon: str = ""
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of terms and values."""

    term: str
    value: str
    tone: Tone = Tone.NONE
    note: str = ""
    clause: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One finding of the verdict, with the clause it rests on (``第五条(二)``)."""

    text: str
    clause: str
    tone: Tone
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture by URL. ``alt`` never holds a name: 人口库照片, 现场照片."""

    url: str
    alt: str
    caption: str = ""
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured value of the photo standard beside what is allowed (GA/T 461)."""

    label: str
    measured: str
    allowed: str
    tone: Tone
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """One value in one column of a comparison; ``differs`` marks the cell."""

    text: str
    differs: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One detail side by side. ``conclusion`` explains a difference and cites the clause."""

    label: str
    cells: tuple[ComparedCell, ...]
    conclusion: str
    tone: Tone
    clause: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Side by side: ``columns`` are the heads, e.g. 申报, 人口库, 驾驶证."""

    columns: tuple[str, ...]
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a history. ``at`` is aware; ``photo`` is what was captured then.

    ``day`` stands before the clock where the day is not the one looked at.
    """

    at: datetime
    text: str
    who: str = ""
    tone: Tone = Tone.NONE
    photo: Photo | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """Why a page or list is empty and what comes next."""

    title: str
    text: str
    action: Action | None = None
