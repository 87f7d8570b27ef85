"""What the demonstration keeps as recipes: faces, prints, signatures, copies of documents.

Nothing here is anybody's: portraits are drawn from a seed, prints computed, signatures scribbled.
"""

from __future__ import annotations

import math
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from tongban.blobs.drawers import JsonValue, register_drawer
from tongban.policy.vocabulary import Sex
from tongban.simulators.people.faces import draw_face
from tongban.simulators.people.features import Variant
from tongban.simulators.people.fingers import template

FACE, FINGER, SIGNATURE, DOCUMENT = "demo-face", "demo-finger", "demo-signature", "demo-document"

Arguments = dict[str, JsonValue]


def register() -> None:
    """Make the demonstration's recipes readable in this process."""
    register_drawer(FACE, _face)
    register_drawer(FINGER, _finger, media_type="application/octet-stream")
    register_drawer(SIGNATURE, _signature, media_type="image/png")
    register_drawer(DOCUMENT, _document)


def _face(given: Arguments) -> bytes:
    return draw_face(
        str(given["seed"]),
        age=int(str(given["age"])),
        sex=Sex(str(given["sex"])),
        variant=Variant(str(given["variant"])),
    )


def _finger(given: Arguments) -> bytes:
    return template(
        str(given["seed"]), finger=int(str(given["finger"])), impression=int(str(given["press"]))
    )


def _signature(given: Arguments) -> bytes:
    """A scribble of two or three strokes, 480 by 160, black on nothing."""
    chance = Random(f"signature:{given['seed']}")  # noqa: S311 - a drawing, no secret
    image = Image.new("RGBA", (480, 160), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    left = chance.uniform(30, 70)
    for _ in range(chance.choice((2, 3))):
        wide, waves = chance.uniform(90, 140), chance.uniform(2, 4)
        tall, lean = chance.uniform(25, 50), chance.uniform(-0.3, 0.3)
        points = []
        for step in range(60):
            t = step / 59
            swing = math.sin(t * waves * math.tau) * (1 - 0.5 * t)
            points.append((left + wide * t, 80 + tall * (swing + lean * (t - 0.5))))
        pen.line(points, fill=(20, 24, 40, 255), width=chance.choice((4, 5)), joint="curve")
        left += wide * chance.uniform(0.85, 1.05)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _document(given: Arguments) -> bytes:
    """A page as a copier leaves it: a frame and grey lines, so that nothing looks like a document."""
    chance = Random(f"document:{given['seed']}")  # noqa: S311 - a drawing, no secret
    image = Image.new("L", (620, 440), 247)
    pen = ImageDraw.Draw(image)
    pen.rectangle((18, 18, 601, 421), outline=150, width=3)
    pen.rectangle((430, 60, 570, 235), fill=214, outline=160)
    pen.ellipse((468, 84, 532, 156), fill=190)
    pen.pieslice((445, 158, 555, 300), 180, 360, fill=190)
    pen.rectangle((430, 236, 570, 300), fill=247)
    for row in range(9):
        top = 64 + row * 36
        pen.rectangle((48, top, 48 + chance.randint(40, 70), top + 12), fill=185)
        longest = 410 if top < 240 else 560
        pen.rectangle((140, top, chance.randint(230, longest), top + 12), fill=120)
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
