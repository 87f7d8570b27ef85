"""A page on which a case is held, decided, withdrawn or closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from tongban.cases.operations.errors import FieldFault
from tongban.cases.operations.office import office
from tongban.cases.queries.ending_file import EndingFile, Note
from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import Action, Fact, Tag, Tone
from tongban.standards.zones import local

NOTE_HEADS = {
    "GROUND_REPORT": "审核民警报告",
    "GROUND_HOLD": "暂扣",
    "GROUND_DISMISSED": "核定不属于情形",
    "GROUND_RELEASED": "解除暂扣",
    "REVOCATION": "撤销",
    "WITHDRAWAL": "申请人撤回",
    "CLOSING": "终结",
    "VOIDING": "作废",
}
SCANS = "application/pdf,image/jpeg,image/png"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """Something written about the case before: what, by whom and when, the words, the scan."""

    head: str
    who: str
    words: str
    ground: str = ""
    scan_url: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, and what is wrong with it; ``kept`` is a scan already stored."""

    given: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[FieldFault] = ()
    kept: str = ""

    @classmethod
    def of(cls, post: QueryDict, *, faults: Sequence[FieldFault] = (), kept: str = "") -> Typed:
        """Read a posted form."""
        return cls({name: post.get(name, "") for name in post}, faults, kept)

    def value(self, name: str) -> str:
        """What was typed into a field."""
        return self.given.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return "".join(one.sentence for one in self.faults if one.field == name)

    def clause(self, name: str) -> str:
        """The clause that the fault cites."""
        return next((one.clause for one in self.faults if one.field == name), "")


@dataclass(frozen=True, slots=True)
class EndingScreen:
    """The page; without ``fields`` there is nothing to do and ``say`` tells why.

    ``act`` is what the form does where there is no choice. ``has_pad`` lets the applicant sign on the pad. ``kept`` is the scan that was stored with a form that came back. ``submit`` names what happens;
    ``is_grave`` marks an act that cannot be taken back.
    """

    title: str
    clause: str
    name: str
    number: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    notes: tuple[NoteLine, ...]
    say: str
    due: DueText | None
    url: str
    seen_version: int
    fields: tuple[Field, ...]
    submit: str
    back_url: str
    back: str = "回到这一件"
    kept: str = ""
    is_grave: bool = False
    has_pad: bool = False
    act: str = ""
    draft_url: str = ""
    problems: tuple[Problem, ...] = ()
    phrases: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a page: what it asks, what its button says, what stands above it."""

    title: str
    say: str
    name: str
    fields: tuple[Field, ...] = ()
    submit: str = ""
    clause: str = ""
    is_grave: bool = False
    phrases: tuple[str, ...] = ()
    has_pad: bool = False
    act: str = ""


def ending_screen(
    case: EndingFile,
    form: Form,
    *,
    typed: Typed,
    now: datetime,
    due: DueText | None = None,
    facts: tuple[Fact, ...] = (),
    can_open: bool = True,
) -> EndingScreen:
    """Return the page; ``can_open`` False: the officer has the person before him, not the case."""
    shown = case.notes if can_open else ()
    return EndingScreen(
        title=form.title,
        clause=form.clause,
        name=case.name,
        number=case.number,
        tags=_tags(case),
        facts=(*_facts(case), *facts),
        notes=tuple(note_line(one, case_id=case.id, now=now) for one in shown),
        say=form.say,
        due=due,
        url=reverse(f"shared:{form.name}", args=[case.id]),
        seen_version=case.version,
        fields=form.fields,
        submit=form.submit,
        back_url=reverse("shared:case", args=[case.id]) if can_open else "/find/",
        back="回到这一件" if can_open else "回到查找",
        kept=typed.kept,
        is_grave=form.is_grave,
        has_pad=form.has_pad,
        act=form.act,
        # A signature is not kept while it is being drawn.
        draft_url=draft_url(form.name, case.id) if form.fields and not form.has_pad else "",
        problems=_problems(form.fields, typed),
        phrases=form.phrases,
    )


def _facts(case: EndingFile) -> tuple[Fact, ...]:
    unit = office().city.get(case.accepting_unit)
    return (
        Fact("受理地", unit.name if unit else ""),
        Fact("类别", case.category.label),
        Fact("申领原因", case.reason.label),
    )


def _tags(case: EndingFile) -> tuple[Tag, ...]:
    tags = [Tag(case.stage.label)]
    if case.standing.held:
        tags.append(Tag("暂扣", Tone.BAD))
    elif case.ground_since is not None:
        tags.append(Tag("待核定", Tone.WARN))
    if case.wished_at is not None and not case.stage.is_ending:
        tags.append(Tag("申请人不要了", Tone.WARN))
    return tuple(tags)


def note_line(note: Note, *, case_id: UUID, now: datetime) -> NoteLine:
    """Return a note ready to show."""
    scan = reverse("shared:ending-scan", args=[case_id, note.id]) if note.has_scan else ""
    return NoteLine(
        head=NOTE_HEADS.get(note.kind, note.kind),
        who=f"{note.officer} {moment_phrase(local(note.at), local(now))}".strip(),
        words=note.words,
        ground=f"{note.ground.label} {note.ground.clause}" if note.ground else "",
        scan_url=scan,
    )


def _problems(fields: tuple[Field, ...], typed: Typed) -> tuple[Problem, ...]:
    targets = {one.name: one.input_id for one in fields}
    return tuple(
        Problem(one.sentence, targets.get(one.field, ""), one.clause) for one in typed.faults
    )
