"""The devices at one desk: card reader, fingerprint collector, camera.

They stand at the officer's PC; the product asks their agent through the server. `person` is
the number of the person being handled, a hint that only a simulated device needs: a real one
reads whoever stands there and ignores it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tongban.policy.vocabulary import FingerprintResult, Sex
from tongban.ports.calls import Call
from tongban.ports.wire import Octets
from tongban.standards.labels import Labelled


class CaptureResult(Labelled):
    """指纹采集结果."""

    REGISTERED = "1", "采集成功"
    FAILED = "2", "采集失败"


class PictureKind(Labelled):
    """What the picture is for (第六条)."""

    LIVE = "LIVE", "现场照片"
    STANDARD = "STANDARD", "标准照片"


@dataclass(frozen=True)
class CardRead:
    """The text and photo in the chip of a second-generation card (GA/T 490)."""

    name: str = field(repr=False)
    sex: Sex = field(repr=False)
    ethnicity: str = field(repr=False)
    birth_date: date = field(repr=False)
    id_number: str = field(repr=False)
    address: str = field(repr=False)
    issuer: str
    valid_from: date
    valid_until: date | None
    photo: Octets = field(repr=False)


@dataclass(frozen=True)
class FingerCapture:
    """One press on the collector; the picture is PNG, 8-bit grey, 256 by 360, 500 dpi."""

    result: CaptureResult
    code: int
    quality: int
    image: Octets = field(repr=False, default=b"")
    template: Octets = field(repr=False, default=b"")


@dataclass(frozen=True)
class FingerComparison:
    """What the device says of two templates; SAME when `score` reaches `threshold`."""

    result: FingerprintResult
    score: int
    threshold: int


@dataclass(frozen=True)
class Picture:
    """One picture from the camera, JPEG."""

    jpeg: Octets = field(repr=False)
    taken_at: datetime


class DevicesPort(Protocol):
    """Every method raises an `UpstreamError`; `Unreachable` means the agent is not running."""

    def read_card(self, *, desk: str, person: str | None, at: datetime) -> CardRead | None:
        """The card on the reader; None when there is none."""
        ...

    def capture_finger(
        self, *, desk: str, person: str | None, code: int, at: datetime
    ) -> FingerCapture:
        """One press of the finger `code` (11-20)."""
        ...

    def compare(self, template: Octets, *, with_template: Octets, at: datetime) -> FingerComparison:
        """Compare a captured template with a registered one."""
        ...

    def take_picture(
        self, *, desk: str, person: str | None, kind: PictureKind, at: datetime
    ) -> Picture | None:
        """A picture of whoever stands there; None when nobody does."""
        ...


CALLS = (
    READ_CARD := Call(DevicesPort.read_card, is_look_up=True),
    CAPTURE_FINGER := Call(DevicesPort.capture_finger, is_look_up=True),
    COMPARE := Call(DevicesPort.compare, is_look_up=True),
    TAKE_PICTURE := Call(DevicesPort.take_picture, is_look_up=True),
)
