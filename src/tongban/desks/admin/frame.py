"""The frame of the administrators' pages."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tongban.accounts.requests import ActorRequest
from tongban.desks.shared.alarms import city_alarms
from tongban.desks.shared.chrome import NavItem
from tongban.desks.shared.frame import chrome_for
from tongban.procedure.roles import Role

KEEPERS = (Role.ADMIN_SYSTEM, Role.ADMIN_SECURITY)
"""Those who see accounts: one keeps them, the other gives the roles."""

_PAGES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("人员", "admin:officers", frozenset(KEEPERS)),
    ("单位", "admin:units", frozenset(KEEPERS)),
    ("审计日志", "admin:audit", frozenset({Role.ADMIN_AUDIT})),
)


def first_page(request: ActorRequest) -> str | None:
    """The address of the first page the administrator may open; None for nobody's."""
    names = [name for _, name, roles in _PAGES if roles & request.actor.roles]
    return reverse(names[0]) if names else None


def show(request: ActorRequest, template: str, screen: Any, *, status: int = 200) -> HttpResponse:  # noqa: ANN401 - each template has its screen
    """A page of this desk with its head."""
    nav = tuple(
        NavItem(label, reverse(name), active=request.path.startswith(reverse(name)))
        for label, name, roles in _PAGES
        if roles & request.actor.roles
    )
    # The system administrator keeps the files that these alarms are about.
    chrome = chrome_for(request, nav=nav, banners=city_alarms(request.at))
    context = {"screen": screen, "chrome": chrome}
    return render(request, template, context, status=status)
