"""What bureaus and stations elsewhere do by themselves, at a believable pace, in office hours.

Delays are counted in hours of work and divided by the speed. From speed 10 on offices never close:
whoever winds time on wants to see something happen, at night as well.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from sqlite3 import Row
from typing import TYPE_CHECKING

from tongban.ports.population import FiledState
from tongban.simulators.base.ledger import parse_iso
from tongban.simulators.people import store
from tongban.simulators.people.people import CAST
from tongban.simulators.people.person import Person, Story
from tongban.simulators.remote import office_hours
from tongban.simulators.remote.answers import FINGERPRINT, PHOTO, TEXT, Return
from tongban.simulators.remote.captured import Flaw

if TYPE_CHECKING:
    from tongban.simulators.remote.ledger import RemoteLedger

HOUR = 3600.0
DAY = office_hours.DAY
FAST = 10.0
LOOK = 15.0
"""Seconds between two looks at what is due, at speed 1."""
ANSWERING = (1 * HOUR, 12 * HOUR)
DAWDLING = (6 * DAY, 9 * DAY)
CHASED = (0.5 * HOUR, 3 * HOUR)
CORRECTING = (2 * HOUR, 3 * DAY)
WITHDRAWING = (1 * HOUR, 6 * HOUR)
DAWDLING_RATE, WITHDRAWING_RATE, GIVING_UP_RATE, FLAW_RATE = 0.04, 0.03, 0.1, 0.12
RETURN_RATE, RETURN_AGAIN_RATE = 0.12, 0.04
MOST_WAITING = 60
"""While so many cases wait for this city, no station elsewhere sends another one."""

MOST = 1000
"""Cases looked at in one go."""
IN_REVIEW = (FiledState.IN_REVIEW,)

_RETURNS: tuple[tuple[Return, int], ...] = ((PHOTO, 60), (TEXT, 22), (FINGERPRINT, 18))
_FLAWS: tuple[tuple[Flaw, int], ...] = ((Flaw.PHOTO, 60), (Flaw.TEXT, 25), (Flaw.FINGERPRINT, 15))
_APPLICANTS = frozenset(
    {Story.ORDINARY, Story.EXPIRING, Story.EXPIRED, Story.LOST, Story.NO_FINGERPRINTS}
)


def tick(ledger: RemoteLedger, *, at: datetime) -> int:
    """Do all that is due; returns how many cases moved."""
    speed = ledger.automatic.speed
    if speed < FAST and not office_hours.is_open(at):
        return 0
    if not ledger.looks(at, every=LOOK / speed):
        return 0
    done = 0
    for row in ledger.last_versions(are_ours=True, states=IN_REVIEW, limit=MOST):
        done += _answer(ledger, row, at=at)
    moving = (*IN_REVIEW, FiledState.RETURNED)
    for row in ledger.last_versions(are_ours=False, states=moving, limit=MOST):
        done += _change_of_mind(ledger, row, at=at)
    return done + _accept(ledger, at=at)


def _answer(ledger: RemoteLedger, row: Row, *, at: datetime) -> bool:
    """Decide on a version of ours when its time has come, sooner after a chase."""
    number, version = row["case_number"], row["version"]
    chance = ledger.chance("decide", number, version)
    pace = DAWDLING if chance.random() < DAWDLING_RATE else ANSWERING
    due = _after(ledger, row["received_at"], chance.uniform(*pace))
    if row["chased_at"] is None and ledger.answers.is_forgotten(number):
        return False
    if row["chased_at"] is not None:
        due = min(due, _after(ledger, row["chased_at"], chance.uniform(*CHASED)))
    if due > at:
        return False
    rate = RETURN_RATE if version == 1 else RETURN_AGAIN_RATE
    if chance.random() < rate:
        why = chance.choices([r for r, _ in _RETURNS], [w for _, w in _RETURNS])[0]
        ledger.answers.send_back(number, why, at=at)
    else:
        ledger.answers.issue(number, at=at)
    return True


def _change_of_mind(ledger: RemoteLedger, row: Row, *, at: datetime) -> bool:
    """A station elsewhere corrects what this city returned; now and then somebody withdraws."""
    number, is_returned = row["case_number"], row["state"] == FiledState.RETURNED
    chance = ledger.chance("go on", number, row["version"], row["state"])
    withdraws = chance.random() < (GIVING_UP_RATE if is_returned else WITHDRAWING_RATE)
    pace = CORRECTING if is_returned else WITHDRAWING
    since = row["decided_at"] if is_returned else row["received_at"]
    if not (is_returned or withdraws) or _after(ledger, since, chance.uniform(*pace)) > at:
        return False
    if withdraws:
        ledger.arrivals.withdraw(number, at=at)
    else:
        ledger.arrivals.resubmit(number, at=at)
    return True


def _accept(ledger: RemoteLedger, *, at: datetime) -> bool:
    """Let somebody apply elsewhere when the last one was long enough ago."""
    last = ledger.row(
        "SELECT count(*) AS count, max(s.received_at) AS at FROM arrivals"
        " JOIN submissions s USING (case_number, version) WHERE s.version = 1"
    )
    count = last["count"] if last is not None else 0
    chance = ledger.chance("next", count)
    if last is not None and last["at"] is not None:
        gap = ledger.pause * chance.uniform(0.3, 1.7)
        if _after(ledger, last["at"], gap) > at:
            return False
    waiting = ledger.last_versions(are_ours=False, states=IN_REVIEW, limit=MOST_WAITING)
    person = applicant(ledger, at=at) if len(waiting) < MOST_WAITING else None
    if person is None:
        return False
    flaw = Flaw.NONE
    if chance.random() < FLAW_RATE:
        flaw = chance.choices([f for f, _ in _FLAWS], [w for _, w in _FLAWS])[0]
    ledger.arrivals.accept(person, at=at, flaw=flaw)
    return True


def applicant(ledger: RemoteLedger, *, at: datetime) -> Person | None:
    """Somebody of the crowd whose household is ours and who has not applied there before."""
    people = ledger.people.open()
    if people is None:
        return None
    with ledger.people.lock:
        most = store.last_number(people)
        first = min(len(CAST) + 1, most)
        start = ledger.chance("who", at.isoformat()).randint(first, max(first, most))
        found = [
            *store.from_number(people, start, limit=60),
            *store.from_number(people, first, limit=60),
        ]
    return next((person for person in found if _may_apply(ledger, person)), None)


def _may_apply(ledger: RemoteLedger, person: Person) -> bool:
    record = person.record
    return (
        record.home_unit is not None
        and record.card is not None
        and person.story in _APPLICANTS
        and ledger.row("SELECT 1 FROM arrivals WHERE record_id = ?", record.record_id) is None
    )


def _after(ledger: RemoteLedger, since: str, seconds: float) -> datetime:
    """When `seconds` of work have passed since a stored moment, by the present speed."""
    speed = ledger.automatic.speed
    if speed >= FAST:
        return parse_iso(since) + timedelta(seconds=seconds / speed)
    return office_hours.after(parse_iso(since), seconds=seconds / speed)
