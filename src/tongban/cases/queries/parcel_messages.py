"""What card centre, post and applicant are told about a card that goes by courier (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.cases.models import Card, Case, Parcel
from tongban.policy.vocabulary import Delivery
from tongban.ports import card_centre
from tongban.procedure.stages import Stage


def recipient(case: Case) -> card_centre.Recipient | None:
    """Return to whom the centre mails the card; None where it is collected at the station."""
    if case.delivery != Delivery.COURIER:
        return None
    return card_centre.Recipient(
        name=case.recipient or case.name, phone=case.phone, address=case.address
    )


def redirection(card_id: UUID, *, reference: str) -> card_centre.Redirection:
    """Return where the card of an order is to go as the case stands now."""
    card = Card.objects.select_related("case").get(id=card_id)
    return card_centre.Redirection(
        order_no=card.order_no,
        reference=reference,
        delivery=Delivery(card.case.delivery),
        recipient=recipient(card.case),
    )


def is_wanted(card_id: UUID) -> bool:
    """Return whether the case of a card has not ended."""
    stage = Card.objects.values_list("case__stage", flat=True).get(id=card_id)
    return not Stage(stage).is_ending


@dataclass(frozen=True, slots=True)
class SentParcel:
    """A parcel as post and applicant are told of it; ``is_on_its_way`` while nothing ended it.

    ``is_wanted``: its case has not been revoked meanwhile.
    """

    id: UUID
    tracking_no: str
    order_no: str
    phone: str
    is_on_its_way: bool
    is_wanted: bool


def sent_parcel(payload: Mapping[str, Any], *, case_id: UUID | None) -> SentParcel:
    """Return the parcel a message names, or else the case's newest one; ``LookupError`` without."""
    rows = Parcel.objects.select_related("card", "case")
    if "parcel_id" in payload:
        row = rows.filter(id=payload["parcel_id"]).first()
    elif case_id is not None:
        row = rows.filter(case_id=case_id).order_by("-sent_at", "-id").first()
    else:
        row = None
    if row is None:
        raise LookupError("no parcel of this case")
    return SentParcel(
        id=row.id,
        tracking_no=row.tracking_no,
        order_no=row.card.order_no,
        phone=row.case.phone,
        is_on_its_way=row.ended_at is None
        and row.case.stage in (Stage.TO_APPLICANT, Stage.REVOKED),
        is_wanted=row.case.stage == Stage.TO_APPLICANT,
    )
