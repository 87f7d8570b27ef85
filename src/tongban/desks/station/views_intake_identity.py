"""Acts of the first phase: declaration, documents, comparison on site, the officer's statement."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.http import HttpResponse

from tongban.accounts.requests import ActorRequest
from tongban.blobs.kinds import BlobKind
from tongban.cases.from_register import register_of
from tongban.cases.operations import intake_checks
from tongban.cases.operations.door import Call
from tongban.cases.operations.drafts import drop_draft
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.drafts import draft_key
from tongban.desks.station.intake_acts import act, to_next, to_step
from tongban.desks.station.intake_forms import declared_form, shown_form
from tongban.desks.station.intake_page import work_of
from tongban.desks.station.intake_state import Work
from tongban.desks.station.panels_identity import DECLARE
from tongban.desks.station.screens import StepKey
from tongban.desks.station.uploads import jpeg_of, opened, picture_of, store_all, store_pages
from tongban.desks.station.views_intake_look_up import NO_CARD, card_as_evidence
from tongban.policy.vocabulary import FaceResult, FingerprintResult
from tongban.ports.devices import CaptureResult, PictureKind
from tongban.ports.population import PastAcceptance
from tongban.ports.registry import get_ports, register_port
from tongban.standards.id_number import compact


@act(StepKey.IDENTITY)
def declare(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Write down what the applicant declares; the same as before needs no writing."""
    key = draft_key(DECLARE, intake_id)
    call = call_of(request, key)
    work = work_of(request, intake_id, key=StepKey.IDENTITY)
    declared = declared_form(request.POST, registered=work.view.record, at=request.at)
    if declared != dict(work.view.declared):
        intake_checks.declare(intake_id, call, declared=declared)
    elif work.view.draft:
        drop_draft(call.officer, key=key)
    return to_next(intake_id)


@act(StepKey.EVIDENCE)
def evidence(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take in a document with the pictures of its pages."""
    call = call_of(request)
    shown_form(request.POST, pages=())
    pages = store_pages(request.FILES.getlist("image"), field="image", at=request.at)
    shown = shown_form(request.POST, pages=pages)
    intake_checks.show_evidence(intake_id, call, shown=shown)
    return to_next(intake_id)


@act(StepKey.EVIDENCE)
def read_card(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take in the identity card that lies on the reader."""
    call = call_of(request)
    work = work_of(request, intake_id)
    number = work.view.record["id_number"]
    card = get_ports().devices.read_card(desk=request.actor.unit, person=number, at=request.at)
    if card is None:
        raise Barred(NO_CARD)
    if compact(card.id_number) != number:
        raise Barred("读到的是另一个人的居民身份证，请核对证件和正在办理的人。", clause="第六条")
    shown = card_as_evidence(card, call=call)
    intake_checks.show_evidence(intake_id, call, shown=shown)
    return to_next(intake_id)


@act(StepKey.EVIDENCE)
def remove_evidence(request: ActorRequest, intake_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take out a document that was entered by mistake."""
    intake_checks.take_back_evidence(intake_id, call_of(request), evidence_id=evidence_id)
    return to_step(intake_id, StepKey.EVIDENCE)


@act(StepKey.COMPARE)
def live(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Take the live picture, by the camera or from a file; a result chosen before is asked anew."""
    call = call_of(request)
    work = work_of(request, intake_id)
    ref = _live_picture(request, work)
    intake_checks.compare(
        intake_id,
        call,
        face=FaceResult.NOT_DONE,
        fingerprint=work.view.fingerprint,
        live_photo=ref,
    )
    return to_step(intake_id, StepKey.COMPARE)


def _live_picture(request: ActorRequest, work: Work) -> str:
    if request.POST.get("by") == "camera":
        taken = get_ports().devices.take_picture(
            desk=request.actor.unit,
            person=work.view.record["id_number"],
            kind=PictureKind.LIVE,
            at=request.at,
        )
        if taken is None:
            raise Barred("镜头前没有人，请申请人站到镜头前再拍；也可以从文件取照片。")
        picture = opened(taken.jpeg, field="image")
    else:
        missing = "请选择一张现场拍的照片，或按 F4 拍照。"
        picture = picture_of(request.FILES.get("image"), field="image", missing=missing)
    jpeg = jpeg_of(picture, long_side=1200)
    return store_all([jpeg], kind=BlobKind.LIVE_PICTURE, at=request.at)[0]


@act(StepKey.COMPARE)
def face(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Record what the officer sees: the same, different, or not clear."""
    call = call_of(request)
    try:
        result = FaceResult(request.POST.get("face", ""))
    except ValueError:
        raise BadInput(FieldFault("face", "请选择相同、不同或不确定。", "第六条")) from None
    work = work_of(request, intake_id)
    intake_checks.compare(intake_id, call, face=result, fingerprint=work.view.fingerprint)
    return to_step(intake_id, StepKey.COMPARE)


@act(StepKey.COMPARE)
def fingerprint(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Compare a press of a registered finger with the register's print (第三条(二))."""
    call = call_of(request)
    work = work_of(request, intake_id)
    result = _compared(request, work)
    intake_checks.compare(intake_id, call, face=work.view.face, fingerprint=result)
    return to_step(intake_id, StepKey.COMPARE)


def _compared(request: ActorRequest, work: Work) -> FingerprintResult:
    ports, at = get_ports(), request.at
    register = register_port(register_of(work.view.record), ports=ports)
    past = register.history(work.view.record["record_id"], at=at)
    registered = _registered(past)
    if registered is None:
        return FingerprintResult.NO_TEMPLATE
    code, template = registered
    press = ports.devices.capture_finger(
        desk=request.actor.unit, person=work.view.record["id_number"], code=code, at=at
    )
    if press.result is not CaptureResult.REGISTERED:
        raise Barred("没有采到指纹，请擦净手指再按一次；仍采不到的，凭人像和证件核对。")
    return ports.devices.compare(press.template, with_template=template, at=at).result


def _registered(past: tuple[PastAcceptance, ...]) -> tuple[int, bytes] | None:
    for one in past:
        for finger in one.fingers:
            return finger.code, finger.template
    return None


@act(StepKey.COMPARE)
def history(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Record that the officer looks at the past acceptances, and show them."""
    intake_checks.view_history(intake_id, call_of(request))
    return to_step(intake_id, StepKey.COMPARE, query="?history=1")


STATEMENTS: dict[str, bool | None] = {"yes": True, "not-yet": None, "no": False}


@act(StepKey.COMPARE)
def identity(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """Record the officer's statement: it is this person, not yet, or not by any means.

    Saying 是本人 before any result was chosen is the comparison itself: the face is the same.
    """
    call = call_of(request)
    said = request.POST.get("confirmed", "")
    if said not in STATEMENTS:
        raise BadInput(FieldFault("confirmed", "请选择是本人，或还不能确认。", "第三条(二)"))
    confirmed = STATEMENTS[said]
    if confirmed is True:
        _compare_by_eye(request, intake_id, call)
    intake_checks.state_identity(intake_id, call, confirmed=confirmed)
    return to_next(intake_id) if confirmed else to_step(intake_id, StepKey.COMPARE)


def _compare_by_eye(request: ActorRequest, intake_id: UUID, call: Call) -> None:
    work = work_of(request, intake_id)
    if work.view.face is FaceResult.NOT_DONE:
        intake_checks.compare(
            intake_id,
            call.part(uuid5(intake_id, "face")),
            face=FaceResult.SAME,
            fingerprint=work.view.fingerprint,
        )
