"""What the station's work pages share: who may open them, paging by key, frame, way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongban.accounts.requests import ActorRequest
from tongban.cases.queries.upstream_health import SystemHealth
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

acceptance = roles_required(Role.ACCEPTANCE, kind=UnitKind.STATION)
window = roles_required(Role.ACCEPTANCE, Role.DELIVERY, kind=UnitKind.STATION)

NOT_HERE = "没有这一件，或者不是本所受理的。"
Mark = tuple[datetime | None, UUID]


def page(
    request: ActorRequest,
    template: str,
    screen: object,
    *,
    active: str,
    notice: Banner | None = None,
    health: list[SystemHealth] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page in its frame; two queries, one less when ``health`` has been read."""
    chrome = work_chrome(request, active=active, health=health)
    if notice is not None:
        chrome = replace(chrome, banners=(notice, *chrome.banners))
    context: dict[str, Any] = {"screen": screen, "chrome": chrome}
    return render(request, template, context, status=status)


def see(url: str, **query: str) -> HttpResponse:
    """Answer a post with a page to look at."""
    return HttpResponseRedirect(f"{url}?{urlencode(query)}" if query else url, status=303)


def mark_of(request: ActorRequest) -> Mark | None:
    """Where the page asked for begins; what cannot be read counts as the beginning."""
    due, _, last = request.GET.get("after", "").rpartition("_")
    try:
        moment = datetime.fromisoformat(due) if due else None
        return None if moment is not None and moment.tzinfo is None else (moment, UUID(last))
    except ValueError:
        return None


def after(url: str, due_at: datetime | None, last: UUID, **query: str) -> str:
    """The address of the page that begins behind a duty."""
    mark = f"{due_at.isoformat() if due_at else ''}_{last}"
    return f"{url}?{urlencode({**query, 'after': mark})}"
