"""受理中: the open intakes of the station, for whoever is at its window; and those that lapsed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.office import office
from tongban.cases.queries.intakes import PAGE, Place, lapsed_intakes, open_intakes
from tongban.desks.station.present_intakes import intakes_screen, lapsed_screen
from tongban.desks.station.views_work_common import acceptance, page
from tongban.desks.station.work_rows import Desk


@require_safe
@acceptance
def intakes(request: ActorRequest) -> HttpResponse:
    """All of them, the green channel first, then the one last touched; ``lapsed``: those that did."""
    after = Place.read(request.GET.get("after", ""))
    desk = Desk(request.actor, office(), request.at)
    if "lapsed" in request.GET:
        over = lapsed_intakes(request.actor, limit=PAGE + 1, after=after)
        screen = lapsed_screen(desk, over[:PAGE], has_more=len(over) > PAGE)
    else:
        found = open_intakes(request.actor, at=request.at, limit=PAGE + 1, after=after)
        more = len(found) > PAGE
        screen = intakes_screen(desk, found[:PAGE], has_more=more, is_first=after is None)
    return page(request, "station/intakes.html", screen, active="intake")
