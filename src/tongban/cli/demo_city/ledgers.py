"""The other side of every system in this process: the simulators' own ledgers as ports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tongban.ports.registry import Ports
from tongban.simulators.card_centre.ledger import CardCentreLedger
from tongban.simulators.credit.ledger import CreditLedger
from tongban.simulators.devices.ledger import DevicesLedger
from tongban.simulators.national_register.ledger import NationalRegisterLedger
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.post.ledger import PostLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.remote.ledger import RemoteLedger
from tongban.simulators.residence.ledger import ResidenceLedger
from tongban.simulators.sms.ledger import SmsLedger
from tongban.simulators.treasury.ledger import TreasuryLedger


@dataclass(frozen=True)
class Ledgers:
    """One ledger a system, each the file that its simulator will go on with."""

    population: PopulationLedger
    national_register: NationalRegisterLedger
    treasury: TreasuryLedger
    card_centre: CardCentreLedger
    sms: SmsLedger
    residence: ResidenceLedger
    credit: CreditLedger
    devices: DevicesLedger
    province_remote: ProvinceRemoteLedger
    national_remote: NationalRemoteLedger
    post: PostLedger

    def ports(self) -> Ports:
        """The ledgers as what the operations' surroundings ask for."""
        return Ports(
            population=self.population,
            national_register=self.national_register,
            treasury=self.treasury,
            card_centre=self.card_centre,
            sms=self.sms,
            residence=self.residence,
            credit=self.credit,
            devices=self.devices,
            province_remote=self.province_remote,
            national_remote=self.national_remote,
            post=self.post,
        )

    def remote(self, system: str) -> RemoteLedger:
        """The book of a system through which bureaus answer each other, by its port's name."""
        return self.national_remote if system == "national_remote" else self.province_remote

    def pass_on(self) -> None:
        """Let the province's bureaus have what was handed in for other cities.

        In one transaction: where two processes build, one waits until the other has passed on.
        """
        with self.population.transaction():
            for passed in self.population.take_passed_on():
                self.province_remote.take(passed, passed.at)

    def carry_parcels(self) -> None:
        """Let the post have what the centre mailed, and the centre what came back.

        In one transaction: where two processes build, one waits until the other has handed over.
        """
        with self.card_centre.transaction():
            for given in self.card_centre.take_handed_in():
                self.post.take(given, given.at)
        with self.post.transaction():
            for back in self.post.take_back():
                self.card_centre.dispatch.take(back, back.at)

    def forget_notices(self) -> None:
        """Mark every notice as taken: each was acted upon here when it was given."""
        for ledger in (self.treasury, self.card_centre, self.sms, self.credit, self.post):
            ledger.take_notices()


@contextmanager
def open_ledgers(data: Path, *, seed: int) -> Iterator[Ledgers]:
    """The ledgers below a data folder, closed at the end of the block."""
    folder = data / "simulators"
    ledgers = Ledgers(
        population=PopulationLedger(folder / "population.db", seed=seed),
        national_register=NationalRegisterLedger(folder / "national_register.db", seed=seed),
        treasury=TreasuryLedger(folder / "treasury.db", seed=seed),
        card_centre=CardCentreLedger(folder / "card_centre.db", seed=seed),
        sms=SmsLedger(folder / "sms.db", seed=seed),
        residence=ResidenceLedger(folder / "residence.db", seed=seed),
        credit=CreditLedger(folder / "credit.db", seed=seed),
        devices=DevicesLedger(folder / "devices.db", seed=seed),
        province_remote=ProvinceRemoteLedger(folder / "province_remote.db", seed=seed),
        national_remote=NationalRemoteLedger(folder / "national_remote.db", seed=seed),
        post=PostLedger(folder / "post.db", seed=seed),
    )
    try:
        yield ledgers
    finally:
        for name in Ledgers.__dataclass_fields__:
            getattr(ledgers, name).close()
