"""A small world for database tests: units, officers as actors, and a case at any stage.

Everything is made by the real operations, one request id an act, at times passed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tongban.accounts.models import Officer, Unit
from tongban.cases.from_register import declared_as_registered
from tongban.cases.models import Batch, Card, Case, CreditPush, Intake
from tongban.cases.operations import (
    compose,
    credit,
    fee,
    fix,
    green,
    guardian,
    intake_capture,
    intake_checks,
    intake_open,
    logistics,
    production,
    review,
    sign,
)
from tongban.cases.operations.door import Call
from tongban.policy.units import City, UnitKind, shipped_city
from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Priority,
    Reason,
)
from tongban.procedure.actors import CARD_CENTRE, SYSTEM, Actor
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.roles import Role
from tongban.standards.id_number import check_digit

MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Monday 09:30 in China, a working day."""


def make_units(city: City) -> None:
    """Insert the city's units."""
    if Unit.objects.exists():
        return
    Unit.objects.bulk_create(
        Unit(
            code=u.code,
            name=u.name,
            short_name=u.short_name,
            kind=u.kind,
            parent_id=u.parent,
            division=u.division,
            urban_area=u.urban_area,
        )
        for u in city.units
    )


def id_number(serial: int, *, birth: date = date(1990, 3, 7)) -> str:
    """Return a synthetic number with a right check digit."""
    body = f"370811{birth:%Y%m%d}{serial % 1000:03d}"
    return body + check_digit(body)


def record(serial: int = 7, *, home_unit: str, **more: Any) -> dict[str, Any]:
    """Return a population record in the stored form."""
    birth: date = more.pop("birth", date(1990, 3, 7))
    base: dict[str, Any] = {
        "record_id": f"R{serial:06d}",
        "name": "颜𬭎",
        "sex": "1",
        "ethnicity": "01",
        "birth_date": birth.isoformat(),
        "id_number": id_number(serial, birth=birth),
        "address": "山东省曲阜市鲁城街道明故城路12号",
        "address_division": "370881",
        "home_unit": home_unit,
        "home_office": "",
        "photo_ref": None,
        "shares_number": 0,
        "card": {
            "issued": True,
            "expires": "2026-05-19",
            "fingerprint_registered": True,
            "issued_on": "2016-05-19",
            "issuer": "曲阜市公安局",
            "state": "IN_USE",
        },
    }
    return {**base, **more}


@dataclass
class World:
    """Units and officers, and the steps that bring a case to a stage."""

    at: datetime = MORNING
    city: City = field(default_factory=shipped_city)

    def __post_init__(self) -> None:
        make_units(self.city)
        stations = self.city.of_kind(UnitKind.STATION)
        self.station = stations[0].code
        self.county = self.city.county_of(self.station).code
        self.home = next(s for s in stations if self.city.county_of(s.code).code != self.county)
        self.home_county = self.city.county_of(self.home.code).code
        self.acceptor = self.officer("受理甲", self.station, Role.ACCEPTANCE)
        self.acceptor2 = self.officer("受理乙", self.station, Role.ACCEPTANCE)
        self.keeper = self.officer("证件丙", self.station, Role.DELIVERY)
        self.forwarder = self.officer("证件丁", self.county, Role.DELIVERY)
        self.reviewer = self.officer("审核戊", self.home_county, Role.REVIEW)
        self.reviewer2 = self.officer("审核己", self.home_county, Role.REVIEW)
        self.supervisor = self.officer("督导庚", self.county, Role.SUPERVISION)
        self.chief = self.officer("督导辛", self.city.units[0].code, Role.SUPERVISION)

    def officer(self, name: str, unit: str, *roles: Role) -> Actor:
        """Insert an officer and return the actor he is at the unit."""
        row = Officer.objects.create(
            id=uuid4(), login=uuid4().hex[:20], name=name, password="!", created_at=self.at
        )
        found = self.city.require(unit)
        county = None if found.kind is UnitKind.CITY else self.city.county_of(unit).code
        return Actor(
            officer_id=row.id,
            name=name,
            unit=unit,
            unit_kind=found.kind,
            county=county,
            roles=frozenset(roles),
        )

    def elsewhere(self) -> Actor:
        """Insert and return an acceptor at a station that is neither the window's nor the home."""
        stations = self.city.of_kind(UnitKind.STATION)
        other = next(s for s in stations if s.code not in (self.station, self.home.code))
        return self.officer("受理癸", other.code, Role.ACCEPTANCE)

    def discredit(self, serial: int = 7) -> None:
        """Let the credit platform push a record about the person (第五条(五))."""
        about = credit.CreditAddition(f"C{serial}", id_number(serial), "冒领证件", self.at.date())
        last = CreditPush.objects.count()
        credit.apply_push(
            last + 1,
            is_full=False,
            issued_at=self.at,
            additions=[about],
            withdrawals=[],
            at=self.at,
        )

    def call(self, actor: Actor, *, minutes: int = 0, request_id: UUID | None = None) -> Call:
        """Return a call by an actor some minutes after the morning."""
        return Call(actor, self.at + timedelta(minutes=minutes), request_id or uuid4())

    def found(self, serial: int = 7, **more: Any) -> intake_open.Found:
        """Return what the look-ups brought for a person registered at the home station."""
        row = record(serial, **{"home_unit": self.home.code, **more})
        return intake_open.Found(row, declared_as_registered(row), (), "NOT_DUE")

    def open_intake(self, serial: int = 7, reason: Reason = Reason.EXPIRED, **more: Any) -> Intake:
        """Return a fresh intake."""
        done = intake_open.open_intake(
            self.call(self.acceptor),
            found=self.found(serial, **more),
            reason=reason,
            intake_id=intake_open.new_id(),
        )
        return Intake.objects.get(id=done.subject)

    def identified(self, serial: int = 7, **more: Any) -> Intake:
        """Return an intake whose identity and evidence are green."""
        intake = self.open_intake(serial, **more)
        shown = intake_checks.Shown(EvidenceKind.HOUSEHOLD_REGISTER, None)
        intake_checks.show_evidence(intake.id, self.call(self.acceptor), shown=shown)
        intake_checks.compare(
            intake.id,
            self.call(self.acceptor),
            face=FaceResult.SAME,
            fingerprint=FingerprintResult.SAME,
        )
        intake_checks.state_identity(intake.id, self.call(self.acceptor), confirmed=True)
        return Intake.objects.get(id=intake.id)

    def complete(self, serial: int = 7, **more: Any) -> Intake:
        """Return an intake that can be composed."""
        priority = more.pop("priority", Priority.ORDINARY)
        given: guardian.Guardian | None = more.pop("guardian", None)
        delivery = more.pop("delivery", Delivery.STATION)
        address = more.pop("address", "济宁市任城区古槐路1号")
        recipient = more.pop("recipient", "")
        intake = self.identified(serial, **more)
        intake_capture.store_photo(intake.id, self.call(self.acceptor), photo="photo", report={})
        intake_capture.store_fingerprints(
            intake.id,
            self.call(self.acceptor),
            fingers=[
                intake_capture.Finger(11, template="right", quality=70),
                intake_capture.Finger(16, template="left", quality=66),
            ],
        )
        wishes = intake_capture.Wishes(
            reason=Reason(intake.reason),
            priority=priority,
            priority_reason="出差" if priority is Priority.EXPEDITED else "",
            delivery=delivery,
            address=address,
            recipient=recipient,
            phone="13800000000",
        )
        intake_capture.set_details(intake.id, self.call(self.acceptor), wishes=wishes)
        if given is not None:
            guardian.set_guardian(intake.id, self.call(self.acceptor), guardian=given)
        return Intake.objects.get(id=intake.id)

    def composed(self, serial: int = 7, **more: Any) -> Case:
        """Return a case just composed."""
        mark: green.Mark | None = more.pop("green", None)
        intake = self.complete(serial, **more)
        if mark is not None:
            green.set_green(intake.id, self.call(self.acceptor), mark=mark)
        done = compose.compose(
            intake.id, self.call(self.acceptor, minutes=5), case_id=intake_open.new_id()
        )
        return Case.objects.get(id=done.subject)

    def signed(self, serial: int = 7, **more: Any) -> Case:
        """Return a case in the home bureau's queue."""
        return self.sign(self.composed(serial, **more), by_guardian=bool(more.get("guardian")))

    def sign(self, case: Case, *, by_guardian: bool = False) -> Case:
        """Let the applicant or the guardian sign a composed case."""
        signature = sign.Signature(pad="pad", by_guardian=by_guardian)
        call = self.call(self.acceptor, minutes=6)
        sign.sign(case.id, call, signature=signature, seen_version=case.version)
        return self.fresh(case)

    def paid(self, serial: int = 7, **more: Any) -> Case:
        """Return a case in the queue whose fee is paid by code."""
        case = self.signed(serial, **more)
        self.pay(case)
        return self.fresh(case)

    def pay(self, case: Case) -> None:
        """Show a code for the case's fee and confirm its payment."""
        order_no = f"O-{case.number}"
        shown = fee.CodeShown(order_no, "3" * 20, "qr", self.at + timedelta(days=1))
        fee.show_code(case.id, self.call(self.acceptor, minutes=7), shown=shown)
        payment = case.payments.get()
        fee.confirm_paid(
            case.id,
            self.call(SYSTEM, minutes=9),
            order_no=order_no,
            amount_fen=payment.amount_fen,
            paid_at=self.at + timedelta(minutes=9),
        )

    def returned(self, serial: int = 7, **more: Any) -> Case:
        """Return a case the home bureau returned for its photo."""
        case = self.signed(serial, **more)
        review.return_for_correction(
            case.id,
            self.call(self.reviewer, minutes=60),
            category=ReturnCategory.PHOTO,
            fields=[],
            words="照片背景不均匀，请重新采集。",
            seen_version=case.version,
        )
        return self.fresh(case)

    def recomposed(self, case: Case) -> Case:
        """Return a returned case back in the queue as version 2, with a new photo."""
        fix.recompose(
            case.id,
            self.call(self.acceptor2, minutes=80),
            correction=fix.Correction(photo="photo2"),
            seen_version=case.version,
        )
        case = self.fresh(case)
        signature = sign.Signature(pad="pad")
        sign.sign(
            case.id,
            self.call(self.acceptor2, minutes=85),
            signature=signature,
            seen_version=case.version,
        )
        return self.fresh(case)

    def issued(self, serial: int = 7, **more: Any) -> Case:
        """Return a case that is paid and issued."""
        case = self.paid(serial, **more)
        review.issue(case.id, self.call(self.reviewer, minutes=60), seen_version=case.version)
        return self.fresh(case)

    def in_production(self, serial: int = 7, **more: Any) -> Case:
        """Return a case whose card is ordered."""
        case = self.issued(serial, **more)
        production.order(case.id, self.call(SYSTEM, minutes=61))
        return self.fresh(case)

    def shipped(self, serial: int = 7, **more: Any) -> Case:
        """Return a case whose card is on its way to the county bureau."""
        case = self.in_production(serial, **more)
        card = Card.objects.get(case=case)
        shipped = production.Shipped(
            number=f"B-{serial}",
            county=case.accepting_county,
            carrier_no="1000000000001",
            shipped_at=self.at + timedelta(minutes=90),
            cards=[(card.order_no, f"S{serial:08d}")],
        )
        production.ship(self.call(CARD_CENTRE, minutes=90), shipped=shipped)
        return self.fresh(case)

    def at_county(self, serial: int = 7, **more: Any) -> Case:
        """Return a case whose card lies at the county bureau."""
        case = self.shipped(serial, **more)
        card = Card.objects.get(case=case)
        assert card.batch_id
        logistics.receive_at_county(
            card.batch_id, self.call(self.forwarder, minutes=120), card_ids=[card.id]
        )
        return self.fresh(case)

    def at_station(self, serial: int = 7, **more: Any) -> Case:
        """Return a case whose card can be collected."""
        case = self.at_county(serial, **more)
        card = Card.objects.get(case=case)
        batch_id = intake_open.new_id()
        logistics.forward(
            case.accepting_unit,
            self.call(self.forwarder, minutes=150),
            card_ids=[card.id],
            batch_id=batch_id,
        )
        Batch.objects.get(id=batch_id)
        logistics.receive_at_station(
            batch_id, self.call(self.keeper, minutes=180), card_ids=[card.id]
        )
        return self.fresh(case)

    def handed_over(self, serial: int = 7, **more: Any) -> Case:
        """Return a case whose card is in the applicant's hand."""
        case = self.at_station(serial, **more)
        given = logistics.HandOver("signature", True, False, logistics.OldCard.TAKEN_IN)
        logistics.hand_over(case.id, self.call(self.keeper, minutes=240), given=given)
        return self.fresh(case)

    def fresh(self, case: Case) -> Case:
        """Return the case as it stands now."""
        return Case.objects.get(id=case.id)

    def intake_of(self, case: Case) -> Intake:
        """Return the person's latest intake."""
        return Intake.objects.filter(person_key=case.person_key).latest("opened_at")
