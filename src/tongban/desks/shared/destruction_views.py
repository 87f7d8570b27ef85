"""销毁: what lies at the unit to be destroyed, two persons, and the list as a paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from uuid_utils.compat import uuid7

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.destruction import Chosen, destroy
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden, NotFound
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import Counted, count_print
from tongban.cases.queries import to_destroy as queries
from tongban.cases.queries.papers import printed
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.posted import posted_id
from tongban.desks.shared.present_destruction import (
    destroyed_screen,
    destruction_screen,
    list_sheet,
)
from tongban.desks.shared.printing import origin_of, pdf, sheet_of
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.reasons import Destroyed
from tongban.procedure.roles import Role

KIND = "DESTRUCTION_LIST"
NO_LIST = "没有这份销毁清单，或者不是本单位的。"
keeping = roles_required(Role.DELIVERY)


@require_http_methods(["GET", "HEAD", "POST"])
@keeping
def destruction(request: ActorRequest) -> HttpResponse:
    """What is to be destroyed here; posted: what was chosen is, before the witness."""
    if request.actor.unit_kind is UnitKind.CITY:
        raise Forbidden("证件由县局和派出所销毁。")
    if request.method != "POST":
        record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "destruction"})
        return _page(request)
    list_id = posted_id(request, "list_id")
    try:
        destroy(
            call_of(request),
            chosen=[_chosen(text) for text in request.POST.getlist("thing")],
            witness=_witness(request),
            destruction_id=list_id,
        )
    except BadInput as bad:
        if any(fault.field not in ("thing", "witness") for fault in bad.faults):
            raise
        return _page(request, errors={fault.field: fault.sentence for fault in bad.faults})
    return HttpResponseRedirect(reverse("shared:destroyed", args=[list_id]), status=303)


def _chosen(text: str) -> Chosen:
    kind, _, number = text.partition(":")
    try:
        return Chosen(Destroyed(kind), UUID(number))
    except ValueError:
        raise BadInput(FieldFault("thing", "勾选的证件读不出来，请刷新后再办。")) from None


def _witness(request: ActorRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("witness", ""))
    except ValueError:
        return None


def _page(request: ActorRequest, *, errors: dict[str, str] | None = None) -> HttpResponse:
    actor = request.actor
    units = [unit for unit in (actor.unit, actor.county) if unit]
    ticked = set(request.POST.getlist("thing")) if request.method == "POST" else None
    screen = destruction_screen(
        queries.to_destroy(actor.unit),
        past=queries.destructions(actor.unit),
        witnesses=queries.witnesses(units, but=actor.officer_id),
        list_id=str(uuid7()),
        ticked=ticked,
        witness=request.POST.get("witness", ""),
        errors=errors or {},
        at=request.at,
        back=_back(actor.unit_kind),
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="cards")}
    return render(request, "shared/destruction.html", context, status=422 if errors else 200)


def _back(kind: UnitKind | None) -> str:
    return reverse("station:cards" if kind is UnitKind.STATION else "county:cards")


def _file(request: ActorRequest, list_id: UUID) -> queries.DestructionFile:
    found = queries.destruction_file(request.actor.unit, list_id)
    if found is None:
        raise NotFound(NO_LIST)
    return found


@require_safe
@keeping
def destroyed(request: ActorRequest, list_id: UUID) -> HttpResponse:
    """One list as it was recorded."""
    found = _file(request, list_id)
    record(
        What.LIST_VIEWED,
        actor=request.actor,
        at=request.at,
        subject=list_id,
        data={"list": "destroyed"},
    )
    screen = destroyed_screen(found, at=request.at)
    context = {"screen": screen, "chrome": work_chrome(request, active="cards")}
    return render(request, "shared/destroyed.html", context)


@require_POST
@keeping
def print_list(request: ActorRequest, list_id: UUID) -> HttpResponse:
    """Count the print, log it, lead to the paper."""
    _file(request, list_id)
    count_print(KIND, subject=list_id, contents={}, actor=request.actor, at=request.at)
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        subject=list_id,
        data={"kind": KIND},
    )
    return HttpResponseRedirect(reverse("shared:destroyed-sheet", args=[list_id]), status=303)


@require_safe
@keeping
def sheet(request: ActorRequest, list_id: UUID) -> HttpResponse:
    """《居民身份证销毁清单》 as PDF."""
    found = _file(request, list_id)
    paper = _paper(list_id)
    head = sheet_of(
        paper,
        number=found.line.number,
        unit=office().city.require(request.actor.unit).name,
        officer=request.actor.name,
        at=request.at,
        origin=origin_of(request),
    )
    return pdf(list_sheet(found, sheet=head), paper=paper, name=found.line.number)


def _paper(list_id: UUID) -> Counted | None:
    """The list as it was printed last; None before the first print."""
    row = printed(list_id).get(KIND)
    return Counted(row.paper_id, row.code, max(row.prints - 1, 0)) if row else None
