"""不予受理: every refusal before the station, the county above it and the city at once (第十五条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import refusals as seeing_to
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    Forbidden,
    LostRace,
    NotFound,
    OperationError,
    WrongStage,
)
from tongban.cases.operations.office import office
from tongban.cases.queries import refusals as queries
from tongban.cases.queries.refusals import Narrowed, Only, RefusalView
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.page_keys import read_key
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.present_refusals import (
    Looked,
    Opened,
    refusal_screen,
    refusals_screen,
)
from tongban.desks.shared.present_register import Month
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Ground
from tongban.procedure.acts import Act
from tongban.procedure.reasons import RefusalFinding, ToldAgainBy
from tongban.procedure.roles import Role
from tongban.procedure.stages import IntakeStage
from tongban.procedure.standing import IntakeStanding
from tongban.procedure.table import judge_intake
from tongban.standards.zones import local_date

NOT_HERE = "没有这一件不予受理，或者不在本单位范围内。"
ENDINGS = "/city/endings/"
seeing = roles_required(Role.SUPERVISION, Role.ACCEPTANCE)


def _demand(request: ActorRequest) -> None:
    if not queries.sees_refusals(request.actor):
        raise Forbidden("这一页由派出所受理民警和县局、市局督导民警使用。")


@require_safe
@seeing
def refusals(request: ActorRequest) -> HttpResponse:
    """The list, the latest first; a supervisor's look moves the mark of what is new."""
    _demand(request)
    given = _given(request.GET, at=request.at)
    before = read_key(request.GET.get("after", ""))
    lines = queries.refusals(
        request.actor, narrowed=_narrowed(given), before=before, limit=queries.PAGE + 1
    )
    looked = Looked(
        given=given,
        seen_until=_seen(request, is_whole=not given and before is None),
        marks_new=request.actor.unit_kind is not UnitKind.STATION,
        at=request.at,
        endings_url=ENDINGS if request.actor.unit_kind is UnitKind.CITY else "",
        rules=office(),
    )
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "refusals"})
    context = {
        "screen": refusals_screen(lines, looked),
        "chrome": work_chrome(request, active="refusals"),
    }
    return render(request, "shared/refusals.html", context)


def _given(query: Mapping[str, str], *, at: datetime) -> dict[str, str]:
    """The conditions in the address; what cannot be read is as if it had not been given."""
    unit, officer = query.get("unit", ""), query.get("officer", "")
    month = query.get("month", "")
    read = Month.read(month, today=local_date(at)).text if month else ""
    found = {
        "only": query.get("only", "") if query.get("only") in list(Only) else "",
        "ground": query.get("ground", "") if query.get("ground") in list(Ground) else "",
        "unit": unit if office().city.get(unit) else "",
        "officer": officer if _uuid(officer) else "",
        "month": read if read == month else "",
    }
    return {name: value for name, value in found.items() if value}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _narrowed(given: Mapping[str, str]) -> Narrowed:
    bounds: tuple[datetime | None, datetime | None] = (None, None)
    if "month" in given:
        year, _, number = given["month"].partition("-")
        first = datetime(int(year), int(number), 1).date()  # noqa: DTZ001 - a day, no moment
        bounds = Month(first).bounds
    return Narrowed(
        ground=Ground(given["ground"]) if "ground" in given else None,
        unit=given.get("unit", ""),
        officer=_uuid(given.get("officer", "")),
        since=bounds[0],
        until=bounds[1],
        only=Only(given["only"]) if "only" in given else None,
    )


def _seen(request: ActorRequest, *, is_whole: bool) -> datetime | None:
    """Until when a supervisor had seen the list; only the whole list counts as seen."""
    if request.actor.unit_kind is UnitKind.STATION:
        return None
    if not is_whole:
        return queries.seen_until(request.actor)
    return seeing_to.looked(Call(request.actor, request.at, request_id=UUID(int=0)))


@require_safe
@seeing
def refusal(request: ActorRequest, refusal_id: UUID) -> HttpResponse:
    """One refusal; looking is logged."""
    found = _found(request, refusal_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=found.line.intake_id)
    return _page(request, found)


def _found(request: ActorRequest, refusal_id: UUID) -> RefusalView:
    _demand(request)
    found = queries.refusal(request.actor, refusal_id)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def _page(
    request: ActorRequest, found: RefusalView, *, error: OperationError | None = None
) -> HttpResponse:
    faults = error.faults if isinstance(error, BadInput) else ()
    opened = Opened(
        acts=_acts(request, found),
        at=request.at,
        rules=office(),
        values={name: str(value) for name, value in request.POST.items()},
        errors={fault.field: fault.sentence for fault in faults},
    )
    screen = refusal_screen(found, opened)
    status = 422 if faults else 409 if error else 200
    context = {
        "screen": screen,
        "chrome": work_chrome(request, active="refusals"),
        "said": "" if faults or error is None else error.sentence,
    }
    answer = render(request, "shared/refusal.html", context, status=status)
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("shared:refusal", args=[found.line.id])
    return answer


def _acts(request: ActorRequest, found: RefusalView) -> frozenset[Act]:
    city, station = office().city, found.line.station
    standing = IntakeStanding(
        stage=IntakeStage.REFUSED, unit=station, county=city.county_of(station).code
    )
    asked = (Act.CHECK_REFUSAL, Act.TELL_AGAIN)
    return frozenset(a for a in asked if judge_intake(a, standing, request.actor) is None)


def _do(
    request: ActorRequest, refusal_id: UUID, act: Callable[[UUID, Call], object]
) -> HttpResponse:
    _demand(request)
    intake_id = queries.intake_of(request.actor, refusal_id)
    if intake_id is None:
        raise NotFound(NOT_HERE)
    try:
        act(intake_id, call_of(request))
    except (BadInput, Barred, LostRace, WrongStage) as error:
        return _page(request, _found(request, refusal_id), error=error)
    return HttpResponseRedirect(reverse("shared:refusal", args=[refusal_id]), status=303)


@require_POST
@roles_required(Role.SUPERVISION)
def check(request: ActorRequest, refusal_id: UUID) -> HttpResponse:
    """核查: right or wrong, in words."""
    finding = request.POST.get("finding", "")
    words = request.POST.get("words", "")
    return _do(
        request,
        refusal_id,
        lambda intake, call: seeing_to.check_refusal(
            intake,
            call,
            finding=RefusalFinding(finding) if finding in list(RefusalFinding) else None,
            words=words,
        ),
    )


@require_POST
@roles_required(Role.ACCEPTANCE, kind=UnitKind.STATION)
def told(request: ActorRequest, refusal_id: UUID) -> HttpResponse:
    """登记已告知: by phone, or in person."""
    way, words = request.POST.get("way", ""), request.POST.get("words", "")
    return _do(
        request,
        refusal_id,
        lambda intake, call: seeing_to.tell_again(
            intake,
            call,
            by=ToldAgainBy(way) if way in list(ToldAgainBy) else None,
            words=words,
        ),
    )
