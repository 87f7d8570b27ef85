"""Which temporary document the applicant of a case may have, and why not the better one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.cases.models import Case
from tongban.policy.temporary import temporary, temporary_explanation
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import TemporaryDocument


@dataclass(frozen=True, slots=True)
class Offer:
    """CARD or CERTIFICATE; ``explanation`` is read aloud where there can be no card."""

    kind: TemporaryDocument
    explanation: str


def offer(case: Case, text: Mapping[str, Any], *, terms: Terms) -> Offer:
    """Return what 第十二条 allows; ``text`` is the composed one, ``terms`` those of the case."""
    home, division = case.home_unit or None, text["address_division"]
    return Offer(
        temporary(home, address_division=division, terms=terms),
        temporary_explanation(home, address_division=division, terms=terms),
    )
