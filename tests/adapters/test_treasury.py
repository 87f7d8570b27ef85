"""省财政非税收缴: the same promises in process and over the wire."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.adapters import sides
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, receiving

from tongban.adapters.treasury.client import HttpTreasury
from tongban.ports.errors import BadAnswer, Rejected, TimedOut
from tongban.ports.treasury import (
    NOTICES,
    PaymentMethod,
    PaymentOrder,
    PaymentPaid,
    PaymentRefunded,
    PaymentState,
    TreasuryPort,
)
from tongban.simulators.base.faults import Automatic, Faults
from tongban.simulators.treasury.ledger import CODE_LIFE, TreasuryLedger

CASE = "370811510000202603040001"


Side = sides.Side[TreasuryPort, TreasuryLedger]
served_rig, rig, side = sides.both_sides(TreasuryLedger, HttpTreasury, "orders")


def order(port: TreasuryPort, reference: str = "p-1", amount_fen: int = 2000) -> PaymentOrder:
    return port.order(
        reference,
        case_number=CASE,
        amount_fen=amount_fen,
        payer_name="颜𬭎",
        item="居民身份证工本费",
        at=AT,
    )


def code_of(refused: pytest.ExceptionInfo[Rejected]) -> str:
    return refused.value.code


def test_an_order_carries_a_code_of_twenty_digits(side: Side) -> None:
    made = order(side.port)
    assert made.state is PaymentState.UNPAID
    assert (len(made.payment_code), made.payment_code.isdigit()) == (20, True)
    assert made.payment_code in made.qr_text
    assert made.code_expires_at == AT + CODE_LIFE
    assert made.receipt is None


def test_the_same_reference_is_one_order(side: Side) -> None:
    assert order(side.port) == order(side.port)
    with pytest.raises(Rejected) as refused:
        order(side.port, amount_fen=4000)
    assert code_of(refused) == "REFERENCE_REUSED"


def test_a_paid_code_brings_the_electronic_receipt(side: Side) -> None:
    made = order(side.port)
    side.ledger.pay(made.payment_code, at=AT + timedelta(minutes=1))
    paid = side.port.query(made.order_no, at=AT)
    assert (paid.state, paid.method, paid.is_late) == (
        PaymentState.PAID,
        PaymentMethod.PAYER,
        False,
    )
    assert paid.receipt is not None
    assert (len(paid.receipt.receipt_code), paid.receipt.receipt_code[:2]) == (8, "37")
    assert (len(paid.receipt.receipt_number), len(paid.receipt.check_code)) == (10, 6)
    assert (paid.receipt.payer_name, paid.receipt.amount_fen) == ("颜𬭎", 2000)


def test_a_code_is_paid_once(side: Side) -> None:
    made = order(side.port)
    side.ledger.pay(made.payment_code, at=AT)
    with pytest.raises(Rejected) as refused:
        side.ledger.pay(made.payment_code, at=AT)
    assert code_of(refused) == "ALREADY_PAID"
    assert side.port.daily_statement(date(2026, 3, 4), at=AT).total_fen == 2000


def test_a_renewed_code_voids_the_former(side: Side) -> None:
    made = order(side.port)
    later = AT + CODE_LIFE + timedelta(hours=1)
    fresh = side.port.renew_code(made.order_no, at=later)
    assert fresh.payment_code != made.payment_code
    assert fresh.code_expires_at == later + CODE_LIFE
    with pytest.raises(Rejected) as refused:
        side.ledger.pay(made.payment_code, at=later)
    assert code_of(refused) == "UNKNOWN_CODE"


def test_a_payment_after_the_code_ran_out_still_counts_and_says_so(side: Side) -> None:
    made = order(side.port)
    side.ledger.pay(made.payment_code, at=made.code_expires_at + timedelta(minutes=1))
    assert side.port.query(made.order_no, at=AT).is_late


def test_a_voided_order_takes_no_money(side: Side) -> None:
    made = order(side.port)
    assert side.port.void(made.order_no, at=AT).state is PaymentState.VOIDED
    assert side.port.void(made.order_no, at=AT).state is PaymentState.VOIDED
    with pytest.raises(Rejected) as refused:
        side.ledger.pay(made.payment_code, at=AT)
    assert code_of(refused) == "VOIDED"


def test_void_loses_against_a_faster_payment(side: Side) -> None:
    made = order(side.port)
    side.ledger.pay(made.payment_code, at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.void(made.order_no, at=AT)
    assert code_of(refused) == "ALREADY_PAID"


def test_paying_on_behalf_is_recorded_as_such_and_once(side: Side) -> None:
    made = order(side.port)
    first, paid = (
        side.port.pay_on_behalf(made.order_no, unit="370811510000", officer_name="李建国", at=AT)
        for _ in range(2)
    )
    assert first == paid
    assert paid.method is PaymentMethod.ON_BEHALF
    (line,) = side.port.daily_statement(date(2026, 3, 4), at=AT).lines
    assert (line.method, line.amount_fen) == (PaymentMethod.ON_BEHALF, 2000)


def test_money_goes_back_in_two_steps(side: Side) -> None:
    made = order(side.port, amount_fen=4000)
    with pytest.raises(Rejected) as refused:
        side.port.refund(made.order_no, reference="r-1", reason="撤回", at=AT)
    assert code_of(refused) == "NOT_REFUNDABLE"
    side.ledger.pay(made.payment_code, at=AT)
    for _ in range(2):
        asked = side.port.refund(made.order_no, reference="r-1", reason="撤回", at=AT)
        assert asked.state is PaymentState.REFUNDING
    next_day = AT + timedelta(days=1)
    side.ledger.finish_refund(made.order_no, at=next_day)
    assert side.port.query(made.order_no, at=next_day).state is PaymentState.REFUNDED
    assert side.port.daily_statement(date(2026, 3, 4), at=next_day).total_fen == 4000
    assert side.port.daily_statement(date(2026, 3, 5), at=next_day).total_fen == -4000
    kinds = [type(notice) for notice in side.ledger.take_notices()]
    assert kinds == [PaymentPaid, PaymentRefunded]


def test_the_statement_follows_the_day_in_china(side: Side) -> None:
    before_midnight = AT.replace(hour=15, minute=59)
    made = order(side.port)
    side.ledger.pay(made.payment_code, at=before_midnight)
    other = order(side.port, "p-2", 4000)
    side.ledger.pay(other.payment_code, at=before_midnight + timedelta(minutes=1))
    assert side.port.daily_statement(date(2026, 3, 4), at=AT).total_fen == 2000
    assert side.port.daily_statement(date(2026, 3, 5), at=AT).total_fen == 4000


def test_an_unknown_order_is_rejected(side: Side) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.query("FS-none", at=AT)
    assert code_of(refused) == "UNKNOWN_ORDER"


def test_a_notice_may_come_twice_with_two_ids(rig: Rig) -> None:
    assert isinstance(rig.ledger, TreasuryLedger)
    made = order(rig.ledger)
    rig.ledger.act("pay_twice", key=made.payment_code, values={}, at=AT)
    with receiving("treasury", NOTICES, rig.clock) as receiver:
        rig.send_notices(receiver)
        rig.send_notices(receiver)
    assert [notice.order.state for notice in receiver.notices] == [PaymentState.PAID] * 2
    assert len(set(receiver.message_ids)) == 2


def test_a_notice_not_taken_comes_again_with_the_same_id(rig: Rig) -> None:
    assert isinstance(rig.ledger, TreasuryLedger)
    made = order(rig.ledger)
    rig.ledger.pay(made.payment_code, at=AT)
    with receiving("treasury", NOTICES, rig.clock) as receiver:
        receiver.status = 503
        rig.send_notices(receiver)
        receiver.status = 200
        rig.send_notices(receiver)
        rig.clock.time = AT + timedelta(seconds=2)
        rig.send_notices(receiver)
    assert len(receiver.notices) == 2
    assert len(set(receiver.message_ids)) == 1


def test_faults_of_callbacks(rig: Rig) -> None:
    assert isinstance(rig.ledger, TreasuryLedger)
    first, second = order(rig.ledger), order(rig.ledger, "p-2")
    rig.ledger.pay(first.payment_code, at=AT)
    rig.ledger.pay(second.payment_code, at=AT)
    with receiving("treasury", NOTICES, rig.clock) as receiver:
        rig.ledger.faults = Faults(silent=True)
        rig.send_notices(receiver)
        assert receiver.notices == []
        rig.ledger.faults = Faults(wrong_signature=True)
        rig.send_notices(receiver)
        assert (receiver.notices, receiver.refused) == ([], 2)
        rig.clock.time = AT + timedelta(seconds=2)
        rig.ledger.faults = Faults(out_of_order=True, duplicate=True)
        rig.send_notices(receiver)
        rig.ledger.faults = Faults()
    numbers = [notice.order.order_no for notice in receiver.notices]
    assert numbers == [second.order_no] * 2 + [first.order_no] * 2


def test_an_order_whose_answer_was_lost_is_made_once(rig: Rig) -> None:
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        order(HttpTreasury(client))
    client = rig.wire()
    order(HttpTreasury(client))
    client.close()
    assert rig.ledger.number("SELECT count(*) FROM orders") == 1


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(rig: Rig, faults: Faults, error: type[Exception]) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        order(HttpTreasury(client))


def test_a_stranger_has_no_effect(rig: Rig) -> None:
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        order(HttpTreasury(client))
    client.close()
    assert rig.ledger.number("SELECT count(*) FROM orders") == 0


def test_automatic_payers_pay_after_a_believable_delay() -> None:
    ledger = TreasuryLedger()
    ledger.automatic = Automatic(on=True)
    made = order(ledger)
    assert ledger.tick(at=AT + timedelta(seconds=19)) == 0
    assert ledger.tick(at=AT + timedelta(seconds=91)) == 1
    ledger.refund(made.order_no, reference="r", reason="撤回", at=AT)
    assert ledger.tick(at=AT + timedelta(seconds=119)) == 0
    assert ledger.tick(at=AT + timedelta(seconds=601)) == 1
    assert ledger.query(made.order_no, at=AT).state is PaymentState.REFUNDED
    ledger.close()


def test_the_page_acts_as_payer_and_treasury() -> None:
    ledger = TreasuryLedger()
    made = order(ledger)
    assert "过期" in ledger.act("expire", key=made.payment_code, values={}, at=AT)
    assert "20.00" in ledger.act("pay_late", key=made.payment_code, values={}, at=AT)
    assert ledger.query(made.order_no, at=AT).is_late
    ledger.refund(made.order_no, reference="r", reason="撤回", at=AT)
    unpaid, refunding, paid = ledger.tables(at=AT)
    assert [len(table.rows) for table in (unpaid, refunding, paid)] == [0, 1, 1]
    assert made.order_no in ledger.act("finish_refund", key=made.order_no, values={}, at=AT)
    with pytest.raises(Rejected):
        ledger.act("no_such_act", key="", values={}, at=AT)
    ledger.close()


def test_a_second_payment_is_an_order_of_its_own(side: Side) -> None:
    made = order(side.port)
    with pytest.raises(Rejected) as refused:
        side.ledger.pay_again(made.order_no, at=AT)
    assert code_of(refused) == "NOT_PAID"
    side.ledger.pay(made.payment_code, at=AT, paid_by="林小雨")
    again = side.ledger.pay_again(made.order_no, at=AT, paid_by="周远")
    found = side.port.query(again.order_no, at=AT)
    assert (found.repeats, found.state, found.amount_fen) == (
        made.order_no,
        PaymentState.PAID,
        2000,
    )
    assert side.port.query(made.order_no, at=AT).paid_by == "林小雨"
    assert (found.paid_by, found.receipt and found.receipt.payer_name) == ("周远", "周远")
    assert side.port.daily_statement(date(2026, 3, 4), at=AT).total_fen == 4000
    side.port.refund(again.order_no, reference="r-2", reason="重复缴款", at=AT)
    side.ledger.finish_refund(again.order_no, at=AT)
    assert side.port.query(made.order_no, at=AT).state is PaymentState.PAID
    assert side.port.daily_statement(date(2026, 3, 4), at=AT).total_fen == 2000


def test_the_station_account_is_nobodys_name(side: Side) -> None:
    made = order(side.port)
    paid = side.port.pay_on_behalf(made.order_no, unit="S", officer_name="民警", at=AT)
    assert (paid.paid_by, paid.method) == ("", PaymentMethod.ON_BEHALF)


def test_a_refund_that_bounced_leaves_the_order_paid(side: Side) -> None:
    made = order(side.port)
    side.ledger.pay(made.payment_code, at=AT)
    with pytest.raises(Rejected):
        side.ledger.fail_refund(made.order_no, at=AT)
    side.port.refund(made.order_no, reference="r", reason="撤回", at=AT)
    side.ledger.fail_refund(made.order_no, at=AT)
    assert side.port.query(made.order_no, at=AT).state is PaymentState.PAID
    again = side.port.refund(made.order_no, reference="r", reason="撤回", at=AT)
    assert again.state is PaymentState.REFUNDING


def test_the_page_lets_a_bank_pay_twice_and_fail() -> None:
    ledger = TreasuryLedger()
    made = order(ledger)
    ledger.pay(made.payment_code, at=AT)
    assert f"{made.order_no}C1" in ledger.act("pay_again", key=made.order_no, values={}, at=AT)
    ledger.refund(made.order_no, reference="r", reason="撤回", at=AT)
    assert made.order_no in ledger.act("fail_refund", key=made.order_no, values={}, at=AT)
    ledger.close()


def test_books_of_an_older_version_are_opened(tmp_path: Path) -> None:
    path = tmp_path / "treasury.sqlite3"
    older = TreasuryLedger(path)
    made = order(older)
    older.db.execute("ALTER TABLE orders DROP COLUMN repeats")
    older.close()
    ledger = TreasuryLedger(path)
    assert ledger.query(made.order_no, at=AT).repeats == ""
    ledger.close()
