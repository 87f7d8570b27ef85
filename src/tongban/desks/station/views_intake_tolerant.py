"""Acts that stand in for the applicant's own paper or hand: the guardian, the written commitment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations import commitment, guardian
from tongban.cases.operations.sign import Signature
from tongban.desks.shared.calls import call_of
from tongban.desks.station.guardian_form import guardian_form
from tongban.desks.station.intake_acts import act, to_step
from tongban.desks.station.intake_state import COMMITMENT
from tongban.desks.station.screens import StepKey
from tongban.desks.station.uploads import scan_of, signature_of, store_pages


@act(StepKey.EVIDENCE)
def set_guardian(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Register the guardian with the pages of the document shown."""
    call = call_of(request)
    guardian_form(request.POST, pages=())
    uploads = request.FILES.getlist("guardian_image")
    pages = store_pages(uploads, field="guardian_image", at=request.at)
    given = guardian_form(request.POST, pages=pages)
    guardian.set_guardian(intake_id, call, guardian=given)
    return HttpResponseRedirect(f"/station/intake/{intake_id}/?said=guardian", status=303)


@act(StepKey.EVIDENCE)
def take_out_guardian(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take out a guardian who was registered by mistake."""
    guardian.take_out_guardian(intake_id, call_of(request))
    return to_step(intake_id, StepKey.EVIDENCE)


@act(StepKey.EVIDENCE, part=COMMITMENT)
def commit(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """签署书面承诺, on the pad or as the scan of the paper."""
    call = call_of(request)
    signature = Signature(
        pad=signature_of(request.POST.get("signature_png", ""), at=request.at),
        page=scan_of(request.FILES.get("signed_page"), field="signature", at=request.at),
        by_guardian=request.POST.get("signer") == "GUARDIAN",
    )
    commitment.commit(intake_id, call, signature=signature)
    return HttpResponseRedirect(f"/station/intake/{intake_id}/?said=committed", status=303)
