"""The SMS gateway as a port."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports.sms import SEND, Sms, SmsReceipt


class HttpSms:
    """Implements `SmsPort`; after `TimedOut` send again under the same message id."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def send(self, sms: Sms, *, at: datetime) -> SmsReceipt:
        return self._client.call(SEND, sms, at=at)
