"""The call of an act, from the request that asks for it."""

from uuid import UUID

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, FieldFault


def call_of(request: ActorRequest, *drafts: str) -> Call:
    """Who asks, when, under which request id (the hidden field every form carries).

    ``drafts`` are the keys of what was typed for the act, which is forgotten with it. Raises ``BadInput`` for a form without one: without it a repeat could not be told apart.
    """
    try:
        request_id = UUID(request.POST.get("request_id", ""))
    except ValueError:
        raise BadInput(
            FieldFault("request_id", "这一页已经失效，请刷新后再提交，已填写的内容会自动保留。")
        ) from None
    return Call(request.actor, request.at, request_id, drafts)
