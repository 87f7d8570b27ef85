"""The fee day book by its pages: taken, paid on, queried, given back, to the fen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from tests.cases.world import World
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import drawn, form
from tests.desks.station.window import Ledgers

from tongban.cases.models import Case, Obligation, Payment
from tongban.cases.operations import fee, withdraw
from tongban.cases.queries.composed import fee_of
from tongban.desks.station import treasury
from tongban.policy.vocabulary import Reason
from tongban.ports.registry import set_ports
from tongban.procedure.actors import SYSTEM

BOOK = "/station/money/"


def url(case: Case, name: str = "payment") -> str:
    return reverse(f"station:{name}", args=[case.id])


def cash(world: World, serial: int, **more: Any) -> Case:
    """A case whose fee was taken in cash."""
    case = world.signed(serial, **more)
    fee.take_cash(case.id, world.call(world.acceptor, minutes=20))
    return world.fresh(case)


def withdrawn(world: World, case: Case) -> Case:
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=50),
        words="改在户籍地办理",
        signature="signed",
        seen_version=case.version,
    )
    return world.fresh(case)


def test_an_empty_day_says_so(desk: Desk) -> None:
    text = desk.client(desk.world.acceptor).get(BOOK).content.decode()
    assert "今天没有缴费往来" in text
    assert "0.00 元" in text


def test_the_day_adds_up_to_the_fen(desk: Desk) -> None:
    cash(desk.world, 1)
    cash(desk.world, 2, reason=Reason.LOST)
    desk.world.paid(3)
    client = desk.client(desk.world.acceptor)
    text = client.get(BOOK).content.decode()
    assert "现金尚未代缴 60.00 元" in text
    assert text.count("60.00 元") >= 3
    assert "20.00 元" in text
    own = desk.client(desk.world.acceptor2).get(f"{BOOK}?whose=own").content.decode()
    assert "60.00" not in own


def test_cash_is_paid_on_behalf_from_the_book(desk: Desk) -> None:
    case = cash(desk.world, 1)
    client = desk.client(desk.world.acceptor)
    assert "现在代缴" in client.get(BOOK).content.decode()
    answer = client.post(url(case, "pay-on-behalf"), form())
    assert answer.headers["Location"].endswith("?said=paid")
    payment = Payment.objects.get()
    assert (payment.state, payment.way) == ("PAID", "ON_BEHALF")
    assert not Obligation.objects.filter(kind="PAY_ON_BEHALF", closed_at=None).exists()
    text = client.get(BOOK).content.decode()
    assert "尚未代缴" in text
    assert "现金尚未代缴 " not in text
    again = client.post(url(case, "pay-on-behalf"), form())
    assert again.status_code == 303
    assert Payment.objects.count() == 1


def test_paying_on_behalf_needs_cash(desk: Desk) -> None:
    case = desk.world.signed()
    answer = desk.client(desk.world.acceptor).post(url(case, "pay-on-behalf"), form())
    assert answer.status_code == 409
    assert "还没有收现金" in answer.content.decode()


def test_a_single_payment_is_asked_about(desk: Desk, ledgers: Ledgers) -> None:
    world = desk.world
    case = world.signed()
    shown = fee_of(case.id)
    assert shown is not None
    treasury.ask_code(case.id, shown, call=world.call(world.acceptor, minutes=10))
    client = desk.client(world.acceptor)
    answer = client.post(url(case, "payment-query"), form())
    assert answer.headers["Location"].endswith("?said=not-paid")
    assert "尚未到账" in client.get(answer.headers["Location"]).content.decode()
    order_no = Payment.objects.get().order_no
    ledgers.treasury.pay_on_behalf(order_no, unit="x", officer_name="x", at=desk.clock.at)
    answer = client.post(url(case, "payment-query"), form())
    assert answer.headers["Location"].endswith("?said=paid")
    assert Payment.objects.get().state == "PAID"


def test_the_book_stands_while_the_treasury_is_down(desk: Desk, ledgers: Ledgers) -> None:
    case = cash(desk.world, 1)
    set_ports(ledgers.ports(down="treasury"))
    client = desk.client(desk.world.acceptor)
    assert client.get(BOOK).status_code == 200
    answer = client.post(url(case, "pay-on-behalf"), form())
    assert answer.status_code == 409
    assert "没有回答" in answer.content.decode()
    assert Payment.objects.get().state == "CASH_HELD"


def test_cash_of_a_withdrawn_case_is_given_back_against_a_signature(desk: Desk) -> None:
    case = withdrawn(desk.world, cash(desk.world, 1))
    client = desk.client(desk.world.acceptor)
    assert "现金待退还" in client.get(BOOK).content.decode()
    unsigned = client.post(url(case, "give-back"), form())
    assert unsigned.status_code == 422
    assert "请申请人签名" in unsigned.content.decode()
    answer = client.post(url(case, "give-back"), form(signature_png=drawn()))
    assert answer.status_code == 303
    payment = Payment.objects.get()
    assert payment.cash_back_by == desk.world.acceptor.officer_id
    assert not Obligation.objects.filter(kind="GIVE_BACK_CASH", closed_at=None).exists()
    assert "现金已退还" in client.get(url(case)).content.decode()
    twice = client.post(url(case, "give-back"), form(signature_png=drawn()))
    assert twice.status_code == 409


def test_a_refund_shows_how_it_stands(desk: Desk) -> None:
    world = desk.world
    case = withdrawn(world, world.paid(1))
    client = desk.client(world.acceptor)
    assert "退费待批准" in client.get(BOOK).content.decode()
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    assert "退费中" in client.get(BOOK).content.decode()
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=70))
    text = client.get(url(case)).content.decode()
    assert "已退费" in text
    assert "申请人撤回" in text


def test_the_day_sheet_is_a_pdf(desk: Desk) -> None:
    cash(desk.world, 1)
    desk.world.composed(2)
    client = desk.client(desk.world.acceptor)
    answer = client.post(reverse("station:day-sheet"), form(day="2026-11-23"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_days_before_can_be_read_and_days_to_come_cannot(desk: Desk) -> None:
    cash(desk.world, 1)
    desk.later(days=1)
    client = desk.client(desk.world.acceptor)
    today = client.get(BOOK).content.decode()
    assert "当日没有收款" in today
    assert "现金尚未代缴 20.00 元" in today
    assert "当日没有收款" not in client.get(f"{BOOK}?day=2026-11-23").content.decode()
    assert 'data-key="]"' not in client.get(f"{BOOK}?day=2030-01-01").content.decode()
    assert client.get(f"{BOOK}?day=x").status_code == 200


def test_another_station_sees_nothing(desk: Desk) -> None:
    case = cash(desk.world, 1)
    stranger = desk.world.officer("外所", desk.world.home.code, *desk.world.acceptor.roles)
    client = desk.client(stranger)
    assert "没有缴费往来" in client.get(BOOK).content.decode()
    for name in ("payment-query", "pay-on-behalf", "give-back"):
        assert client.post(url(case, name), form()).status_code == 404
    assert client.get(url(case)).status_code == 404


def test_five_hundred_rows_and_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case = cash(desk.world, 1)
    copies: list[Case] = []
    payments: list[Payment] = []
    paid = Payment.objects.get()
    for n in range(500):
        one = Case(**_values(case))
        one.id, one.number, one.person_key = (
            uuid4(),
            f"{case.number[:14]}{n:06d}",
            uuid4().bytes * 2,
        )
        copies.append(one)
        payments.append(
            Payment(
                id=uuid4(),
                case=one,
                amount_fen=2000,
                state="CASH_HELD",
                created_at=paid.created_at + timedelta(seconds=n),
                cash_by=paid.cash_by,
                cash_at=paid.cash_at,
                cash_no=f"X{n}",
            )
        )
    Case.objects.bulk_create(copies)
    Payment.objects.bulk_create(payments)
    client = desk.client(desk.world.acceptor)
    client.get(BOOK)
    with django_assert_max_num_queries(8):
        text = client.get(BOOK).content.decode()
    assert "只列前 500 笔" in text


def _values(case: Case) -> dict[str, Any]:
    return {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
