"""Hair of the drawn people."""

from __future__ import annotations

from PIL import ImageDraw

from tongban.simulators.people.drawing import Point, blob, curve, mix
from tongban.simulators.people.features import Face


def hair_behind(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """Long hair that falls behind neck and shoulders."""
    if face.is_male or face.age > 66 or face.hair_style == 3:
        return
    length = (330, 372, 350, 0)[face.hair_style]
    half = face.half_width + 22
    dark = mix(face.hair, (0, 0, 0), 0.25)
    blob(
        pen,
        [
            (179 - half * 0.7, 60),
            (179 - half, 150),
            (179 - half - 4, 260),
            (179 - half + 10, length),
            (179 + half - 10, length),
            (179 + half + 4, 260),
            (179 + half, 150),
            (179 + half * 0.7, 60),
        ],
        dark,
    )


def hair_in_front(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """The cap of hair with its edge over the forehead."""
    half = face.half_width + (6 if face.is_male else 12)
    is_bald = face.is_male and face.age > 56 and face.hair_style == 0
    side = 196 if face.is_male else 226
    top = 15.0
    cap: list[Point] = [(179 - half, side), (179 - half - 3, 150), (179 - half * 0.88, 84)]
    cap += [(179 - half * 0.5, top + 14), (179, top), (179 + half * 0.5, top + 14)]
    cap += [(179 + half * 0.88, 84), (179 + half + 3, 150), (179 + half, side)]
    if is_bald:
        _fringe(pen, face)
        return
    edge = [(179 + x, y) for x, y in _edge(face)]
    blob(pen, [*cap, *edge], face.hair)
    shine = mix(face.hair, (255, 255, 255), 0.10)
    curve(pen, [(120, 84), (150, 52), (200, 44)], shine, 5)


def _edge(face: Face) -> list[Point]:
    """The line of the hair over the forehead, from its middle, by the style of the hair."""
    line = 104 + (8 if face.age < 14 else 0) - (14 if face.is_male and face.age > 48 else 0)
    inner = face.half_width
    edges: tuple[list[Point], ...] = (
        [
            (inner * 0.9, 170),
            (inner * 0.8, line + 22),
            (inner * 0.3, line),
            (-inner * 0.3, line),
            (-inner * 0.8, line + 22),
            (-inner * 0.9, 170),
        ],
        [
            (inner * 0.9, 168),
            (inner * 0.84, line + 26),
            (inner * 0.5, line + 4),
            (-inner * 0.25, line - 16),
            (-inner * 0.7, line + 24),
            (-inner * 0.92, 168),
        ],
        [
            (inner * 0.9, 166),
            (inner * 0.86, line + 30),
            (inner * 0.2, line + 22),
            (-inner * 0.4, line + 24),
            (-inner * 0.86, line + 30),
            (-inner * 0.9, 166),
        ],
        [
            (inner * 0.92, 160),
            (inner * 0.74, line + 6),
            (inner * 0.1, line - 10),
            (-inner * 0.74, line + 6),
            (-inner * 0.92, 160),
        ],
    )
    return edges[face.hair_style]


def _fringe(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """What is left above the ears of a bald head."""
    half, inner = face.half_width + 6, face.half_width
    shape: list[Point] = [(179 - half, 196), (179 - half - 2, 160), (179 - half * 0.93, 110)]
    shape += [(179 - inner * 0.86, 128), (179 - inner * 0.93, 190)]
    blob(pen, shape, face.hair)
    blob(pen, [(358 - x, y) for x, y in shape], face.hair)
