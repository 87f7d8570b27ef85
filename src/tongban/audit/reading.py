"""Reading the audit log, newest first, page by page by key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.audit.models import AuditRow
from tongban.audit.words import What

PAGE = 100


@dataclass(frozen=True, slots=True)
class Key:
    """The place of a row in the log; a page goes on after it."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


def parse_key(text: str) -> Key | None:
    """A key out of its text form; None when it is none."""
    moment, _, id_ = text.partition("_")
    try:
        key = Key(datetime.fromisoformat(moment), UUID(id_))
    except ValueError:
        return None
    return key if key.at.tzinfo else None


@dataclass(frozen=True, slots=True)
class Page:
    """Up to ``PAGE`` rows; ``next`` is the key to go on after, None at the end."""

    rows: tuple[AuditRow, ...]
    next: Key | None


def page(
    *, after: Key | None = None, what: What | None = None, officer: UUID | None = None
) -> Page:
    """The rows before the place ``after``, of one kind or one officer if asked for.

    With ``officer`` both what he did and what was done to his account are shown.
    """
    rows = AuditRow.objects.order_by("-at", "-id")
    if after is not None:
        rows = rows.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id))
    if what is not None:
        rows = rows.filter(what=what)
    if officer is not None:
        rows = rows.filter(Q(officer_id=officer) | Q(subject=officer))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    shown = tuple(found[:PAGE])
    return Page(shown, Key(shown[-1].at, shown[-1].id) if more else None)
