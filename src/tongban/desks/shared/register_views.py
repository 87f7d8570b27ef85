"""The register of temporary cards and certificates: by month, by key, as a paper (第十二条)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import NAMESPACE_OID, UUID, uuid5

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import counted
from tongban.cases.queries import temporary as queries
from tongban.desks.shared.papers_temporary import register_sheet
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.present_register import Month, register_screen
from tongban.desks.shared.printing import origin_of, pdf, sheet_of
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

keeping = roles_required(Role.ACCEPTANCE)


@require_safe
@keeping
def register(request: ActorRequest) -> HttpResponse:
    """What the unit gave out in a month, the latest first."""
    month = Month.read(request.GET.get("month", ""), today=local_date(request.at))
    begins, ends = month.bounds
    mark = _mark(request.GET.get("after", ""))
    unit = request.actor.unit
    lines = queries.register_page(unit, begins=begins, ends=ends, after=mark)
    shown = lines[: queries.PAGE]
    screen = register_screen(
        shown,
        totals=queries.register_totals(unit, begins=begins, ends=ends),
        month=month,
        at=request.at,
        is_first=mark is None,
        next_url=_after(month, shown[-1]) if len(lines) > len(shown) else "",
    )
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "temporary"})
    is_station = request.actor.unit_kind is UnitKind.STATION
    chrome = work_chrome(request, active="files" if is_station else "temporary")
    context = {"screen": screen, "chrome": chrome}
    return render(request, "shared/temporary_register.html", context)


def _mark(text: str) -> queries.Mark | None:
    """Where the page begins; what cannot be read counts as the beginning."""
    at, _, last = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(last)) if moment.tzinfo else None
    except ValueError:
        return None


def _after(month: Month, last: queries.Document) -> str:
    query = {"month": month.text, "after": f"{last.issued_at.isoformat()}_{last.id}"}
    return f"{reverse('shared:temporary-register')}?{urlencode(query)}"


@require_POST
@keeping
def print_register(request: ActorRequest) -> HttpResponse:
    """《临时身份证件登记簿》 of a month as PDF; printing is logged."""
    today = local_date(request.at)
    month = Month.read(request.POST.get("month", ""), today=today)
    begins, ends = month.bounds
    unit = office().city.require(request.actor.unit)
    paper = counted(
        "TEMPORARY_REGISTER",
        subject=uuid5(NAMESPACE_OID, unit.code),
        contents={"month": month.text},
        actor=request.actor,
        at=request.at,
    )
    form = register_sheet(
        queries.register_sheet(unit.code, begins=begins, ends=ends),
        totals=queries.register_totals(unit.code, begins=begins, ends=ends),
        month=month.first,
        today=today,
        sheet=sheet_of(
            paper,
            number=f"{unit.code}-{month.first:%Y%m}",
            unit=unit.name,
            officer=request.actor.name,
            at=request.at,
            origin=origin_of(request),
        ),
    )
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        data={"kind": "TEMPORARY_REGISTER", "month": month.text},
    )
    return pdf(form, paper=paper, name=f"temporary-register-{month.text}")
