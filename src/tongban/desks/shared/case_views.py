"""Pages about one case and about finding one, shared by all desks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries.case_page import case_page
from tongban.cases.queries.find import find
from tongban.desks.shared import present_case, present_find
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.chart import chart_svg
from tongban.procedure.roles import WORK_ROLES


@require_GET
def case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One case with its history, duties, papers and cards; looking is logged."""
    found = case_page(case_id, request.actor)
    if found is None:
        raise NotFound("没有这一件，或者不在本单位经办范围内。")
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    screen = present_case.case_screen(found, request.actor, rules=office(), now=request.at)
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "shared/case.html", context)


@require_http_methods(["GET", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Find by number or name; only by POST, so that nothing personal stands in an address."""
    text = request.POST.get("q", "")[:60] if request.method == "POST" else ""
    hits = find(request.actor, text) if text.strip() else []
    if text.strip():
        record(What.FOUND, actor=request.actor, at=request.at, data={"hits": len(hits)})
    screen = present_find.find_screen(text, hits, city=office().city, actor=request.actor)
    if request.headers.get("HX-Request") == "true":
        return render(request, "shared/partials/hits.html", {"screen": screen})
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "shared/find.html", context)


@require_GET
def help_page(request: ActorRequest) -> HttpResponse:
    """Keys, terms and the flow chart."""
    is_at_work = bool(request.actor.roles & WORK_ROLES)
    context = {
        "screen": present_find.help_screen(),
        "chrome": work_chrome(request, active="") if is_at_work else None,
    }
    return render(request, "shared/help.html", context)


@require_GET
def flow(request: ActorRequest) -> HttpResponse:
    """The flow chart, drawn from the table of the procedure."""
    return HttpResponse(chart_svg(None), content_type="image/svg+xml; charset=utf-8")
