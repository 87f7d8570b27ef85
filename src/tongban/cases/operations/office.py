"""The rule book an operation works with: city, terms, calendar; and the duties they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tongban.cases.operations.decision import Opening
from tongban.policy.due import due
from tongban.policy.due_notes import calendar_missing
from tongban.policy.terms import Terms, TermsBook, load_terms
from tongban.policy.terms_file import TermsError
from tongban.policy.units import City, shipped_city
from tongban.policy.working_calendar import CalendarError, load_calendar, shipped_calendar
from tongban.procedure.obligations import ObligationKind
from tongban.standards.calendar import UnknownYear, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Office:
    """City, dated terms and working calendar, as loaded from the shipped files and the overlay."""

    city: City
    book: TermsBook
    calendar: WorkingCalendar

    def terms(self, at: datetime) -> Terms:
        """Return the terms in force at a moment."""
        return self.book.at(at)


def _stamp(folder: Path | None) -> tuple[float, ...]:
    if folder is None:
        return ()
    files = (folder / "terms.yaml", folder / "calendar.yaml")
    return tuple(f.stat().st_mtime if f.exists() else 0.0 for f in files)


_LAST: dict[Path | None, Office] = {}
"""The last good office by folder: a slip in a file must not stop the city's work."""


@lru_cache(maxsize=4)
def _load(folder: Path | None, _stamp: tuple[float, ...]) -> tuple[Office, str]:
    last, faults = _LAST.get(folder), []
    try:
        book = load_terms(folder)
    except TermsError as error:
        if last is None:
            raise
        book, faults = last.book, [str(error)]
    try:
        calendar = load_calendar(folder)
    except CalendarError as error:
        # The shipped years guess nothing: what they do not know stays without a due time.
        calendar = last.calendar if last else shipped_calendar()
        faults.append(str(error))
    _LAST[folder] = Office(city=shipped_city(), book=book, calendar=calendar)
    return _LAST[folder], "；".join(faults)


def _overlay() -> Path | None:
    return settings.DATA / "overlay" if settings.DATA else None


def office() -> Office:
    """Return the office as the files stand now; read again only when one of them changes.

    A file that cannot be used leaves what was read before in force; see ``overlay_fault``. Raises
    ``TermsError`` where nothing was read before.
    """
    folder = _overlay()
    return _load(folder, _stamp(folder))[0]


def overlay_fault() -> str:
    """Return what is wrong with the operator's files, in words; empty while they can be used."""
    folder = _overlay()
    return _load(folder, _stamp(folder))[1]


def opening(
    kind: ObligationKind,
    *,
    at: datetime,
    unit: str,
    expedited: bool = False,
    officer: UUID | None = None,
) -> Opening:
    """Return the duty of ``unit`` that begins at ``at``, with its due time from the terms.

    A year without a calendar leaves the due time open and says so; the act itself goes on.
    """
    county = "" if unit == office().city.units[0].code else office().city.county_of(unit).code
    due_at, note = due_time(kind, at=at, expedited=expedited)
    return Opening(
        kind=kind,
        owner_unit=unit,
        owner_county=county,
        since=at,
        due_at=due_at,
        due_note=note,
        owner_officer=officer,
    )


def due_time(
    kind: ObligationKind, *, at: datetime, expedited: bool = False
) -> tuple[datetime | None, str]:
    """Return when a duty that begins at ``at`` is due, or None and which calendar is missing."""
    rules = office()
    terms = rules.terms(at)
    try:
        found = due(kind.value, at, calendar=rules.calendar, terms=terms, expedited=expedited)
    except UnknownYear as missing:
        return None, calendar_missing(missing.year)
    return found, ""
