"""A case as a row of any list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.cases.operations.office import Office
from tongban.cases.queries.case_lists import CaseLine
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.phrases import DueText, arrival_phrase, due_text
from tongban.desks.shared.pieces import Tag
from tongban.policy.units import Unit
from tongban.policy.vocabulary import Category, Stream


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line: who, which number, where it stands, whose duty by when, where it leads.

    ``stream`` is named where it is not the ordinary one within the city.
    """

    url: str
    name: str
    number: str
    stage: str
    category: str
    route: str
    accepted: str
    duty: str = ""
    owner: str = ""
    due: DueText | None = None
    stream: str = ""
    tags: tuple[Tag, ...] = ()


def case_row(line: CaseLine, *, rules: Office, now: datetime) -> CaseRow:
    """Return a list line ready to show."""
    city = rules.city
    accepting, home = city.get(line.accepting_unit), city.get(line.home_county)
    owner = city.get(line.owner_unit)
    return CaseRow(
        url=f"/cases/{line.case_id}/",
        name=line.name,
        number=line.number,
        stage=line.stage.label,
        category=Category(line.category).label,
        route=_route(line, accepting=accepting, home=home),
        accepted=arrival_phrase(line.composed_at, now),
        duty=line.duty.label if line.duty else "",
        owner=owner.short_name if owner else "",
        due=_due(line, rules=rules, now=now),
        stream="" if line.stream is Stream.INTERNAL else line.stream.label,
        tags=green_tags(line.green, is_visited=line.is_visited),
    )


def _due(line: CaseLine, *, rules: Office, now: datetime) -> DueText | None:
    if line.due_at is None and not line.due_note:
        return None
    if line.duty is None or line.opened_at is None:
        return due_text(line.due_at, now, rules.calendar, note=line.due_note)
    return due_of(
        line.duty,
        since=line.opened_at,
        due_at=line.due_at,
        note=line.due_note,
        rules=rules,
        now=now,
    )


def _route(line: CaseLine, *, accepting: Unit | None, home: Unit | None) -> str:
    """From where to where, in short names; an office outside the city by its own name."""
    start = accepting.short_name if accepting else line.elsewhere
    end = home.short_name if home else line.elsewhere
    return f"{start} → {end}"
