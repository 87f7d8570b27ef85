"""What the population system passes on to the province's module: cases of other cities (第六条)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from tests.adapters.remote_cases import OURS, ours, people, someone
from tests.adapters.rig import AT, SECRET, STRANGER, HandClock, Rig, served

from tongban.ports.errors import Rejected
from tongban.ports.population import ComposedRecord, FiledState
from tongban.ports.wire import Secret
from tongban.simulators.base.app import Simulator
from tongban.simulators.base.callbacks import OtherSide, Peer
from tongban.simulators.base.faults import Faults
from tongban.simulators.base.passing import PATH, PassedCancel, PassedSubmission
from tongban.simulators.people.person import Person, Story
from tongban.simulators.population.ledger import PEER, PopulationLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.province_remote.plug import routes
from tongban.simulators.remote.answers import PHOTO

LATER = AT + timedelta(minutes=5)


@pytest.fixture(scope="module")
def served_rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    folder = tmp_path_factory.mktemp("p")
    with served(ProvinceRemoteLedger, folder / "province_remote.db", routes=routes) as rig:
        yield rig


@pytest.fixture
def population() -> Iterator[PopulationLedger]:
    ledger = PopulationLedger()
    ledger.fill(people())
    yield ledger
    ledger.close()


@dataclass
class Link:
    """Both systems, and the wire between them."""

    population: PopulationLedger
    province: ProvinceRemoteLedger
    clock: HandClock
    url: str

    def pass_on(self, *, secret: Secret = SECRET) -> None:
        """What the population system does of itself four times a second."""
        simulator = Simulator(ledger=self.population, secret=SECRET, clock=self.clock)
        OtherSide(simulator, callback=None, peers={PEER: Peer(self.url, secret)}).step()

    def versions(self) -> list[tuple[int, str]]:
        """The versions of the case that have come over, with their state."""
        found = self.province.rows("SELECT version, state FROM submissions ORDER BY version")
        return [(row["version"], row["state"]) for row in found]

    def waiting(self) -> int:
        """How much has not come over."""
        return self.population.number("SELECT count(*) FROM outbox WHERE delivered_at IS NULL")


@pytest.fixture
def link(served_rig: Rig, population: PopulationLedger) -> Link:
    assert isinstance(served_rig.ledger, ProvinceRemoteLedger)
    with served_rig.ledger.transaction() as db:
        for table in ("changes", "submissions"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608
    served_rig.clock.time = AT
    return Link(population, served_rig.ledger, served_rig.clock, served_rig.base_url)


def other_city() -> Person:
    return someone(Story.OTHER_CITY)


def version(number: int) -> ComposedRecord:
    return ours(other_city(), version=number)


def test_a_case_of_another_city_comes_over_whole(link: Link) -> None:
    link.population.submit(version(1), at=AT)
    link.pass_on()
    assert link.versions() == [(1, "IN_REVIEW")]
    assert link.province.answers.issue(OURS, at=LATER).decision.officer_name
    assert link.waiting() == 0


def test_a_case_of_this_city_stays_where_it_is(link: Link) -> None:
    person = someone(Story.ORDINARY)
    here = replace(ours(person), home_unit=person.record.home_unit or "")
    link.population.submit(here, at=AT)
    link.population.cancel(OURS, words="申请人撤回", at=AT)
    assert link.waiting() == 0
    assert link.population.take_passed_on() == []


def test_every_version_and_the_withdrawal_come_over(link: Link) -> None:
    link.population.submit(version(1), at=AT)
    link.pass_on()
    link.province.answers.send_back(OURS, PHOTO, at=AT)
    # The second was composed and voided before it was signed.
    link.population.submit(version(3), at=LATER)
    link.population.cancel(OURS, words="申请人撤回", at=LATER)
    link.clock.time = LATER
    link.pass_on()
    assert link.versions() == [(1, "RETURNED"), (3, "CANCELLED")]
    last = link.province.filing.last(OURS)
    assert last["words"] == "申请人撤回"


def test_what_is_repeated_here_is_passed_on_once(link: Link) -> None:
    for _ in range(2):
        link.population.submit(version(1), at=AT)
    for _ in range(2):
        link.population.cancel(OURS, words="申请人撤回", at=AT)
    passed = link.population.take_passed_on()
    assert passed == [PassedSubmission(version(1), AT), PassedCancel(OURS, 1, "申请人撤回", AT)]
    assert link.population.take_passed_on() == []


def test_what_could_not_be_passed_on_comes_later(link: Link) -> None:
    link.population.submit(version(1), at=AT)
    link.province.faults = Faults(down=True)
    link.pass_on()
    assert (link.versions(), link.waiting()) == ([], 1)
    link.province.faults = Faults()
    link.pass_on()
    assert link.versions() == []
    link.clock.time = LATER
    link.pass_on()
    assert (link.versions(), link.waiting()) == ([(1, "IN_REVIEW")], 0)


@pytest.mark.parametrize("faults", [Faults(out_of_order=True), Faults(duplicate=True)])
def test_order_and_repetition_do_not_matter(link: Link, faults: Faults) -> None:
    link.population.faults = faults
    link.population.submit(version(1), at=AT)
    link.population.cancel(OURS, words="申请人撤回", at=AT)
    for minute in range(3):
        link.clock.time = AT + timedelta(minutes=minute)
        link.pass_on()
    assert (link.versions(), link.waiting()) == ([(1, "CANCELLED")], 0)


def test_a_withdrawal_that_crosses_the_answer_leaves_it_standing(link: Link) -> None:
    link.population.submit(version(1), at=AT)
    link.pass_on()
    link.population.cancel(OURS, words="申请人撤回", at=AT)
    link.province.answers.issue(OURS, at=AT)
    link.pass_on()
    assert (link.versions(), link.waiting()) == ([(1, "ISSUED")], 0)


def test_a_withdrawal_waits_for_the_version_it_takes_back(link: Link) -> None:
    cancel = PassedCancel(OURS, 3, "申请人撤回", AT)
    with pytest.raises(Rejected) as refused:
        link.province.take(cancel, AT)
    assert refused.value.code == "UNKNOWN_CASE"
    link.province.take(PassedSubmission(version(1), AT), AT)
    with pytest.raises(Rejected) as refused:
        link.province.take(cancel, AT)
    assert refused.value.code == "OUT_OF_TURN"
    link.province.take(PassedSubmission(version(3), AT), AT)
    link.province.take(cancel, AT)
    assert link.versions() == [(1, "IN_REVIEW"), (3, "CANCELLED")]


def test_nothing_is_decided_again_where_it_was_passed_on(population: PopulationLedger) -> None:
    """The population system does not know the answer, so it takes the next version as it comes."""
    population.submit(version(1), at=AT)
    population.submit(version(2), at=LATER)
    population.cancel(OURS, words="申请人撤回", at=LATER)
    with pytest.raises(Rejected) as refused:
        population.submit(version(3), at=LATER)
    assert refused.value.code == "OUT_OF_TURN"


def test_a_stranger_passes_nothing_on(link: Link) -> None:
    link.population.submit(version(1), at=AT)
    link.pass_on(secret=STRANGER)
    assert (link.versions(), link.waiting()) == ([], 1)
    unsigned = httpx.post(link.url + PATH, content=b"{}", trust_env=False)
    assert unsigned.status_code == 401


def test_a_system_nobody_has_placed_keeps_nothing_from_the_product(
    population: PopulationLedger, link: Link
) -> None:
    population.submit(version(1), at=AT)
    simulator = Simulator(ledger=population, secret=SECRET, clock=link.clock)
    OtherSide(simulator, callback=None).step()
    assert link.waiting() == 1


def test_an_older_ledger_learns_to_pass_on(tmp_path: Path) -> None:
    path = tmp_path / "population.db"
    with sqlite3.connect(path) as old:
        old.execute(
            "CREATE TABLE outbox (id INTEGER PRIMARY KEY, message_id TEXT NOT NULL,"
            " body BLOB NOT NULL, due_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,"
            " delivered_at TEXT) STRICT"
        )
    old.close()
    ledger = PopulationLedger(path)
    ledger.fill(people())
    ledger.submit(version(1), at=AT)
    assert ledger.take_passed_on() == [PassedSubmission(version(1), AT)]
    assert FiledState(ledger.filing.last(OURS)["state"]) is FiledState.IN_REVIEW
    ledger.close()
