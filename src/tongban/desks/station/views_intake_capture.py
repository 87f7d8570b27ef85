"""Acts of capturing: standard photo, fingerprints, and the wishes of the applicant (第六条)."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpResponse

from tongban.accounts.requests import ActorRequest
from tongban.biometrics.frames import Frame
from tongban.biometrics.photo import PhotoResult, judge_and_crop
from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.blobs.kinds import BlobKind
from tongban.cases.operations import intake_capture
from tongban.cases.operations.door import Call
from tongban.cases.operations.drafts import drop_draft, save_draft
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.station.intake_acts import act, to_next, to_step
from tongban.desks.station.intake_forms import wishes_form
from tongban.desks.station.intake_page import work_of
from tongban.desks.station.intake_state import Work
from tongban.desks.station.panels_capture import (
    FINGERS,
    HANDS,
    PHOTO,
    REASONS,
    Begun,
    locked,
    taken,
)
from tongban.desks.station.panels_details import DETAILS
from tongban.desks.station.screens import StepKey
from tongban.desks.station.uploads import JPEG, jpeg_of, opened, picture_of, store_all
from tongban.ports.devices import CaptureResult, PictureKind
from tongban.ports.registry import get_ports

ORIGINAL_SIDE = 3000
"""Pixels of the kept original: the standard photo needs 358 by 441 of them."""


def _require_unlocked(work: Work) -> None:
    why = locked(work)
    if why:
        raise Barred(why, clause="第六条")


@act(StepKey.PHOTO)
def upload(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take a picture for the standard photo, by the camera or from a file; nothing is stored yet."""
    call = call_of(request)
    work = work_of(request, intake_id)
    _require_unlocked(work)
    content = picture_for(request, person=work.view.record["id_number"])
    result = judge_and_crop(content)
    if result.refused is not None:
        raise BadInput(FieldFault("image", result.refused.sentence, "第六条"))
    ref = store_all([content], kind=BlobKind.ORIGINAL_PHOTO, at=request.at)[0]
    begun = begun_of(ref, result)
    save_draft(call.officer, key=draft_key(PHOTO, intake_id), body=begun.as_draft(), at=request.at)
    return to_step(intake_id, StepKey.PHOTO)


def picture_for(request: ActorRequest, *, person: str) -> bytes:
    """A picture for the standard photo, by the camera or from a file, as a JPEG."""
    if request.POST.get("by") == "camera":
        found = get_ports().devices.take_picture(
            desk=request.actor.unit,
            person=person,
            kind=PictureKind.STANDARD,
            at=request.at,
        )
        if found is None:
            raise Barred("镜头前没有人，请申请人坐好再拍；也可以从文件上传。")
        picture = opened(found.jpeg, field="image")
    else:
        missing = "请选择照片文件，或按 F4 拍照。"
        picture = picture_of(request.FILES.get("image"), field="image", missing=missing)
    return jpeg_of(picture, long_side=ORIGINAL_SIDE, quality=92)


def begun_of(ref: str, result: PhotoResult) -> Begun:
    """What is kept of a picture that is being cut."""
    size = {"width": result.width, "height": result.height}
    frame = result.frame.pixels(**size) if result.frame else (0, 0, 0, 0)
    return Begun(
        original=ref,
        width=result.width,
        height=result.height,
        frame=frame,
        report=result.report(),
    )


@act(StepKey.PHOTO)
def store_photo(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Cut the photo with the officer's frame, judge it, and keep it when nothing speaks against it."""
    key = draft_key(PHOTO, intake_id)
    call = call_of(request, key)
    work = work_of(request, intake_id, key=StepKey.PHOTO)
    begun = Begun.of(work.view.draft)
    if begun is None:
        if work.view.has_photo:
            return to_next(intake_id)
        raise BadInput(FieldFault("image", "请先拍照或上传照片。", "第六条"))
    _require_unlocked(work)
    frame = Frame.of_pixels(*posted_frame(request, begun), width=begun.width, height=begun.height)
    result = judge_and_crop(kept_original(begun.original), frame=frame)
    if not result.is_usable:
        again = begun_of(begun.original, result)
        save_draft(call.officer, key=key, body=again.as_draft(), at=request.at)
        raise BadInput(*photo_faults(result))
    photo = store.put(result.content, kind=BlobKind.STANDARD_PHOTO, media_type=JPEG, at=request.at)
    report = {**result.report(), "original": begun.original}
    intake_capture.store_photo(intake_id, call, photo=photo, report=report)
    return to_next(intake_id)


def kept_original(ref: str) -> bytes:
    """The original of a picture that is being cut; ``BadInput`` when it is gone."""
    try:
        return store.get(ref).content
    except BlobError:
        raise BadInput(
            FieldFault("image", "这张照片已经不在了，请重新拍照或上传。", "第六条")
        ) from None


def posted_frame(request: ActorRequest, begun: Begun) -> tuple[int, int, int, int]:
    """The frame that was drawn, in pixels; where a number is missing, the one before."""
    found = []
    for name, kept in zip("xywh", begun.frame, strict=True):
        text = request.POST.get(f"frame_{name}", "").strip()
        found.append(int(text) if text.isascii() and text.isdigit() and len(text) < 6 else kept)
    return found[0], found[1], found[2], found[3]


def photo_faults(result: PhotoResult) -> list[FieldFault]:
    """What keeps a cut photo from being stored."""
    if result.refused is not None:
        return [FieldFault("image", result.refused.sentence, "第六条")]
    return [
        FieldFault("image", f"{one.check.label}：{one.sentence}", "第六条")
        for one in result.unmet
        if not one.check.is_advice
    ]


@act(StepKey.PHOTO)
def drop_photo(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Give up the picture being cut; what was stored before stays."""
    call = call_of(request)
    work = work_of(request, intake_id)
    drop_draft(call.officer, key=draft_key(PHOTO, work.view.id))
    return to_step(intake_id, StepKey.PHOTO)


@act(StepKey.FINGERPRINTS)
def finger(request: ActorRequest, intake_id: UUID, hand: str) -> HttpResponse:
    """Capture a finger of one hand, or note why there is none; stored once both hands are there."""
    call = call_of(request, draft_key(FINGERS, intake_id))
    if hand not in HANDS:
        raise Barred("没有这只手。")
    work = work_of(request, intake_id, key=StepKey.FINGERPRINTS)
    _require_unlocked(work)
    reason = request.POST.get(f"{hand}_reason", "").strip()
    wants_scan = request.POST.get("act") != "store"
    code = code_of(request, hand)
    if wants_scan:
        one = pressed(request, person=work.view.record["id_number"], code=code)
    elif reason in REASONS:
        one = intake_capture.Finger(code, missing_reason=reason)
    else:
        known = taken(work).get(hand)
        if known and known["template"]:
            return to_next(intake_id)
        raise BadInput(
            FieldFault(f"{hand}_reason", "请先采集，或选择采不到的原因；不影响受理。", "第六条")
        )
    return _keep(work, call, hand=hand, one=one)


def _keep(work: Work, call: Call, *, hand: str, one: intake_capture.Finger) -> HttpResponse:
    found = taken(work) | {hand: one.to_json()}
    intake_id = work.view.id
    if len(found) < len(HANDS):
        key = draft_key(FINGERS, intake_id)
        body = {name: json.dumps(value, ensure_ascii=False) for name, value in found.items()}
        save_draft(call.officer, key=key, body=body, at=call.at)
        return to_step(intake_id, StepKey.FINGERPRINTS)
    intake_capture.store_fingerprints(
        intake_id, call, fingers=[intake_capture.Finger(**found[name]) for name in HANDS]
    )
    if any(value["template"] and (value["quality"] or 0) < 40 for value in found.values()):
        return to_step(intake_id, StepKey.FINGERPRINTS)
    return to_next(intake_id)


def code_of(request: ActorRequest, hand: str) -> int:
    """The finger chosen for a hand; the thumb where none of that hand was."""
    first = 11 if hand == "right" else 16
    text = request.POST.get(f"{hand}_finger", "")
    code = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else first
    return code if first <= code < first + 5 else first


def pressed(request: ActorRequest, *, person: str, code: int) -> intake_capture.Finger:
    """One press on the collector, stored; ``Barred`` when it gave no print."""
    press = get_ports().devices.capture_finger(
        desk=request.actor.unit,
        person=person,
        code=code,
        at=request.at,
    )
    if press.result is not CaptureResult.REGISTERED:
        raise Barred("没有采到，请擦净手指再按一次；总采不到的换一个手指，或选择原因。")
    image = store.prepare(
        press.image, kind=BlobKind.FINGERPRINT_IMAGE, media_type="image/png", at=request.at
    )
    template = store.prepare(
        press.template,
        kind=BlobKind.FINGERPRINT_TEMPLATE,
        media_type="application/octet-stream",
        at=request.at,
    )
    image.write_file()
    store.insert([image, template])
    return intake_capture.Finger(
        code, template=template.ref, quality=press.quality, image=image.ref
    )


@act(StepKey.DETAILS)
def details(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Keep reason, speed, delivery, phone, address and guardian."""
    call = call_of(request, draft_key(DETAILS, intake_id))
    intake_capture.set_details(intake_id, call, wishes=wishes_form(request.POST))
    return to_next(intake_id)
