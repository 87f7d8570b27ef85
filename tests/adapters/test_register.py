"""Looking people up, in the province and in the nation: one suite for both registers, in process
and over the wire (第六条、第十三条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, served

from tongban.adapters.base.client import WireClient
from tongban.adapters.national_register.client import HttpNationalRegister
from tongban.adapters.population.client import HttpPopulation
from tongban.policy.category import SHANDONG
from tongban.ports.errors import BadAnswer, Rejected
from tongban.ports.population import CardState, RegisterPort
from tongban.simulators.base.faults import Faults
from tongban.simulators.national_register.ledger import NationalRegisterLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.people.person import Person, Story
from tongban.simulators.people.register import Register
from tongban.simulators.population.ledger import PopulationLedger

TODAY = date(2026, 3, 4)
NOBODY = "370811199003070000"


@dataclass(frozen=True)
class System:
    """One register: its ledger, and its client."""

    make: type[Register]
    client: Callable[[WireClient], RegisterPort]


SYSTEMS = (
    pytest.param(System(PopulationLedger, HttpPopulation), id="population"),
    pytest.param(System(NationalRegisterLedger, HttpNationalRegister), id="national_register"),
)


@dataclass
class Side:
    """A port to speak through, and the ledger behind it."""

    port: RegisterPort
    ledger: Register

    def someone(self, story: Story = Story.ORDINARY) -> Person:
        """The first person of a story whom this register knows."""
        return self.ledger.people(story, limit=1)[0]


@pytest.fixture(scope="module")
def people() -> list[Person]:
    """People of the city, of the province and of other provinces."""
    return list(generate_people(1, count=60, today=TODAY))


@pytest.fixture(scope="module", params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> System:
    """One register after the other."""
    found: System = request.param
    return found


@pytest.fixture(scope="module")
def rig(
    system: System, people: list[Person], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rig]:
    """The register served on loopback."""
    with served(system.make, tmp_path_factory.mktemp("register") / "register.db") as rig:
        assert isinstance(rig.ledger, Register)
        rig.ledger.fill(people)
        yield rig


@pytest.fixture(params=["ledger", "wire"])
def side(request: pytest.FixtureRequest, system: System, people: list[Person]) -> Iterator[Side]:
    """The ledger itself, then the ledger through the client."""
    if request.param == "ledger":
        ledger = system.make()
        ledger.fill(people)
        yield Side(ledger, ledger)
        ledger.close()
        return
    rig: Rig = request.getfixturevalue("rig")
    assert isinstance(rig.ledger, Register)
    client = rig.wire()
    yield Side(system.client(client), rig.ledger)
    client.close()


def test_finds_a_person_by_number_name_and_record(side: Side) -> None:
    record = side.someone(Story.RARE_NAME).record
    assert side.port.look_up(record.id_number, at=AT) == record
    assert side.port.record(record.record_id, at=AT) == record
    assert record in side.port.find(record.name, birth_date=record.birth_date, at=AT)


def test_nobody_is_an_answer(side: Side) -> None:
    name = side.someone().record.name
    assert side.port.look_up(NOBODY, at=AT) is None
    assert side.port.find(name, birth_date=date(1900, 1, 1), at=AT) == ()
    assert side.port.record("P99999999", at=AT) is None
    assert side.port.photo("P99999999-0", at=AT) is None
    assert side.port.history("P99999999", at=AT) == ()
    assert side.port.offences(NOBODY, at=AT) == ()


def test_a_foreign_middle_dot_finds_the_same_name(side: Side) -> None:
    record = side.someone(Story.LONG_NAME).record
    assert len(record.name) == 25
    foreign = record.name.replace("\u00b7", "\u2022")
    assert record in side.port.find(foreign, birth_date=record.birth_date, at=AT)


def test_a_shared_number_names_all_candidates(side: Side) -> None:
    record = side.someone(Story.SHARED_NUMBER).record
    found = side.port.look_up(record.id_number, at=AT)
    assert found is not None
    assert len({candidate.record_id for candidate in found.candidates}) == 2
    chosen = [side.port.record(c.record_id, at=AT) for c in found.candidates]
    assert {c.id_number for c in chosen if c is not None} == {record.id_number}


def test_history_brings_photos_of_the_standard_size(side: Side) -> None:
    person = side.someone()
    history = side.port.history(person.record.record_id, at=AT)
    assert [past.accepted_on for past in history] == [p.accepted_on for p in person.past]
    assert history[0].photo is not None
    assert Image.open(BytesIO(history[0].photo.jpeg)).size == (358, 441)
    assert person.record.photo_ref is not None
    assert side.port.photo(person.record.photo_ref, at=AT) == history[0].photo


def test_somebody_without_a_card_has_no_past(side: Side) -> None:
    record = side.someone(Story.FIRST_ISSUE).record
    assert (record.card, record.photo_ref) == (None, None)
    assert side.port.history(record.record_id, at=AT) == ()


def test_offences_name_their_source(side: Side) -> None:
    (offence,) = side.port.offences(side.someone(Story.OFFENCE).record.id_number, at=AT)
    assert offence.source
    assert offence.source_number
    assert side.port.offences(side.someone(Story.RARE_NAME).record.id_number, at=AT) == ()


def test_the_province_knows_its_own_and_the_nation_everybody(people: list[Person]) -> None:
    province, nation = PopulationLedger(), NationalRegisterLedger()
    own = [p for p in people if p.record.address_division.startswith(SHANDONG)]
    stories = {p.story for p in people if p not in own}
    assert {Story.OTHER_PROVINCE, Story.LONG_NAME} == stories
    assert province.fill(people) == len(own)
    assert nation.fill(people) == len(people)
    for person in people:
        found = province.look_up(person.record.id_number, at=AT)
        assert (found is not None) is (person in own)
        assert nation.look_up(person.record.id_number, at=AT) is not None
    province.close()
    nation.close()


def test_the_page_declares_loss_and_records_an_offence(system: System) -> None:
    ledger = system.make()
    ledger.fill(generate_people(1, count=2, today=TODAY))
    number = ledger.people(Story.ORDINARY)[0].record.id_number
    ledger.act("declare_lost", key=number, values={}, at=AT)
    ledger.act("record_offence", key=number, values={}, at=AT)
    found = ledger.look_up(number, at=AT)
    assert found is not None
    assert found.card is not None
    assert found.card.state is CardState.LOST
    assert len(ledger.offences(number, at=AT)) == 1
    assert len(ledger.tables(at=AT)[-1].rows) == 2
    with pytest.raises(Rejected):
        ledger.act("declare_lost", key=NOBODY, values={}, at=AT)
    ledger.close()


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(
    system: System, rig: Rig, faults: Faults, error: type[Exception]
) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        system.client(client).look_up(NOBODY, at=AT)


def test_a_stranger_learns_nothing(system: System, rig: Rig, people: list[Person]) -> None:
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        system.client(client).look_up(people[0].record.id_number, at=AT)
    client.close()
