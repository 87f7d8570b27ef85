"""Cases between this city and others, for the tests of the two systems between bureaus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache

from tests.adapters.records import STATION, composed
from tests.adapters.rig import AT

from tongban.ports.population import ComposedRecord, Decision, DecisionOutcome
from tongban.simulators.base.passing import PassedSubmission
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.people.person import Person, Story
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.remote.ledger import RemoteLedger

TODAY = date(2026, 3, 4)
OURS = f"{STATION}202603040001"


@cache
def people() -> tuple[Person, ...]:
    """Everybody of a small province and its neighbours."""
    return tuple(generate_people(1, count=160, today=TODAY))


def someone(story: Story = Story.EXPIRED) -> Person:
    """The first person of a story."""
    return next(person for person in people() if person.story is story)


def ours(
    person: Person, *, number: str = OURS, version: int = 1, composed_at: datetime = AT
) -> ComposedRecord:
    """A version that a station of this city composed for somebody of elsewhere."""
    record = composed(person, number=number, version=version)
    office = person.record.home_office
    return replace(record, composed_at=composed_at, home_unit="", home_office=office)


def hand_in(ledger: RemoteLedger, record: ComposedRecord, *, at: datetime = AT) -> None:
    """Bring a version of ours into a system, the way it comes there."""
    if isinstance(ledger, ProvinceRemoteLedger):
        ledger.take(PassedSubmission(record, at), at)
    elif isinstance(ledger, NationalRemoteLedger):
        ledger.submit(record, at=at)


def issued(number: str, *, version: int = 1) -> Decision:
    """This city's county bureau issues."""
    return Decision(
        case_number=number,
        version=version,
        outcome=DecisionOutcome.ISSUED,
        deciding_unit="370881000000",
        officer_name="孔令军",
        valid_from=TODAY,
        valid_until=date(2046, 3, 4),
    )


def returned(number: str, *, version: int = 1, category: str = "PHOTO") -> Decision:
    """This city's county bureau sends back."""
    return Decision(
        case_number=number,
        version=version,
        outcome=DecisionOutcome.RETURNED,
        deciding_unit="370881000000",
        officer_name="孔令军",
        category=category,
        words="请重新采集。",
    )
