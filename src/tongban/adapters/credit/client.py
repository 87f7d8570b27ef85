"""The credit exchange as a port; its pushes come in by themselves."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports.credit import RESEND, ResendReceipt


class HttpCredit:
    """Implements `CreditPort`; asking twice only repeats pushes, which have one effect."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def resend(self, from_no: int, *, at: datetime) -> ResendReceipt:
        return self._client.call(RESEND, from_no, at=at)
