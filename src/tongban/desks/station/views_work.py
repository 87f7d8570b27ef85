"""The workbench of a station: opening it is the day's look-in (第十条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.chase import acknowledge
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.logistics import ToldBy
from tongban.cases.operations.office import office
from tongban.cases.operations.remind import ASKED, remind
from tongban.cases.queries import station_work
from tongban.cases.queries.station_waiting import waiting
from tongban.cases.queries.upstream_health import states
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.look_in import look_in
from tongban.desks.station import present_work
from tongban.desks.station.views_work_common import NOT_HERE, after, mark_of, page, see, window
from tongban.desks.station.work_rows import Desk
from tongban.procedure.obligations import ObligationKind


@require_safe
@window
def bench(request: ActorRequest) -> HttpResponse:
    """Everything the station owes, with the key for the next person; at most eight queries."""
    health = states()
    looked = look_in(request, health=health)
    desk = Desk(request.actor, office(), request.at)
    others = waiting(desk.actor.unit)
    owed = station_work.bench(desk.actor.unit, at=desk.at)
    groups = present_work.groups(desk, owed, others)
    next_person = present_work.next_person(desk.actor)
    screen = present_work.WorkScreen(
        title="工作台",
        chases=present_work.chase_notes(desk, others),
        look_in=looked.tag,
        look_in_note=looked.words,
        next_person=next_person,
        total=sum(group.to_do for group in groups),
        late=sum(group.late for group in groups),
        unknown=sum(group.unknown for group in groups),
        groups=groups,
        empty=None if groups else present_work.NOTHING,
    )
    return page(request, "station/work.html", screen, active="work", health=health)


@require_safe
@window
def duty(request: ActorRequest, kind: str) -> HttpResponse:
    """All duties of one kind, page by page."""
    if kind not in ObligationKind.__members__ or kind in station_work.ELSEWHERE:
        raise NotFound("没有这一类事项。")
    desk = Desk(request.actor, office(), request.at)
    mark = mark_of(request)
    rows = station_work.owed(desk.actor.unit, ObligationKind(kind), at=desk.at, after=mark)
    shown = rows[: station_work.PAGE]
    url = reverse("station:duty", args=[kind])
    more = after(url, *present_work.last_of(shown)) if len(rows) > len(shown) else ""
    screen = present_work.duty_screen(
        desk, ObligationKind(kind), shown, next_url=more, is_first=mark is None
    )
    return page(request, "station/work_duty.html", screen, active="work")


@require_POST
@window
def chase_seen(request: ActorRequest, chase_id: UUID) -> HttpResponse:
    """已阅: the words have been read; the duty stays."""
    acknowledge(chase_id, call_of(request))
    return see(reverse("station:work"))


@require_POST
@window
def reminded(request: ActorRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Record the call that reminded of a fee or a card, or send the SMS that asks to come.

    A duty of the applicant comes back at its next date.
    """
    if kind not in ASKED:
        raise NotFound("没有这一类提醒。")
    if kind == ObligationKind.FIX_RETURN and request.POST.get("by") == ToldBy.SMS:
        remind(case_id, call_of(request), kind=ObligationKind.FIX_RETURN, by=ToldBy.SMS)
        return see(reverse("station:return", args=[case_id]))
    remind(case_id, call_of(request), kind=ObligationKind(kind), by=ToldBy.PHONE)
    return see(reverse("station:work"))


@require_safe
@window
def case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Where a case goes on after it was composed: at the intake it came from."""
    intake = station_work.intake_of(request.actor, case_id)
    if intake is None:
        raise NotFound(NOT_HERE)
    return HttpResponseRedirect(reverse("station:intake-open", args=[intake]))
