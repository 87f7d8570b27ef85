"""Captured fingerprints: codes and results of GA/T 1012, and what is still to be captured.

Two prints, one per hand, right before left; the thumb first, then the next finger when it keeps
failing. A hand that gives no print is recorded with its reason and never bars anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

_FINGERS = ("拇指", "食指", "中指", "环指", "小指")
_LEFT_FROM = 16


class Finger(IntEnum):
    """Finger codes 11 to 20."""

    RIGHT_THUMB = 11
    RIGHT_INDEX = 12
    RIGHT_MIDDLE = 13
    RIGHT_RING = 14
    RIGHT_LITTLE = 15
    LEFT_THUMB = 16
    LEFT_INDEX = 17
    LEFT_MIDDLE = 18
    LEFT_RING = 19
    LEFT_LITTLE = 20

    @property
    def is_right(self) -> bool:
        """Whether it is a finger of the right hand."""
        return self < _LEFT_FROM

    @property
    def label(self) -> str:
        """``右手拇指``."""
        hand = "右手" if self.is_right else "左手"
        return hand + _FINGERS[(self - Finger.RIGHT_THUMB) % len(_FINGERS)]


class CaptureResult(Enum):
    """Result of capturing, with the code that is sent upstream."""

    REGISTERED = "1"
    FAILED = "2"
    NOT_REGISTERED = "3"

    @property
    def label(self) -> str:
        """The result in the words of screen and paper."""
        return {"1": "已登记", "2": "登记失败", "3": "未登记"}[self.value]


@dataclass(frozen=True, slots=True)
class CapturedFinger:
    """One finger: a template with its quality (0..100), or the reason why there is none.

    Raises ``ValueError`` when a registered finger has no template or quality, or one that is not
    registered has no reason.
    """

    finger: Finger
    result: CaptureResult
    template: bytes = b""
    quality: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.result is CaptureResult.REGISTERED:
            if not self.template or self.quality is None or not 0 <= self.quality <= 100:
                raise ValueError("采集成功的指纹应有模板和 0 到 100 的质量值。")
        elif not self.reason.strip():
            raise ValueError("没有采到的手指请写明原因，不影响受理。")

    @property
    def line(self) -> str:
        """What the registration form says: ``已登记 · 质量 82`` or ``未登记：手指残缺``."""
        if self.result is CaptureResult.REGISTERED:
            return f"{self.result.label} · 质量 {self.quality}"
        return f"{self.result.label}：{self.reason}"


def is_complete(captured: Sequence[CapturedFinger]) -> bool:
    """Whether each hand has exactly one entry."""
    return sorted(one.finger.is_right for one in captured) == [False, True]


def next_finger(tried: Sequence[Finger], *, is_right: bool) -> Finger | None:
    """The finger of a hand to try next; None when all five have been tried."""
    hand = [finger for finger in Finger if finger.is_right is is_right]
    return next((finger for finger in hand if finger not in tried), None)
