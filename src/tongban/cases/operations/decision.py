"""What an act decides, as data; ``record`` writes it in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from tongban.policy.review_order import Rank
from tongban.procedure.obligations import ObligationKind


@dataclass(frozen=True, slots=True)
class Opening:
    """A duty that begins: who owes it, since when, by when (None where the calendar is not loaded).

    It may have begun before the act: a case fetched late waits since its arrival upstream (第九条).
    """

    kind: ObligationKind
    owner_unit: str
    owner_county: str
    since: datetime
    due_at: datetime | None
    due_note: str = ""
    owner_officer: UUID | None = None
    rank: Rank = Rank.ORDINARY


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell an upstream system once the act is written; ``payload`` holds ids only."""

    system: str
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A guarded change of a row that goes with the act; it must meet exactly one row.

    ``match`` and ``values`` are named as the attributes of a row (``case_id``).
    """

    model: type[Model]
    match: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """The effects of one act. ``event`` is past tense; ``data`` holds ids and codes only.

    ``updates`` are done one after the other, then ``rows`` are inserted in their order; ``deletes``
    find the rows as they were before the act, and need not find any.
    """

    event: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    closes: frozenset[ObligationKind] = frozenset()
    outcome: str = ""
    opens: Sequence[Opening] = ()
    sends: Sequence[Message] = ()
    rows: Sequence[Model] = ()
    updates: Sequence[Change] = ()
    deletes: Sequence[tuple[type[Model], Mapping[str, Any]]] = ()
