"""Everything about one case on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Card, Case, ComposedVersion, Intake, Obligation, Payment
from tongban.cases.queries.as_stored import as_stored
from tongban.cases.queries.exchange import Exchange, exchange_of, read_exchange
from tongban.cases.queries.happenings import PastEvent, happenings
from tongban.cases.queries.parcels import ParcelView, parcels_column, read_parcels
from tongban.cases.standing import standing
from tongban.policy.vocabulary import Delivery, System
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage, Stage
from tongban.procedure.standing import CaseStanding, can_see


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty, open or met."""

    kind: ObligationKind
    owner_unit: str
    opened_at: datetime
    due_at: datetime | None
    due_note: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card: order, serial number, batches, hand-over."""

    order_no: str
    state: str
    serial: str
    batch: str
    transfer: str
    ordered_at: datetime
    handed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """The fee: how it stands."""

    id: UUID
    state: PaymentStage
    amount_fen: int
    way: str
    paid_at: datetime | None
    receipt_no: str
    receipt_check: str
    cash_no: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its history, duties, the text of its current version, cards and money.

    ``elsewhere_name`` is the office outside the city, of those who accepted it or of its home; the
    unit of ours is empty then. ``returned`` is the latest return in words. ``exchange`` is of an
    outgoing case alone.
    """

    id: UUID
    number: str
    name: str
    id_number: str
    stage: Stage
    held: bool
    category: str
    reason: str
    priority: str
    accepting_unit: str
    home_unit: str
    home_county: str
    elsewhere_name: str
    system: System
    issuer_name: str
    returned: Mapping[str, Any] | None
    phone: str
    composed_at: datetime
    arrived_at: datetime | None
    fetched_at: datetime | None
    late_cause: str
    valid_from: date | None
    valid_until: date | None
    is_long_term: bool
    version: int
    current: int
    policy_version: str
    ground_since: datetime | None
    wished_at: datetime | None
    erased_at: datetime | None
    standing: CaseStanding
    exchange: Exchange | None
    events: tuple[PastEvent, ...]
    duties: tuple[DutyLine, ...]
    text: Mapping[str, Any]
    guardian: Mapping[str, Any] | None
    commitment: str
    cards: tuple[CardLine, ...]
    payments: tuple[PaymentLine, ...]
    delivery: Delivery
    recipient: str
    address: str
    parcels: tuple[ParcelView, ...]
    green: str = ""
    green_words: str = ""
    visit: Mapping[str, Any] | None = None


_AS_STORED = (
    *("id", "number", "name", "id_number", "held", "category", "reason", "priority"),
    *("accepting_unit", "home_unit", "home_county", "elsewhere_name", "issuer_name", "returned"),
    *("phone", "recipient", "address", "composed_at", "arrived_at", "fetched_at", "late_cause"),
    *("valid_from", "valid_until", "is_long_term", "version", "current", "policy_version"),
    *("ground_since", "wished_at", "erased_at", "green"),
)


def case_page(case_id: UUID, actor: Actor) -> CasePage | None:
    """Return the page of a case the actor may see, else None; four queries."""
    case = _with_all().filter(id=case_id).first()
    if case is None:
        return None
    stands = standing(case)
    if not can_see(actor, stands):
        return None
    found = vars(case)
    return CasePage(
        **as_stored(case, *_AS_STORED),
        stage=Stage(case.stage),
        system=System(case.system),
        delivery=Delivery(case.delivery),
        standing=stands,
        exchange=read_exchange(found["exchange"]),
        events=happenings(case.id),
        duties=_duties(case),
        text=found["text"] or {},
        guardian=found["guardian"],
        commitment=found["commitment"] or "",
        cards=_cards(case),
        payments=tuple(_payment(one) for one in found["paid"]),
        parcels=read_parcels(found["mailed"]),
        green_words=found["why_green"] or "",
        visit=found["visited"],
    )


def _with_all() -> QuerySet[Any, Any]:
    """Cases with what belongs to them and comes in one row."""
    version = ComposedVersion.objects.filter(case=OuterRef("id"), n=OuterRef("current"))
    intake = Intake.objects.filter(case=OuterRef("id"))
    return Case.objects.annotate(
        exchange=exchange_of(OuterRef("id")),
        text=Subquery(version.values("text")[:1]),
        guardian=Subquery(version.values("guardian")[:1]),
        commitment=Subquery(version.values("comparison__commitment__paper")[:1]),
        paid=_payments(OuterRef("id")),
        mailed=parcels_column(OuterRef("id")),
        why_green=Subquery(intake.values("green_words")[:1]),
        visited=Subquery(intake.values("visit")[:1]),
    )


_OF_A_DUTY = ("owner_unit", "opened_at", "due_at", "due_note", "closed_at")


def _duties(case: Case) -> tuple[DutyLine, ...]:
    rows = Obligation.objects.filter(case=case).order_by("opened_at", "id")
    return tuple(DutyLine(ObligationKind(o.kind), **as_stored(o, *_OF_A_DUTY)) for o in rows)


def _cards(case: Case) -> tuple[CardLine, ...]:
    rows = Card.objects.filter(case=case).select_related("batch", "transfer").order_by("n")
    return tuple(
        CardLine(
            order_no=c.order_no,
            state=Card.State(c.state).label,
            serial=c.serial or "",
            batch=c.batch.number if c.batch else "",
            transfer=c.transfer.number if c.transfer else "",
            ordered_at=c.ordered_at,
            handed_at=c.handed_at,
        )
        for c in rows
    )


def _payments(case: OuterRef) -> ArraySubquery:
    """The column with the payments of a case, in their order."""
    fields = ("id", "state", "amount_fen", "way", "paid_at", *_RECEIPT)
    rows = Payment.objects.filter(case=case).order_by("created_at", "id")
    return ArraySubquery(rows.values(one=JSONObject(**{name: name for name in fields})))


_RECEIPT = ("receipt_no", "receipt_check", "cash_no")


def _payment(found: Mapping[str, Any]) -> PaymentLine:
    return PaymentLine(
        id=UUID(found["id"]),
        state=PaymentStage(found["state"]),
        amount_fen=found["amount_fen"],
        way=Payment.Way(found["way"]).label if found["way"] else "",
        paid_at=datetime.fromisoformat(found["paid_at"]) if found["paid_at"] else None,
        **{name: found[name] for name in _RECEIPT},
    )
