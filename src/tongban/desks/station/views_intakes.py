"""受理中: the open intakes of the station, for whoever is at its window today."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.office import office
from tongban.cases.queries.intakes import PAGE, Place, open_intakes
from tongban.desks.station.present_intakes import intakes_screen
from tongban.desks.station.views_work_common import acceptance, page
from tongban.desks.station.work_rows import Desk


@require_safe
@acceptance
def intakes(request: ActorRequest) -> HttpResponse:
    """All of them, the green channel first, then the one last touched; page by page."""
    after = Place.read(request.GET.get("after", ""))
    found = open_intakes(request.actor, at=request.at, limit=PAGE + 1, after=after)
    desk = Desk(request.actor, office(), request.at)
    screen = intakes_screen(desk, found[:PAGE], has_more=len(found) > PAGE, is_first=after is None)
    return page(request, "station/intakes.html", screen, active="intake")
