"""What forms carry besides the request id."""

from uuid import UUID

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import BadInput, FieldFault

_STALE = "页面不完整或已经过期，请刷新后再办。"


def posted_version(request: ActorRequest) -> int:
    """The version of the case the officer was looking at (``seen_version``); raises ``BadInput``."""
    text = request.POST.get("seen_version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(FieldFault("seen_version", _STALE))
    return int(text)


def posted_id(request: ActorRequest, name: str) -> UUID:
    """An id that the page put into its form; raises ``BadInput``."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise BadInput(FieldFault(name, _STALE)) from None


def posted_ids(request: ActorRequest, name: str) -> tuple[UUID, ...]:
    """The ids ticked in a list; raises ``BadInput`` for anything that is none."""
    try:
        return tuple(UUID(text) for text in request.POST.getlist(name))
    except ValueError:
        raise BadInput(FieldFault(name, _STALE)) from None
