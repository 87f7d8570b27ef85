"""The fee day book of the station, and one payment (第七条)."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import fee as operations
from tongban.cases.operations.errors import BadInput, NotFound, OperationError
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import counted
from tongban.cases.queries.composed import Fee, fee_of
from tongban.cases.queries.day_book import MOST, BookLine, day_book, payment_line
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.pieces import Tone
from tongban.desks.shared.printing import origin_of, pdf, sheet_of
from tongban.desks.station import present_money as show
from tongban.desks.station import treasury
from tongban.desks.station.intake_acts import down
from tongban.desks.station.uploads import scan_of, signature_of
from tongban.desks.station.views_work_common import NOT_HERE, acceptance, page, see
from tongban.documents.forms.fee import DayBook, DayBookRow
from tongban.documents.forms.sheet import money_text
from tongban.ports.errors import UpstreamError
from tongban.standards.zones import local_date

NO_SIGNATURE = "请申请人签名，或上传已签名的收条。"


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


def _line(request: ActorRequest, case_id: UUID) -> BookLine:
    line = payment_line(request.actor, case_id)
    if line is None:
        raise NotFound(NOT_HERE)
    return line


@require_safe
@acceptance
def payment(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One payment with its moments and what can be done."""
    line = _line(request, case_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    said = _SAID.get(request.GET.get("said", ""))
    return _payment(request, line, notice=said)


_SAID = {
    "paid": Banner("已到账", "省财政已收到这一笔，票据随后自动取回。", Tone.OK),
    "not-paid": Banner(
        "尚未到账", "省财政还没有收到这一笔；支付码可以再扫，或收现金代缴。", Tone.WARN
    ),
    "given-back": Banner("现金已退还", "申请人已签收。", Tone.OK),
}


def _payment(
    request: ActorRequest,
    line: BookLine,
    *,
    notice: Banner | None = None,
    sign_error: str = "",
    status: int = 200,
) -> HttpResponse:
    screen = show.payment(line, at=request.at, sign_error=sign_error)
    answer = page(
        request, "station/money_payment.html", screen, active="money", notice=notice, status=status
    )
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("station:payment", args=[line.case_id])
    return answer


def _fee(request: ActorRequest, case_id: UUID) -> tuple[BookLine, Fee]:
    line, fee = _line(request, case_id), fee_of(case_id)
    if fee is None:
        raise NotFound("这一件没有待缴的费用。")
    return line, fee


@require_POST
@acceptance
def query(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask the treasury about one payment; what it says is the truth."""
    call = call_of(request)
    line, fee = _fee(request, case_id)
    try:
        is_paid = treasury.is_paid_now(case_id, fee, call=call)
    except UpstreamError as error:
        return _payment(request, line, notice=Banner("没有问到", down(error)), status=409)
    url = reverse("station:payment", args=[case_id])
    return see(url, said="paid" if is_paid else "not-paid")


@require_POST
@acceptance
def on_behalf(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Pay cash that was taken into the treasury."""
    call = call_of(request)
    line, fee = _fee(request, case_id)
    try:
        if fee.cash_at is None:
            raise OperationError("还没有收现金，不能代缴。", clause="第七条")
        if fee.paid_at is None:
            treasury.pay_on_behalf(case_id, fee, actor=request.actor, call=call)
    except UpstreamError as error:
        return _payment(request, line, notice=Banner("没有缴成", down(error)), status=409)
    except OperationError as error:
        return _payment(request, line, notice=Banner("没有缴成", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said="paid")


@require_POST
@acceptance
def give_back(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Give cash back; the applicant signs for it."""
    call, line = call_of(request), _line(request, case_id)
    try:
        ref = scan_of(request.FILES.get("signed_page"), field="signature", at=request.at)
        ref = ref or signature_of(request.POST.get("signature_png", ""), at=request.at)
    except BadInput as bad:
        return _payment(request, line, sign_error=bad.sentence, status=422)
    if not ref:
        return _payment(request, line, sign_error=NO_SIGNATURE, status=422)
    try:
        operations.give_back_cash(case_id, call, signature=ref)
    except OperationError as error:
        return _payment(request, line, notice=Banner("没有办成", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said="given-back")
