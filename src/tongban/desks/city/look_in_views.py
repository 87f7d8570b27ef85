"""Who has not looked in, day by day (每天登录, 第九、十条)."""

from __future__ import annotations

from datetime import time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.accounts.presence import presence
from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.office import office
from tongban.cases.queries.city_items import outages_between
from tongban.cases.queries.look_ins import last_looks, missed_in_a_row, unit_looks
from tongban.desks.city.common import supervision
from tongban.desks.city.present_look_ins import LookInFacts, LookInsAsked, chosen, look_ins
from tongban.desks.shared.work_frame import work_chrome
from tongban.standards.zones import at_local, local_date


@require_GET
@supervision
def units(request: ActorRequest) -> HttpResponse:
    """The units that have not looked into all three systems on a day; at most eight queries."""
    asked = LookInsAsked.read(request.GET, today=local_date(request.at))
    looks = unit_looks(asked.day, county=asked.county)
    codes = [one.unit for one in chosen(looks)]
    begins = at_local(asked.day, clock=time(0))
    facts = LookInFacts(
        looks=looks,
        last=last_looks(codes),
        streaks=missed_in_a_row(codes, before=asked.day),
        presence=presence(codes),
        outages=outages_between(begins, min(begins + timedelta(days=1), request.at)),
        now=request.at,
    )
    screen = look_ins(asked, facts, city=office().city)
    context = {"screen": screen, "chrome": work_chrome(request, active="today")}
    return render(request, "city/look_ins.html", context)
