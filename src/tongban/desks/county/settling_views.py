"""The answers that contradict each other and are the bureau's to settle (运行参数)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.office import office
from tongban.cases.queries.case_lists import PAGE, duties
from tongban.desks.shared.case_rows import CaseRow, case_row
from tongban.desks.shared.page_keys import read_key, with_query, write_key
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pieces import Action, EmptyState, KeyHint
from tongban.desks.shared.work_frame import work_chrome
from tongban.policy.units import UnitKind
from tongban.procedure.obligations import OWED, ObligationKind
from tongban.procedure.roles import Role


@dataclass(frozen=True, slots=True)
class SettlingScreen:
    """The list; each case leads to its own page, where it is settled."""

    title: str
    note: str
    cases: tuple[CaseRow, ...]
    next_url: str
    empty: EmptyState | None
    keys: tuple[KeyHint, ...] = (KeyHint(("J", "K"), "下一件 上一件"), KeyHint(("Enter",), "打开"))
    actions: tuple[Action, ...] = ()


@require_safe
@roles_required(Role.SUPERVISION, Role.REVIEW, kind=UnitKind.COUNTY)
def settling(request: ActorRequest) -> HttpResponse:
    """What the bureau has to settle, page by page; looking is logged."""
    unit = request.actor.unit
    after = read_key(request.GET.get("after", ""))
    kind = ObligationKind.SETTLE_ANSWER
    lines = duties(request.actor, kinds=[kind], unit=unit, after=after)
    record(
        What.LIST_VIEWED,
        actor=request.actor,
        at=request.at,
        data={"list": kind.value, "unit": unit},
    )
    last = lines[-1] if len(lines) == PAGE else None
    url = reverse("county:settling")
    screen = SettlingScreen(
        title=kind.label,
        note=OWED[kind].sentence,
        cases=tuple(case_row(one, rules=office(), now=request.at) for one in lines),
        next_url=with_query(url, after=write_key(last.due_at, last.obligation_id)) if last else "",
        empty=None if lines else EmptyState("没有要核定的", "各件的答复前后一致。"),
    )
    context = {"screen": screen, "chrome": work_chrome(request, active="")}
    return render(request, "county/settling.html", context)
