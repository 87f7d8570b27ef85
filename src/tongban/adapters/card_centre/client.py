"""The card centre as a port: each method is one signed call."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports.card_centre import (
    ORDER,
    REDIRECT,
    STATUS,
    CardOrder,
    OrderReceipt,
    OrderStatus,
    Redirection,
)


class HttpCardCentre:
    """Implements `CardCentrePort`; after `TimedOut` order again under the same number."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def order(self, order: CardOrder, *, at: datetime) -> OrderReceipt:
        return self._client.call(ORDER, order, at=at)

    def redirect(self, redirection: Redirection, *, at: datetime) -> OrderStatus:
        return self._client.call(REDIRECT, redirection, at=at)

    def status(self, order_no: str, *, at: datetime) -> OrderStatus:
        return self._client.call(STATUS, order_no, at=at)
