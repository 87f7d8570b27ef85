"""居住登记平台: the same promises in process and over the wire (第四条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, served

from tongban.adapters.residence.client import HttpResidence
from tongban.policy.vocabulary import Residence
from tongban.ports.errors import BadAnswer, Rejected
from tongban.ports.residence import ResidencePort
from tongban.simulators.base.faults import Automatic, Faults
from tongban.simulators.residence.ledger import FINISHING, ResidenceLedger

PERSON = "37081119900307007X"
OTHER = "370811199001010014"
DIVISION = "370811"
STATION = "370811540000"


@dataclass
class Side:
    port: ResidencePort
    ledger: ResidenceLedger


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with served(ResidenceLedger, tmp_path_factory.mktemp("residence") / "residence.db") as rig:
        yield rig


@pytest.fixture(params=["ledger", "wire"])
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    if request.param == "ledger":
        ledger = ResidenceLedger()
        yield Side(ledger, ledger)
        ledger.close()
        return
    rig: Rig = request.getfixturevalue("rig")
    assert isinstance(rig.ledger, ResidenceLedger)
    with rig.ledger.transaction() as db:
        db.execute("DELETE FROM residents")
        db.execute("DELETE FROM registrations")
    client = rig.wire()
    yield Side(HttpResidence(client), rig.ledger)
    client.close()


def test_answers_what_is_known_of_a_person(side: Side) -> None:
    side.ledger.put(PERSON, division=DIVISION, status=Residence.REGISTERED, since=date(2025, 5, 6))
    answer = side.port.status(PERSON, division=DIVISION, at=AT)
    assert (answer.status, answer.since) == (Residence.REGISTERED, date(2025, 5, 6))
    assert answer.answered_at == AT


def test_a_person_nobody_set_is_decided_by_the_seed_and_stays_so(side: Side) -> None:
    first = side.port.status(PERSON, division=DIVISION, at=AT)
    later = side.port.status(PERSON, division=DIVISION, at=AT + timedelta(days=40))
    assert (later.status, later.since) == (first.status, first.since)
    fresh = ResidenceLedger()
    assert fresh.status(PERSON, division=DIVISION, at=AT) == first
    fresh.close()


def test_starting_twice_leads_to_the_open_registration(side: Side) -> None:
    side.ledger.put(PERSON, division=DIVISION, status=Residence.DUE, since=date(2026, 2, 1))
    first = side.port.start_registration(PERSON, division=DIVISION, station=STATION, at=AT)
    again = side.port.start_registration(
        PERSON, division=DIVISION, station=STATION, at=AT + timedelta(hours=1)
    )
    assert again == first
    assert first.link.endswith(first.reference)
    assert PERSON not in first.link


def test_a_finished_registration_makes_the_person_registered(side: Side) -> None:
    side.ledger.put(PERSON, division=DIVISION, status=Residence.UNKNOWN)
    begun = side.port.start_registration(PERSON, division=DIVISION, station=STATION, at=AT)
    side.ledger.finish(begun.reference, at=AT)
    answer = side.port.status(PERSON, division=DIVISION, at=AT)
    assert (answer.status, answer.since) == (Residence.REGISTERED, date(2026, 3, 4))
    with pytest.raises(Rejected) as refused:
        side.port.start_registration(PERSON, division=DIVISION, station=STATION, at=AT)
    assert refused.value.code == "ALREADY_REGISTERED"


@pytest.mark.parametrize(
    ("number", "division", "code"),
    [("370811199003070071", DIVISION, "BAD_ID_NUMBER"), (PERSON, "3708", "BAD_DIVISION")],
)
def test_refuses_what_cannot_be_looked_up(
    side: Side, number: str, division: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.status(number, division=division, at=AT)
    assert refused.value.code == code
    assert number not in str(refused.value)


def test_all_four_answers_occur_among_many_people() -> None:
    ledger = ResidenceLedger()
    found = {ledger.status(OTHER, division=f"{370800 + n}", at=AT).status for n in range(100)}
    assert found == set(Residence)
    ledger.close()


def test_applicants_finish_by_themselves_in_automatic_mode() -> None:
    ledger = ResidenceLedger()
    ledger.automatic = Automatic(on=True, speed=60)
    ledger.put(PERSON, division=DIVISION, status=Residence.DUE, since=date(2026, 2, 1))
    ledger.start_registration(PERSON, division=DIVISION, station=STATION, at=AT)
    assert ledger.tick(at=AT) == 0
    assert ledger.tick(at=AT + timedelta(seconds=FINISHING[1] / 60)) == 1
    assert ledger.status(PERSON, division=DIVISION, at=AT).status is Residence.REGISTERED
    ledger.close()


def test_the_page_sets_and_forgets_a_person() -> None:
    ledger = ResidenceLedger()
    values = {"公民身份号码": PERSON, "区划": DIVISION, "日期": "2026-02-01"}
    assert "应办未办" in ledger.act("put", key="应办未办", values=values, at=AT)
    assert ledger.status(PERSON, division=DIVISION, at=AT).status is Residence.DUE
    known = ledger.tables(at=AT)[1]
    assert known.rows[0][1] == "370811********007X"
    ledger.act("forget", key=str(known.rows[0][0]), values={}, at=AT)
    assert not ledger.tables(at=AT)[1].rows
    with pytest.raises(Rejected):
        ledger.act("put", key="应办未办", values={**values, "日期": "昨天"}, at=AT)
    ledger.close()


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(rig: Rig, faults: Faults, error: type[Exception]) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        HttpResidence(client).status(OTHER, division=DIVISION, at=AT)


def test_a_stranger_is_refused(rig: Rig) -> None:
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        HttpResidence(client).status(OTHER, division=DIVISION, at=AT)
    client.close()
