"""The PC's own camera for the standard photo: a page of its own, the only one that may use it.

The picture goes the way of every other file (``intake-photo-upload``, ``return-photo``), with the
same measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.desks.shared.pieces import Action
from tongban.desks.shared.work_frame import work_chrome
from tongban.desks.station.intake_acts import window
from tongban.desks.station.intake_page import work_of
from tongban.desks.station.intake_state import act_url, step_url
from tongban.desks.station.panels_capture import locked
from tongban.desks.station.present_returns import PHOTO
from tongban.desks.station.returns_page import file_of, return_url
from tongban.desks.station.screens import StepKey
from tongban.desks.station.views_work_common import acceptance
from tongban.procedure.acts import Act
from tongban.procedure.table import judge
from tongban.standards.id_number import mask

CAMERA = "camera=(self), microphone=(), geolocation=(), payment=()"
"""What this page may use; every other page may not use the camera either (``config.guard``)."""


@dataclass(frozen=True, slots=True)
class CameraScreen:
    """Whose photo is taken, where it goes, the way back."""

    name: str
    id_number: str
    url: str
    back: Action
    actions: tuple[Action, ...] = ()


@require_safe
@window
def camera(request: ActorRequest, intake_id: UUID) -> HttpResponse:
    """The camera's page; while nothing may be captured yet the step says why (第六条)."""
    work = work_of(request, intake_id)
    back = step_url(intake_id, StepKey.PHOTO)
    if not work.view.is_open or locked(work):
        return HttpResponseRedirect(back)
    screen = CameraScreen(
        name=work.view.record["name"],
        id_number=mask(work.view.record["id_number"]),
        url=act_url(intake_id, "photo-upload"),
        back=Action("回到证件照", url=back, key="Escape"),
    )
    return _page(request, screen, active="intake")


@require_safe
@acceptance
def camera_of_return(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The same for a case that came back; while it cannot be corrected its page says why (第十条)."""
    file = file_of(request, case_id)
    back = f"{return_url(case_id)}?part={PHOTO}"
    if judge(Act.RECOMPOSE, file.standing, request.actor) is not None:
        return HttpResponseRedirect(back)
    screen = CameraScreen(
        name=file.name,
        id_number=mask(file.id_number),
        url=reverse("station:return-photo", args=[case_id]),
        back=Action("回到退回件", url=back, key="Escape"),
    )
    return _page(request, screen, active="returns")


def _page(request: ActorRequest, screen: CameraScreen, *, active: str) -> HttpResponse:
    context = {"screen": screen, "chrome": work_chrome(request, active=active)}
    answer = render(request, "station/camera.html", context)
    answer.headers["Permissions-Policy"] = CAMERA
    return answer
