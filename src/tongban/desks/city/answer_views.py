"""答复往来: answers between this city and others that do not come through (第九条)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tongban.accounts.requests import ActorRequest
from tongban.cases.operations.answers import chase_answer
from tongban.cases.operations.errors import NotFound, OperationError
from tongban.cases.queries import case_lists
from tongban.cases.queries.case_lists import CaseLine, Key, Narrowed
from tongban.cases.queries.undelivered import undelivered
from tongban.desks.city import present_answers as present
from tongban.desks.city.common import log_list, supervision
from tongban.desks.city.upstream_views import SAID
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.page_keys import read_key
from tongban.desks.shared.work_frame import work_chrome
from tongban.procedure.obligations import ObligationKind as K


@require_GET
@supervision
def answers(request: ActorRequest) -> HttpResponse:
    """The three lists side by side, the first rows of each; at most eight queries."""
    log_list(request, list="answers")
    parts = tuple(_part(request, name, shown=present.SHOWN) for name in present.NAMES)
    at_stations = case_lists.count_duties(
        request.actor, K.WATCH_ANSWER, late_at=request.at, narrowed=Narrowed(is_chased=False)
    )
    screen = present.AnswersScreen(
        title="答复往来",
        parts=parts,
        waiting_at_stations=present.waiting_at_stations(at_stations),
        said=_said(request),
    )
    return _page(request, screen)


@require_GET
@supervision
def part(request: ActorRequest, name: str) -> HttpResponse:
    """One of the lists, page by page."""
    if name not in present.NAMES:
        raise NotFound("没有这一类清单。")
    log_list(request, list=f"answers.{name}")
    found = _part(
        request, name, shown=case_lists.PAGE, after=read_key(request.GET.get("after", ""))
    )
    return _page(request, present.AnswersScreen(title=found.title, parts=(found,)))


def _page(request: ActorRequest, screen: present.AnswersScreen) -> HttpResponse:
    context = {"screen": screen, "chrome": work_chrome(request, active="answers")}
    return render(request, "city/answers.html", context)


def _part(
    request: ActorRequest, name: str, *, shown: int, after: Key | None = None
) -> present.AnswerPart:
    now = request.at
    if name == "undelivered":
        lines = undelivered(late_at=now, after=after, limit=shown + 1)
        return present.undelivered_part(lines, now=now, shown=shown)
    late = _late(request, present.NAMES[name], at=now, after=after, limit=shown + 1)
    if name == "unanswered":
        return present.unanswered_part(late, now=now, shown=shown)
    return present.unsettled_part(late, now=now, shown=shown)


def _late(
    request: ActorRequest, kind: K, *, at: datetime, after: Key | None, limit: int
) -> list[CaseLine]:
    narrowed = Narrowed(is_chased=True) if kind is K.WATCH_ANSWER else None
    return case_lists.duties(
        request.actor, kinds=[kind], late_at=at, narrowed=narrowed, after=after, limit=limit
    )


@require_POST
@supervision
def chase(request: ActorRequest) -> HttpResponse:
    """催办: remind the home bureaus elsewhere, of one case or of all that were shown."""
    call = call_of(request)
    asked = request.POST.getlist("case") or request.POST.getlist("shown")
    done = missed = 0
    for text in asked[: case_lists.PAGE]:
        found = present.read_chase_value(text)
        if found is None:
            continue
        try:
            chase_answer(found[0], call.part(found[0]), seen_version=found[1])
            done += 1
        except OperationError:
            missed += 1
    query = urlencode({"chased": done, "missed": missed})
    return HttpResponseRedirect(f"{reverse('city:answers')}?{query}", status=303)


def _said(request: ActorRequest) -> str:
    """What the last act did."""
    done, missed = (_number(request.GET.get(name, "")) for name in ("chased", "missed"))
    if done or missed:
        other = f"；{missed} 件刚有变化，没有催办" if missed else ""
        return f"已催办 {done} 件，期限重新计算{other}。"
    return SAID.get(request.GET.get("said", ""), "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
