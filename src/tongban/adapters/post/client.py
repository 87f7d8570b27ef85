"""The post as a port: each method is one signed call."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports.post import FOLLOW, RECALL, TRACK, Parcel


class HttpPost:
    """Implements `PostPort`; every call may be repeated after `TimedOut`."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def follow(self, tracking_no: str, *, reference: str, at: datetime) -> Parcel:
        return self._client.call(FOLLOW, tracking_no, reference=reference, at=at)

    def track(self, tracking_no: str, *, at: datetime) -> Parcel:
        return self._client.call(TRACK, tracking_no, at=at)

    def recall(self, tracking_no: str, *, reference: str, at: datetime) -> Parcel:
        return self._client.call(RECALL, tracking_no, reference=reference, at=at)
