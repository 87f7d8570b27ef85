"""The city bureau's pages: today, lists behind figures, chases, upstream."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.chase import chase
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.office import Office, office
from tongban.cases.queries import case_lists, upstream_health
from tongban.cases.queries import overview as figures
from tongban.cases.queries.look_ins import unit_looks
from tongban.desks.city import present_lists, present_overview
from tongban.desks.city.common import log_list, supervision
from tongban.desks.city.list_screens import Asked, ListScreen
from tongban.desks.city.present_work import Duties
from tongban.desks.city.risk import Risk, risks
from tongban.desks.city.screens import ChaseForm, OverviewScreen
from tongban.desks.shared.alarms import credit_alarms
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.fields import Field, FieldKind
from tongban.desks.shared.page_keys import read_moment_key, with_query
from tongban.desks.shared.phrases import CLOSES, OPENS, working_time
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.calendar import UnknownYear
from tongban.standards.zones import at_local, local_date

WORDS = "请今天 17:00 前办结，办不完的说明原因。"


@require_GET
@supervision
def overview(request: ActorRequest) -> HttpResponse:
    """What will be late today, county by duty, upstream, the month."""
    rules = office()
    duties = _duties(request.at)
    facts = present_overview.Facts(
        duties=duties,
        looks=unit_looks(local_date(request.at), is_short=True),
        month=figures.month(begins=_month_begins(request.at), actor=request.actor),
        health=upstream_health.systems(),
        credit=figures.credit_freshness(),
        now=request.at,
    )
    screen = present_overview.overview(facts, city=rules.city, calendar=rules.calendar)
    screen = _with_chase_form(request, screen, found=_risks(duties, request.at, rules), rules=rules)
    chrome = work_chrome(
        request,
        active="today",
        health=facts.health,
        alarms=credit_alarms(facts.credit, at=request.at),
    )
    return render(request, "city/overview.html", {"screen": screen, "chrome": chrome})


def _duties(at: datetime) -> Duties:
    day = local_date(at)
    return figures.duties_by_county(
        now=at,
        day_begins=at_local(day, clock=time(0)),
        day_ends=at_local(day, clock=CLOSES),
    )


def _month_begins(at: datetime) -> datetime:
    return at_local(local_date(at).replace(day=1), clock=time(0))


def _risks(duties: Duties, at: datetime, rules: Office) -> list[Risk]:
    day = local_date(at)
    try:
        worked = working_time(at_local(day, clock=OPENS), at, rules.calendar)
        left = working_time(at, at_local(day, clock=CLOSES), rules.calendar)
    except UnknownYear:
        worked = left = timedelta()
    hour = timedelta(hours=1)
    return risks(duties, hours_worked=worked / hour, hours_left=max(left / hour, 0.0))


def _with_chase_form(
    request: ActorRequest, screen: OverviewScreen, *, found: list[Risk], rules: Office
) -> OverviewScreen:
    if not found:
        return screen
    names = dict.fromkeys(rules.city.require(one.county).short_name for one in found)
    form = ChaseForm(
        url=reverse("city:chase"),
        words=Field(
            "words", "督办内容", kind=FieldKind.TEXTAREA, value=WORDS, maxlength=300, focus=True
        ),
        units=tuple(names),
        open=request.GET.get("chase") == "1",
    )
    return present_overview.with_form(screen, form)


@require_POST
@supervision
def send_chase(request: ActorRequest) -> HttpResponse:
    """督办 every county whose duties will not be done today, in the same words."""
    found = _risks(_duties(request.at), request.at, office())
    chase(
        call_of(request),
        units=[(one.county, one.kind, one.count) for one in found],
        words=request.POST.get("words", ""),
        due_by=at_local(local_date(request.at), clock=CLOSES),
    )
    return HttpResponseRedirect(reverse("city:chased"))


@require_GET
@supervision
def duty(request: ActorRequest, kind: str) -> HttpResponse:
    """The cases behind one figure of the table; looking is logged."""
    if kind not in K.__members__:
        raise NotFound("没有这一类事项。")
    asked = Asked.read(request.GET, at=request.at)
    if K(kind) is K.LOOK_IN:
        return HttpResponseRedirect(with_query(reverse("city:look-ins"), county=asked.county))
    log_list(request, list=kind, county=asked.county)
    return _list(request, present_lists.duties(request.actor, K(kind), asked, now=request.at))


@require_GET
@supervision
def risk_list(request: ActorRequest) -> HttpResponse:
    """Everything due today that is not done, in the counties that will not make it."""
    found = _risks(_duties(request.at), request.at, office())
    log_list(request, list="risk", county="")
    asked = Asked.read(request.GET, at=request.at)
    return _list(request, present_lists.at_risk(request.actor, found, asked, now=request.at))


@require_GET
@supervision
def month(request: ActorRequest, figure: str) -> HttpResponse:
    """The cases behind a figure of the month."""
    log_list(request, list=f"month.{figure}", county="")
    asked = Asked.read(request.GET, at=request.at)
    begins = _month_begins(request.at)
    screen = present_lists.month(request.actor, figure, asked, begins=begins, now=request.at)
    return _list(request, screen)


@require_GET
@supervision
def county(request: ActorRequest, code: str) -> HttpResponse:
    """All open duties of a county bureau and its stations."""
    asked = Asked.read({**request.GET.dict(), "county": code}, at=request.at)
    if office().city.get(code) is None:
        raise NotFound("没有这个单位。")
    log_list(request, list="county", county=code)
    screen = present_lists.duties(request.actor, None, asked, now=request.at)
    return _list(request, screen)


def _list(request: ActorRequest, screen: ListScreen) -> HttpResponse:
    context = {"screen": screen, "chrome": work_chrome(request, active="today")}
    return render(request, "city/list.html", context)


@require_GET
@supervision
def chased(request: ActorRequest) -> HttpResponse:
    """The chases sent and whether they were read."""
    before = read_moment_key(request.GET.get("after", ""))
    lines = figures.chases(before=before, limit=case_lists.PAGE)
    screen = present_lists.chased(lines, now=request.at)
    context = {"screen": screen, "chrome": work_chrome(request, active="chased")}
    return render(request, "city/chased.html", context)
