"""What the station does where an answer from elsewhere, or a message of its own, does not come."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.answers import chase_answer
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.outgoing import send_again
from tongban.cases.queries.failed_messages import is_failed_at
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.posted import posted_version
from tongban.desks.station.views_work_common import acceptance, see


@require_POST
@acceptance
def chase(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """催办: remind the home bureau elsewhere, once; from the second time on the city does."""
    chase_answer(case_id, call_of(request), seen_version=posted_version(request))
    if request.POST.get("back") == "work":
        return see(reverse("station:work"))
    return see(reverse("shared:case", args=[case_id]))


@require_POST
@acceptance
def resend(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """Have a message of one of the station's cases sent again, after what was wrong is mended."""
    if not is_failed_at(request.actor.unit, message_id):
        raise NotFound("没有这条来往信息，或者已经重新发送。")
    send_again(message_id)
    return see(reverse("station:work"))
