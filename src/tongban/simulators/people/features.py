"""What a drawn person looks like: features from the seed, age and variant on top."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from tongban.simulators.people.drawing import Colour, mix

SKINS: tuple[Colour, ...] = (
    (241, 210, 186),
    (236, 200, 172),
    (230, 190, 158),
    (222, 180, 148),
    (214, 170, 138),
)
HAIRS: tuple[Colour, ...] = ((30, 27, 26), (41, 34, 31), (52, 42, 36), (35, 32, 34))
GREY: Colour = (178, 176, 174)
CLOTHES: tuple[Colour, ...] = (
    (52, 66, 88),
    (70, 58, 66),
    (48, 74, 70),
    (84, 70, 54),
    (60, 60, 68),
    (96, 62, 62),
)


class Variant(Enum):
    """Which picture of the person."""

    RECORD = "record"
    LIVE = "live"
    STANDARD = "standard"
    CHANGED = "changed"
    """Live, after a great change of looks (第五条(三))."""


@dataclass(frozen=True)
class Face:
    """Measures in pixels of the finished picture, colours and habits of one portrait."""

    skin: Colour
    hair: Colour
    clothes: Colour
    back: Colour
    half_width: float
    jaw: float
    eye_gap: float
    eye_width: float
    eye_height: float
    brow: float
    brow_tilt: float
    nose: float
    mouth: float
    smile: float
    hair_style: int
    has_glasses: bool
    has_mole: bool
    age: int
    is_male: bool


def features(seed: str, *, age: int, is_male: bool, variant: Variant) -> Face:
    """The features of one person at one age in one picture."""
    own = random.Random(f"face:{seed}")  # noqa: S311
    now = random.Random(f"face:{seed}:{variant.value}")  # noqa: S311
    skin, hair = own.choice(SKINS), own.choice(HAIRS)
    style = own.randrange(4)
    glasses_from = own.choice((9, 14, 22, 45, 60, 200, 200, 200))
    face = Face(
        skin=skin,
        hair=mix(hair, GREY, max(0.0, min(0.92, (age - 42 - own.randrange(10)) / 36))),
        clothes=CLOTHES[(own.randrange(6) + now.randrange(3)) % 6],
        back=(255, 255, 255),
        half_width=own.uniform(99, 106) * (0.97 if age < 12 else 1.0),
        jaw=own.uniform(0.66, 0.83) + (0.06 if is_male else -0.04) + (0.08 if age < 14 else 0),
        eye_gap=own.uniform(41, 47),
        eye_width=own.uniform(14, 18),
        eye_height=own.uniform(5.5, 8) * (1.15 if age < 14 else 1) * (0.85 if age > 60 else 1),
        brow=own.uniform(3.5, 6.5) if is_male else own.uniform(2.2, 4),
        brow_tilt=own.uniform(-3, 4),
        nose=own.uniform(11, 16),
        mouth=own.uniform(23, 31),
        smile=own.uniform(1, 6),
        hair_style=style,
        has_glasses=age >= glasses_from and variant is not Variant.CHANGED,
        has_mole=own.random() < 0.15,
        age=age,
        is_male=is_male,
    )
    return _varied(face, now, variant)


def _varied(face: Face, now: random.Random, variant: Variant) -> Face:
    values: dict[str, Any] = {}
    if variant in (Variant.LIVE, Variant.CHANGED):
        values["back"] = (222, 226, 229)
        values["skin"] = mix(face.skin, (205, 165, 130), now.uniform(0.15, 0.3))
        values["smile"] = face.smile + now.uniform(-1, 3)
    if variant is Variant.STANDARD:
        values["hair_style"] = (face.hair_style + now.randrange(2)) % 4
    if variant is Variant.CHANGED:
        values["half_width"] = face.half_width * 1.07
        values["jaw"] = min(1.02, face.jaw + 0.2)
        values["hair_style"] = (face.hair_style + 2) % 4
        values["hair"] = mix(face.hair, GREY, 0.45)
    return replace(face, **values)
