"""窗口设备: the same promises in process and over the wire."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.adapters.rig import AT, FAULTS, Rig, served

from tongban.adapters.devices.client import HttpDevices
from tongban.policy.vocabulary import FingerprintResult
from tongban.ports.devices import CaptureResult, DevicesPort, PictureKind
from tongban.ports.errors import Rejected
from tongban.simulators.base.faults import Faults
from tongban.simulators.devices.ledger import AUTO, NOBODY, DevicesLedger
from tongban.simulators.national_register.ledger import NationalRegisterLedger
from tongban.simulators.people.people import CAST, generate_people
from tongban.simulators.people.person import Person, Story
from tongban.simulators.population.ledger import PopulationLedger

DESK = "desk-1"


@dataclass
class Side:
    port: DevicesPort
    ledger: DevicesLedger
    population: PopulationLedger
    nation: NationalRegisterLedger

    def someone(self, story: Story = Story.ORDINARY) -> Person:
        return self.population.people(story, limit=1)[0]


@pytest.fixture(scope="module")
def served_rig(folder: Path) -> Iterator[Rig]:
    with served(DevicesLedger, folder / "devices.db") as rig:
        yield rig


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("devices")


@pytest.fixture(scope="module")
def registers(folder: Path) -> Iterator[tuple[PopulationLedger, NationalRegisterLedger]]:
    population = PopulationLedger(folder / "population.db")
    nation = NationalRegisterLedger(folder / "national_register.db")
    yield population, nation
    population.close()
    nation.close()


@pytest.fixture(params=["ledger", "wire"])
def side(
    request: pytest.FixtureRequest, registers: tuple[PopulationLedger, NationalRegisterLedger]
) -> Iterator[Side]:
    population, nation = registers
    for register in registers:
        register.fill(generate_people(1, count=len(CAST), today=date(2026, 3, 4)))
    if request.param == "ledger":
        ledger = DevicesLedger(people=population.db, nation=nation.db)
        yield Side(ledger, ledger, population, nation)
        ledger.close()
        return
    rig: Rig = request.getfixturevalue("served_rig")
    assert isinstance(rig.ledger, DevicesLedger)
    rig.ledger.act("stand", key=AUTO, values={}, at=AT)
    client = rig.wire()
    yield Side(HttpDevices(client), rig.ledger, population, nation)
    client.close()


def test_reads_the_card_of_whoever_is_handled(side: Side) -> None:
    person = side.someone()
    read = side.port.read_card(desk=DESK, person=person.record.id_number, at=AT)
    assert read is not None
    assert read.name == person.record.name
    assert person.record.card is not None
    assert read.valid_from == person.record.card.issued_on
    assert Image.open(BytesIO(read.photo)).size == (358, 441)


@pytest.mark.parametrize("story", [Story.LOST, Story.FIRST_ISSUE])
def test_no_card_no_reading(side: Side, story: Story) -> None:
    number = side.someone(story).record.id_number
    assert side.port.read_card(desk=DESK, person=number, at=AT) is None
    assert side.port.read_card(desk=DESK, person=None, at=AT) is None


def test_the_same_finger_compares_as_the_same_and_another_does_not(side: Side) -> None:
    person, other = side.someone(), side.someone(Story.EXPIRED)
    (registered, *_) = side.population.history(person.record.record_id, at=AT)[0].fingers

    def score(who: Person) -> FingerprintResult:
        press = side.port.capture_finger(
            desk=DESK, person=who.record.id_number, code=registered.code, at=AT
        )
        assert press.result is CaptureResult.REGISTERED
        return side.port.compare(press.template, with_template=registered.template, at=AT).result

    assert score(person) is FingerprintResult.SAME
    assert score(other) is FingerprintResult.DIFFERENT


def test_two_presses_differ(side: Side) -> None:
    number = side.someone().record.id_number
    one = side.port.capture_finger(desk=DESK, person=number, code=11, at=AT)
    two = side.port.capture_finger(desk=DESK, person=number, code=11, at=AT + timedelta(seconds=5))
    assert one.template != two.template
    picture = Image.open(BytesIO(one.image))
    assert (picture.size, picture.mode) == ((256, 360), "L")


def test_refuses_fingers_and_templates_it_does_not_know(side: Side) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.capture_finger(desk=DESK, person=None, code=99, at=AT)
    assert refused.value.code == "BAD_FINGER"
    with pytest.raises(Rejected) as refused:
        side.port.compare(b"x", with_template=b"y", at=AT)
    assert refused.value.code == "BAD_TEMPLATE"


def test_the_tester_may_put_somebody_else_before_the_window(side: Side) -> None:
    handled, standing = side.someone(), side.someone(Story.RARE_NAME)
    side.ledger.act("stand", key=standing.record.id_number, values={}, at=AT)
    read = side.port.read_card(desk=DESK, person=handled.record.id_number, at=AT)
    assert read is not None
    assert read.id_number == standing.record.id_number
    side.ledger.act("stand", key=NOBODY, values={}, at=AT)
    number = handled.record.id_number
    assert side.port.take_picture(desk=DESK, person=number, kind=PictureKind.LIVE, at=AT) is None
    failed = side.port.capture_finger(desk=DESK, person=number, code=11, at=AT)
    assert failed.result is CaptureResult.FAILED


def test_pictures_for_comparison_and_for_the_card_differ(side: Side) -> None:
    number = side.someone().record.id_number
    pictures = {
        side.port.take_picture(desk=DESK, person=number, kind=kind, at=AT) for kind in PictureKind
    }
    assert len(pictures) == 2
    for picture in pictures:
        assert picture is not None
        assert Image.open(BytesIO(picture.jpeg)).size == (358, 441)


def test_never_writes_to_the_people(served_rig: Rig) -> None:
    assert isinstance(served_rig.ledger, DevicesLedger)
    for register in served_rig.ledger.registers:
        people = register.open()
        assert people is not None
        with pytest.raises(sqlite3.OperationalError):
            people.execute("DELETE FROM people")


def test_somebody_of_another_province_stands_there_too(side: Side) -> None:
    person = side.nation.people(Story.OTHER_PROVINCE, limit=1)[0]
    number = person.record.id_number
    assert side.population.person(number) is None
    read = side.port.read_card(desk=DESK, person=number, at=AT)
    assert read is not None
    assert read.name == person.record.name
    shown = [row[0] for row in side.ledger.tables(at=AT)[0].rows]
    assert number in shown
    assert len(shown) == len(set(shown)) + 1 == 2 + len(CAST)


def test_a_card_is_as_the_province_has_it(side: Side) -> None:
    number = side.someone(Story.EXPIRING).record.id_number
    side.population.act("declare_lost", key=number, values={}, at=AT)
    assert side.port.read_card(desk=DESK, person=number, at=AT) is None


def test_without_people_nobody_stands_there() -> None:
    ledger = DevicesLedger()
    assert ledger.read_card(desk=DESK, person="370811199003070000", at=AT) is None
    assert len(ledger.tables(at=AT)[0].rows) == 2
    with pytest.raises(Rejected):
        ledger.act("stand", key="370811199003070000", values={}, at=AT)
    ledger.close()


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(
    served_rig: Rig, faults: Faults, error: type[Exception]
) -> None:
    with served_rig.misbehaving(faults) as client, pytest.raises(error):
        HttpDevices(client).read_card(desk=DESK, person=None, at=AT)
