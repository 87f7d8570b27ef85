"""One fee of the station, and what can be done about its money (第七条)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.operations import fee as operations
from tongban.cases.operations import stock_receipts
from tongban.cases.operations.errors import BadInput, NotFound, OperationError
from tongban.cases.queries.composed import Fee, fee_of
from tongban.cases.queries.day_book import BookLine, payment_lines
from tongban.cases.queries.failed_messages import failed_refunds
from tongban.desks.shared import message_words
from tongban.desks.shared.calls import call_of
from tongban.desks.shared.chrome import Banner
from tongban.desks.shared.pieces import Tone
from tongban.desks.station import present_payment as show
from tongban.desks.station import treasury
from tongban.desks.station.intake_acts import down
from tongban.desks.station.uploads import scan_of, signature_of
from tongban.desks.station.views_work_common import NOT_HERE, acceptance, page, see
from tongban.ports.errors import UpstreamError
from tongban.procedure.stages import PaymentStage

NO_SIGNATURE = "请申请人签名，或上传已签名的收条。"
_SAID = {
    "paid": Banner("已到账", "省财政已收到这一笔，票据随后自动取回。", Tone.OK),
    "not-paid": Banner(
        "尚未到账", "省财政还没有收到这一笔；支付码可以再扫，或收现金代缴。", Tone.WARN
    ),
    "given-back": Banner("现金已退还", "申请人已签收。", Tone.OK),
    "asked": Banner("已提出退还", "由县局督导批准后送省财政，退到原缴款账户。", Tone.OK),
    "receipted": Banner("票据已登记", "一个号码只能用一次。", Tone.OK),
    "spoiled": Banner("已登记作废票据", "这个号码不能再用。", Tone.OK),
    "refunded": Banner("已退费", "省财政已把款项退到原缴款账户。", Tone.OK),
    "refunding": Banner("还在退费中", "省财政还没有退到账，系统每 10 分钟自动查询。", Tone.WARN),
}


def _lines(request: ActorRequest, case_id: UUID) -> list[BookLine]:
    lines = payment_lines(request.actor, case_id)
    if not lines:
        raise NotFound(NOT_HERE)
    return lines


@require_safe
@acceptance
def payment(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """A case's fee with its moments, what came on top of it, and what can be done."""
    lines = _lines(request, case_id)
    record(What.CASE_VIEWED, actor=request.actor, at=request.at, subject=case_id)
    return _page(request, lines, notice=_SAID.get(request.GET.get("said", "")))


def _page(
    request: ActorRequest,
    lines: list[BookLine],
    *,
    notice: Banner | None = None,
    typed: show.Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    is_going_back = any(one.state is PaymentStage.REFUNDING for one in lines)
    failed = failed_refunds(lines[0].case_id) if is_going_back else {}
    screen = show.payment(
        lines,
        at=request.at,
        failed={of: message_words.error(error) for of, error in failed.items()},
        typed=typed or show.Typed(),
    )
    answer = page(
        request, "station/money_payment.html", screen, active="money", notice=notice, status=status
    )
    if request.method == "POST":
        answer.headers["HX-Push-Url"] = reverse("station:payment", args=[lines[0].case_id])
    return answer


def _fee(request: ActorRequest, case_id: UUID) -> tuple[list[BookLine], Fee]:
    lines, fee = _lines(request, case_id), fee_of(case_id)
    if fee is None:
        raise NotFound("这一件没有待缴的费用。")
    return lines, fee


@require_POST
@acceptance
def query(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask the treasury about one payment; what it says is the truth."""
    call = call_of(request)
    lines, fee = _fee(request, case_id)
    try:
        if fee.state is PaymentStage.REFUNDING:
            said = treasury.refund_now(case_id, fee, call=call)
        else:
            said = "paid" if treasury.is_paid_now(case_id, fee, call=call) else "not-paid"
    except UpstreamError as error:
        return _page(request, lines, notice=Banner("没有问到", down(error)), status=409)
    except OperationError as error:
        return _page(request, lines, notice=Banner("没有办成", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said=said)


@require_POST
@acceptance
def on_behalf(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Pay cash that was taken into the treasury."""
    call = call_of(request)
    lines, fee = _fee(request, case_id)
    try:
        if fee.cash_at is None:
            raise OperationError("还没有收现金，不能代缴。", clause="第七条")
        if fee.paid_at is None:
            treasury.pay_on_behalf(case_id, fee, actor=request.actor, call=call)
    except UpstreamError as error:
        return _page(request, lines, notice=Banner("没有缴成", down(error)), status=409)
    except OperationError as error:
        return _page(request, lines, notice=Banner("没有缴成", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said="paid")


@require_POST
@acceptance
def give_back(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Give cash back; the applicant signs for it."""
    call, lines = call_of(request), _lines(request, case_id)
    try:
        ref = scan_of(request.FILES.get("signed_page"), field="signature", at=request.at)
        ref = ref or signature_of(request.POST.get("signature_png", ""), at=request.at)
    except BadInput as bad:
        return _page(request, lines, typed=show.Typed(sign_error=bad.sentence), status=422)
    if not ref:
        return _page(request, lines, typed=show.Typed(sign_error=NO_SIGNATURE), status=422)
    try:
        operations.give_back_cash(case_id, call, signature=ref)
    except OperationError as error:
        return _page(request, lines, notice=Banner("没有办成", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said="given-back")


@require_POST
@acceptance
def refund_extra(request: ActorRequest, case_id: UUID, payment_id: UUID) -> HttpResponse:
    """Ask for the refund of money that came a second time."""
    call, lines = call_of(request), _lines(request, case_id)
    try:
        operations.ask_refund(case_id, call, payment_id=payment_id)
    except OperationError as error:
        return _page(request, lines, notice=Banner("没有办成", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said="asked")


@require_POST
@acceptance
def stock_receipt(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Record the serial of a pre-printed receipt."""
    call, lines = call_of(request), _lines(request, case_id)
    series, number = request.POST.get("series", ""), request.POST.get("number", "")
    try:
        stock_receipts.use(case_id, call, series=series, number=number)
    except BadInput as bad:
        return _page(request, lines, typed=_typed(request, bad, form="use"), status=422)
    except OperationError as error:
        return _page(request, lines, notice=Banner("没有登记", error.sentence), status=409)
    return see(reverse("station:payment", args=[case_id]), said="receipted")


@require_POST
@acceptance
def stock_spoiled(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Record a spoiled pre-printed receipt."""
    call, lines = call_of(request), _lines(request, case_id)
    given = {name: request.POST.get(name, "") for name in ("series", "number", "why")}
    try:
        stock_receipts.spoil(call, **given)
    except BadInput as bad:
        return _page(request, lines, typed=_typed(request, bad, form="spoil"), status=422)
    return see(reverse("station:payment", args=[case_id]), said="spoiled")


def _typed(request: ActorRequest, bad: BadInput, *, form: str) -> show.Typed:
    values = {name: request.POST.get(name, "") for name in ("series", "number", "why")}
    errors = {fault.field: fault.sentence for fault in bad.faults}
    return show.Typed(values={**values, "form": form}, errors=errors)
