"""Synthetic fingerprints: a picture, a template of minutiae, and their comparison.

A finger is a ridge flow whose phase is bent round each minutia (the AM-FM model of a
fingerprint), so the picture and the template show the same minutiae. Two presses of one finger
differ by a shift, a turn, noise and lost minutiae; `compare` aligns two templates and counts
what fits, as a matcher in a device does. It is good enough for a simulator and nothing else.
"""

from __future__ import annotations

import math
import random
import struct
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 256, 360
"""Pixels at 500 dpi, 8-bit grey."""
TEMPLATE_SIZE = 512
COARSE = 2
"""The ridges are computed on every second pixel and enlarged."""
PAPER = 246
RIDGE = 9.0
"""Pixels from ridge to ridge at 500 dpi."""
MINUTIAE = 20
NEAR = 11.0
TURN = 0.45
THRESHOLD = 45

FINGER_NAMES: dict[int, str] = {
    11: "右手拇指",
    12: "右手食指",
    13: "右手中指",
    14: "右手环指",
    15: "右手小指",
    16: "左手拇指",
    17: "左手食指",
    18: "左手中指",
    19: "左手环指",
    20: "左手小指",
}

_HEADER = b"TBSYN1"


@dataclass(frozen=True)
class Minutia:
    """A place on the print in pixels from its middle, and the ridge direction in radians."""

    x: float
    y: float
    angle: float
    sign: int


@dataclass(frozen=True)
class Press:
    """What the collector gives for one press."""

    image: bytes
    template: bytes
    quality: int


def press(seed: str | int, *, finger: int, impression: int) -> Press:
    """One press of a finger; the same `impression` gives the same bytes."""
    now = random.Random(f"press:{seed}:{finger}:{impression}")  # noqa: S311
    turn = now.gauss(0, 0.06)
    shift = (now.gauss(0, 6), now.gauss(0, 6))
    seen = [m for m in _minutiae(str(seed), finger) if now.random() > 0.12]
    placed = [_place(m, turn=turn, shift=shift, now=now) for m in seen]
    return Press(
        image=_picture(str(seed), finger, turn=turn, shift=shift),
        template=_pack(placed),
        quality=now.randint(62, 93),
    )


def template(seed: str | int, *, finger: int, impression: int = 0) -> bytes:
    """The template of one press alone; quick, for registered prints."""
    now = random.Random(f"press:{seed}:{finger}:{impression}")  # noqa: S311
    turn = now.gauss(0, 0.06)
    shift = (now.gauss(0, 6), now.gauss(0, 6))
    seen = [m for m in _minutiae(str(seed), finger) if now.random() > 0.12]
    return _pack([_place(m, turn=turn, shift=shift, now=now) for m in seen])


def compare(one: bytes, other: bytes) -> int:
    """0 to 100: the share of minutiae that fit under the best alignment; ValueError if foreign."""
    first, second = _unpack(one), _unpack(other)
    best = 0
    for anchor in first:
        for target in second:
            turn = _wrapped(target.angle - anchor.angle)
            if abs(turn) < 0.6:
                best = max(best, _fitting(first, second, anchor, target, turn))
    smaller = min(len(first), len(second))
    return 0 if smaller < 6 else round(100 * best / smaller)


def _fitting(
    first: list[Minutia], second: list[Minutia], anchor: Minutia, target: Minutia, turn: float
) -> int:
    cosine, sine = math.cos(turn), math.sin(turn)
    free = list(second)
    count = 0
    for minutia in first:
        dx, dy = minutia.x - anchor.x, minutia.y - anchor.y
        x = target.x + dx * cosine - dy * sine
        y = target.y + dx * sine + dy * cosine
        for other in free:
            is_near = abs(other.x - x) < NEAR and abs(other.y - y) < NEAR
            if is_near and abs(_wrapped(other.angle - minutia.angle - turn)) < TURN:
                free.remove(other)
                count += 1
                break
    return count


@lru_cache(maxsize=4096)
def _minutiae(seed: str, finger: int) -> tuple[Minutia, ...]:
    own = random.Random(f"finger:{seed}:{finger}")  # noqa: S311
    found: list[Minutia] = []
    while len(found) < MINUTIAE:
        x, y = own.uniform(-88, 88), own.uniform(-128, 128)
        is_inside = (x / 96) ** 2 + (y / 138) ** 2 < 0.85
        if is_inside and all(math.hypot(x - m.x, y - m.y) > 22 for m in found):
            angle = own.uniform(-math.pi, math.pi)
            found.append(Minutia(x, y, angle, own.choice((-1, 1))))
    return tuple(found)


def _place(
    minutia: Minutia, *, turn: float, shift: tuple[float, float], now: random.Random
) -> Minutia:
    cosine, sine = math.cos(turn), math.sin(turn)
    return Minutia(
        minutia.x * cosine - minutia.y * sine + shift[0] + now.gauss(0, 1.6),
        minutia.x * sine + minutia.y * cosine + shift[1] + now.gauss(0, 1.6),
        _wrapped(minutia.angle + turn + now.gauss(0, 0.06)),
        minutia.sign,
    )


def _picture(seed: str, finger: int, *, turn: float, shift: tuple[float, float]) -> bytes:
    grey = _ridges(seed, finger)
    image = grey.rotate(
        -math.degrees(turn),
        Image.Resampling.BICUBIC,
        translate=(round(shift[0]), round(shift[1])),
        fillcolor=PAPER,
    )
    out = BytesIO()
    image.save(out, "PNG", dpi=(500, 500), compress_level=3)
    return out.getvalue()


@lru_cache(maxsize=64)
def _ridges(seed: str, finger: int) -> Image.Image:
    """The finger as it is, before a press moves it."""
    size = (WIDTH // COARSE, HEIGHT // COARSE)
    ridges = Image.frombytes("L", size, _waves(seed, finger, wide=size[0], high=size[1]))
    ridges = ridges.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mask).ellipse((22, 26, WIDTH - 22, HEIGHT - 26), fill=235)
    mask = mask.filter(ImageFilter.GaussianBlur(9))
    return Image.composite(ridges, Image.new("L", (WIDTH, HEIGHT), PAPER), mask)


def _waves(seed: str, finger: int, *, wide: int, high: int) -> bytes:
    own = random.Random(f"flow:{seed}:{finger}")  # noqa: S311
    core = complex(own.uniform(-10, 10), own.uniform(-40, -15))
    squeeze = own.uniform(0.62, 0.85)
    lean = own.uniform(-0.25, 0.25)
    rising = [complex(m.x, m.y) for m in _minutiae(seed, finger) if m.sign > 0]
    falling = [complex(m.x, m.y) for m in _minutiae(seed, finger) if m.sign < 0]
    pixels = bytearray([PAPER]) * (wide * high)
    factor = 2 * math.pi / RIDGE
    atan2, cos, sqrt = math.atan2, math.cos, math.sqrt
    for row in range(high):
        y = (row - high / 2) * COARSE
        reach = int(wide / 2 * sqrt(max(0.0, 1 - (y / (HEIGHT / 2)) ** 2)))
        for column in range(wide // 2 - reach, wide // 2 + reach):
            z = complex((column - wide / 2) * COARSE, y)
            off = z - core
            bent = off.imag * squeeze + lean * off.real
            if bent > 0:
                bent *= 0.55
            distance = sqrt(off.real * off.real + bent * bent + 60)
            # Only the direction of the product matters, so it is never normalised.
            twist = 1 + 0j
            for place in rising:
                twist *= z - place
            back = 1 + 0j
            for place in falling:
                back *= z - place
            twist *= back.conjugate()
            wave = 2.2 * cos(factor * distance + atan2(twist.imag, twist.real))
            pixels[row * wide + column] = int(128 + 118 * max(-1.0, min(1.0, wave)))
    return bytes(pixels)


def _pack(minutiae: list[Minutia]) -> bytes:
    body = b"".join(
        struct.pack(">hhhb", round(m.x * 16), round(m.y * 16), round(m.angle * 4096), m.sign)
        for m in minutiae
    )
    return (_HEADER + bytes((len(minutiae),)) + body).ljust(TEMPLATE_SIZE, b"\0")


def _unpack(packed: bytes) -> list[Minutia]:
    if len(packed) != TEMPLATE_SIZE or not packed.startswith(_HEADER):
        raise ValueError("not a template of the simulated collector")
    count = packed[len(_HEADER)]
    found = []
    for number in range(count):
        x, y, angle, sign = struct.unpack_from(">hhhb", packed, len(_HEADER) + 1 + 7 * number)
        found.append(Minutia(x / 16, y / 16, angle / 4096, sign))
    return found


def _wrapped(angle: float) -> float:
    return (angle + math.pi) % (2 * math.pi) - math.pi
