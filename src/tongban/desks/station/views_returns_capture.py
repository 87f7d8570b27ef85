"""Photo and fingerprints of a return, captured anew; kept as the officer's until composed."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.biometrics.frames import Frame
from tongban.biometrics.photo import judge_and_crop
from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations.drafts import drop_draft, save_draft
from tongban.cases.operations.errors import BadInput, Barred, FieldFault, NotFound
from tongban.cases.operations.intake_capture import Finger
from tongban.cases.queries.returns import ReturnFile
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.shared.fields import Problem
from tongban.desks.station.capture_at import CaptureAt, CaptureUrls, Capturing
from tongban.desks.station.intake_acts import down
from tongban.desks.station.panels_capture import HANDS, REASONS, Begun
from tongban.desks.station.present_returns import FINGERS, PHOTO, fingers_in
from tongban.desks.station.returns_page import HERE, KINDS
from tongban.desks.station.uploads import JPEG, store_all
from tongban.desks.station.views_intake_capture import (
    begun_of,
    code_of,
    kept_original,
    photo_faults,
    picture_for,
    posted_frame,
    pressed,
)
from tongban.desks.station.views_work_common import acceptance, see
from tongban.ports.errors import UpstreamError
from tongban.procedure.table import judge

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]
Page = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def capture(part: str) -> Callable[[View[P]], Page[P]]:
    """A capture of one part; what went wrong stands beside it, everything else is kept.

    The page of a capture that went wrong, asked for again (a reload), leads to the return.
    """

    def decorate(view: View[P]) -> Page[P]:
        @wraps(view)
        def asked(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            case_id, at = UUID(str(kwargs["case_id"])), _at(kwargs.get("at"))
            if request.method != "POST":
                return _back(case_id, part, at=at)
            try:
                return view(request, *args, **kwargs)
            except BadInput as bad:
                errors = {fault.field: fault.sentence for fault in bad.faults}
                problems = [Problem(f.sentence, f"f-{f.field}", f.clause) for f in bad.faults]
            except Barred as barred:
                errors, problems = {}, [Problem(barred.sentence, clause=barred.clause)]
            except UpstreamError as error:
                errors, problems = {}, [Problem(down(error))]
            status = 422 if errors else 409
            return at.again(
                request, case_id, part=part, errors=errors, problems=problems, status=status
            )

        return acceptance(asked)

    return decorate


def _at(given: object) -> CaptureAt:
    return given if isinstance(given, CaptureAt) else HERE


def _open(request: ActorRequest, case_id: UUID, at: CaptureAt) -> Capturing:
    file = at.file_of(request, case_id)
    barred = judge(at.act, file.standing, request.actor)
    if barred is not None:
        raise Barred(barred.sentence, clause="第十条")
    return file


def _back(case_id: UUID, part: str, *, at: CaptureAt) -> HttpResponse:
    return see(CaptureUrls(case_id, at.prefix).page, part=part)


def _keep(request: ActorRequest, case_id: UUID, part: str, body: dict[str, str]) -> None:
    key = draft_key(KINDS[part], case_id)
    save_draft(call_of(request).officer, key=key, body=body, at=request.at)


@capture(PHOTO)
def photo(request: ActorRequest, case_id: UUID, at: CaptureAt = HERE) -> HttpResponse:
    """Take or upload a picture; the frame is drawn next."""
    file = _open(request, case_id, at)
    content = picture_for(request, person=file.id_number)
    result = judge_and_crop(content)
    if result.refused is not None:
        raise BadInput(FieldFault("image", result.refused.sentence, "第六条"))
    ref = store_all([content], kind=BlobKind.ORIGINAL_PHOTO, at=request.at)[0]
    _keep(request, case_id, PHOTO, begun_of(ref, result).as_draft())
    return _back(case_id, PHOTO, at=at)


@capture(PHOTO)
def frame(request: ActorRequest, case_id: UUID, at: CaptureAt = HERE) -> HttpResponse:
    """Cut the photo with the frame; it is kept when nothing speaks against it."""
    file = _open(request, case_id, at)
    begun = Begun.of(file.drafts[PHOTO])
    if begun is None:
        raise BadInput(FieldFault("image", "请先拍照或上传照片。", "第六条"))
    drawn = Frame.of_pixels(*posted_frame(request, begun), width=begun.width, height=begun.height)
    result = judge_and_crop(kept_original(begun.original), frame=drawn)
    if not result.is_usable:
        _keep(request, case_id, PHOTO, begun_of(begun.original, result).as_draft())
        raise BadInput(*photo_faults(result))
    ref = store.put(result.content, kind=BlobKind.STANDARD_PHOTO, media_type=JPEG, at=request.at)
    report = {**result.report(), "original": begun.original}
    kept = {"photo": ref, "kept_report": json.dumps(report, ensure_ascii=False)}
    _keep(request, case_id, PHOTO, kept)
    return _back(case_id, PHOTO, at=at)


@capture(PHOTO)
def drop(request: ActorRequest, case_id: UUID, at: CaptureAt = HERE) -> HttpResponse:
    """Give up the new picture: the one composed before stays."""
    file = _open(request, case_id, at)
    if isinstance(file, ReturnFile) and file.captured is not None and file.captured.photo:
        # Nothing begun would bring back what the other station captured.
        _keep(request, case_id, PHOTO, {"declined": "1"})
    else:
        drop_draft(call_of(request).officer, key=draft_key(KINDS[PHOTO], case_id))
    return _back(case_id, PHOTO, at=at)


@capture(FINGERS)
def finger(request: ActorRequest, case_id: UUID, hand: str, at: CaptureAt = HERE) -> HttpResponse:
    """Capture a finger of one hand, or note why there is none."""
    if hand not in HANDS:
        raise Barred("没有这只手。")
    file = _open(request, case_id, at)
    captured = fingers_in(file.drafts[FINGERS])
    reason = request.POST.get(f"{hand}_reason", "").strip()
    code = code_of(request, hand)
    if request.POST.get("act") != "store":
        captured[hand] = pressed(request, person=file.id_number, code=code).to_json()
    elif reason in REASONS:
        captured[hand] = Finger(code, missing_reason=reason).to_json()
    elif not captured.get(hand, {}).get("template"):
        raise BadInput(
            FieldFault(f"{hand}_reason", "请先采集，或选择采不到的原因；不影响受理。", "第六条")
        )
    body = {name: json.dumps(value, ensure_ascii=False) for name, value in captured.items()}
    _keep(request, case_id, FINGERS, body)
    return _back(case_id, FINGERS, at=at)


@require_safe
@acceptance
def pending(request: ActorRequest, case_id: UUID, which: str, at: CaptureAt = HERE) -> HttpResponse:
    """A picture that waits to be composed: for who captured it, and whom it was captured for."""
    file = at.file_of(request, case_id)
    draft = file.drafts[PHOTO]
    refs = {"original": draft.get("original", ""), "photo": draft.get("photo", "")}
    for one in fingers_in(file.drafts[FINGERS]).values():
        refs[f"finger-{one['code']}"] = one.get("image", "")
    if not refs.get(which):
        raise NotFound("这张图像已经不在了，请重新采集。")
    try:
        kept = store.get(refs[which])
    except BlobError:
        raise NotFound("这张图像已经不在了，请重新采集。") from None
    record(
        What.PICTURE_VIEWED,
        actor=request.actor,
        at=request.at,
        subject=case_id,
        data={"which": which},
    )
    return HttpResponse(kept.content, content_type=kept.media_type)
