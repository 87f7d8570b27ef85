"""日清: the officer closes the day's cash (第七条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import cash_close
from tongban.cases.operations.errors import BadInput, NotFound, OperationError
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import counted
from tongban.cases.queries import cash
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.pieces import Tone
from tongban.desks.shared.printing import origin_of, pdf, sheet_of
from tongban.desks.station import present_cash as show
from tongban.desks.station.views_work_common import acceptance, page, see
from tongban.documents.forms.cash_day import CashDay, CashDayRow
from tongban.documents.forms.sheet import money_text
from tongban.standards.zones import local_date

_SAID = {"closed": Banner("日清已办", "这一天的账不再改动，之后的收付记入下一次日清。", Tone.OK)}


@require_http_methods(["GET", "HEAD", "POST"])
@acceptance
def close(request: ActorRequest) -> HttpResponse:
    """The officer's cash that no close has counted; posting closes the day."""
    if request.method == "POST":
        return _close(request)
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "cash"})
    return _page(request)


def _close(request: ActorRequest) -> HttpResponse:
    call = call_of(request)
    words, counted = request.POST.get("words", ""), request.POST.get("counted", "")
    typed = {"words": words, "counted": counted}
    try:
        done = cash_close.close_day(
            call,
            counted_fen=show.fen_of(counted),
            words=words,
            seen_fen=_seen(request.POST.get("seen_fen", "")),
        )
    except BadInput as bad:
        errors = {fault.field: fault.sentence for fault in bad.faults}
        return _page(request, typed=show.Typed(typed, errors), status=422)
    except OperationError as error:
        notice = Banner("没有办成", error.sentence)
        return _page(request, typed=show.Typed(typed), notice=notice, status=409)
    return see(reverse("station:cash-closed", args=[done.id]), said="closed")


def _seen(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _page(
    request: ActorRequest,
    *,
    typed: show.Typed | None = None,
    notice: Banner | None = None,
    status: int = 200,
) -> HttpResponse:
    screen = show.close_screen(
        cash.open_cash(request.actor, today=local_date(request.at)),
        past=cash.closes(request.actor, limit=10),
        at=request.at,
        typed=typed or show.Typed(),
    )
    return page(
        request, "station/cash_close.html", screen, active="money", notice=notice, status=status
    )


def _found(request: ActorRequest, close_id: UUID) -> cash.CloseLine:
    found = cash.close_of(request.actor.unit, close_id)
    if found is None:
        raise NotFound("没有这一次日清，或者不是本所的。")
    return found


@require_safe
@acceptance
def closed(request: ActorRequest, close_id: UUID) -> HttpResponse:
    """A close as it stands for good."""
    found = _found(request, close_id)
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "cash_closed"})
    screen = show.closed_screen(found, at=request.at)
    notice = _SAID.get(request.GET.get("said", ""))
    return page(request, "station/cash_closed.html", screen, active="money", notice=notice)


@require_POST
@acceptance
def print_close(request: ActorRequest, close_id: UUID) -> HttpResponse:
    """《现金日清单》 as PDF; printing is logged."""
    found = _found(request, close_id)
    unit = office().city.require(found.unit)
    paper = counted("CASH_DAY", subject=found.id, contents={}, actor=request.actor, at=request.at)
    form = CashDay(
        sheet=sheet_of(
            paper,
            number=f"{unit.code}-{found.day:%Y%m%d}",
            unit=unit.name,
            officer=request.actor.name,
            at=request.at,
            origin=origin_of(request),
        ),
        day=found.day,
        cashier=found.officer_name,
        closed_at=found.closed_at,
        opening=money_text(found.opening_fen),
        taken=money_text(found.taken_fen),
        paid_on=money_text(found.paid_on_fen),
        came_back=money_text(found.came_back_fen),
        given_back=money_text(found.given_back_fen),
        closing=money_text(found.closing_fen),
        counted=money_text(found.counted_fen),
        rows=tuple(_row(one) for one in show.closed_screen(found, at=request.at).moves),
        words=found.words,
    )
    about = {"kind": "CASH_DAY", "close": str(found.id)}
    record(What.PAPER_PRINTED, actor=request.actor, at=request.at, data=about)
    return pdf(form, paper=paper, name=f"cash-day-{found.day:%Y%m%d}")


def _row(one: show.MoveRow) -> CashDayRow:
    return CashDayRow(case_number=one.number, what=one.what, amount=one.fen, at=one.at, slip=one.by)
