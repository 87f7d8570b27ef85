"""A list of the city desk: cases, or plain rows; and what its address asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.cases.queries.case_lists import Key, Narrowed
from tongban.desks.shared.case_rows import CaseRow
from tongban.desks.shared.page_keys import read_key
from tongban.desks.shared.phrases import CLOSES, moment_phrase
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint, Tag
from tongban.policy.vocabulary import Stream, System
from tongban.standards.zones import at_local, local, local_date

ROW_KEYS = (KeyHint(("J", "K"), "下一件 上一件"), KeyHint(("Enter",), "打开"))


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row of a list that is not of cases: cells, where it leads, what can be done at once."""

    cells: tuple[str, ...]
    url: str = ""
    tag: Tag | None = None
    act: Action | None = None


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A way to narrow a list; ``active`` marks the one in force."""

    label: str
    url: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class ListScreen:
    """A list: cases, or plain rows under ``heads``. ``next_url`` leads to the next page.

    ``key`` names the list on a page of several; ``total`` counts all of it where that is known.
    """

    title: str
    note: str = ""
    cases: tuple[CaseRow, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[PlainRow, ...] = ()
    filters: tuple[FilterLink, ...] = ()
    next_url: str = ""
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = ROW_KEYS
    actions: tuple[Action, ...] = ()
    key: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a county, only some, and where to go on.

    ``given`` are the conditions as they stand in the address, without where to go on.
    """

    county: str = ""
    late_at: datetime | None = None
    due_by: datetime | None = None
    narrowed: Narrowed | None = None
    after: Key | None = None
    given: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, str], *, at: datetime) -> Asked:
        """Read the query; what cannot be read is as if it had not been given."""
        county = given.get("county", "")[:12]
        stream, system = given.get("stream", ""), given.get("system", "")
        conditions = {
            "late": "1" if given.get("late") == "1" else "",
            "today": "1" if given.get("today") == "1" else "",
            "excused": "1" if given.get("excused") == "1" else "",
            "chased": given.get("chased", "") if given.get("chased") in ("0", "1") else "",
            "stream": stream if stream in Stream.__members__ else "",
            "system": system if system in System.__members__ else "",
        }
        return cls(
            county=county,
            late_at=at if conditions["late"] else None,
            due_by=at_local(local_date(at), clock=CLOSES) if conditions["today"] else None,
            narrowed=Narrowed(
                stream=Stream(stream) if conditions["stream"] else None,
                system=System(system) if conditions["system"] else None,
                is_chased=conditions["chased"] == "1" if conditions["chased"] else None,
                is_excused=bool(conditions["excused"]),
            ),
            after=read_key(given.get("after", "")),
            given=tuple((name, value) for name, value in conditions.items() if value),
        )


def moment(at: datetime | None, now: datetime) -> str:
    """A moment in words, or a dash."""
    return moment_phrase(local(at), local(now)) if at else "—"
