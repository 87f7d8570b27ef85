"""One case at the counter: who may collect, where the card is, what is to be taken back (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery

from tongban.cases.models import Card, Case, ComposedVersion, Obligation, Outgoing
from tongban.cases.queries.as_stored import as_stored
from tongban.cases.queries.newest_temporary import (
    NewestTemporary,
    newest_temporary,
    read_temporary,
)
from tongban.cases.queries.parcels import ParcelView, parcels_column, read_parcels
from tongban.cases.standing import standing, visible
from tongban.policy.vocabulary import Delivery, Reason
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding


@dataclass(frozen=True, slots=True)
class CounterCase:
    """A case at the counter: who may collect, where the card is, how he was told.

    ``is_settling``: the home bureau elsewhere answered twice in two ways. ``is_asking_address``: a
    parcel came back; ``is_asking_old_card``: one was delivered. ``parcels`` begin with the newest.
    """

    id: UUID
    name: str
    id_number: str
    number: str
    reason: Reason
    stage: Stage
    held: bool
    version: int
    n: int
    phone: str
    address: str
    delivery: Delivery
    recipient: str
    valid_from: date | None
    valid_until: date | None
    home_county: str
    standing: CaseStanding
    is_settling: bool
    is_asking_address: bool
    is_asking_old_card: bool
    parcels: tuple[ParcelView, ...]
    text: Mapping[str, Any]
    guardian: Mapping[str, str] | None
    card: CounterCard | None

    @property
    def temporary_out(self) -> NewestTemporary | None:
        """The temporary card that is still with the applicant."""
        found = self.card.temporary if self.card else None
        return found if found is not None and found.is_card_out else None


@dataclass(frozen=True, slots=True)
class CounterCard:
    """The newest card of a case."""

    order_no: str
    serial: str
    state: str
    arrived_at: datetime | None
    told_at: datetime | None
    told_way: str
    sms: str
    handed_at: datetime | None
    handed_by: UUID | None
    handed_to: str
    signature: str
    old_card: str
    temporary: NewestTemporary | None


def counter_case(actor: Actor, case_id: UUID) -> CounterCase | None:
    """Return a case of the actor's station for the counter, None for any other; two queries."""
    version = (
        ComposedVersion.objects.select_related("case")
        .annotate(
            is_settling=_owes(ObligationKind.SETTLE_ANSWER),
            is_asking_address=_owes(ObligationKind.ASK_ADDRESS),
            is_asking_old_card=_owes(ObligationKind.RETURN_OLD_CARD),
            parcels=parcels_column(OuterRef("case")),
        )
        .filter(case_id=case_id, n=F("case__current"), case__accepting_unit=actor.unit)
        .filter(case__in=Case.objects.filter(visible(actor)))
        .first()
    )
    if version is None:
        return None
    case = version.case
    return CounterCase(
        **as_stored(case, *_OF_CASE),
        **as_stored(version, *_OF_VERSION),
        reason=Reason(case.reason),
        stage=Stage(case.stage),
        delivery=Delivery(case.delivery),
        standing=standing(case),
        parcels=read_parcels(vars(version)["parcels"]),
        card=_counter_card(case.id),
    )


_OF_CASE = (
    *("id", "name", "id_number", "number", "held", "version", "phone", "address", "recipient"),
    *("valid_from", "valid_until", "home_county"),
)
_OF_VERSION = (
    *("n", "text", "guardian", "is_settling", "is_asking_address", "is_asking_old_card"),
)


def _owes(kind: ObligationKind) -> Exists:
    """Whether a duty of this kind is open."""
    return Exists(Obligation.objects.filter(case=OuterRef("case"), kind=kind, closed_at=None))


def _counter_card(case_id: UUID) -> CounterCard | None:
    sms = Outgoing.objects.filter(case=OuterRef("case"), system="sms", kind="collect")
    card = (
        Card.objects.filter(case_id=case_id)
        .annotate(
            sms=Subquery(sms.order_by("-created_at").values("state")[:1]),
            temporary=newest_temporary(OuterRef("case")),
        )
        .order_by("-n")
        .first()
    )
    if card is None:
        return None
    return CounterCard(
        order_no=card.order_no,
        serial=card.serial or "",
        state=Card.State(card.state).label,
        arrived_at=card.arrived_at,
        told_at=card.told_at,
        told_way=card.told_way,
        sms=vars(card)["sms"] or "",
        handed_at=card.handed_at,
        handed_by=card.handed_by,
        handed_to=card.handed_to,
        signature=card.signature,
        old_card=card.old_card,
        temporary=read_temporary(vars(card)["temporary"]),
    )


@dataclass(frozen=True, slots=True)
class HandedCard:
    """How the newest card of a case was handed over; empty and None while it was not."""

    handed_at: datetime | None
    handed_to: str
    old_card: str
    signature: str
    temporary: NewestTemporary | None


def handed_card(case_id: UUID) -> HandedCard | None:
    """Return the newest card of a case as its receipt needs it; one query."""
    cards = Card.objects.filter(case_id=case_id)
    card = cards.annotate(temporary=newest_temporary(OuterRef("case"))).order_by("-n").first()
    if card is None:
        return None
    return HandedCard(
        card.handed_at,
        card.handed_to,
        card.old_card,
        card.signature,
        read_temporary(vars(card)["temporary"]),
    )
