"""Addresses of the intake window, below /station/intake/."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from tongban.desks.station import (
    views_camera,
    views_intake,
    views_intake_capture,
    views_intake_case,
    views_intake_fee,
    views_intake_green,
    views_intake_identity,
    views_intake_look_up,
    views_intake_offence,
    views_intake_tolerant,
    views_residence,
)

ACTS: dict[str, Callable[..., HttpResponseBase]] = {
    "declare": views_intake_identity.declare,
    "evidence": views_intake_identity.evidence,
    "read-card": views_intake_identity.read_card,
    "live": views_intake_identity.live,
    "face": views_intake_identity.face,
    "fingerprint": views_intake_identity.fingerprint,
    "history": views_intake_identity.history,
    "identity": views_intake_identity.identity,
    "guardian": views_intake_tolerant.set_guardian,
    "guardian-out": views_intake_tolerant.take_out_guardian,
    "commit": views_intake_tolerant.commit,
    "photo-upload": views_intake_capture.upload,
    "photo-store": views_intake_capture.store_photo,
    "photo-drop": views_intake_capture.drop_photo,
    "details": views_intake_capture.details,
    "compose": views_intake_case.compose_now,
    "sign": views_intake_case.sign_now,
    "void": views_intake_case.void,
    "withdraw-case": views_intake_case.withdraw_case,
    "notice": views_intake_case.notice,
    "green": views_intake_green.set_green,
    "green-out": views_intake_green.take_off,
    "offence": views_intake_offence.offence,
    "refuse": views_intake_case.refuse,
    "withdraw": views_intake_case.withdraw_intake,
    "residence": views_intake_case.residence,
    "residence-start": views_residence.start,
    "fee-code": views_intake_fee.code,
    "fee-cash": views_intake_fee.cash,
    "fee-behalf": views_intake_fee.on_behalf,
    "fee-query": views_intake_fee.query,
}
"""Acts whose only argument is the intake; the name is also the last part of the address."""

urlpatterns: list[URLPattern] = [
    path("intake/", views_intake_look_up.start, name="intake"),
    path("intake/find/", views_intake_look_up.find, name="intake-find"),
    path("intake/<uuid:intake_id>/", views_intake.opened, name="intake-open"),
    path(
        "intake/<uuid:intake_id>/do/take-over/",
        views_intake_look_up.take_over_here,
        name="intake-take-over",
    ),
    *(
        path(f"intake/<uuid:intake_id>/do/{name}/", view, name=f"intake-{name}")
        for name, view in ACTS.items()
    ),
    path(
        "intake/<uuid:intake_id>/do/evidence/<uuid:evidence_id>/remove/",
        views_intake_identity.remove_evidence,
        name="intake-evidence-remove",
    ),
    path(
        "intake/<uuid:intake_id>/do/offence/<uuid:offence_id>/remove/",
        views_intake_offence.remove_offence,
        name="intake-offence-remove",
    ),
    path(
        "intake/<uuid:intake_id>/do/finger/<slug:hand>/",
        views_intake_capture.finger,
        name="intake-finger",
    ),
    path(
        "intake/<uuid:intake_id>/picture/original/", views_intake.original, name="intake-original"
    ),
    path(
        "intake/<uuid:intake_id>/picture/finger/<int:code>/",
        views_intake.fingerprint,
        name="intake-print",
    ),
    path("intake/<uuid:intake_id>/fee/poll/", views_intake.fee_poll, name="intake-fee-poll"),
    path("intake/<uuid:intake_id>/commitment/", views_intake.commitment, name="intake-commitment"),
    path("intake/<uuid:intake_id>/camera/", views_camera.camera, name="intake-camera"),
    path("intake/<uuid:intake_id>/<slug:step>/", views_intake.step, name="intake-step"),
]
