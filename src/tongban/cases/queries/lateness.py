"""What counts as late: past the due time, unless that was past before the unit could act.

A due time computed from a calendar that came late, or of a case that was fetched late, is shown as
past and sorts like any other; it is no unit's lateness and no figure counts it as one.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from tongban.policy.due_notes import EXCUSED

_EXCUSED = Q(due_note__in=EXCUSED)


def is_late(at: datetime) -> Q:
    """An obligation whose due time lies before ``at`` through the unit's own delay."""
    return Q(due_at__lt=at) & ~_EXCUSED


def was_late() -> Q:
    """A closed obligation that was closed after its due time, and not excused."""
    return Q(closed_at__gt=F("due_at")) & ~_EXCUSED


def was_in_time() -> Q:
    """A closed obligation that counts as done in time; one never dated is nobody's delay."""
    return Q(closed_at__lte=F("due_at")) | Q(due_at=None) | _EXCUSED
