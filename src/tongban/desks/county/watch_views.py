"""所辖派出所: the county bureau watches over its stations (第十三条(二)) and settles what is its own."""

from dataclasses import replace
from datetime import time
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import chase as chasing
from tongban.cases.operations import fee, outgoing
from tongban.cases.operations.errors import BadInput, NotFound
from tongban.cases.queries import county_watch as watch
from tongban.cases.queries.case_lists import refusals
from tongban.cases.queries.failed_messages import failed_messages
from tongban.cases.queries.look_ins import unit_looks
from tongban.desks.county.present_watch import (
    chase_form,
    duty_list,
    is_station_of,
    overdue,
    watch_screen,
)
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.standards.zones import at_local, local_date

PAGE = 50
supervisor = roles_required(Role.SUPERVISION, kind=UnitKind.COUNTY)


@require_safe
@supervisor
def stations(request: ActorRequest) -> HttpResponse:
    """Every station with its open and overdue duties; refunds, refusals, failed messages."""
    return _page(request)


def _page(
    request: ActorRequest, *, words: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    unit, today = request.actor.unit, local_date(request.at)
    tallies = watch.tallies(unit, at=request.at)
    screen = watch_screen(
        unit,
        tallies=tallies,
        looks=unit_looks(today, county=unit, is_short=True),
        refunds=watch.refund_requests(unit),
        refusals=refusals(since=at_local(today, clock=time()), county=unit),
        messages=failed_messages(county=unit, limit=20),
        officer=request.actor.officer_id,
        at=request.at,
    )
    if screen.chase is not None and (error or "chase" in request.GET):
        late = overdue(unit, tallies)
        form = chase_form(late, words=words, error=error, is_open=True)
        screen = replace(screen, chase=form)
    own = {kind: tally.open for (owner, kind), tally in tallies.items() if owner == unit}
    chrome = work_chrome(request, active="stations", counts=own)
    context = {"screen": screen, "chrome": chrome}
    return render(request, "county/stations.html", context, status=status)


@require_safe
@supervisor
def duty(request: ActorRequest, station: str, kind: str) -> HttpResponse:
    """The open duties of one kind at one station; opening them is logged."""
    if not is_station_of(request.actor.unit, station):
        raise NotFound("没有这个派出所，或者不归本单位管辖。")
    if kind.upper() not in ObligationKind.__members__:
        raise NotFound("没有这一项职责。")
    found = ObligationKind(kind.upper())
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    duties = watch.open_duties(
        request.actor.unit, unit=station, kind=found, after=after, limit=PAGE + 1
    )
    record(
        What.LIST_VIEWED,
        actor=request.actor,
        at=request.at,
        data={"list": "duty", "unit": station, "kind": found.value},
    )
    screen = duty_list(station, found, duties, limit=PAGE, at=request.at)
    context = {"screen": screen, "chrome": work_chrome(request, active="stations")}
    return render(request, "county/duty.html", context)


@require_POST
@supervisor
def approve_refund(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Approve a refund that another officer asked for."""
    fee.approve_refund(case_id, call_of(request), payment_id=_payment(request))
    return HttpResponseRedirect(reverse("county:stations"), status=303)


def _payment(request: ActorRequest) -> UUID | None:
    """Which payment of the case is meant; the one that waits where the form names none."""
    try:
        return UUID(request.POST.get("payment", ""))
    except ValueError:
        return None


@require_POST
@supervisor
def resend(request: ActorRequest, message_id: UUID) -> HttpResponse:
    """Have a message of one of the bureau's cases sent again."""
    if not watch.is_message_of(request.actor.unit, message_id):
        raise NotFound("没有这条消息，或者已经重新发送。")
    outgoing.send_again(message_id)
    return HttpResponseRedirect(reverse("county:stations"), status=303)


@require_POST
@supervisor
def chase(request: ActorRequest) -> HttpResponse:
    """Tell every station with overdue duties what is late (督办)."""
    call, unit = call_of(request), request.actor.unit
    late = overdue(unit, watch.tallies(unit, at=request.at))
    words = request.POST.get("words", "")
    if late:
        try:
            chasing.chase(call, units=late, words=words, due_by=request.at)
        except BadInput as bad:
            return _page(request, words=words, error=bad.faults[0].sentence, status=422)
    return HttpResponseRedirect(reverse("county:stations"), status=303)
