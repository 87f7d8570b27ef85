"""The fee day book of the station, and one payment (第七条)."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_OID, uuid5

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import counted
from tongban.cases.queries.day_book import MOST, BookLine, day_book
from tongban.cases.queries.differences import open_differences
from tongban.desks.shared.printing import origin_of, pdf, sheet_of
from tongban.desks.station import present_money as show
from tongban.desks.station.views_work_common import acceptance, page
from tongban.documents.forms.fee import DayBook, DayBookRow
from tongban.documents.forms.sheet import money_text
from tongban.standards.zones import local_date


def _day(text: str, request: ActorRequest) -> date:
    try:
        return min(date.fromisoformat(text), local_date(request.at))
    except ValueError:
        return local_date(request.at)


@require_safe
@acceptance
def money(request: ActorRequest) -> HttpResponse:
    """The book of a day: the whole station's, or what the officer took; one query of its own."""
    day = _day(request.GET.get("day", ""), request)
    is_own = request.GET.get("whose") == "own"
    officer = request.actor.officer_id
    lines = day_book(request.actor, day=day, officer=officer if is_own else None)
    record(What.LIST_VIEWED, actor=request.actor, at=request.at, data={"list": "day_book"})
    screen = show.screen(
        show.Book(lines[:MOST], day),
        officer=officer,
        is_own=is_own,
        at=request.at,
        is_cut=len(lines) > MOST,
        differences=open_differences(request.actor),
    )
    return page(request, "station/money.html", screen, active="money")


@require_POST
@acceptance
def sheet(request: ActorRequest) -> HttpResponse:
    """《工本费代缴日结单》 of the officer's cash of a day, as PDF; printing is logged."""
    day = _day(request.POST.get("day", ""), request)
    book = show.Book(day_book(request.actor, day=day, officer=request.actor.officer_id), day)
    unit = office().city.require(request.actor.unit)
    paper = counted(
        "DAY_BOOK",
        subject=uuid5(NAMESPACE_OID, f"{unit.code} {request.actor.officer_id}"),
        contents={"day": day.isoformat()},
        actor=request.actor,
        at=request.at,
    )
    form = DayBook(
        sheet=sheet_of(
            paper,
            number=f"{unit.code}-{day:%Y%m%d}",
            unit=unit.name,
            officer=request.actor.name,
            at=request.at,
            origin=origin_of(request),
        ),
        day=day,
        cashier=request.actor.name,
        rows=tuple(_sheet_row(one) for one in book.taken),
        taken=money_text(sum(one.amount_fen for one in book.taken)),
        paid_on=money_text(sum(one.amount_fen for one in book.taken if one.paid_at)),
        in_hand=money_text(sum(one.amount_fen for one in book.taken if not one.paid_at)),
        remarks=_remarks(book),
    )
    record(
        What.PAPER_PRINTED,
        actor=request.actor,
        at=request.at,
        data={"kind": "DAY_BOOK", "day": day.isoformat()},
    )
    return pdf(form, paper=paper, name=f"day-book-{day:%Y%m%d}")


def _sheet_row(one: BookLine) -> DayBookRow:
    if one.cash_at is None:
        raise ValueError("a row of the sheet is cash that was taken")
    return DayBookRow(
        case_number=one.case_number,
        payer=one.name,
        taken_at=one.cash_at,
        amount=money_text(one.amount_fen),
        payment_code=one.code,
        paid_at=one.paid_at,
        receipt_number=one.receipt_no,
    )


def _remarks(book: show.Book) -> str:
    older = [one for one in book.in_hand if one not in book.taken]
    back = [one for one in book.taken if one.is_cash_to_give_back or one.cash_back_at]
    words = []
    if older:
        words.append(f"另有以前收取、尚未代缴的 {len(older)} 笔 {show.total(older)} 元。")
    if back:
        words.append(f"其中 {len(back)} 笔因件已结束，现金退还申请人。")
    return "".join(words)
