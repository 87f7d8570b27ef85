"""Reading changes by number: resumed anywhere, none skipped, none twice, late ones say why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from tests.cases.world import MORNING, World, record
from tests.jobs.conftest import HandClock

from tongban.cases.models import Case, Event, UpstreamHealth
from tongban.inbound import tasks
from tongban.inbound.fetch import AT_ONCE, _store, fetch
from tongban.inbound.models import Feed, InboundMessage
from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Priority,
    Reason,
    Sex,
)
from tongban.ports.errors import BadAnswer, Unreachable, UpstreamError
from tongban.ports.population import ComposedRecord, Finger
from tongban.ports.registry import Ports, get_ports, set_ports
from tongban.ports.remote import (
    CaseArrived,
    CaseFile,
    CaseWithdrawn,
    Change,
    ChangePage,
    ShownEvidence,
)
from tongban.procedure.stages import Stage

pytestmark = pytest.mark.django_db
SYSTEM = "province_remote"


@dataclass
class Elsewhere:
    """The other side as a script: what happened there, and whether it answers."""

    home: str
    changes_there: list[Change] = field(default_factory=list)
    is_down: bool = False
    contents_down: bool = False
    asked: list[int] = field(default_factory=list)

    def arrived(self, number: int, *, version: int = 1, at: datetime = MORNING) -> None:
        """Let a case arrive there."""
        seq = len(self.changes_there) + 1
        self.changes_there.append(
            CaseArrived(seq, at, f"3701025400002026112300{number:02d}", version)
        )

    def withdrawn(self, number: int) -> None:
        """Let its applicant withdraw."""
        seq = len(self.changes_there) + 1
        case_number = f"3701025400002026112300{number:02d}"
        self.changes_there.append(CaseWithdrawn(seq, MORNING, case_number, 1))

    def changes(self, after: int, *, limit: int, at: datetime) -> ChangePage:
        """As the port says."""
        if self.is_down:
            raise Unreachable(SYSTEM, "down")
        self.asked.append(after)
        rest = [change for change in self.changes_there if change.seq > after]
        return ChangePage(tuple(rest[:limit]), len(rest) <= limit, at)

    def case_file(self, case_number: str, *, version: int, at: datetime) -> CaseFile:
        """As the port says."""
        if self.contents_down:
            raise Unreachable(SYSTEM, "down")
        stored = record(int(case_number[-2:]), home_unit=self.home)
        composed = ComposedRecord(
            case_number=case_number,
            version=version,
            record_id="ELSEWHERE",
            name=stored["name"],
            sex=Sex(stored["sex"]),
            ethnicity=stored["ethnicity"],
            birth_date=datetime.fromisoformat(stored["birth_date"]).date(),
            id_number=stored["id_number"],
            address=stored["address"],
            address_division=stored["address_division"],
            reason=Reason.EXPIRED,
            delivery=Delivery.STATION,
            priority=Priority.ORDINARY,
            evidence=EvidenceKind.HOUSEHOLD_REGISTER,
            accepting_unit="370102540000",
            home_unit=self.home,
            officer_name="外地民警",
            composed_at=at,
            photo=b"\xff\xd8photo",
            fingers=(Finger(11, b"right", 70),),
            no_fingers_reason="左手截肢",
        )
        evidence = ShownEvidence(
            EvidenceKind.HOUSEHOLD_REGISTER, "户口簿", None, (b"\xff\xd8page",)
        )
        return CaseFile(
            record=composed,
            accepting_office="千佛山派出所",
            accepting_division="370102",
            arrived_at=MORNING,
            evidence=(evidence,),
            face=FaceResult.SAME,
            fingerprint=FingerprintResult.NOT_DONE,
        )


@pytest.fixture
def there(
    world: World, ports: Ports, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> Elsewhere:
    """The other side, wired in."""
    other = Elsewhere(world.home.code)
    monkeypatch.setattr(tasks, "CLOCK", clock)
    set_ports(replace(ports, **cast("Any", {SYSTEM: other, "national_remote": Elsewhere("")})))
    return other


def read(ports_at: datetime = MORNING) -> list[UUID]:
    return fetch(SYSTEM, get_ports(), at=ports_at)


def act(ids: list[UUID], *, at: datetime = MORNING) -> None:
    for message_id in ids:
        tasks.handle_stored(message_id, at=at)


def test_read_in_parts_and_acted_upon_once(there: Elsewhere) -> None:
    for number in range(3):
        there.arrived(number)
    act(read())
    assert Case.objects.filter(stage=Stage.IN_REVIEW).count() == 3
    there.arrived(7)
    act(read())
    assert there.asked == [0, 3]
    assert Case.objects.count() == 4
    assert read() == []
    assert Feed.objects.get(system=SYSTEM).cursor == 4
    assert UpstreamHealth.objects.get(system=SYSTEM).last_fetch_at == MORNING


def test_a_long_absence_is_read_page_by_page(there: Elsewhere) -> None:
    for _ in range(AT_ONCE + 5):
        there.arrived(1)
    assert len(read()) == AT_ONCE + 5
    assert there.asked == [0, AT_ONCE]
    numbers = InboundMessage.objects.order_by("seq").values_list("seq", flat=True)
    assert list(numbers) == list(range(1, AT_ONCE + 6))


def test_what_was_stored_before_a_crash_is_neither_lost_nor_doubled(there: Elsewhere) -> None:
    there.arrived(1)
    first = read()
    # The worker died here, and the cursor was restored from an older backup.
    Feed.objects.filter(system=SYSTEM).update(cursor=0)
    there.arrived(2)
    again = read()
    assert again[0] == first[0]
    act(again)
    act(again)
    assert InboundMessage.objects.count() == 2
    assert Case.objects.count() == 2
    assert Event.objects.filter(name="Arrived").count() == 2


def test_a_gap_is_an_error_of_the_other_side(there: Elsewhere) -> None:
    there.arrived(1)
    there.changes_there[0] = replace(cast("CaseArrived", there.changes_there[0]), seq=2)
    with pytest.raises(BadAnswer):
        read()
    assert InboundMessage.objects.count() == 0
    assert Feed.objects.get(system=SYSTEM).failing_since == MORNING


def test_the_changes_of_a_case_are_acted_upon_in_their_order(there: Elsewhere) -> None:
    there.arrived(1)
    there.withdrawn(1)
    arrived, withdrawn = read()
    # A worker takes the later one first.
    tasks.handle_stored(withdrawn, at=MORNING)
    assert Case.objects.get().stage == Stage.WITHDRAWN
    tasks.handle_stored(arrived, at=MORNING)
    assert Event.objects.filter(name="Arrived").count() == 1


def test_contents_that_cannot_be_had_are_waited_for(there: Elsewhere) -> None:
    there.arrived(1)
    there.contents_down = True
    [message] = read()
    with pytest.raises(UpstreamError):
        tasks.handle_stored(message, at=MORNING)
    assert not Case.objects.exists()
    there.contents_down = False
    later = MORNING + timedelta(hours=2)
    tasks.handle_stored(message, at=later)
    case = Case.objects.get()
    assert (case.arrived_at, case.fetched_at, case.late_cause) == (MORNING, later, "UPSTREAM_DOWN")


@pytest.mark.parametrize(
    ("down_before", "minutes", "cause"),
    [(False, 10, ""), (False, 120, "NOT_FETCHED"), (True, 120, "UPSTREAM_DOWN")],
)
def test_late_says_why(there: Elsewhere, down_before: bool, minutes: int, cause: str) -> None:
    there.arrived(1)
    if down_before:
        there.is_down = True
        with pytest.raises(UpstreamError):
            read()
        there.is_down = False
    at = MORNING + timedelta(minutes=minutes)
    act(read(at), at=at)
    assert Case.objects.get().late_cause == cause
    told = Event.objects.get(name="Arrived").data
    down = [told[key] for key in ("down_since", "down_until") if key in told]
    assert [datetime.fromisoformat(one) for one in down] == ([MORNING, at] if down_before else [])
    assert Feed.objects.get(system=SYSTEM).failing_since is None


def test_an_unknown_household_stays_with_its_reason(there: Elsewhere) -> None:
    there.home = "110108540000"
    there.arrived(1)
    [message] = read()
    act([message])
    kept = InboundMessage.objects.get(message_id=message)
    assert "户籍地" in kept.outcome
    assert not Case.objects.exists()


def test_two_at_once_store_each_change_once(there: Elsewhere) -> None:
    there.arrived(1)
    feed = Feed.objects.create(system=SYSTEM)
    stale = Feed.objects.get(system=SYSTEM)
    page = there.changes(0, limit=10, at=MORNING)
    assert len(_store(feed, page.changes, at=MORNING)) == 1
    assert _store(stale, page.changes, at=MORNING) == []


def test_the_job_reads_acts_and_survives_a_system_that_is_down(
    there: Elsewhere, clock: HandClock
) -> None:
    there.arrived(1)
    tasks.fetch_changes(0)
    [message] = InboundMessage.objects.all()
    tasks.handle(str(message.message_id))
    assert Case.objects.get().stage == Stage.IN_REVIEW
    there.is_down = True
    tasks.fetch_changes(0)
    assert Feed.objects.get(system=SYSTEM).failing_since == clock.time
