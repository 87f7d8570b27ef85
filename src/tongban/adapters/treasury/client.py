"""The treasury over HTTP."""

from __future__ import annotations

from datetime import date, datetime

from tongban.adapters.base.client import WireClient
from tongban.ports import treasury
from tongban.ports.treasury import DailyStatement, PaymentOrder


class HttpTreasury:
    """`TreasuryPort` on the wire."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def order(
        self,
        reference: str,
        *,
        case_number: str,
        amount_fen: int,
        payer_name: str,
        item: str,
        at: datetime,
    ) -> PaymentOrder:
        return self._client.call(
            treasury.ORDER,
            reference,
            case_number=case_number,
            amount_fen=amount_fen,
            payer_name=payer_name,
            item=item,
            at=at,
        )

    def query(self, order_no: str, *, at: datetime) -> PaymentOrder:
        return self._client.call(treasury.QUERY, order_no, at=at)

    def renew_code(self, order_no: str, *, at: datetime) -> PaymentOrder:
        return self._client.call(treasury.RENEW_CODE, order_no, at=at)

    def void(self, order_no: str, *, at: datetime) -> PaymentOrder:
        return self._client.call(treasury.VOID, order_no, at=at)

    def pay_on_behalf(
        self, order_no: str, *, unit: str, officer_name: str, at: datetime
    ) -> PaymentOrder:
        return self._client.call(
            treasury.PAY_ON_BEHALF, order_no, unit=unit, officer_name=officer_name, at=at
        )

    def refund(self, order_no: str, *, reference: str, reason: str, at: datetime) -> PaymentOrder:
        return self._client.call(
            treasury.REFUND, order_no, reference=reference, reason=reason, at=at
        )

    def daily_statement(self, day: date, *, at: datetime) -> DailyStatement:
        return self._client.call(treasury.DAILY_STATEMENT, day, at=at)
