"""绿色通道与上门服务: how much both are used, by county and station (第十四条)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import NotFound
from tongban.cases.queries.green_use import Span, Used, green_cases, green_use
from tongban.desks.city.common import log_list, supervision
from tongban.desks.city.ending_views import shown_of
from tongban.desks.city.present_green import TABLE, behind_screen
from tongban.desks.city.present_month import Shown
from tongban.desks.shared.page_keys import read_key
from tongban.desks.shared.work_frame import work_chrome


def _span(shown: Shown) -> Span:
    since, until = shown.month.bounds
    return Span(since, until, shown.unit)


@require_GET
@supervision
def use(request: ActorRequest) -> HttpResponse:
    """The month's figures by county bureau, or by the stations of one."""
    shown = shown_of(request)
    screen = TABLE.screen(green_use(_span(shown)), shown)
    log_list(request, list="green", county=shown.unit)
    context = {"screen": screen, "chrome": work_chrome(request, active="today")}
    return render(request, "city/endings.html", context)


@require_GET
@supervision
def behind(request: ActorRequest, kind: str) -> HttpResponse:
    """The cases behind one figure; looking is logged."""
    if kind not in Used.__members__:
        raise NotFound("没有这一项。")
    found, shown = Used(kind), shown_of(request)
    log_list(request, list=f"green.{kind}", county=shown.unit)
    before = read_key(request.GET.get("after", ""))
    lines = green_cases(request.actor, found, _span(shown), before=before)
    context = {
        "screen": behind_screen(lines, found, shown),
        "chrome": work_chrome(request, active="today"),
    }
    return render(request, "city/list.html", context)
