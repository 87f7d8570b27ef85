"""The two systems between bureaus: one suite for both, in process and over the wire (第九条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.adapters.remote_cases import OURS, TODAY, hand_in, issued, ours, returned, someone
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, served

from tongban.adapters.base.client import WireClient
from tongban.adapters.national_remote.client import HttpNationalRemote
from tongban.adapters.province_remote.client import HttpProvinceRemote
from tongban.policy.vocabulary import EvidenceKind, FingerprintResult, Reason
from tongban.ports.errors import BadAnswer, Rejected, TimedOut
from tongban.ports.population import DecisionOutcome, FiledState
from tongban.ports.remote import (
    CaseAnswered,
    CaseArrived,
    CaseWithdrawn,
    Change,
    ProvinceRemotePort,
)
from tongban.simulators.base.faults import Faults
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.person import Story
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.remote.answers import TEXT, Return
from tongban.simulators.remote.captured import Flaw
from tongban.simulators.remote.ledger import RemoteLedger
from tongban.standards.card_validity import validity
from tongban.standards.unit_codes import is_valid

LATER = AT + timedelta(hours=2)
TABLES = ("changes", "arrivals", "chases", "submissions", "answered")


@dataclass(frozen=True)
class System:
    """One system: its ledger, its client, whose cases it carries."""

    make: type[RemoteLedger]
    client: Callable[[WireClient], ProvinceRemotePort]
    story: Story


SYSTEMS = (
    pytest.param(System(ProvinceRemoteLedger, HttpProvinceRemote, Story.OTHER_CITY), id="province"),
    pytest.param(
        System(NationalRemoteLedger, HttpNationalRemote, Story.OTHER_PROVINCE), id="nation"
    ),
)


@dataclass
class Side:
    """A port to speak through, and the ledger behind it."""

    port: ProvinceRemotePort
    ledger: RemoteLedger
    story: Story

    def accept(self, *, flaw: Flaw = Flaw.NONE) -> str:
        """A case of one of our households, accepted elsewhere."""
        return self.ledger.arrivals.accept(someone(), at=AT, flaw=flaw)

    def hand_in(self, *, version: int = 1) -> str:
        """A case of ours."""
        hand_in(self.ledger, ours(someone(self.story), version=version))
        return OURS

    def read(self) -> list[Change]:
        """The whole list."""
        return list(self.port.changes(0, limit=100, at=LATER).changes)

    def refusal(self, act: Callable[[], object]) -> str:
        """The code with which something is refused."""
        with pytest.raises(Rejected) as refused:
            act()
        return refused.value.code


@pytest.fixture(scope="module", params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> System:
    system: System = request.param
    return system


@pytest.fixture(scope="module")
def served_rig(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with served(system.make, tmp_path_factory.mktemp("r") / "ledger.db") as rig:
        yield rig


@pytest.fixture
def rig(served_rig: Rig) -> Rig:
    with served_rig.ledger.transaction() as db:
        for table in TABLES:
            db.execute(f"DELETE FROM {table}")  # noqa: S608
    return served_rig


@pytest.fixture(params=["ledger", "wire"])
def side(request: pytest.FixtureRequest, system: System) -> Iterator[Side]:
    if request.param == "ledger":
        ledger = system.make()
        yield Side(ledger, ledger, system.story)
        ledger.close()
        return
    rig: Rig = request.getfixturevalue("rig")
    assert isinstance(rig.ledger, RemoteLedger)
    client = rig.wire()
    yield Side(system.client(client), rig.ledger, system.story)
    client.close()


def test_nothing_happened_yet(side: Side) -> None:
    page = side.port.changes(0, limit=20, at=AT)
    assert (page.changes, page.is_complete, page.as_of) == ((), True, AT)


def test_a_case_arrives_with_everything_the_reviewer_judges(side: Side) -> None:
    person = someone()
    number = side.accept()
    assert side.read() == [CaseArrived(1, AT, number, 1)]
    file = side.port.case_file(number, version=1, at=LATER)
    record = file.record
    assert (record.case_number, record.version) == (number, 1)
    assert (record.name, record.id_number) == (person.record.name, person.record.id_number)
    assert (record.home_unit, record.address) == (person.record.home_unit, person.record.address)
    assert record.reason is Reason.EXPIRED
    assert file.arrived_at == AT
    assert record.composed_at < AT
    assert file.accepting_office.endswith("派出所")
    assert record.accepting_unit.startswith(file.accepting_division)
    assert Image.open(BytesIO(record.photo)).size == (358, 441)
    assert [finger.code for finger in record.fingers] == [11, 16]
    (shown,) = file.evidence
    assert shown.kind is record.evidence
    assert Image.open(BytesIO(shown.pages[0])).format == "JPEG"


def test_a_case_read_again_is_the_same_case(side: Side) -> None:
    number = side.accept()
    assert side.port.case_file(number, version=1, at=AT) == side.port.case_file(
        number, version=1, at=LATER
    )


def test_the_number_is_unit_day_and_sequence(side: Side, system: System) -> None:
    number = side.accept()
    assert is_valid(number[:12])
    assert number[:12] in {office.code for office in system.make.offices}
    assert number[12:20] == "20260304"
    assert number[20:].isdigit()
    assert len(number) == 24
    assert side.accept() != number


def test_somebody_without_registered_prints_has_nothing_to_compare(side: Side) -> None:
    number = side.ledger.arrivals.accept(someone(Story.NO_FINGERPRINTS), at=AT)
    file = side.port.case_file(number, version=1, at=AT)
    assert file.fingerprint is FingerprintResult.NO_TEMPLATE


def test_a_lost_card_is_not_shown_as_evidence(side: Side) -> None:
    number = side.ledger.arrivals.accept(someone(Story.LOST), at=AT)
    record = side.port.case_file(number, version=1, at=AT).record
    assert record.reason is Reason.LOST
    assert record.evidence is not EvidenceKind.ID_CARD


def test_a_household_elsewhere_never_comes_to_this_city(side: Side) -> None:
    stranger = someone(side.story)
    assert side.refusal(lambda: side.ledger.arrivals.accept(stranger, at=AT)) == "NOT_OURS"
    assert side.read() == []


def test_a_case_fetched_late_has_its_own_time_and_the_next_number(side: Side) -> None:
    first = side.ledger.arrivals.accept(someone(), at=LATER)
    late = side.ledger.arrivals.accept(someone(Story.LOST), at=AT - timedelta(hours=5))
    assert side.read() == [
        CaseArrived(1, LATER, first, 1),
        CaseArrived(2, AT - timedelta(hours=5), late, 1),
    ]
    file = side.port.case_file(late, version=1, at=LATER)
    assert file.arrived_at == AT - timedelta(hours=5)


def test_a_decision_is_taken_once(side: Side) -> None:
    number = side.accept()
    first = side.port.decide(issued(number), at=LATER)
    again = side.port.decide(issued(number), at=LATER + timedelta(minutes=5))
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.receipt_no == first.receipt_no
    assert side.ledger.arrivals.decision(number, version=1) == issued(number)
    assert side.refusal(lambda: side.port.decide(returned(number), at=LATER)) == "DECISION_REUSED"
    assert side.ledger.arrivals.decision(number, version=1) == issued(number)


def test_a_decision_on_nothing_is_refused(side: Side) -> None:
    number = side.accept()
    nowhere, unheard = issued("1" * 24), issued(number, version=2)
    assert side.refusal(lambda: side.port.decide(nowhere, at=AT)) == "UNKNOWN_CASE"
    assert side.refusal(lambda: side.port.decide(unheard, at=AT)) == "UNKNOWN_CASE"
    no_date = replace(issued(number), valid_from=None)
    assert side.refusal(lambda: side.port.decide(no_date, at=AT)) == "NO_VALIDITY"
    mine = side.hand_in()
    assert side.refusal(lambda: side.port.decide(issued(mine), at=AT)) == "NOT_IN_REVIEW"


def test_a_withdrawal_there_comes_before_our_decision(side: Side) -> None:
    number = side.accept()
    side.ledger.arrivals.withdraw(number, at=LATER, words="回户籍地办理。")
    assert side.read()[-1] == CaseWithdrawn(2, LATER, number, 1, "回户籍地办理。")
    assert side.refusal(lambda: side.port.decide(issued(number), at=LATER)) == "WITHDRAWN"
    withdraw = side.ledger.arrivals.withdraw
    assert side.refusal(lambda: withdraw(number, at=LATER)) == "ALREADY_WITHDRAWN"


def test_a_decision_repeated_after_a_withdrawal_is_still_a_repeat(side: Side) -> None:
    number = side.accept()
    side.port.decide(returned(number), at=AT)
    side.ledger.arrivals.withdraw(number, at=LATER)
    assert side.port.decide(returned(number), at=LATER).is_repeat


def test_an_issued_case_cannot_be_withdrawn_but_a_crossing_message_can_come(side: Side) -> None:
    number = side.accept()
    side.port.decide(issued(number), at=AT)
    withdraw = side.ledger.arrivals.withdraw
    assert side.refusal(lambda: withdraw(number, at=LATER)) == "ALREADY_ISSUED"
    withdraw(number, at=LATER, is_forced=True)
    assert isinstance(side.read()[-1], CaseWithdrawn)
    assert side.port.decide(issued(number), at=LATER).is_repeat


@pytest.mark.parametrize("flaw", [Flaw.PHOTO, Flaw.TEXT, Flaw.FINGERPRINT])
def test_what_was_returned_comes_again_put_right(side: Side, flaw: Flaw) -> None:
    number = side.accept(flaw=flaw)
    before = side.port.case_file(number, version=1, at=AT)
    side.port.decide(returned(number, category=flaw.value), at=AT)
    assert side.ledger.arrivals.resubmit(number, at=LATER) == 2
    assert side.read()[-1] == CaseArrived(2, LATER, number, 2)
    after = side.port.case_file(number, version=2, at=LATER)
    assert after.answer
    assert after.arrived_at == LATER
    assert after.record.address == someone().record.address
    assert after.record.photo != before.record.photo
    assert min(finger.quality for finger in after.record.fingers) > 50
    assert (before.record.address == after.record.address) == (flaw is not Flaw.TEXT)
    assert side.port.case_file(number, version=1, at=LATER) == before
    assert not side.port.decide(issued(number, version=2), at=LATER).is_repeat


def test_a_poor_print_says_so(side: Side) -> None:
    number = side.accept(flaw=Flaw.FINGERPRINT)
    file = side.port.case_file(number, version=1, at=AT)
    assert max(finger.quality for finger in file.record.fingers) < 40


def test_nothing_is_sent_again_that_was_not_returned(side: Side) -> None:
    number = side.accept()
    resubmit = side.ledger.arrivals.resubmit
    assert side.refusal(lambda: resubmit(number, at=LATER)) == "NOT_RETURNED"
    assert side.refusal(lambda: resubmit("1" * 24, at=LATER)) == "UNKNOWN_CASE"
    assert len(side.read()) == 1


def test_a_newer_version_supersedes_the_one_before(side: Side) -> None:
    number = side.accept()
    side.ledger.arrivals.resubmit(number, at=LATER, is_early=True)
    assert side.refusal(lambda: side.port.decide(issued(number), at=LATER)) == "SUPERSEDED"
    assert not side.port.decide(issued(number, version=2), at=LATER).is_repeat


def test_an_answered_version_that_was_followed_by_another_stays_answered(side: Side) -> None:
    number = side.accept()
    side.port.decide(returned(number), at=AT)
    side.ledger.arrivals.resubmit(number, at=LATER)
    assert side.port.decide(returned(number), at=LATER).is_repeat
    assert side.refusal(lambda: side.port.decide(issued(number), at=LATER)) == "DECISION_REUSED"


def test_an_arrival_may_be_told_twice(side: Side) -> None:
    number = side.accept()
    side.ledger.arrivals.repeat(number)
    assert side.read() == [CaseArrived(1, AT, number, 1), CaseArrived(2, AT, number, 1)]


def test_the_home_bureau_elsewhere_issues_with_the_validity_of_that_day(side: Side) -> None:
    number, person = side.hand_in(), someone(side.story)
    said = side.ledger.answers.issue(number, at=LATER)
    assert side.read() == [said]
    decision = said.decision
    assert (said.at, said.version) == (LATER, 1)
    assert decision.outcome is DecisionOutcome.ISSUED
    assert (decision.valid_from, decision.valid_until) == validity(
        person.record.birth_date, issued_on=date(2026, 3, 4)
    )
    assert decision.deciding_unit == f"{person.record.address_division}000000"
    assert decision.deciding_office == person.record.home_office
    assert side.refusal(lambda: side.ledger.answers.issue(number, at=LATER)) == "NOT_IN_REVIEW"


def test_a_return_says_what_is_wrong(side: Side) -> None:
    number = side.hand_in()
    said = side.ledger.answers.send_back(number, TEXT, at=LATER)
    assert side.read() == [said]
    decision = said.decision
    assert (decision.category, decision.fields) == ("TEXT", ("address",))
    assert decision.words == TEXT.words
    assert decision.valid_from is None
    unsaid = Return("PHOTO", " ")
    send_back = side.ledger.answers.send_back
    assert side.refusal(lambda: send_back(number, unsaid, at=LATER)) == "NO_REASON"


def test_a_returned_case_of_ours_comes_again(side: Side) -> None:
    number = side.hand_in()
    side.ledger.answers.send_back(number, TEXT, at=LATER)
    side.hand_in(version=3)
    assert side.ledger.filing.last(number)["version"] == 3
    side.ledger.answers.issue(number, at=LATER)
    assert [change.version for change in side.read()] == [1, 3]


def test_an_answer_can_come_twice_against_itself_and_for_an_older_version(side: Side) -> None:
    number = side.hand_in()
    first = side.ledger.answers.send_back(number, TEXT, at=AT)
    again = side.ledger.answers.again(number, at=LATER)
    assert again == replace(first, seq=2, at=LATER)
    against = side.ledger.answers.contradict(number, at=LATER)
    assert (against.version, against.decision.outcome) == (1, DecisionOutcome.ISSUED)
    side.hand_in(version=2)
    older = side.ledger.answers.issue(number, at=LATER, version=1, is_forced=True)
    assert side.read() == [first, again, against, older]
    assert FiledState(side.ledger.filing.last(number)["state"]) is FiledState.IN_REVIEW


def test_a_return_after_an_issue_lets_a_next_version_come(side: Side) -> None:
    number = side.hand_in()
    side.ledger.answers.issue(number, at=AT)
    assert side.ledger.answers.contradict(number, at=LATER).decision.category == "PHOTO"
    side.hand_in(version=2)
    assert side.ledger.filing.last(number)["version"] == 2


def test_nobody_answers_what_is_not_theirs(side: Side) -> None:
    number = side.accept()
    answers = side.ledger.answers
    assert side.refusal(lambda: answers.issue(number, at=LATER)) == "NOT_ELSEWHERE"
    assert side.refusal(lambda: answers.issue("1" * 24, at=LATER)) == "UNKNOWN_CASE"
    mine = side.hand_in()
    assert side.refusal(lambda: answers.again(mine, at=LATER)) == "NOT_ANSWERED"


def test_a_chase_is_kept_once_a_day(side: Side) -> None:
    number = side.hand_in()
    chase = side.port.chase
    assert not chase(number, words="请尽快审核。", at=AT).is_repeat
    assert chase(number, words="请尽快审核。", at=LATER).is_repeat
    assert not chase(number, words="请尽快审核。", at=AT + timedelta(days=1)).is_repeat
    assert side.ledger.number("SELECT count(*) FROM chases") == 2


def test_only_what_waits_elsewhere_can_be_chased(side: Side) -> None:
    chase = side.port.chase
    assert side.refusal(lambda: chase("1" * 24, words="", at=AT)) == "UNKNOWN_CASE"
    theirs = side.accept()
    assert side.refusal(lambda: chase(theirs, words="", at=AT)) == "NOT_WAITING"
    number = side.hand_in()
    side.ledger.answers.issue(number, at=AT)
    assert side.refusal(lambda: chase(number, words="", at=LATER)) == "NOT_WAITING"


def test_a_senseless_part_of_the_list_is_refused(side: Side) -> None:
    assert side.refusal(lambda: side.port.changes(-1, limit=1, at=AT)) == "BAD_RANGE"
    assert side.refusal(lambda: side.port.changes(0, limit=0, at=AT)) == "BAD_RANGE"


def test_a_file_that_never_arrived(side: Side) -> None:
    def refused(number: str, version: int) -> str:
        return side.refusal(lambda: side.port.case_file(number, version=version, at=AT))

    assert refused(side.accept(), 2) == "UNKNOWN_CASE"
    assert refused("1" * 24, 1) == "UNKNOWN_CASE"
    assert refused(side.hand_in(), 1) == "UNKNOWN_CASE"


@pytest.fixture(scope="module")
def long_list(system: System) -> Iterator[tuple[RemoteLedger, list[Change]]]:
    """A list with every kind of change, and the same read in one piece."""
    ledger = system.make()
    for place in range(9):
        at = AT + timedelta(minutes=place)
        number = ledger.arrivals.accept(someone(), at=at)
        mine = ours(someone(system.story), number=f"{OURS[:-2]}{place:02d}")
        hand_in(ledger, mine, at=at)
        ledger.answers.issue(mine.case_number, at=at)
        ledger.arrivals.withdraw(number, at=at)
    yield ledger, list(ledger.changes(0, limit=500, at=AT).changes)
    ledger.close()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.integers(0, 30), sizes=st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_any_pages_from_anywhere_give_the_same_list(
    long_list: tuple[RemoteLedger, list[Change]], start: int, sizes: list[int]
) -> None:
    ledger, whole = long_list
    assert [change.seq for change in whole] == list(range(1, 28))
    after, read, is_complete = start, list[Change](), False
    while not is_complete:
        size = sizes[len(read) % len(sizes)]
        page = ledger.changes(after, limit=size, at=AT)
        assert len(page.changes) <= size
        read += page.changes
        after = page.changes[-1].seq if page.changes else after
        is_complete = page.is_complete
    assert read == whole[start:]


def test_a_rolled_back_entry_leaves_no_gap(side: Side) -> None:
    def failing() -> None:
        with side.ledger.transaction():
            side.accept()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    number = side.accept()
    assert side.read() == [CaseArrived(1, AT, number, 1)]


def test_a_decision_that_timed_out_had_its_effect_once(rig: Rig, system: System) -> None:
    assert isinstance(rig.ledger, RemoteLedger)
    number = rig.ledger.arrivals.accept(someone(), at=AT)
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        system.client(client).decide(issued(number), at=LATER)
    client = rig.wire()
    assert system.client(client).decide(issued(number), at=LATER).is_repeat
    client.close()


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(
    rig: Rig, system: System, faults: Faults, error: type[Exception]
) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        system.client(client).changes(0, limit=10, at=AT)


def test_a_stranger_has_no_effect(rig: Rig, system: System) -> None:
    assert isinstance(rig.ledger, RemoteLedger)
    number = rig.ledger.arrivals.accept(someone(), at=AT)
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        system.client(client).decide(issued(number), at=AT)
    client.close()
    assert rig.ledger.arrivals.decision(number, version=1) is None


def test_what_is_shown_of_a_case_holds_nothing_personal(side: Side) -> None:
    person = someone().record
    shown = repr(side.port.case_file(side.accept(), version=1, at=AT))
    assert person.name not in shown
    assert person.id_number not in shown
    assert person.address not in shown


def test_an_answered_change_names_its_version(side: Side) -> None:
    side.ledger.answers.issue(side.hand_in(), at=AT)
    (said,) = side.read()
    assert isinstance(said, CaseAnswered)
    assert said.decision.version == said.version
    assert said.decision.valid_from == TODAY
