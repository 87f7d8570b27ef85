"""Keeping what an officer types, so that a lost page loses nothing."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.drafts import save_draft
from tongban.desks.shared.permits import roles_required
from tongban.procedure.roles import WORK_ROLES

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "request_id"})


def draft_key(kind: str, subject: UUID) -> str:
    """The key of a draft: what is being written, about which case or intake."""
    return f"{kind}:{subject}"


def draft_url(kind: str, subject: UUID) -> str:
    """Where the page's script sends the form's fields while somebody types."""
    return reverse("shared:draft", args=[kind, subject])


@require_POST
@roles_required(*WORK_ROLES)
def save(request: ActorRequest, kind: str, subject: UUID) -> HttpResponse:
    """Keep the fields of a form under its key."""
    officer = request.actor.officer_id
    if officer is not None:
        body = {name: value for name, value in request.POST.items() if name not in _NOT_TYPED}
        typed = {name: value for name, value in body.items() if isinstance(value, str)}
        save_draft(officer, key=draft_key(kind, subject), body=typed, at=request.at)
    return HttpResponse(status=204)
