"""Signing in and out, and the first administrator of an empty installation."""

from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.accounts import first_admin, sessions, sign_in
from tongban.accounts.demo import DEMO_PASSWORD, DemoOfficer, demo_accounts
from tongban.accounts.errors import AccountRefused
from tongban.accounts.installation import is_demo
from tongban.accounts.requests import (
    COOKIE,
    ActorRequest,
    OpenRequest,
    sign_in_not_required,
    works_before_password_change,
)
from tongban.accounts.role_rules import in_words
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.desks.shared.account_forms import first_admin_screen
from tongban.desks.shared.fields import Field, FieldKind, Problem
from tongban.desks.shared.screens import DemoAccount, DemoGroup, DemoUnit, SignInScreen
from tongban.policy.units import City, UnitKind, shipped_city

_NO_ROLE = "账号还没有岗位，暂时不能登录。请联系安全管理员授予岗位。"


@sign_in_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: OpenRequest) -> HttpResponse:
    """Show the form, or sign in and go on to where the officer wanted to be."""
    goal = safe_next(request)
    if request.method != "POST":
        if sessions.read(request.COOKIES.get(COOKIE, ""), at=request.at):
            return HttpResponseRedirect(goal)
        return _form(request, goal)
    login, password = request.POST.get("login", ""), request.POST.get("password", "")
    officer_id = sign_in.verify(login, password=password, at=request.at)
    if officer_id is None:
        return _form(request, goal, login=login, problem=sign_in.FAILED)
    units = sign_in.choices(officer_id)
    if not units:
        return _form(request, goal, login=login, problem=_NO_ROLE)
    sessions.sweep(request.at)
    token = sessions.start(officer_id, unit=units[0].code, at=request.at)
    begun = sessions.read(token, at=request.at)
    if begun is not None:
        record(What.SIGNED_IN, actor=begun.actor, at=request.at, subject=officer_id)
    sessions.end(request.COOKIES.get(COOKIE, ""))
    choose = f"{reverse('accounts:unit')}?{urlencode({'next': goal})}"
    where = choose if len(units) > 1 else goal
    return with_session(request, HttpResponseRedirect(where), token)


@works_before_password_change
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session; other sessions of the officer go on."""
    sessions.end(request.COOKIES.get(COOKIE, ""))
    record(What.SIGNED_OUT, actor=request.actor, at=request.at, subject=request.actor.officer_id)
    response = HttpResponseRedirect(reverse("accounts:sign-in"))
    response.delete_cookie(COOKIE, samesite="Strict")
    return response


@sign_in_not_required
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: OpenRequest) -> HttpResponse:
    """Set up the first administrator with the one-time code; 404 once there is one."""
    if not first_admin.is_wanted():
        raise Http404
    if request.method != "POST":
        return render(request, "shared/accounts/form.html", {"screen": first_admin_screen({})})
    given = {name: request.POST.get(name, "") for name in ("code", "login", "name", "password")}
    errors: dict[str, str] = {}
    if request.POST.get("again", "") != given["password"]:
        errors["again"] = "两次输入的密码不一致，请重新输入。"
    else:
        try:
            first_admin.use_code(**given, at=request.at)
        except AccountRefused as refused:
            errors[refused.field] = refused.sentence
    if errors:
        screen = first_admin_screen(given, errors=errors)
        return render(request, "shared/accounts/form.html", {"screen": screen}, status=422)
    return HttpResponseRedirect(reverse("accounts:sign-in"))


def with_session(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """Give the browser a new session, and new form tokens with it."""
    rotate_token(request)
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure())
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to go on, within this product; the officer's desk when nothing usable is named."""
    url = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if ours and url != reverse("accounts:sign-in") else "/"


def _form(request: HttpRequest, goal: str, *, login: str = "", problem: str = "") -> HttpResponse:
    demo = is_demo()
    notice = "还没有管理员：请在 /first/ 凭一次性代码建立。" if _is_empty(demo=demo) else ""
    screen = SignInScreen(
        post_url=reverse("accounts:sign-in"),
        login=Field(
            "login", "登录名", value=login, autocomplete="username", maxlength=32, focus=not login
        ),
        password=Field(
            "password",
            "密码",
            FieldKind.PASSWORD,
            autocomplete="current-password",
            maxlength=128,
            focus=bool(login),
        ),
        city_name=_city_name(shipped_city()),
        problems=(Problem(problem, "f-login"),) if problem else (),
        next_url=goal if goal != "/" else "",
        demo=demo,
        demo_groups=demo_groups(shipped_city(), accounts=demo_accounts()) if demo else (),
        demo_password=DEMO_PASSWORD if demo else "",
        notice=notice,
    )
    return render(
        request, "shared/sign_in.html", {"screen": screen}, status=403 if problem else 200
    )


def demo_groups(city: City, *, accounts: tuple[DemoOfficer, ...]) -> tuple[DemoGroup, ...]:
    """The demonstration's accounts by county and unit, in the order of the city's list."""
    by_unit = {
        code: tuple(DemoAccount(one.login, one.name, in_words(one.roles)) for one in group)
        for code, group in groupby(accounts, key=lambda one: one.unit)
    }
    tops = [unit for unit in city.units if unit.kind is not UnitKind.STATION]
    groups = []
    for number, top in enumerate(tops):
        below = (top, *city.stations_of(top.code)) if top.kind is UnitKind.COUNTY else (top,)
        units = tuple(
            DemoUnit(unit.short_name, by_unit[unit.code]) for unit in below if unit.code in by_unit
        )
        groups.append(DemoGroup(top.short_name, units, open=number < 2))
    return tuple(groups)


def _is_empty(*, demo: bool) -> bool:
    return not demo and first_admin.is_wanted()


def _city_name(city: City) -> str:
    return city.of_kind(UnitKind.CITY)[0].name
