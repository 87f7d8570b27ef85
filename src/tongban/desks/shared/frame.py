"""The frame around the pages of a signed-in officer, from his request."""

from django.urls import reverse

from tongban.accounts.installation import is_demo
from tongban.accounts.requests import ActorRequest
from tongban.accounts.role_rules import in_words
from tongban.desks.shared.chrome import Banner, Chrome, NavItem, UpstreamDot
from tongban.desks.shared.pieces import Link
from tongban.procedure.roles import WORK_ROLES

FIND_URL = "/find/"
HELP_URL = "/help/"


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
        # Administrators see no case, so there is nothing for them to find.
        find_url=FIND_URL if request.actor.roles & WORK_ROLES else "",
        sign_out_url=reverse("accounts:sign-out"),
        help_url=HELP_URL,
        home_url=reverse("accounts:home"),
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
