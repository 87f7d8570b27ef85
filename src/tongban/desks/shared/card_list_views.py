"""Lists about cards: those looked for, and where all of them are (第十一条, 第十三条)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.errors import Forbidden
from tongban.cases.operations.office import office
from tongban.cases.queries.card_inquiries import closed_inquiries, open_inquiries, surplus_cards
from tongban.cases.queries.card_stock import contradictions, spoiled_here, stock
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.present_card_lists import inquiries_screen, stock_screen
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role


@require_safe
@roles_required(Role.SUPERVISION)
def inquiries(request: ActorRequest) -> HttpResponse:
    """The lost and damaged cards of the bureau's stations, the city's of all bureaus."""
    actor = request.actor
    record(What.LIST_VIEWED, actor=actor, at=request.at, data={"list": "card inquiries"})
    screen = inquiries_screen(
        waiting=open_inquiries(actor),
        closed=closed_inquiries(actor),
        surplus=surplus_cards("" if actor.unit_kind is UnitKind.CITY else actor.unit),
        rules=office(),
        is_city=actor.unit_kind is UnitKind.CITY,
        now=request.at,
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="inquiries")}
    return render(request, "shared/card_inquiries.html", context)


@require_safe
@roles_required(Role.SUPERVISION, Role.DELIVERY)
def figures(request: ActorRequest) -> HttpResponse:
    """Every card once, by place, with the check that nothing is lost on the way."""
    actor = request.actor
    if actor.unit_kind is UnitKind.STATION:
        raise Forbidden("证件存量由县局和市局查看。")
    county = "" if actor.unit_kind is UnitKind.CITY else actor.unit
    screen = stock_screen(
        stock(county),
        wrong=contradictions(county),
        held=spoiled_here(actor.unit),
        city=office().city,
        is_city=not county,
        actor=actor,
    )
    active = "cards" if county and Role.DELIVERY in actor.roles else "inquiries"
    context = {"screen": screen, "chrome": work_chrome(request, active=active)}
    return render(request, "shared/card_stock.html", context)
