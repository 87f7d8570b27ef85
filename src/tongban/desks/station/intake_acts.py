"""How every act of the intake window is asked for: role, method, and what an error becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import Barred, Forbidden, NotFound, OperationError
from tongban.desks.shared.permits import roles_required
from tongban.desks.station.intake_page import again
from tongban.desks.station.intake_state import step_url
from tongban.desks.station.screens import StepKey
from tongban.policy.units import UnitKind
from tongban.ports.errors import UpstreamError
from tongban.procedure.roles import Role

window = roles_required(Role.ACCEPTANCE, kind=UnitKind.STATION)

Act = Callable[..., HttpResponseBase]

DOWN = {
    "population": "人口系统暂时没有回答，这一步没有办成，已填写的都还在。请稍后再试；"
    "已经查到的人可以继续登记凭证、采集和缴费。",
    "national_register": "部人口信息系统暂时没有回答，这一步没有办成，已填写的都还在。请稍后再试；"
    "已经查到的人可以继续登记凭证、采集和缴费。",
    "treasury": "省财政缴费系统暂时没有回答。可以先收现金，系统恢复后再代缴；受理照常进行。",
    "devices": "读卡器、指纹仪或相机没有回答，请检查连接。号码可以手工输入，照片可以从文件上传，"
    "指纹采不到的可以写明原因。",
    "residence": "居住登记平台暂时没有回答，稍后再查，不影响受理。",
}


def down(error: UpstreamError) -> str:
    """What an upstream system that does not answer means here, and what still works."""
    return DOWN.get(error.system, "上级系统暂时没有回答，请稍后再试；其他步骤可以照常办理。")


def to_step(intake_id: UUID, key: StepKey, *, query: str = "") -> HttpResponse:
    """Answer a post with the page of a step."""
    return HttpResponseRedirect(step_url(intake_id, key) + query, status=303)


def to_next(intake_id: UUID) -> HttpResponse:
    """Answer a post with the step in which the next thing is missing."""
    return HttpResponseRedirect(f"/station/intake/{intake_id}/", status=303)


def act(key: StepKey, *, opened: str = "", part: str = "") -> Callable[[Act], Act]:
    """An act asked for from the step ``key``; ``opened`` is the window its form stands in.

    ``part`` is the page within the step.

    An act that did not happen brings the step back with everything typed; a page of it that was
    left and asked for again (a reload, the way back) leads to the step and does nothing.
    """

    def decorate(view: Act) -> Act:
        @window
        def asked(
            request: ActorRequest, /, intake_id: UUID, **rest: UUID | str
        ) -> HttpResponseBase:
            if request.method != "POST":
                return to_next(intake_id)
            try:
                return view(request, intake_id, **rest)
            except (NotFound, Forbidden):
                raise
            except OperationError as error:
                return again(request, intake_id, key, error, opened=opened, part=part)
            except UpstreamError as error:
                return again(request, intake_id, key, Barred(down(error)), opened=opened, part=part)

        return wraps(view)(asked)

    return decorate
