"""The newest temporary document of a case, read along with something else of that case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Paper, TemporaryDocument
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.procedure.reasons import TemporaryEnding

_FIELDS = ("kind", "number", "valid_until", "ending", "ended_at", "words")


@dataclass(frozen=True, slots=True)
class NewestTemporary:
    """How it stands; ``ending`` None while it is with the applicant, ``prints`` its papers."""

    kind: Kind
    number: str
    valid_until: date
    ending: TemporaryEnding | None
    ended_at: datetime | None
    words: str
    prints: int

    @property
    def is_card_out(self) -> bool:
        """Whether a temporary card is still to be taken back."""
        return self.kind is Kind.CARD and self.ending is None

    def is_good(self, day: date) -> bool:
        """Whether it can be shown to somebody on a day."""
        return self.ending is None and day <= self.valid_until


def newest_temporary(case: OuterRef) -> Subquery:
    """Return the column that ``read_temporary`` reads; ``case`` is the id of the case."""
    prints = Paper.objects.filter(subject=OuterRef("id")).values("prints")[:1]
    rows = TemporaryDocument.objects.filter(case=case).order_by("-issued_at", "-id")
    fields = {name: name for name in _FIELDS}
    return Subquery(rows.values(one=JSONObject(prints=Subquery(prints), **fields))[:1])


def read_temporary(found: Mapping[str, Any] | None) -> NewestTemporary | None:
    """Return what the column holds, None for a case without."""
    if found is None:
        return None
    ended_at = found["ended_at"]
    return NewestTemporary(
        kind=Kind(found["kind"]),
        number=found["number"],
        valid_until=date.fromisoformat(found["valid_until"]),
        ending=TemporaryEnding(found["ending"]) if found["ending"] else None,
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        words=found["words"],
        prints=found["prints"] or 0,
    )
