"""Content that is drawn when it is read: the demo's faces, kept as recipes of a few bytes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

JsonValue = str | int | float | bool | None

Drawer = Callable[[dict[str, JsonValue]], bytes]
"""Takes the recipe's arguments, gives the content; the same arguments give the same bytes."""

_drawers: dict[str, tuple[Drawer, str]] = {}


@dataclass(frozen=True, slots=True)
class Recipe:
    """``drawer`` is a registered name, ``arguments`` plain values, no personal data."""

    drawer: str
    arguments: dict[str, JsonValue]

    def as_json(self) -> dict[str, object]:
        """As stored in the row."""
        return {"drawer": self.drawer, "arguments": self.arguments}

    def canonical(self) -> bytes:
        """The text of which the address is made: keys sorted, no spaces."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":")).encode()


def register_drawer(name: str, draw: Drawer, *, media_type: str = "image/jpeg") -> None:
    """Make recipes that name this drawer readable; a second registration replaces the first."""
    _drawers[name] = (draw, media_type)
    _drawn.cache_clear()


def media_type_of(name: str) -> str:
    """What a drawer draws. Raises ``KeyError`` for a name that nobody registered."""
    return _drawers[name][1]


def draw(recipe: Recipe) -> bytes:
    """The content of a recipe. Raises ``KeyError`` when its drawer is not registered."""
    return _drawn(recipe.canonical())


@lru_cache(maxsize=256)
def _drawn(canonical: bytes) -> bytes:
    stored = json.loads(canonical)
    return _drawers[stored["drawer"]][0](stored["arguments"])
