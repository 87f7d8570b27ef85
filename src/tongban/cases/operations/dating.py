"""Due times that had to wait for a year's working calendar, computed once it is loaded.

Each is an act of the system in the chain of its case or intake, so that anybody can read later when
the due time was set and from what. One that turns out past is nobody's lateness (日历载入晚).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.db.models import QuerySet

from tongban.cases.models import Case, Intake, Obligation
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, act_on_case, act_on_intake
from tongban.cases.operations.errors import Barred, OperationError
from tongban.cases.operations.office import due_time, office
from tongban.policy.due_notes import CALENDAR_LATE, missing_year
from tongban.policy.vocabulary import Priority
from tongban.procedure.actors import SYSTEM
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind

EVENT = "DueTimesSet"


@dataclass(frozen=True, slots=True)
class Dated:
    """How many cases and intakes, and how many daily look-ins, were given their due times."""

    subjects: int = 0
    look_ins: int = 0


def set_due_times(at: datetime, *, limit: int) -> Dated:
    """Give their due times to open duties whose calendar has come since; safe to repeat.

    At most ``limit`` duties of cases and intakes at a time, the oldest first. What cannot be
    computed yet costs one query and stays as it is.
    """
    notes = _computable()
    if not notes:
        return Dated()
    waiting = _undated().filter(due_note__in=notes)
    duties = list(waiting.exclude(case=None, intake=None).order_by("opened_at", "id")[:limit])
    subjects = {duty.case_id or duty.intake_id: duty for duty in reversed(duties)}
    done = sum(_set_of_subject(duty, at=at) for duty in reversed(subjects.values()))
    return Dated(done, _set_plain(waiting.filter(case=None, intake=None), at=at))


def _undated() -> QuerySet[Obligation]:
    return Obligation.objects.filter(closed_at=None, due_at=None)


def _computable() -> list[str]:
    """The remarks of undated duties whose missing year is there now."""
    calendar = office().calendar
    notes = _undated().order_by().values_list("due_note", flat=True).distinct()
    return [note for note in notes if (year := missing_year(note)) and calendar.has_year(year)]


def _set_of_subject(first: Obligation, *, at: datetime) -> bool:
    """Act on the case or intake of a duty; False when somebody else was there in between."""
    call = Call(SYSTEM, at, uuid5(first.id, f"{Act.SET_DUE}:{first.due_note}"))

    def decide(subject: Case | Intake) -> Decision:
        changes = list(_changes(subject, now=at))
        if not changes:
            raise Barred("没有等待算定的期限。")
        return Decision(
            event=EVENT,
            data={"duties": [_told(change) for change in changes]},
            updates=changes,
        )

    try:
        if first.case_id is not None:
            return not act_on_case(first.case_id, Act.SET_DUE, call, decide=decide).repeated
        if first.intake_id is not None:
            return not act_on_intake(first.intake_id, Act.SET_DUE, call, decide=decide).repeated
    except OperationError:
        # Closed, or acted upon, in this very moment: what is still undated comes again next time.
        return False
    return False


def _set_plain(rows: QuerySet[Obligation], *, at: datetime) -> int:
    """The look-ins: duties of a unit's day, without a chain of their own; one change a day."""
    count = 0
    for kind, opened_at in rows.order_by().values_list("kind", "opened_at").distinct():
        due_at, note = _due(ObligationKind(kind), begins=opened_at, now=at)
        days = rows.filter(kind=kind, opened_at=opened_at)
        count += days.update(due_at=due_at, due_note=note)
    return count


def _changes(subject: Case | Intake, *, now: datetime) -> Iterator[Change]:
    """The due time of each undated duty of a case or intake, as a guarded change of its row."""
    case = subject if isinstance(subject, Case) else None
    rows = _undated().filter(case=case) if case else _undated().filter(intake_id=subject.id)
    for duty in rows.order_by("opened_at", "id"):
        due_at, note = _due(
            ObligationKind(duty.kind),
            begins=duty.opened_at,
            now=now,
            expedited=case is not None and case.priority == Priority.EXPEDITED,
        )
        yield Change(
            Obligation,
            {"id": duty.id, "kind": duty.kind, "closed_at": None, "due_at": None},
            {"due_at": due_at, "due_note": note},
        )


def _told(change: Change) -> dict[str, Any]:
    """What the event keeps of one due time: ids, codes and the moment."""
    due_at, note = change.values["due_at"], change.values["due_note"]
    about = {"duty": change.match["id"], "kind": change.match["kind"]}
    return {**about, "due_at": due_at, "is_late": note == CALENDAR_LATE}


def _due(
    kind: ObligationKind, *, begins: datetime, now: datetime, expedited: bool = False
) -> tuple[datetime | None, str]:
    due_at, note = due_time(kind, at=begins, expedited=expedited)
    if due_at is not None and due_at < now:
        return due_at, CALENDAR_LATE
    return due_at, note
