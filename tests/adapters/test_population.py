"""山东省实有人口信息管理系统, what it takes in: the same promises in process and over the wire.

Looking people up is in `test_register`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from tests.adapters.records import NUMBER, STATION, composed
from tests.adapters.rig import AT, Rig, served

from tongban.adapters.population.client import HttpPopulation
from tongban.policy.vocabulary import Reason
from tongban.ports.errors import Rejected, TimedOut
from tongban.ports.population import (
    Decision,
    DecisionOutcome,
    FiledState,
    PopulationPort,
)
from tongban.simulators.base.faults import Faults
from tongban.simulators.people.people import generate_people
from tongban.simulators.people.person import Person, Story
from tongban.simulators.population.ledger import PopulationLedger

TODAY = date(2026, 3, 4)


@dataclass
class Side:
    port: PopulationPort
    ledger: PopulationLedger

    def someone(self, story: Story = Story.ORDINARY) -> Person:
        return self.ledger.people(story, limit=1)[0]


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return list(generate_people(1, count=60, today=TODAY))


@pytest.fixture(scope="module")
def served_rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with served(PopulationLedger, tmp_path_factory.mktemp("p") / "population.db") as rig:
        yield rig


@pytest.fixture
def rig(served_rig: Rig, people: list[Person]) -> Rig:
    assert isinstance(served_rig.ledger, PopulationLedger)
    with served_rig.ledger.transaction() as db:
        for table in ("submissions", "issued", "temporary_cards", "answered"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608
        served_rig.ledger.fill(people)
    return served_rig


@pytest.fixture(params=["ledger", "wire"])
def side(request: pytest.FixtureRequest, people: list[Person]) -> Iterator[Side]:
    if request.param == "ledger":
        ledger = PopulationLedger()
        ledger.fill(people)
        yield Side(ledger, ledger)
        ledger.close()
        return
    rig: Rig = request.getfixturevalue("rig")
    assert isinstance(rig.ledger, PopulationLedger)
    client = rig.wire()
    yield Side(HttpPopulation(client), rig.ledger)
    client.close()


def decision(outcome: DecisionOutcome, *, version: int = 1, words: str = "") -> Decision:
    is_issued = outcome is DecisionOutcome.ISSUED
    return Decision(
        case_number=NUMBER,
        version=version,
        outcome=outcome,
        deciding_unit="370881000000",
        officer_name="孔令军",
        words=words,
        valid_from=TODAY if is_issued else None,
        valid_until=date(2046, 3, 4) if is_issued else None,
    )


def test_one_version_is_filed_once(side: Side) -> None:
    record = composed(side.someone())
    first = side.port.submit(record, at=AT)
    again = side.port.submit(record, at=AT + timedelta(minutes=3))
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.receipt_no == first.receipt_no
    with pytest.raises(Rejected) as refused:
        side.port.submit(replace(record, address="别处"), at=AT)
    assert refused.value.code == "VERSION_REUSED"


def test_a_next_version_needs_a_return(side: Side) -> None:
    person = side.someone()
    side.port.submit(composed(person), at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.submit(composed(person, version=2), at=AT)
    assert refused.value.code == "OUT_OF_TURN"
    side.port.decide(decision(DecisionOutcome.RETURNED, words="照片背景不均匀"), at=AT)
    side.port.submit(composed(person, version=2), at=AT)
    (filed,) = side.port.worklist(STATION, at=AT)
    assert (filed.version, filed.state) == (2, FiledState.IN_REVIEW)


def test_what_was_issued_wrongly_is_put_right_by_the_next_version(side: Side) -> None:
    """The card bears wrong data by the record's fault (第十一条)."""
    person = side.someone()
    side.port.submit(composed(person), at=AT)
    side.port.decide(decision(DecisionOutcome.ISSUED), at=AT)
    side.port.submit(composed(person, version=2), at=AT)
    (filed,) = side.port.worklist(STATION, at=AT)
    assert (filed.version, filed.state) == (2, FiledState.IN_REVIEW)


def test_an_issued_card_becomes_the_last_one(side: Side) -> None:
    person = side.someone()
    side.port.submit(composed(person), at=AT)
    for is_repeat in (False, True):
        answer = side.port.decide(decision(DecisionOutcome.ISSUED), at=AT)
        assert answer.is_repeat is is_repeat
    found = side.port.look_up(person.record.id_number, at=AT)
    assert found is not None
    assert found.card is not None
    assert (found.card.issued_on, found.card.valid_until) == (TODAY, date(2046, 3, 4))
    assert found.photo_ref is not None
    photo = side.port.photo(found.photo_ref, at=AT)
    assert photo is not None
    assert photo.jpeg == b"\xff\xd8new photo"
    assert side.port.history(found.record_id, at=AT)[0].reason is Reason.EXPIRED
    assert side.port.worklist(STATION, at=AT) == ()


def test_a_decision_stands(side: Side) -> None:
    side.port.submit(composed(side.someone()), at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.decide(replace(decision(DecisionOutcome.ISSUED), valid_from=None), at=AT)
    assert refused.value.code == "NO_VALIDITY"
    side.port.decide(decision(DecisionOutcome.RETURNED, words="指纹质量低"), at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.decide(decision(DecisionOutcome.ISSUED), at=AT)
    assert refused.value.code == "DECISION_REUSED"
    with pytest.raises(Rejected) as refused:
        side.port.decide(decision(DecisionOutcome.ISSUED, version=7), at=AT)
    assert refused.value.code == "UNKNOWN_CASE"


def test_taking_a_case_back(side: Side) -> None:
    number = composed(side.someone()).case_number
    with pytest.raises(Rejected) as refused:
        side.port.cancel(number, words="申请人撤回", at=AT)
    assert refused.value.code == "UNKNOWN_CASE"
    side.port.submit(composed(side.someone()), at=AT)
    assert not side.port.cancel(number, words="申请人撤回", at=AT).is_repeat
    assert side.port.cancel(number, words="申请人撤回", at=AT).is_repeat
    with pytest.raises(Rejected) as refused:
        side.port.decide(decision(DecisionOutcome.ISSUED), at=AT)
    assert refused.value.code == "NOT_IN_REVIEW"


def test_the_worklist_serves_station_bureau_and_city(side: Side) -> None:
    person = side.someone()
    assert person.record.home_unit is not None
    side.port.submit(composed(person), at=AT)
    bureau = person.record.home_unit[:6] + "000000"
    for unit in (STATION, bureau, "370800000000"):
        assert len(side.port.worklist(unit, at=AT)) == 1
    assert side.port.worklist("370811520000", at=AT) == ()


def test_a_temporary_card_is_reported_once(side: Side) -> None:
    record = composed(side.someone())
    side.port.submit(record, at=AT)

    def report(number: str) -> bool:
        return side.port.report_temporary_card(
            number,
            card_no="LS0001",
            valid_from=TODAY,
            valid_until=date(2026, 6, 4),
            at=AT,
        ).is_repeat

    assert (report(record.case_number), report(record.case_number)) == (False, True)
    with pytest.raises(Rejected):
        report("unknown")


def test_a_submission_whose_answer_was_lost_is_filed_once(rig: Rig, people: list[Person]) -> None:
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        HttpPopulation(client).submit(composed(people[0]), at=AT)
    client = rig.wire()
    assert HttpPopulation(client).submit(composed(people[0]), at=AT).is_repeat
    client.close()
