"""代为采集 at a nearer station: the page, and handing over what was captured."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.capture_elsewhere import Taken, capture_elsewhere
from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.intake_capture import Finger
from tongban.cases.queries.captures import ElsewhereFile
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.fields import Problem
from tongban.desks.station import present_returns as show
from tongban.desks.station.capture_at import CaptureUrls
from tongban.desks.station.elsewhere_page import CAPTURED, file_of, show_elsewhere
from tongban.desks.station.present_returns import FINGERS, PHOTO
from tongban.desks.station.returns_page import KINDS, return_url
from tongban.desks.station.views_work_common import acceptance, see


@require_safe
@acceptance
def one(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The page; at the station that accepted, the page of the return. Looking is logged."""
    if file_of(request, case_id).accepting_unit == request.actor.unit:
        return HttpResponseRedirect(return_url(case_id))
    data = {"desk": "elsewhere"}
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id, data=data)
    return show_elsewhere(request, case_id)


@require_POST
@acceptance
def send(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Hand over what was captured; what went wrong stands beside it, everything is kept."""
    call = call_of(request, *(draft_key(KINDS[part], case_id) for part in CAPTURED))
    try:
        taken = _taken(file_of(request, case_id), is_same=request.POST.get("is_same") == "1")
        capture_elsewhere(case_id, call, taken=taken)
    except BadInput as bad:
        errors = {fault.field: fault.sentence for fault in bad.faults}
        problems = [Problem(f.sentence, f"f-{f.field}", f.clause) for f in bad.faults]
        return show_elsewhere(request, case_id, errors=errors, problems=problems, status=422)
    return see(CaptureUrls(case_id, "elsewhere").page, said="sent")


def _taken(file: ElsewhereFile, *, is_same: bool) -> Taken:
    draft = file.drafts[PHOTO]
    captured = show.fingers_in(file.drafts[FINGERS])
    if len(captured) == 1:
        raise BadInput(FieldFault("fingers", "指纹要左右手都采集，或写明采不到的原因。", "第六条"))
    return Taken(
        photo=draft.get("photo", ""),
        photo_report=show.kept_report(draft),
        fingers=[Finger(**captured[hand]) for hand in ("right", "left")] if captured else (),
        is_same=is_same,
    )
