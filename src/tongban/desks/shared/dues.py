"""A duty's deadline ready to show: when, how long still, and why then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from tongban.cases.operations.office import Office
from tongban.cases.queries.happenings import PastEvent
from tongban.desks.shared.phrases import DueText, due_text
from tongban.policy.due_explained import explain, explain_stored
from tongban.policy.due_notes import why_excused
from tongban.policy.due_sentences import postponed, sentences
from tongban.policy.late_fetch import LateFetch, Outage, late_fetch, late_fetch_sentences
from tongban.policy.terms import TermsBook
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LateCause
from tongban.standards.calendar import WorkingCalendar


def due_of(
    kind: ObligationKind,
    *,
    since: datetime,
    due_at: datetime | None,
    note: str = "",
    rules: Office,
    now: datetime,
    late: LateFetch | None = None,
) -> DueText:
    """The deadline of a duty of ``kind`` that runs from ``since``, with its reasons.

    ``note`` is the remark stored beside the due time; ``late`` tells of an incoming case that was
    fetched late.
    """
    said, clause = _reasons(kind, since, due_at, calendar=rules.calendar, book=rules.book)
    if late is not None:
        said = (*late_fetch_sentences(late), *said)
    elif why_excused(note):
        said = (*said, why_excused(note).rstrip("。"))
    plain = due_text(due_at, now, rules.calendar, note=note)
    return replace(plain, why=said, clause=clause)


def review_by(at: datetime, *, rules: Office, now: datetime) -> str:
    """By when a case that is handed in at ``at`` will be reviewed, and why not the same day."""
    terms = rules.book.at_or_first(at)
    why = explain(ObligationKind.REVIEW.value, at, calendar=rules.calendar, terms=terms)
    words = due_text(why.due, now, rules.calendar).text.partition(" · ")[0]
    reason = postponed(why)
    return f"{words}（{reason}）" if reason else words


@lru_cache(maxsize=4096)
def _reasons(
    kind: ObligationKind,
    since: datetime,
    due_at: datetime | None,
    *,
    calendar: WorkingCalendar,
    book: TermsBook,
) -> tuple[tuple[str, ...], str]:
    """The reasons and their clause; a queue shows the same ones at every decision, so kept."""
    terms = book.at_or_first(since)
    why = explain_stored(kind.value, since, due_at=due_at, calendar=calendar, terms=terms)
    is_being_set = due_at is None and why.due is not None
    return (_BEING_SET,) if is_being_set else sentences(why), why.authority


_BEING_SET = "工作日历已经载入，系统正在算定期限，十分钟内显示"


def fetched_late(
    *,
    arrived_at: datetime | None,
    fetched_at: datetime | None,
    cause: str,
    due_at: datetime | None,
    events: Sequence[PastEvent],
    rules: Office,
) -> LateFetch | None:
    """What to say of an incoming case that came late; None for any other case.

    ``cause`` is a code of ``LateCause``, empty where it came in good time; ``events`` are those of
    the case, of which the last arrival may know the time of an outage.
    """
    if arrived_at is None or fetched_at is None:
        return None
    return late_fetch(
        arrived_at,
        fetched_at=fetched_at,
        terms=rules.book.at_or_first(arrived_at),
        is_down=cause == LateCause.UPSTREAM_DOWN if cause else None,
        outage=_outage(events),
        due_at=due_at,
    )


def _outage(events: Sequence[PastEvent]) -> Outage | None:
    arrivals = [e for e in events if e.act in (Act.ARRIVE, Act.RESUBMITTED_THERE)]
    if not arrivals or "down_since" not in arrivals[-1].data:
        return None
    since, until = arrivals[-1].data["down_since"], arrivals[-1].data["down_until"]
    return Outage(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)
