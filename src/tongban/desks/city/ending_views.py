"""非正常结束: what ended against or without the applicant, by county and station (第十五条(二))."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries.refusal_rates import Behind, ended
from tongban.cases.queries.unusual_endings import (
    OF_CASE,
    OF_INTAKE,
    Unusual,
    unusual_cases,
    unusual_endings,
)
from tongban.desks.city.common import log_list, supervision
from tongban.desks.city.present_endings import TABLE, cases_behind, intakes_behind
from tongban.desks.city.present_month import Shown
from tongban.desks.shared.page_keys import read_key, with_query
from tongban.desks.shared.present_register import Month
from tongban.desks.shared.work_frame import work_chrome
from tongban.standards.zones import local_date


@require_GET
@supervision
def endings(request: ActorRequest) -> HttpResponse:
    """The month's figures by county bureau, or by the stations of one."""
    shown = shown_of(request)
    begins, ends = shown.month.bounds
    counts = unusual_endings(since=begins, until=ends)
    log_list(request, list="endings", county=shown.unit)
    context = {
        "screen": TABLE.screen(counts, shown),
        "chrome": work_chrome(request, active="refusals"),
    }
    return render(request, "city/endings.html", context)


def shown_of(request: ActorRequest) -> Shown:
    """The month and the unit that the address asks for; what cannot be read is not asked for."""
    rules, unit = office(), request.GET.get("unit", "")
    today = local_date(request.at)
    return Shown(
        month=Month.read(request.GET.get("month", ""), today=today),
        unit=unit if rules.city.get(unit) else "",
        today=today,
        now=request.at,
        rules=rules,
    )


@require_GET
@supervision
def behind(request: ActorRequest, kind: str) -> HttpResponse:
    """The applications behind one figure; looking is logged."""
    if kind not in Unusual.__members__:
        raise NotFound("没有这一类结束。")
    found, shown = Unusual(kind), shown_of(request)
    if found is Unusual.REFUSED:
        given = {"month": shown.month.text, "unit": shown.unit}
        kept = {name: value for name, value in given.items() if value}
        return HttpResponseRedirect(with_query(reverse("shared:refusals"), **kept))
    log_list(request, list=f"endings.{kind}", county=shown.unit)
    before, (begins, ends) = read_key(request.GET.get("after", "")), shown.month.bounds
    if found in OF_INTAKE:
        asked = Behind(since=begins, until=ends, unit=shown.unit, stages=(OF_INTAKE[found],))
        screen = intakes_behind(ended(request.actor, asked, before=before), found, shown)
    else:
        lines = unusual_cases(
            OF_CASE[found], since=begins, until=ends, unit=shown.unit, before=before
        )
        screen = cases_behind(lines, found, shown)
    context = {"screen": screen, "chrome": work_chrome(request, active="refusals")}
    return render(request, "city/list.html", context)
