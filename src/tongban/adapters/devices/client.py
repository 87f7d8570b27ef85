"""The desk's devices over HTTP."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports import devices
from tongban.ports.devices import CardRead, FingerCapture, FingerComparison, Picture, PictureKind


class HttpDevices:
    """`DevicesPort` on the wire."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def read_card(self, *, desk: str, person: str | None, at: datetime) -> CardRead | None:
        return self._client.call(devices.READ_CARD, desk=desk, person=person, at=at)

    def capture_finger(
        self, *, desk: str, person: str | None, code: int, at: datetime
    ) -> FingerCapture:
        return self._client.call(devices.CAPTURE_FINGER, desk=desk, person=person, code=code, at=at)

    def compare(self, template: bytes, *, with_template: bytes, at: datetime) -> FingerComparison:
        return self._client.call(devices.COMPARE, template, with_template=with_template, at=at)

    def take_picture(
        self, *, desk: str, person: str | None, kind: PictureKind, at: datetime
    ) -> Picture | None:
        return self._client.call(devices.TAKE_PICTURE, desk=desk, person=person, kind=kind, at=at)
