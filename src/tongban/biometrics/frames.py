"""The frame that is cut out of a picture for the standard photo."""

from __future__ import annotations

from dataclasses import dataclass

PHOTO_WIDTH, PHOTO_HEIGHT = 358, 441
"""Size of the standard photo in pixels (GA/T 461): 26 by 32 mm at 350 dpi."""

_RATIO = PHOTO_WIDTH / PHOTO_HEIGHT
# A frame narrower than a hundredth of the picture was not drawn on purpose.
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Frame:
    """Left, top, width and height as parts (0..1) of the upright picture."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def of_pixels(cls, x: int, y: int, w: int, h: int, *, width: int, height: int) -> Frame:
        """The frame that an officer drew in pixels on a picture of ``width`` by ``height``."""
        return cls(x / width, y / height, w / width, h / height)

    def pixels(self, *, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, width, height in whole pixels of a picture of that size."""
        parts = (self.x * width, self.y * height, self.w * width, self.h * height)
        left, top, wide, high = (round(part) for part in parts)
        return left, top, wide, high


def centred(*, width: int, height: int) -> Frame:
    """The largest frame of 358:441 in the middle of a picture."""
    return fitted(Frame(0, 0, 1, 1), width=width, height=height)


def fitted(frame: Frame, *, width: int, height: int) -> Frame:
    """The nearest frame of exactly 358:441 that lies inside the picture.

    The middle and the width are kept where possible; a frame outside the picture is moved in. A
    frame without extent becomes the centred one.
    """
    if not (_LEAST <= frame.w <= 4 and _LEAST <= frame.h <= 4):
        frame = Frame(0, 0, 1, 1)
    wide = min(frame.w * width, width, height * _RATIO)
    high = wide / _RATIO
    left = _inside((frame.x + frame.w / 2) * width - wide / 2, room=width - wide)
    top = _inside((frame.y + frame.h / 2) * height - high / 2, room=height - high)
    return Frame(left / width, top / height, wide / width, high / height)


def _inside(start: float, *, room: float) -> float:
    return max(0.0, min(start, room))
