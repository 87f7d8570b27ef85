"""Acts of the window about offences with documents (第五条(四))."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import offences
from tongban.cases.operations.errors import BadInput
from tongban.desks.shared.calls import call_of
from tongban.desks.station.intake_acts import act, to_next, to_step
from tongban.desks.station.panels_offence import OFFENCE, PREFIX, at_fields, offence_form
from tongban.desks.station.screens import StepKey
from tongban.desks.station.uploads import store_pages
from tongban.standards.zones import local_date


@act(StepKey.EVIDENCE, opened=OFFENCE)
def offence(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Write down an offence found on site or in another system, with the pages of the document."""
    call = call_of(request)
    files = request.FILES.getlist(PREFIX + "image")
    try:
        # Everything that is wrong is told before a page is stored.
        given = tuple("page" for one in files if one.size)
        offences.demand(offence_form(request.POST, pages=given), today=local_date(request.at))
    except BadInput as bad:
        raise _at_window(bad) from None
    pages = store_pages(files, field=PREFIX + "image", at=request.at)
    found = offence_form(request.POST, pages=pages)
    offences.record_offence(intake_id, call, found=found)
    return to_next(intake_id)


def _at_window(bad: BadInput) -> BadInput:
    return bad if bad.faults[0].field.startswith(PREFIX) else at_fields(bad)


@act(StepKey.EVIDENCE)
def remove_offence(request: ActorRequest, intake_id: UUID, offence_id: UUID) -> HttpResponse:
    """Take out an offence that was entered by mistake."""
    offences.take_back_offence(intake_id, call_of(request), offence_id=offence_id)
    return to_step(intake_id, StepKey.EVIDENCE)
