"""What an officer has typed and not yet sent, kept on the server so that nothing is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tongban.cases.models import Draft
from tongban.cases.operations.errors import BadInput, FieldFault

LONGEST = 20_000
"""Characters of one draft, all fields together; more is no text that somebody typed."""


def save_draft(officer: UUID, *, key: str, body: Mapping[str, str], at: datetime) -> None:
    """Keep the latest words of an officer under a key; one query. Raises ``BadInput`` when long."""
    if sum(len(name) + len(value) for name, value in body.items()) > LONGEST:
        raise BadInput(FieldFault("draft", "内容太长，不能自动保存，请改短。"))
    Draft.objects.bulk_create(
        [Draft(officer=officer, key=key, body=dict(body), saved_at=at)],
        update_conflicts=True,
        unique_fields=["officer", "key"],
        update_fields=["body", "saved_at"],
    )


def drop_draft(officer: UUID, *, key: str) -> None:
    """Forget a draft that has been sent."""
    Draft.objects.filter(officer=officer, key=key).delete()


def sweep_drafts(*, before: datetime) -> int:
    """Remove drafts nobody came back to; returns how many."""
    return Draft.objects.filter(saved_at__lt=before).delete()[0]
