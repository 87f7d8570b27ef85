"""How often an application is refused, by station and officer; every figure leads to its intakes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.office import office
from tongban.cases.queries import refusal_rates as queries
from tongban.desks.shared.page_keys import read_key
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.present_rates import ended_screen, rates_screen
from tongban.desks.shared.present_refusals import unit_name
from tongban.desks.shared.present_register import Month
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

supervising = roles_required(Role.SUPERVISION)


@require_safe
@supervising
def rates(request: ActorRequest) -> HttpResponse:
    """The rates of a month; a county bureau sees its own stations, measured by the whole city."""
    today = local_date(request.at)
    month = Month.read(request.GET.get("month", ""), today=today)
    begins, ends = month.bounds
    found = queries.rates(since=begins, until=ends, stations=_own(request))
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "refusal-rates"})
    screen = rates_screen(found, month=month, today=today, rules=office())
    context = {"screen": screen, "chrome": work_chrome(request, active="refusals")}
    return render(request, "shared/refusal_rates.html", context)


def _own(request: ActorRequest) -> frozenset[str] | None:
    if request.actor.unit_kind is UnitKind.CITY:
        return None
    return frozenset(one.code for one in office().city.stations_of(request.actor.unit))


@require_safe
@supervising
def ended(request: ActorRequest) -> HttpResponse:
    """The intakes behind a figure: ended in a month, at a station or by an officer."""
    rules, unit = office(), request.GET.get("unit", "")
    month = Month.read(request.GET.get("month", ""), today=local_date(request.at))
    officer = _uuid(request.GET.get("officer", ""))
    known = unit if rules.city.get(unit) else ""
    begins, ends = month.bounds
    asked = queries.Behind(since=begins, until=ends, unit=known, officer=officer)
    before = read_key(request.GET.get("after", ""))
    lines = queries.ended(request.actor, asked, before=before, limit=queries.PAGE + 1)
    given = {"unit": known, "officer": str(officer or ""), "month": month.text}
    where = unit_name(known, rules) if known else "同一民警" if officer else ""
    screen = ended_screen(
        lines,
        given={name: value for name, value in given.items() if value},
        title=" · ".join(part for part in (where, f"{month.label}办结的受理") if part),
        rules=rules,
        now=request.at,
    )
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "intakes-ended"})
    context = {"screen": screen, "chrome": work_chrome(request, active="refusals")}
    return render(request, "shared/intakes_ended.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
