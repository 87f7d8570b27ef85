"""Acts of the window about the green channel and home visits (第十四条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import green
from tongban.cases.operations.errors import BadInput
from tongban.desks.shared.calls import call_of
from tongban.desks.station.intake_acts import act, to_step
from tongban.desks.station.intake_page import again
from tongban.desks.station.panels_green import GREEN, STEP, at_fields, green_form
from tongban.desks.station.screens import StepKey


def _step(request: ActorRequest) -> StepKey:
    """The step on which the window was opened: the officer goes on there."""
    given = request.POST.get(STEP, "")
    return StepKey(given) if given in set(StepKey) else StepKey.IDENTITY


@act(StepKey.IDENTITY)
def set_green(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Mark the applicant as one who goes first, with or without a home visit."""
    key = _step(request)
    try:
        mark = green_form(request.POST)
    except BadInput as bad:
        return again(request, intake_id, key, bad, opened=GREEN)
    try:
        green.set_green(intake_id, call_of(request), mark=mark)
    except BadInput as bad:
        return again(request, intake_id, key, at_fields(bad), opened=GREEN)
    return to_step(intake_id, key)


@act(StepKey.IDENTITY)
def take_off(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take the mark off again."""
    green.set_green(intake_id, call_of(request), mark=None)
    return to_step(intake_id, _step(request))
