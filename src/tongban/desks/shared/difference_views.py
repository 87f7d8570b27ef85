"""款项差异 (第七条): what does not agree, seen by the station, its county bureau and the city."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import differences as operations
from tongban.cases.operations.errors import BadInput, Forbidden, NotFound
from tongban.cases.operations.office import office
from tongban.cases.queries import differences as queries
from tongban.cases.queries.cash import unclosed
from tongban.desks.shared import present_differences as show
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

_ROLES = {
    UnitKind.STATION: Role.ACCEPTANCE,
    UnitKind.COUNTY: Role.SUPERVISION,
    UnitKind.CITY: Role.SUPERVISION,
}
_ACTIVE = {UnitKind.STATION: "money", UnitKind.COUNTY: "differences", UnitKind.CITY: "differences"}


def _demand_role(request: ActorRequest) -> UnitKind:
    kind = request.actor.unit_kind
    if kind is None or _ROLES[kind] not in request.actor.roles:
        raise Forbidden("款项差异由受理民警和县局、市局督导民警办理。")
    return kind


@require_safe
def differences(request: ActorRequest) -> HttpResponse:
    """Open differences, the oldest first; for a bureau also who has not closed his cash, and the
    treasury's statements."""
    kind = _demand_role(request)
    is_settled = request.GET.get("settled") == "1"
    is_bureau = kind is not UnitKind.STATION
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "differences"})
    screen = show.list_screen(
        queries.differences(request.actor, is_open=not is_settled),
        is_settled=is_settled,
        unclosed=unclosed(_stations(request)) if is_bureau else [],
        statements=queries.statements() if is_bureau else [],
        actor=request.actor,
        at=request.at,
    )
    context = {"screen": screen, "chrome": work_chrome(request, active=_ACTIVE[kind])}
    return render(request, "shared/differences.html", context)


def _stations(request: ActorRequest) -> list[str]:
    city = office().city
    if request.actor.unit_kind is UnitKind.COUNTY:
        return [unit.code for unit in city.stations_of(request.actor.unit)]
    return [unit.code for unit in city.of_kind(UnitKind.STATION)]


@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: ActorRequest, difference_id: UUID) -> HttpResponse:
    """One difference: both sides, what it can come from, and how it was settled."""
    _demand_role(request)
    if request.method == "POST":
        return _settle(request, difference_id)
    return _page(request, difference_id)


def _settle(request: ActorRequest, difference_id: UUID) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("outcome", "words")}
    try:
        operations.settle(difference_id, call_of(request), **given)
    except BadInput as bad:
        errors = {fault.field: fault.sentence for fault in bad.faults}
        return _page(request, difference_id, values=given, errors=errors)
    return HttpResponseRedirect(reverse("shared:differences"), status=303)


def _page(
    request: ActorRequest,
    difference_id: UUID,
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    kind = _demand_role(request)
    found = queries.difference(request.actor, difference_id)
    if found is None:
        raise NotFound("没有这一项差异，或者不归本单位处理。")
    screen = show.item_screen(
        found, actor=request.actor, at=request.at, values=values or {}, errors=errors or {}
    )
    context = {"screen": screen, "chrome": work_chrome(request, active=_ACTIVE[kind])}
    return render(request, "shared/difference.html", context, status=422 if errors else 200)
