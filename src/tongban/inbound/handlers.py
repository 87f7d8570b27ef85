"""What each kind of notice from upstream does: one function a kind, through the cases' one door."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from tongban.cases.operations import (
    credit,
    fee_told,
    logistics,
    parcels,
    production,
    refusals,
)
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import NotFound
from tongban.cases.queries import upstream_messages as lookup
from tongban.cases.queries.refusal_messages import Refused, refusal_of_message
from tongban.ports import card_centre, post, sms, treasury
from tongban.ports import credit as credit_port
from tongban.ports.calls import NoticeBook
from tongban.ports.registry import get_ports
from tongban.procedure.actors import CARD_CENTRE, SYSTEM, Actor
from tongban.procedure.reasons import Fault, ToldAgainBy

BOOKS: Mapping[str, NoticeBook] = {
    "treasury": treasury.NOTICES,
    "card_centre": card_centre.NOTICES,
    "sms": sms.NOTICES,
    "credit": credit_port.NOTICES,
    "post": post.NOTICES,
}


class Notice:
    """A decoded notice with the moment and the id that make its acts repeatable."""

    def __init__(self, *, message_id: UUID, at: datetime) -> None:
        self.message_id = message_id
        self.at = at

    def call(self, actor: Actor, step: str = "") -> Call:
        """The call of the act this notice leads to."""
        return Call(actor, self.at, uuid5(self.message_id, step))


def handle_notice(system: str, body: Mapping[str, Any], *, message_id: UUID, at: datetime) -> None:
    """Act on a notice; raises ``OperationError`` when nothing here fits it."""
    decoded = BOOKS[system].decode(json.dumps(body).encode())
    HANDLERS[type(decoded)](decoded, Notice(message_id=message_id, at=at))


def paid(notice: treasury.PaymentPaid, about: Notice) -> None:
    """The treasury has the fee."""
    fee_told.paid_there(notice.order, at=about.at)


def refunded(notice: treasury.PaymentRefunded, about: Notice) -> None:
    """The treasury has given the money back."""
    fee_told.refunded_there(notice.order, about.call(SYSTEM))


def rejected(notice: card_centre.OrderRejected, about: Notice) -> None:
    """The card centre could not make the card."""
    case_id = _case(lookup.case_of_card(notice.order_no), what="制证单")
    production.reject_production(
        case_id,
        about.call(CARD_CENTRE),
        order_no=notice.order_no,
        fault=Fault(notice.fault.value),
        words=notice.reason,
    )


def shipped(notice: card_centre.BatchShipped, about: Notice) -> None:
    """A batch is on its way to a county bureau."""
    production.ship(
        about.call(CARD_CENTRE),
        shipped=production.Shipped(
            number=notice.batch_no,
            county=notice.county,
            carrier_no=notice.carrier_no,
            shipped_at=notice.at,
            cards=[(card.order_no, card.card_serial) for card in notice.cards],
        ),
    )


def posted(notice: card_centre.CardPosted, about: Notice) -> None:
    """A card left for the applicant's address."""
    parcels.post_card(
        about.call(CARD_CENTRE),
        posted=parcels.Posted(
            order_no=notice.order_no,
            serial=notice.card_serial,
            tracking_no=notice.tracking_no,
            at=notice.at,
        ),
    )


def parcel_moved(notice: post.ParcelEvent, about: Notice) -> None:
    """The post tells what happened to a parcel."""
    parcels.take_event(notice, at=about.at)


def told(notice: sms.DeliveryReport, about: Notice) -> None:
    """An SMS reached the applicant's phone, or did not: then a person calls."""
    refused = refusal_of_message(UUID(notice.message_id))
    if refused is not None:
        _told_again(refused, notice, about)
        return
    case_id = lookup.collected_by(UUID(notice.message_id))
    if case_id is not None and notice.state is sms.DeliveryState.DELIVERED:
        logistics.tell(case_id, about.call(SYSTEM), by=logistics.ToldBy.SMS)


def _told_again(refused: Refused, notice: sms.DeliveryReport, about: Notice) -> None:
    """Somebody who was refused knows that he may apply again, or must be called."""
    if notice.state is not sms.DeliveryState.DELIVERED:
        refusals.note_unsent(refused.id, at=about.at)
    elif not refused.is_told:
        refusals.tell_again(refused.intake_id, about.call(SYSTEM), by=ToldAgainBy.SMS)


def credit_pushed(notice: credit_port.CreditPush, about: Notice) -> None:
    """A push of the bad credit list; a gap is asked for at once."""
    applied = credit.apply_push(
        notice.push_no,
        is_full=notice.kind is credit_port.PushKind.FULL,
        issued_at=notice.issued_at,
        additions=[
            credit.CreditAddition(r.record_id, r.id_number, r.reason, r.since)
            for r in notice.additions
        ],
        withdrawals=[w.record_id for w in notice.withdrawals],
        at=about.at,
    )
    refusals.lift_withdrawn(about.at)
    if applied.missing is not None:
        get_ports().credit.resend(applied.missing, at=about.at)


def noted(notice: object, about: Notice) -> None:
    """Nothing follows from this notice; it stays as received."""


def _case(case_id: UUID | None, *, what: str) -> UUID:
    if case_id is None:
        raise NotFound(f"来文中的{what}号在本市没有对应的件。")
    return case_id


HANDLERS: Mapping[type, Callable[[Any, Notice], None]] = {
    treasury.PaymentPaid: paid,
    treasury.PaymentRefunded: refunded,
    card_centre.OrderAccepted: noted,
    card_centre.OrderRejected: rejected,
    card_centre.CardProduced: noted,
    card_centre.BatchShipped: shipped,
    card_centre.CardPosted: posted,
    post.ParcelEvent: parcel_moved,
    sms.DeliveryReport: told,
    credit_port.CreditPush: credit_pushed,
}
