"""Officers: finding them, adding them, and one account."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tongban.accounts import listing, officers
from tongban.accounts.errors import AccountRefused
from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.errors import Forbidden, NotFound
from tongban.desks.admin.frame import KEEPERS, first_page, show
from tongban.desks.admin.officer_screens import create_screen, line, officer_screen
from tongban.desks.admin.screens import OfficersScreen
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pieces import Action, ActionStyle, EmptyState
from tongban.procedure.roles import ADMIN_ROLES, Role


@roles_required(*ADMIN_ROLES)
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Lead to the first page of the administrator's own kind."""
    page = first_page(request)
    if page is None:
        raise Forbidden("这一页由管理员使用。")
    return HttpResponseRedirect(page)


@roles_required(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: ActorRequest) -> HttpResponse:
    """Find officers (by POST: names stay out of addresses); before that, who cannot work."""
    query = request.POST.get("q", "").strip()[:50]
    if query:
        rows = listing.search(query)
        lead, empty = (
            f"找到 {len(rows)} 人。",
            EmptyState("没有找到", "请换一个姓名、登录名或警号。"),
        )
    else:
        rows = listing.wanting_attention(request.at)
        lead = "已锁定的、还没有岗位的人员列在下面；其他人请查找，或从单位进入。"
        empty = EmptyState("没有需要处理的人员", "没有人被锁定，也没有人缺少岗位。")
    return _list(request, rows, title="人员", lead=lead, empty=empty, query=query)


@roles_required(*KEEPERS)
@require_safe
def of_unit(request: ActorRequest, code: str) -> HttpResponse:
    """The officers of one unit."""
    name = listing.unit_names().get(code)
    if name is None:
        raise NotFound("没有这个单位，请从单位列表选择。")
    rows = listing.at_unit(code)
    empty = EmptyState("这个单位还没有人员", "请先新增人员，再由安全管理员授予岗位。")
    return _list(request, rows, title=name, lead=f"{len(rows)} 人。", empty=empty)


@roles_required(Role.ADMIN_SYSTEM)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Add an officer; the page that follows shows his one-time password once."""
    given = {name: request.POST.get(name, "") for name in ("login", "name", "police_number")}
    if request.method != "POST":
        return show(request, "shared/accounts/form.html", create_screen({}))
    try:
        officer_id, one_time = officers.create(**given, actor=request.actor, at=request.at)
    except AccountRefused as refused:
        screen = create_screen(given, errors={refused.field: refused.sentence})
        return show(request, "shared/accounts/form.html", screen, status=422)
    return account(request, officer_id, one_time=one_time)


@roles_required(*KEEPERS)
@require_safe
def officer(request: ActorRequest, officer_id: UUID) -> HttpResponse:
    """One account."""
    return account(request, officer_id)


def account(
    request: ActorRequest,
    officer_id: UUID,
    *,
    one_time: str = "",
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """The page of one account, after something was done to it or refused."""
    screen = officer_screen(
        listing.officer(officer_id),
        roles=request.actor.roles,
        is_self=officer_id == request.actor.officer_id,
        at=request.at,
        one_time=one_time,
        errors=errors,
        given={name: request.POST.get(name, "") for name in ("unit", "role")},
    )
    return show(request, "admin/officer.html", screen, status=422 if errors else 200)


def _list(
    request: ActorRequest,
    rows: tuple[listing.OfficerRow, ...],
    *,
    title: str,
    lead: str,
    empty: EmptyState,
    query: str = "",
) -> HttpResponse:
    add = Action("新增人员", url=reverse("admin:officer-new"), style=ActionStyle.PRIMARY)
    screen = OfficersScreen(
        title=title,
        lead=lead,
        lines=tuple(line(row, at=request.at) for row in rows),
        empty=empty,
        post_url=reverse("admin:officers"),
        query=query,
        more=len(rows) >= listing.LIMIT,
        actions=(add,) if Role.ADMIN_SYSTEM in request.actor.roles else (),
    )
    return show(request, "admin/officers.html", screen)
