"""Drawn portraits of people who do not exist, in the measures of GA/T 461.

358 by 441 pixels at 350 dpi, face about 207 wide, 7 to 21 above the hair, the eyes at least
207 above the lower edge. The same seed gives the same features at every age and in every
variant; age changes hair, skin and folds, the variant changes light, clothes and haircut.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from tongban.policy.vocabulary import Sex
from tongban.simulators.people.drawing import (
    SCALE,
    Point,
    blob,
    box,
    curve,
    ellipse,
    mix,
    polygon,
)
from tongban.simulators.people.features import Face, Variant, features
from tongban.simulators.people.hair import hair_behind, hair_in_front

WIDTH, HEIGHT = 358, 441


def draw_face(seed: str | int, *, age: int, sex: Sex, variant: Variant = Variant.RECORD) -> bytes:
    """JPEG bytes of the portrait; equal arguments give equal bytes."""
    return _draw(str(seed), age, sex is Sex.MALE, variant)


@lru_cache(maxsize=256)
def _draw(seed: str, age: int, is_male: bool, variant: Variant) -> bytes:
    face = features(seed, age=age, is_male=is_male, variant=variant)
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), face.back)
    pen = ImageDraw.Draw(image)
    hair_behind(pen, face)
    _body(pen, face)
    _head(pen, face)
    _features_of_face(pen, face)
    hair_in_front(pen, face)
    if face.has_glasses:
        _glasses(pen, face)
    # Reduced before it is softened: a quarter of the pixels, and nobody sees the difference.
    image = image.reduce(SCALE).filter(ImageFilter.BoxBlur(0.5))
    out = BytesIO()
    image.save(out, "JPEG", quality=82, dpi=(350, 350))
    return out.getvalue()


def _body(pen: ImageDraw.ImageDraw, face: Face) -> None:
    wide = 1.0 if face.is_male else 0.92
    if face.age < 14:
        wide *= 0.88
    shoulders = [(172, 460), (160, 400), (98, 368)]
    left = [(179 - x * wide, float(y)) for x, y in shoulders]
    right = [(179 + x * wide, float(y)) for x, y in reversed(shoulders)]
    blob(pen, [*left, (179 - 52, 348), (179 + 52, 348), *right], face.clothes)
    _neck(pen, face)


def _neck(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """The neck in the shade of the chin, and the collar before it."""
    neck = 46 if face.is_male else 39
    shade = mix(face.skin, (120, 80, 60), 0.22)
    polygon(
        pen,
        [
            (179 - neck, 300),
            (179 + neck, 300),
            (179 + neck + 8, 356),
            (179, 386),
            (179 - neck - 8, 356),
        ],
        shade,
    )
    collar = mix(face.clothes, (255, 255, 255), 0.16)
    for side in (-1, 1):
        polygon(
            pen,
            [
                (179 + side * (neck + 4), 338),
                (179 + side * (neck + 26), 356),
                (179 + side * 34, 404),
                (179, 386),
            ],
            collar,
        )


def _outline(face: Face, *, grow: float = 0.0) -> list[Point]:
    """The face from the left temple round the chin to the right temple and over the crown."""
    half, jaw = face.half_width + grow, face.jaw
    chin = 338 + grow
    left = [
        (179 - half * 0.60, 74 - grow),
        (179 - half * 0.92, 120),
        (179 - half, 185),
        (179 - half * 0.97, 235),
        (179 - half * jaw, 288),
        (179 - half * jaw * 0.62, 322),
        (179 - half * 0.22, chin),
    ]
    right = [(358 - x, y) for x, y in reversed(left)]
    return [*left, *right, (179, 52 - grow)]


def _head(pen: ImageDraw.ImageDraw, face: Face) -> None:
    ear = mix(face.skin, (190, 120, 95), 0.22)
    for side in (-1, 1):
        x = 179 + side * (face.half_width + 2)
        ellipse(pen, x, 214, 13, 27, ear)
        ellipse(pen, x, 214, 7, 16, mix(ear, (150, 90, 70), 0.25))
    blob(pen, _outline(face), face.skin)
    blush = mix(face.skin, (226, 140, 120), 0.20 if face.age < 30 else 0.12)
    for side in (-1, 1):
        ellipse(pen, 179 + side * face.half_width * 0.58, 258, 22, 15, blush)


def _features_of_face(pen: ImageDraw.ImageDraw, face: Face) -> None:
    line = mix(face.skin, (120, 75, 55), 0.55)
    for side in (-1, 1):
        _eye(pen, face, side)
    curve(pen, [(173, 205), (171, 232), (179 - face.nose, 250), (172, 257)], line, 2.6)
    curve(pen, [(172, 257), (179, 261), (186, 257), (179 + face.nose, 251)], line, 2.6)
    lip = mix(face.skin, (178, 82, 78), 0.62 if face.is_male else 0.8)
    blob(
        pen,
        [
            (179 - face.mouth, 289),
            (168, 283),
            (179, 286),
            (190, 283),
            (179 + face.mouth, 289),
            (191, 297 + face.smile * 0.4),
            (179, 300 + face.smile * 0.4),
            (167, 297 + face.smile * 0.4),
        ],
        lip,
    )
    curve(
        pen,
        [
            (179 - face.mouth - 2, 288),
            (160, 291),
            (179, 292 + face.smile * 0.5),
            (198, 291),
            (179 + face.mouth + 2, 288),
        ],
        mix(lip, (90, 40, 40), 0.6),
        2.2,
    )
    if face.has_mole:
        ellipse(pen, 179 + face.mouth + 14, 278, 2.6, 2.6, (92, 64, 52))
    if face.age >= 45:
        _folds(pen, face)


def _eye(pen: ImageDraw.ImageDraw, face: Face, side: int) -> None:
    x, y = 179 + side * face.eye_gap, 205.0
    wide, high = face.eye_width, face.eye_height
    dark = (48, 36, 32)
    blob(
        pen,
        [
            (x - wide, y + 1),
            (x - wide * 0.4, y - high),
            (x + wide * 0.4, y - high),
            (x + wide, y + 1),
            (x + wide * 0.4, y + high * 0.75),
            (x - wide * 0.4, y + high * 0.75),
        ],
        (250, 249, 247),
    )
    ellipse(pen, x, y - 0.5, high * 0.95, high * 0.95, (62, 42, 34))
    ellipse(pen, x, y - 0.5, high * 0.45, high * 0.45, (18, 14, 14))
    ellipse(pen, x + 2, y - 2.5, 1.6, 1.6, (255, 255, 255))
    curve(
        pen,
        [
            (x - wide - 1, y + 1.5),
            (x - wide * 0.4, y - high),
            (x + wide * 0.4, y - high),
            (x + wide + 1, y + 1.5),
        ],
        dark,
        2.6 if face.is_male else 3.4,
    )
    inner, outer = x - side * 18, x + side * 23
    curve(
        pen,
        [(inner, 182 + face.brow_tilt * 0.4), (x, 177), (outer, 183 - face.brow_tilt)],
        mix(face.hair, face.skin, 0.12),
        face.brow * 1.7,
    )


def _folds(pen: ImageDraw.ImageDraw, face: Face) -> None:
    depth = min(1.0, (face.age - 40) / 40)
    line = mix(face.skin, (120, 80, 60), 0.18 + 0.28 * depth)
    for side in (-1, 1):
        curve(
            pen,
            [(179 + side * 22, 258), (179 + side * 36, 276), (179 + side * 38, 296)],
            line,
            2.2,
        )
        bag = 179 + side * face.eye_gap
        curve(pen, [(bag - 13, 219), (bag, 224), (bag + 13, 219)], line, 1.8)
    if face.age >= 58:
        for y in (128, 142):
            curve(pen, [(140, y + 3), (179, y), (218, y + 3)], line, 1.8)


def _glasses(pen: ImageDraw.ImageDraw, face: Face) -> None:
    frame = (58, 56, 60)
    for side in (-1, 1):
        x = 179 + side * face.eye_gap
        pen.rounded_rectangle(
            box(x, 206, 29, 21), radius=13 * SCALE, outline=frame, width=3 * SCALE
        )
        edge = 179 + side * (face.half_width - 2)
        curve(pen, [(x + side * 29, 202), (edge, 200)], frame, 3)
    curve(pen, [(179 - 15, 203), (179, 199), (179 + 15, 203)], frame, 3)
