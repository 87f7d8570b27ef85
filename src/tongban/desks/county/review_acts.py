"""Deciding on a case: issue, or return with what is wrong (第九条); then the next one."""

import json
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import review
from tongban.cases.operations.errors import BadInput, LostRace, OperationError, WrongStage
from tongban.cases.queries.review_queue import Mark, next_waiting
from tongban.desks.county.place import Place
from tongban.desks.county.return_form import DRAFT, ReturnInput
from tongban.desks.county.review_views import reviewer, show_case
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.pieces import Tone
from tongban.desks.shared.posted import posted_version


@require_POST
@reviewer
def issue(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """通过并签发."""
    seen = posted_version(request)
    try:
        review.issue(case_id, call_of(request), seen_version=seen)
    except (LostRace, WrongStage) as lost:
        return _overtaken(request, case_id, lost)
    return _go_on(request, case_id)


@require_POST
@reviewer
def approve(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """审核通过, by the first of two officers (运行参数)."""
    seen = posted_version(request)
    try:
        review.approve(case_id, call_of(request), seen_version=seen)
    except (LostRace, WrongStage) as lost:
        return _overtaken(request, case_id, lost)
    return _go_on(request, case_id)


@require_POST
@reviewer
def return_case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """退回并说明; the form comes back with everything typed when something is missing."""
    seen, given = posted_version(request), ReturnInput.of(request.POST)
    try:
        review.return_for_correction(
            case_id,
            call_of(request, draft_key(DRAFT, case_id)),
            category=given.required(),
            fields=given.fields,
            words=given.words,
            seen_version=seen,
        )
    except BadInput as bad:
        place = Place.of(request.GET)
        return show_case(request, case_id, place=place, given=given, faults=bad.faults, status=422)
    except (LostRace, WrongStage) as lost:
        return _overtaken(request, case_id, lost)
    return _go_on(request, case_id)


def _next(request: ActorRequest, case_id: UUID) -> tuple[Place, UUID | None]:
    """The case to show now: the one behind this, else the first."""
    place, mark = Place.of(request.GET), Mark.read(request.POST.get("mark", ""))
    found = next_waiting(request.actor, part=place.part, after=mark, skip=case_id)
    return place, found


def _go_on(request: ActorRequest, case_id: UUID) -> HttpResponse:
    place, following = _next(request, case_id)
    url = place.case_url(following) if following else place.list_url()
    if request.headers.get("HX-Request") == "true":
        # The page of the next case was fetched ahead: the script has it and asks for nothing.
        return HttpResponse(status=204, headers={"HX-Location": json.dumps({"path": url})})
    return HttpResponseRedirect(url, status=303)


def _overtaken(request: ActorRequest, case_id: UUID, lost: OperationError) -> HttpResponse:
    """Somebody else was first: say who did what, and show the next case (409)."""
    place, following = _next(request, case_id)
    goal = following or case_id
    after = "下面是下一件。" if following else ""
    notice = Banner("刚才那一件已经有变化", f"{lost.sentence}{after}", Tone.WARN)
    response = show_case(request, goal, place=place, notice=notice, status=409)
    response.headers["HX-Push-Url"] = place.case_url(goal)
    return response
