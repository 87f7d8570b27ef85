"""What the views of the city desk share: who may come in, and the note that a list was looked at."""

from __future__ import annotations

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.desks.shared.permits import roles_required
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

supervision = roles_required(Role.SUPERVISION, kind=UnitKind.CITY)


def log_list(request: ActorRequest, **data: str) -> None:
    """Note in the audit log that a list was looked at; ids and codes only."""
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data=data)
