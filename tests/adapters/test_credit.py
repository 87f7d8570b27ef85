"""信用信息共享交换平台: numbered pushes, gaps, withdrawals (第五条(五))."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.adapters import sides
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, receiving

from tongban.adapters.credit.client import HttpCredit
from tongban.ports.credit import (
    NOTICES,
    SYSTEM,
    CreditPort,
    CreditPush,
    Place,
    PushKind,
    Withdrawal,
    place,
)
from tongban.ports.errors import BadAnswer, Rejected
from tongban.simulators.base.faults import Automatic, Faults
from tongban.simulators.credit.ledger import CreditLedger

PERSON = "37081119900307007X"
OTHER = "370811199001010014"
SINCE = date(2025, 11, 3)
DAY = timedelta(days=1)


Side = sides.Side[CreditPort, CreditLedger]
served_rig, rig, side = sides.both_sides(CreditLedger, HttpCredit, "records", "pushes")


def enter(ledger: CreditLedger, number: str = PERSON) -> str:
    record = ledger.add(id_number=number, name="虚构人", reason="失信被执行人", since=SINCE, at=AT)
    return record.record_id


def test_a_push_tells_what_changed_since_the_one_before(side: Side) -> None:
    record = enter(side.ledger)
    first = side.ledger.push(at=AT)
    assert [a.record_id for a in first.additions] == [record]
    side.ledger.withdraw(record, at=AT + DAY)
    second = side.ledger.push(at=AT + DAY)
    assert second.additions == ()
    assert second.withdrawals == (Withdrawal(record_id=record, withdrawn_at=AT + DAY),)
    third = side.ledger.push(at=AT + 2 * DAY)
    assert (third.push_no, third.additions, third.withdrawals) == (3, (), ())
    assert side.ledger.take_notices() == [first, second, third]


def test_a_full_push_lists_only_what_is_in_force(side: Side) -> None:
    gone, stays = enter(side.ledger), enter(side.ledger, OTHER)
    side.ledger.push(at=AT)
    side.ledger.withdraw(gone, at=AT)
    full = side.ledger.push(at=AT, kind=PushKind.FULL)
    assert [a.record_id for a in full.additions] == [stays]
    assert full.withdrawals == ()
    assert side.ledger.push(at=AT).withdrawals == ()


def test_a_gap_is_filled_on_request(side: Side) -> None:
    enter(side.ledger)
    first = side.ledger.push(at=AT)
    skipped = side.ledger.push(at=AT, is_skipped=True)
    third = side.ledger.push(at=AT)
    assert side.ledger.take_notices() == [first, third]
    receipt = side.port.resend(skipped.push_no, at=AT + DAY)
    assert (receipt.from_no, receipt.last_no) == (2, 3)
    assert side.ledger.take_notices() == [skipped, third]


def test_asking_for_the_next_push_brings_nothing_and_is_no_error(side: Side) -> None:
    side.ledger.push(at=AT)
    side.ledger.take_notices()
    assert side.port.resend(2, at=AT).last_no == 1
    assert side.ledger.take_notices() == []


@pytest.mark.parametrize("number", [0, 3])
def test_a_push_never_issued_cannot_be_sent_again(side: Side, number: int) -> None:
    side.ledger.push(at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.resend(number, at=AT)
    assert refused.value.code == "UNKNOWN_PUSH"


def test_pushes_arrive_signed_complete_and_in_order(rig: Rig) -> None:
    assert isinstance(rig.ledger, CreditLedger)
    enter(rig.ledger)
    pushes = [rig.ledger.push(at=AT, kind=PushKind.FULL), rig.ledger.push(at=AT)]
    with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
        rig.send_notices(receiver)
        assert receiver.notices == pushes
        assert receiver.notices[0].issued_at == AT


def test_a_duplicated_push_carries_its_number_twice(rig: Rig) -> None:
    assert isinstance(rig.ledger, CreditLedger)
    push = rig.ledger.push(at=AT)
    rig.ledger.faults = Faults(duplicate=True)
    try:
        with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
            rig.send_notices(receiver)
            assert receiver.notices == [push, push]
    finally:
        rig.ledger.faults = Faults()


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(rig: Rig, faults: Faults, error: type[Exception]) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        HttpCredit(client).resend(1, at=AT)


def test_a_stranger_has_no_effect(rig: Rig) -> None:
    assert isinstance(rig.ledger, CreditLedger)
    rig.ledger.push(at=AT, is_skipped=True)
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        HttpCredit(client).resend(1, at=AT)
    client.close()
    assert rig.ledger.take_notices() == []


@pytest.mark.parametrize(
    ("push_no", "kind", "last_no", "expected"),
    [
        (1, PushKind.FULL, 0, Place.NEXT),
        (1, PushKind.DELTA, 0, Place.NEXT),
        (5, PushKind.DELTA, 4, Place.NEXT),
        (6, PushKind.DELTA, 4, Place.GAP),
        (6, PushKind.FULL, 4, Place.NEXT),
        (4, PushKind.FULL, 4, Place.REPEAT),
        (3, PushKind.DELTA, 4, Place.REPEAT),
    ],
)
def test_where_a_push_stands(push_no: int, kind: PushKind, last_no: int, expected: Place) -> None:
    push = CreditPush(push_no=push_no, issued_at=AT, kind=kind)
    assert place(push, last_no=last_no) is expected


def test_by_itself_it_pushes_daily_even_on_quiet_days() -> None:
    ledger = CreditLedger()
    ledger.automatic = Automatic(on=True)
    for hour in range(49):
        ledger.tick(at=AT + timedelta(hours=hour))
    pushes = [n for n in ledger.take_notices() if isinstance(n, CreditPush)]
    assert [p.push_no for p in pushes] == [1, 2, 3]
    assert [p.kind for p in pushes] == [PushKind.FULL, PushKind.DELTA, PushKind.DELTA]
    ledger.close()


def test_every_button_of_the_page_works() -> None:
    ledger = CreditLedger()
    values = {
        "公民身份号码": PERSON,
        "姓名": "虚构人",
        "事由": "失信被执行人",
        "起始日期": "2025-11-03",
    }
    ledger.act("add", key="0", values=values, at=AT)
    for name in ("push_full", "push_delta", "skip"):
        ledger.act(name, key="0", values={}, at=AT)
    the_list, records, pushes = ledger.tables(at=AT)
    assert the_list.rows[0] == (3, 1, 0)
    assert records.rows[0][1:3] == ("370811********007X", "虚**")
    assert (pushes.rows[0][0], pushes.rows[0][-1]) == (3, "跳过未发")
    ledger.act("withdraw", key=str(records.rows[0][0]), values={}, at=AT)
    assert "3" in ledger.act("resend", key="2", values={}, at=AT)
    for bad in ({**values, "起始日期": "去年"}, {**values, "公民身份号码": "1"}):
        with pytest.raises(Rejected):
            ledger.act("add", key="0", values=bad, at=AT)
    ledger.close()


def test_a_record_is_withdrawn_once() -> None:
    ledger = CreditLedger()
    record = enter(ledger)
    ledger.withdraw(record, at=AT)
    for unknown in (record, "XY0"):
        with pytest.raises(Rejected):
            ledger.withdraw(unknown, at=AT)
    ledger.close()
