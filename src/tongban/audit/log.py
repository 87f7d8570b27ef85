"""Writing to the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac
from uuid_utils.compat import uuid7

from tongban.audit.models import AuditRow
from tongban.audit.words import What
from tongban.procedure.actors import Actor


def record(
    what: What,
    *,
    actor: Actor,
    at: datetime,
    subject: UUID | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Append a row, in the transaction of the caller if there is one.

    ``subject`` is the id of the case, intake or officer concerned. ``data`` holds codes, ids and
    keyed hashes (see ``keyed``), never a name, a number, an address or a password.
    """
    AuditRow.objects.create(
        id=uuid7(),
        at=at,
        officer_id=actor.officer_id,
        unit=actor.unit,
        what=what,
        subject=subject,
        data=dict(data or {}),
    )


def keyed(text: str) -> str:
    """A keyed hash that lets equal texts be recognised and not be read (hexadecimal)."""
    return salted_hmac("tongban.audit", text, algorithm="sha256").hexdigest()
