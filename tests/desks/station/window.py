"""What a test does at the window: look somebody up, press buttons, read the page."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from PIL import Image
from tests.accounts.people import sign_in
from tests.cases.world import MORNING, World

from tongban.accounts.models import Grant, Officer
from tongban.cases.models import Intake
from tongban.policy.units import UnitKind
from tongban.ports.errors import Unreachable
from tongban.ports.registry import Ports
from tongban.procedure.roles import Role
from tongban.simulators.card_centre.ledger import CardCentreLedger
from tongban.simulators.credit.ledger import CreditLedger
from tongban.simulators.devices.ledger import DevicesLedger
from tongban.simulators.national_register.ledger import NationalRegisterLedger
from tongban.simulators.national_remote.ledger import NationalRemoteLedger
from tongban.simulators.people.people import generate_people
from tongban.simulators.people.person import Person, Story
from tongban.simulators.population.ledger import PopulationLedger
from tongban.simulators.post.ledger import PostLedger
from tongban.simulators.province_remote.ledger import ProvinceRemoteLedger
from tongban.simulators.residence.ledger import ResidenceLedger
from tongban.simulators.sms.ledger import SmsLedger
from tongban.simulators.treasury.ledger import TreasuryLedger


class Down:
    """An upstream system that does not answer."""

    def __init__(self, system: str) -> None:
        self.system = system

    def __getattr__(self, name: str) -> Any:
        def call(*_: object, **__: object) -> None:
            raise Unreachable(self.system, "down")

        return call


@dataclass
class Ledgers:
    """The other systems, in process."""

    population: PopulationLedger
    national_register: NationalRegisterLedger
    treasury: TreasuryLedger
    residence: ResidenceLedger
    devices: DevicesLedger
    card_centre: CardCentreLedger
    sms: SmsLedger
    credit: CreditLedger
    province_remote: ProvinceRemoteLedger
    national_remote: NationalRemoteLedger
    post: PostLedger

    @classmethod
    def fresh(cls, *, today: date) -> Ledgers:
        population, nation = PopulationLedger(), NationalRegisterLedger()
        people = list(generate_people(1, count=90, today=today))
        population.fill(people)
        nation.fill(people)
        return cls(
            population=population,
            national_register=nation,
            treasury=TreasuryLedger(),
            residence=ResidenceLedger(),
            devices=DevicesLedger(people=population.db, nation=nation.db),
            card_centre=CardCentreLedger(),
            sms=SmsLedger(),
            credit=CreditLedger(),
            province_remote=ProvinceRemoteLedger(people=population.db),
            national_remote=NationalRemoteLedger(people=population.db),
            post=PostLedger(),
        )

    def ports(self, *, down: str = "") -> Ports:
        """The ports; the systems named in ``down`` do not answer."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        found |= {name: Down(name) for name in down.split()}
        return Ports(**found)

    def close(self) -> None:
        for one in fields(self):
            getattr(self, one.name).close()


@dataclass
class Window:
    """One officer's browser."""

    client: Client
    world: World
    ledgers: Ledgers
    unit: str

    @classmethod
    def of(
        cls, client: Client, *, officer: Officer, unit: str, world: World, ledgers: Ledgers
    ) -> Window:
        sign_in(client, officer, unit=unit, at=MORNING)
        return cls(client, world, ledgers, unit)

    def of_unit(self, unit: str) -> Window:
        """The browser of another officer, with ACCEPTANCE at another station."""
        made = self.world.officer("受理丁", unit, Role.ACCEPTANCE)
        officer = Officer.objects.get(id=str(made.officer_id))
        Grant.objects.create(officer=officer, unit_id=unit, role=Role.ACCEPTANCE)
        return Window.of(
            Client(), officer=officer, unit=unit, world=self.world, ledgers=self.ledgers
        )

    def elsewhere(self, person: Person) -> str:
        """A station that is neither this one nor the person's own."""
        taken = {self.unit, person.record.home_unit}
        stations = self.world.city.of_kind(UnitKind.STATION)
        return next(one.code for one in stations if one.code not in taken)

    def person(self, story: Story = Story.EXPIRED, *, prints: bool = True) -> Person:
        """Somebody of a story with a household elsewhere in the city, with registered prints."""
        for one in self.ledgers.population.people(story):
            card = one.record.card
            if one.record.home_unit in (None, self.unit):
                continue
            if not prints or (card is not None and card.fingerprint_registered):
                return one
        raise LookupError(story)

    def post(self, path: str, /, **data: Any) -> Any:
        """Send a form of the window; ``request_id`` is new unless given."""
        given = {"request_id": str(uuid4())} | data
        return self.client.post(f"/station/intake/{path}", given)

    def get(self, path: str) -> Any:
        """Open a page of the window, following where it leads."""
        return self.client.get(f"/station/intake/{path}", follow=True)

    def begin(self, person: Person, **data: Any) -> UUID:
        """Look somebody up and begin; the intake's id."""
        answer = self.post("find/", id_number=person.record.id_number, **data)
        assert answer.status_code == 303, answer.content.decode()
        return UUID(answer.headers["Location"].split("/")[3])

    def do(self, intake: UUID, name: str, /, **data: Any) -> Any:
        """An act that is expected to happen."""
        answer = self.post(f"{intake}/do/{name}/", **data)
        assert answer.status_code == 303, answer.content.decode()
        return answer

    def text(self, path: str) -> str:
        """What a page says."""
        answer = self.get(path)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def where(self, intake: UUID) -> str:
        """The step in which the next thing is missing."""
        return str(self.client.get(f"/station/intake/{intake}/").headers["Location"].split("/")[4])

    def row(self, intake: UUID) -> Intake:
        """The intake as it is stored."""
        return Intake.objects.get(id=intake)

    def identified(self, person: Person, **data: Any) -> UUID:
        """An intake whose identity and evidence are green."""
        intake = self.begin(person, **data)
        self.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
        self.do(intake, "identity", confirmed="yes")
        return intake

    def complete(self, person: Person) -> UUID:
        """An intake that can be composed."""
        intake = self.identified(person)
        self.do(intake, "photo-upload", by="camera")
        self.do(intake, "photo-store")
        self.do(intake, "finger/right", act="scan")
        self.do(intake, "finger/left", act="scan")
        self.do(intake, "details", reason="EXPIRED", phone="13800000000")
        return intake


def picture(width: int = 800, height: int = 1000, *, kind: str = "JPEG") -> io.BytesIO:
    """A picture file: colour on white."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((210, 160, 130), (width // 4, height // 4, width * 3 // 4, height * 3 // 4))
    out = io.BytesIO()
    image.save(out, kind)
    out.seek(0)
    out.name = f"picture.{kind.lower()}"
    return out
