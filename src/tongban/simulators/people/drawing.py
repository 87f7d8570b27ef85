"""Smooth shapes for the drawn portraits; coordinates in pixels of the finished picture."""

from __future__ import annotations

from PIL import ImageDraw

SCALE = 2
"""Drawn larger, then reduced: smooth edges without an anti-aliasing library."""

Colour = tuple[int, int, int]
Point = tuple[float, float]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the way from one colour to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def box(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    """The frame of an ellipse round (x, y)."""
    return (
        (x - wide) * SCALE,
        (y - high) * SCALE,
        (x + wide) * SCALE,
        (y + high) * SCALE,
    )


def ellipse(
    pen: ImageDraw.ImageDraw, x: float, y: float, wide: float, high: float, colour: Colour
) -> None:
    """A filled ellipse round (x, y)."""
    pen.ellipse(box(x, y, wide, high), fill=colour)


def polygon(pen: ImageDraw.ImageDraw, points: list[Point], colour: Colour) -> None:
    """A filled polygon."""
    pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)


def blob(pen: ImageDraw.ImageDraw, points: list[Point], colour: Colour) -> None:
    """A closed smooth shape through the points."""
    polygon(pen, _smooth([points[-1], *points, points[0], points[1]]), colour)


def curve(pen: ImageDraw.ImageDraw, points: list[Point], colour: Colour, width: float) -> None:
    """A smooth line through the points, `width` in pixels of the finished picture."""
    smooth = _smooth([points[0], *points, points[-1]])
    scaled = [(x * SCALE, y * SCALE) for x, y in smooth]
    pen.line(scaled, fill=colour, width=max(1, round(width * SCALE)), joint="curve")


def _smooth(points: list[Point], *, steps: int = 10) -> list[Point]:
    """Catmull-Rom through all but the first and last point."""
    out: list[Point] = []
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        for step in range(steps):
            t = step / steps
            out.append(
                (
                    _spline(before[0], start[0], end[0], after[0], t),
                    _spline(before[1], start[1], end[1], after[1], t),
                )
            )
    out.append(points[-2])
    return out


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )
