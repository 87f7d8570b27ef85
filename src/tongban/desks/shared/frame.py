"""The frame around the pages of a signed-in officer, from his request."""

from django.urls import reverse

from tongban.accounts.installation import is_demo
from tongban.accounts.requests import ActorRequest
from tongban.accounts.role_rules import in_words
from tongban.desks.shared.chrome import Banner, Chrome, NavItem, UpstreamDot
from tongban.desks.shared.pieces import Link
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.roles import ADMIN_ROLES

FIND_URL = "/find/"
HELP_URL = "/help/"
_DESKS = {UnitKind.STATION: "/station/", UnitKind.COUNTY: "/county/", UnitKind.CITY: "/city/"}
_ADMIN_DESK = "/admin/"


def desk_of(actor: Actor) -> str:
    """The address of the desk at which an officer works."""
    if actor.roles & ADMIN_ROLES or actor.unit_kind is None:
        return _ADMIN_DESK
    return _DESKS[actor.unit_kind]


def chrome_for(
    request: ActorRequest,
    *,
    nav: tuple[NavItem, ...] = (),
    banners: tuple[Banner, ...] = (),
    upstream: tuple[UpstreamDot, ...] = (),
    upstream_url: str = "",
) -> Chrome:
    """The head of a page; each desk gives its own navigation. No query of its own."""
    return Chrome(
        unit_name=str(request.unit),
        officer_name=request.actor.name,
        nav=nav,
        find_url=FIND_URL,
        sign_out_url=reverse("accounts:sign-out"),
        help_url=HELP_URL,
        home_url=desk_of(request.actor),
        role_words=in_words(request.actor.roles),
        officer_links=(
            Link("切换单位", reverse("accounts:unit")),
            Link("修改密码", reverse("accounts:password")),
        ),
        upstream=upstream,
        upstream_url=upstream_url,
        banners=banners,
        demo=is_demo(),
    )
