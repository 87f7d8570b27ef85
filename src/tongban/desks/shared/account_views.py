"""An officer's own account: which unit, which password, which desk."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.accounts import sessions, sign_in
from tongban.accounts.errors import AccountRefused
from tongban.accounts.requests import ActorRequest, works_before_password_change
from tongban.accounts.role_rules import in_words
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.desks.shared.account_forms import password_screen
from tongban.desks.shared.account_screens import UnitLine, UnitScreen
from tongban.desks.shared.frame import FIND_URL, chrome_for
from tongban.desks.shared.pieces import Action
from tongban.desks.shared.sign_in_views import safe_next, with_session
from tongban.desks.shared.work_frame import NAVIGATION
from tongban.procedure.roles import ADMIN_ROLES

_ADMIN_DESK = "/admin/"


def home(request: ActorRequest) -> HttpResponse:
    """Lead to the first page of the desk that the roles in use open."""
    roles, kind = request.actor.roles, request.actor.unit_kind
    if roles & ADMIN_ROLES:
        return HttpResponseRedirect(_ADMIN_DESK)
    entries = NAVIGATION[kind] if kind else ()
    for entry in entries:
        if entry.roles & roles:
            return HttpResponseRedirect(entry.url)
    return HttpResponseRedirect(FIND_URL)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: ActorRequest) -> HttpResponse:
    """Choose which unit to act for, where the officer holds roles at several."""
    if request.method == "POST":
        return _go_on_at(request, request.POST.get("unit", ""))
    officer_id = request.actor.officer_id
    units = sign_in.choices(officer_id) if officer_id else ()
    goal = safe_next(request)
    screen = UnitScreen(
        title="选择单位",
        units=tuple(
            UnitLine(one.code, one.name, in_words(one.roles), one.code == request.unit.code)
            for one in units
        ),
        next_url=goal,
        actions=(Action("不切换，返回", url=goal),),
    )
    context = {"screen": screen, "chrome": chrome_for(request)}
    return render(request, "shared/accounts/unit.html", context)


def _go_on_at(request: ActorRequest, code: str) -> HttpResponse:
    goal = safe_next(request)
    if code == request.unit.code:
        return HttpResponseRedirect(goal)
    try:
        token = sessions.switch(request.signed_in, unit=code, at=request.at)
    except LookupError as error:
        raise AccountRefused("您在该单位没有岗位，请重新选择。") from error
    subject = request.actor.officer_id
    record(
        What.UNIT_CHOSEN, actor=request.actor, at=request.at, subject=subject, data={"unit": code}
    )
    return with_session(request, HttpResponseRedirect(goal), token)


@works_before_password_change
@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    """Change one's own password; the other sessions end, this one goes on."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        new = request.POST.get("new", "")
        if request.POST.get("again", "") != new:
            errors["again"] = "两次输入的新密码不一致，请重新输入。"
        else:
            errors = sign_in.change_password(
                request.actor,
                present=request.POST.get("present", ""),
                new=new,
                keep=request.signed_in.token_hash,
                at=request.at,
            )
        if not errors:
            token = sessions.switch(request.signed_in, unit=request.unit.code, at=request.at)
            return with_session(request, HttpResponseRedirect(reverse("accounts:home")), token)
    screen = password_screen(forced=request.signed_in.must_change_password, errors=errors)
    context = {"screen": screen, "chrome": chrome_for(request)}
    return render(request, "shared/accounts/form.html", context, status=422 if errors else 200)
