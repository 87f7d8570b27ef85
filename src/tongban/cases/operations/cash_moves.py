"""The movement of cash that goes with an act: who answers for it, in which direction (第七条)."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Case, CashMove, Payment
from tongban.cases.operations.door import Call

_INTO = frozenset({CashMove.Kind.TAKEN, CashMove.Kind.CAME_BACK})
"""Kinds that put cash into the officer's hand."""


def cash_moved(
    case: Case, payment: Payment, kind: CashMove.Kind, *, call: Call, holder: UUID | None = None
) -> CashMove:
    """Return the movement as a row, in the charge of ``holder`` (else of who took the cash).

    Whoever hands it out, the cash was in the charge of the officer who had taken it in.
    """
    charge = holder or payment.cash_by
    if charge is None:
        raise ValueError("cash is always in the charge of an officer")
    return CashMove(
        id=uuid7(),
        unit=case.accepting_unit,
        officer=charge,
        payment=payment,
        kind=kind,
        fen=payment.amount_fen if kind in _INTO else -payment.amount_fen,
        at=call.at,
        by=call.actor.officer_id,
    )


def is_to_give_back(payment: Payment) -> bool:
    """Whether cash that was taken belongs to the applicant again.

    The treasury has no use for it: the payer paid by code himself, the case ended before it was paid
    on, or what had been paid on came back.
    """
    if payment.cash_at is None or payment.cash_back_at is not None:
        return False
    ended = payment.state in ("CANCELLED", "REFUNDED")
    return ended or payment.way == Payment.Way.CODE
