"""What ending or changing a case does to its payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tongban.cases.models import Card, Case, Obligation, Payment
from tongban.cases.operations.decision import Change, Message, Opening
from tongban.cases.operations.door import Call
from tongban.cases.operations.office import opening
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import PaymentStage

LIVE = (PaymentStage.DUE, PaymentStage.CASH_HELD, PaymentStage.PAID, PaymentStage.RECEIPTED)


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """How the money goes back with an ending: duties opened, payment row changed, code voided."""

    opens: Sequence[Opening] = ()
    updates: Sequence[Change] = ()
    sends: Sequence[Message] = ()


def refund_of(case: Case, *, call: Call, reason: str, unless_made: bool = False) -> MoneyBack:
    """Return what happens to the live payment of a case that ends before production.

    Unpaid: the code is cancelled. Cash in the officer's hand: to be given back. Paid: a refund is
    asked for, to be approved by a second officer. ``unless_made`` is for an ending that may come
    after production: a card that was made is not refunded.
    """
    payments = Payment.objects.filter(case=case, state__in=LIVE, is_extra=False)
    if unless_made:
        cards = Card.objects.filter(case=OuterRef("case")).exclude(state=Card.State.REJECTED)
        payments = payments.filter(~Exists(cards))
    payment = payments.first()
    if payment is None:
        return MoneyBack()
    match PaymentStage(payment.state):
        case PaymentStage.DUE:
            update = _change(payment, {"state": PaymentStage.CANCELLED})
            return MoneyBack(updates=[update], sends=_void_code(payment))
        case PaymentStage.CASH_HELD:
            update = _change(payment, {"state": PaymentStage.CANCELLED})
            back = opening(ObligationKind.GIVE_BACK_CASH, at=call.at, unit=case.accepting_unit)
            return MoneyBack(opens=[back], updates=[update], sends=_void_code(payment))
        case _:
            update = _change(
                payment,
                {
                    "state": PaymentStage.REFUND_ASKED,
                    "refund_asked_by": call.actor.officer_id,
                    "refund_asked_at": call.at,
                    "refund_reason": reason,
                },
            )
            return MoneyBack(opens=opens_refund(case, call=call), updates=[update])


def opens_refund(case: Case, *, call: Call) -> list[Opening]:
    """Return the bureau's duty to refund; one stands for all that a case gets back."""
    kind = ObligationKind.REFUND
    if Obligation.objects.filter(case=case, kind=kind, closed_at=None).exists():
        return []
    return [opening(kind, at=call.at, unit=case.accepting_county)]


def _change(payment: Payment, values: dict[str, object]) -> Change:
    return Change(Payment, {"id": payment.id, "state": payment.state}, values)


def _void_code(payment: Payment) -> list[Message]:
    if not payment.order_no:
        return []
    return [Message("treasury", "void_code", {"payment_id": payment.id})]
