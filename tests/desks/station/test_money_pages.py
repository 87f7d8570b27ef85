"""The fee's odd ways and the day's close by their pages (第七条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.cases.test_cash_close import take
from tests.cases.test_money_odd import held, order_of, twice
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import form
from tests.desks.station.test_money import BOOK, url, withdrawn
from tests.desks.station.window import Ledgers

from tongban.cases.models import CashClose, MoneyDifference, Outgoing, Paper, Payment, StockReceipt
from tongban.cases.operations import fee, fee_told
from tongban.desks.station.present_cash import fen_of
from tongban.ports.registry import set_ports

CLOSE = "/station/money/close/"
ITEMS = "/money/differences/"


@pytest.mark.parametrize(
    ("text", "fen"),
    [("20", 2000), ("20.00", 2000), (" 0 元", 0), ("-20", -2000), ("20.005", None),
     ("", None), ("二十", None), ("nan", None), ("inf", None), ("1e9", None), ("99999999", None)],
)  # fmt: skip
def test_an_amount_as_it_is_typed(text: str, fen: int | None) -> None:
    assert fen_of(text) == fen


def test_the_payer_is_named_as_the_treasury_names_him(desk: Desk) -> None:
    case = desk.world.signed()
    fee_told.paid_there(order_of(desk.world, case, paid_by="周远"), at=desk.clock.at)
    client = desk.client(desk.world.acceptor)
    assert "用 周远 的手机缴款（他人代付）" in client.get(url(case)).content.decode()
    intake = desk.world.intake_of(case).id
    at_fee = client.get(f"/station/intake/{intake}/fee/").content.decode()
    assert "票据开给缴款人" in at_fee


def test_cash_that_was_not_needed_is_named_at_the_window(desk: Desk) -> None:
    case = held(desk.world, desk.world.signed())
    fee_told.paid_there(order_of(desk.world, case, paid_by="周远"), at=desk.clock.at)
    client = desk.client(desk.world.acceptor)
    intake = desk.world.intake_of(case).id
    at_fee = client.get(f"/station/intake/{intake}/fee/").content.decode()
    assert "申请人已自行扫码，退还收取的现金" in at_fee
    text = client.get(url(case)).content.decode()
    assert "收取的现金没有用上" in text
    assert "退还现金 20.00 元" in text


def test_what_came_twice_is_asked_back_from_its_page(desk: Desk) -> None:
    case = desk.world.paid()
    row = twice(desk.world, case)
    client = desk.client(desk.world.acceptor)
    assert "多缴待退" in client.get(BOOK).content.decode()
    address = reverse("station:refund-extra", args=[case.id, row.id])
    assert client.post(address, form()).headers["Location"].endswith("?said=asked")
    text = client.get(url(case)).content.decode()
    assert "县局督导批准退费" in text
    assert client.post(address, form()).status_code == 409
    nobody = reverse("station:refund-extra", args=[case.id, uuid4()])
    assert client.post(nobody, form()).status_code == 409


def test_each_of_two_refunds_is_approved_by_itself(desk: Desk) -> None:
    world = desk.world
    case = world.paid()
    row = twice(world, case)
    fee.ask_refund(case.id, world.call(world.acceptor, minutes=50), payment_id=row.id)
    withdrawn(world, world.fresh(case))
    client = desk.client(world.supervisor)
    text = client.get("/county/stations/").content.decode()
    assert text.count("批准退费 20.00 元") == 2
    client.post(reverse("county:refund", args=[case.id]), form(payment=str(row.id)))
    states = dict(case.payments.values_list("is_extra", "state"))
    assert states == {True: "REFUNDING", False: "REFUND_ASKED"}


def test_a_refund_that_could_not_be_sent_says_why(desk: Desk) -> None:
    world = desk.world
    case = withdrawn(world, world.paid())
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=60))
    Outgoing.objects.filter(kind="refund").update(state="FAILED", last_error="NOT_REFUNDABLE")
    text = desk.client(world.acceptor).get(url(case)).content.decode()
    assert "退费没有送成" in text


def test_a_refund_under_way_is_asked_about(desk: Desk, ledgers: Ledgers) -> None:
    world = desk.world
    case = world.signed()
    client = desk.client(world.acceptor)
    intake = world.intake_of(case).id
    client.post(f"/station/intake/{intake}/do/fee-code/", form())
    row = case.payments.get()
    fee_told.paid_there(ledgers.treasury.pay(row.code, at=desk.clock.at), at=desk.clock.at)
    withdrawn(world, world.fresh(case))
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=150))
    ledgers.treasury.refund(row.order_no, reference=str(row.id), reason="x", at=desk.clock.at)
    query = url(case, "payment-query")
    assert client.post(query, form()).headers["Location"].endswith("?said=refunding")
    ledgers.treasury.finish_refund(row.order_no, at=desk.clock.at)
    assert client.post(query, form()).headers["Location"].endswith("?said=refunded")
    assert case.payments.get().state == "REFUNDED"


def test_a_code_paid_while_it_is_renewed_is_taken_in(desk: Desk, ledgers: Ledgers) -> None:
    world = desk.world
    case = world.signed()
    client = desk.client(world.acceptor)
    code = f"/station/intake/{world.intake_of(case).id}/do/fee-code/"
    client.post(code, form())
    ledgers.treasury.pay(case.payments.get().code, at=desk.clock.at)
    assert client.post(code, form(renew="1")).status_code == 303
    assert case.payments.get().state == "PAID"


def test_an_order_that_the_treasury_voided_is_made_anew(desk: Desk, ledgers: Ledgers) -> None:
    world = desk.world
    case = world.signed()
    client = desk.client(world.acceptor)
    code = f"/station/intake/{world.intake_of(case).id}/do/fee-code/"
    client.post(code, form())
    first = case.payments.get()
    ledgers.treasury.void(first.order_no, at=desk.clock.at)
    assert client.post(code, form(renew="1")).status_code == 303
    row = case.payments.get()
    assert row.order_no != first.order_no
    assert row.former_orders == [first.order_no]
    assert ledgers.treasury.pay(row.code, at=desk.clock.at).amount_fen == 2000


def test_the_first_code_can_be_had_later(desk: Desk, ledgers: Ledgers) -> None:
    case = desk.world.signed()
    client = desk.client(desk.world.acceptor)
    at_fee = f"/station/intake/{desk.world.intake_of(case).id}/fee/"
    assert "显示支付码" in client.get(at_fee).content.decode()
    set_ports(ledgers.ports(down="treasury"))
    assert "收下现金" in client.get(at_fee).content.decode()


def test_a_preprinted_receipt_is_recorded_once(desk: Desk) -> None:
    first, second = desk.world.paid(1), desk.world.paid(2)
    client = desk.client(desk.world.acceptor)
    given = {"series": "37060126", "number": "0000123456"}
    spoiled = client.post(url(first, "stock-spoiled"), form(**given, why=""))
    assert spoiled.status_code == 422
    assert "请写明作废的原因" in spoiled.content.decode()
    assert 'value="0000123456"' in spoiled.content.decode()
    assert client.post(url(first, "stock-receipt"), form(**given)).status_code == 303
    again = client.post(url(second, "stock-receipt"), form(**given))
    assert again.status_code == 422
    assert "已经登记过" in again.content.decode()
    done = client.post(
        url(second, "stock-spoiled"), form(series="37060126", number="0001", why="污损")
    )
    assert done.headers["Location"].endswith("?said=spoiled")
    assert StockReceipt.objects.count() == 2
    assert client.post(url(first, "stock-receipt"), form(**given)).status_code == 409


def test_a_day_is_closed_on_its_page(desk: Desk) -> None:
    take(desk.world)
    client = desk.client(desk.world.acceptor)
    page = client.get(CLOSE).content.decode()
    assert "账面应有 20.00 元" in page
    seen = {"seen_fen": "2000", "counted": "20"}
    unsaid = client.post(CLOSE, form(**seen))
    assert unsaid.status_code == 422
    assert "现金没有全部代缴" in unsaid.content.decode()
    stale = client.post(CLOSE, form(seen_fen="0", counted="20", words="已下班"))
    assert stale.status_code == 409
    assert "已下班" in stale.content.decode()
    done = client.post(CLOSE, form(**seen, words="银行已下班"))
    where = done.headers["Location"]
    text = client.get(where).content.decode()
    assert "日清已办" in text
    assert "银行已下班" in text
    assert "今天的日清已经办过" in client.get(CLOSE).content.decode()
    paper = client.post(where.split("?")[0] + "print/", form())
    assert paper.content.startswith(b"%PDF")


def test_an_officer_without_cash_has_nothing_to_close(desk: Desk) -> None:
    text = desk.client(desk.world.acceptor2).get(CLOSE).content.decode()
    assert "没有要清的现金" in text


def test_what_is_left_is_the_stations_and_the_countys(desk: Desk) -> None:
    world = desk.world
    take(world)
    form_of_close = form(seen_fen="2000", counted="20", words="银行已下班")
    desk.client(world.acceptor).post(CLOSE, form_of_close)
    row = MoneyDifference.objects.get()
    own = desk.client(world.acceptor).get(f"{ITEMS}{row.id}/").content.decode()
    assert "须由另一位民警核实办结" in own
    county = desk.client(world.supervisor).get(ITEMS).content.decode()
    assert "受理甲" in county
    assert "已日清，有结存" in county
    desk.later(days=1)
    assert "次日仍未办结" in desk.client(world.supervisor).get(ITEMS).content.decode()
    wrong = desk.client(world.supervisor).post(f"{ITEMS}{row.id}/", form(outcome="X", words="好"))
    assert wrong.status_code == 422
    given = form(outcome="PAID_ON", words="已当面复点并代缴。")
    assert desk.client(world.supervisor).post(f"{ITEMS}{row.id}/", given).status_code == 303
    settled = desk.client(world.acceptor).get(f"{ITEMS}?settled=1").content.decode()
    assert "现金已代缴或退还" in settled


def test_pages_cost_what_pages_may(desk: Desk, django_assert_max_num_queries: Any) -> None:
    world = desk.world
    for serial in (1, 2, 3):
        take(world, serial)
    desk.client(world.acceptor).post(CLOSE, form(seen_fen="6000", counted="40", words="少了一笔"))
    assert CashClose.objects.count() == 1
    pages = [
        (world.acceptor, CLOSE),
        (world.acceptor, ITEMS),
        (world.supervisor, ITEMS),
        (world.chief, ITEMS),
        (world.acceptor2, f"{ITEMS}{MoneyDifference.objects.first().id}/"),  # type: ignore[union-attr]
    ]
    for actor, address in pages:
        client = desk.client(actor)
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200


def test_a_county_sees_only_its_own(desk: Desk) -> None:
    take(desk.world)
    stranger = desk.world.officer("外局督导", desk.world.home_county, *desk.world.supervisor.roles)
    text = desk.client(stranger).get(ITEMS).content.decode()
    assert "受理甲" not in text
    assert Payment.objects.get().cash_at is not None
    assert desk.clock.at - desk.world.at == timedelta(hours=2)


def test_the_slip_for_the_receipt_is_printed_and_printed_again(desk: Desk) -> None:
    case = desk.world.paid()
    client = desk.client(desk.world.acceptor)
    paper = reverse("papers:of-case", args=[case.id, "receipt-slip"])
    assert "打印取票单" not in client.get(url(case)).content.decode()
    client.post(url(case, "stock-receipt"), form(series="37060126", number="0000123456"))
    assert "打印取票单" in client.get(url(case)).content.decode()
    for _ in range(2):
        made = client.post(paper, form(), follow=True)
        assert made.content.startswith(b"%PDF")
    assert Paper.objects.get(kind="RECEIPT_SLIP").prints == 2
