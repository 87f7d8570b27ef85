"""The units of the city, to read; the list itself is the operator's data."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.accounts.listing import active_by_unit
from tongban.accounts.models import Unit
from tongban.accounts.requests import ActorRequest
from tongban.desks.admin.frame import KEEPERS, show
from tongban.desks.admin.screens import UnitGroup, UnitLine, UnitsScreen
from tongban.desks.shared.permits import roles_required
from tongban.policy.units import UnitKind


@roles_required(*KEEPERS)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """All units by county, with the number of their active officers."""
    counts = active_by_unit()
    units = list(Unit.objects.order_by("code"))
    tops = sorted(
        (unit for unit in units if unit.kind != UnitKind.STATION),
        key=lambda unit: (unit.kind != UnitKind.CITY, unit.code),
    )
    groups = []
    for top in tops:
        is_county = top.kind == UnitKind.COUNTY
        below = [unit for unit in units if is_county and unit.parent_id == top.code]
        lines = tuple(_line(unit, counts.get(unit.code, 0)) for unit in (top, *below))
        groups.append(UnitGroup(top.name, lines, sum(line.officers == 0 for line in lines)))
    return show(request, "admin/units.html", UnitsScreen("单位", tuple(groups)))


def _line(unit: Unit, officers: int) -> UnitLine:
    url = reverse("admin:officers-of-unit", args=[unit.code])
    return UnitLine(unit.code, unit.short_name, officers, url)
