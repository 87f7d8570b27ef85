"""What takes the ground from under a commitment that was signed (书面承诺, 第三条(二))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.cases.models import Intake


@dataclass(frozen=True, slots=True)
class Voiding:
    """What an act changes besides, and what its event says of it."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


def voiding(intake: Intake) -> Voiding:
    """Return the effects of an act after which the commitment no longer says what is so.

    The paper stays, and the event names it; nothing where none is in force.
    """
    if intake.commitment is None:
        return Voiding()
    return Voiding({"commitment": None}, {"void_commitment": intake.commitment["paper"]})
