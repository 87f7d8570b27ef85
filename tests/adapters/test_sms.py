"""短信网关: the same promises in process and over the wire."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.adapters import sides
from tests.adapters.rig import AT, FAULTS, STRANGER, Rig, receiving

from tongban.adapters.sms.client import HttpSms
from tongban.ports.errors import BadAnswer, Rejected, TimedOut
from tongban.ports.sms import (
    NOTICES,
    SYSTEM,
    DeliveryReport,
    DeliveryState,
    Sms,
    SmsPort,
    part_count,
)
from tongban.ports.sms_texts import TEXTS, Template, fields, render
from tongban.simulators.base.faults import Automatic, Faults
from tongban.simulators.sms.ledger import MOST_SECONDS, SmsLedger

TEXT = render(Template.CARD_ARRIVED, params={"station": "越河派出所", "phone": "0537-2200000"})
SMS = Sms(message_id="m-1", phone="13800000001", template=Template.CARD_ARRIVED, text=TEXT)


Side = sides.Side[SmsPort, SmsLedger]
served_rig, rig, side = sides.both_sides(SmsLedger, HttpSms, "texts")


def test_the_same_message_twice_is_one_text(side: Side) -> None:
    first = side.port.send(SMS, at=AT)
    again = side.port.send(SMS, at=AT + timedelta(minutes=5))
    assert again == first
    assert (first.accepted_at, first.parts) == (AT, 1)
    assert side.ledger.outbox() == [SMS]


def test_an_id_cannot_name_two_texts(side: Side) -> None:
    side.port.send(SMS, at=AT)
    with pytest.raises(Rejected) as refused:
        side.port.send(replace(SMS, phone="13800000002"), at=AT)
    assert refused.value.code == "MESSAGE_CONFLICT"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (replace(SMS, phone="0537-2200000"), "BAD_PHONE"),
        (replace(SMS, text=" "), "EMPTY_TEXT"),
        (replace(SMS, text="长" * 600), "TOO_LONG"),
    ],
)
def test_refuses_what_cannot_be_sent(side: Side, bad: Sms, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        side.port.send(bad, at=AT)
    assert refused.value.code == code
    assert side.ledger.outbox() == []


def test_reports_delivery_once(side: Side) -> None:
    side.port.send(SMS, at=AT)
    side.ledger.deliver("m-1", at=AT)
    with pytest.raises(Rejected):
        side.ledger.fail("m-1", reason="空号", at=AT)
    assert side.ledger.take_notices() == [
        DeliveryReport(message_id="m-1", state=DeliveryState.DELIVERED, at=AT)
    ]


def test_a_failure_report_arrives_signed_with_its_reason(rig: Rig) -> None:
    assert isinstance(rig.ledger, SmsLedger)
    rig.ledger.send(SMS, at=AT)
    rig.ledger.fail("m-1", reason="空号", at=AT)
    with receiving(SYSTEM, NOTICES, rig.clock) as receiver:
        rig.send_notices(receiver)
        rig.send_notices(receiver)
        assert receiver.notices == [
            DeliveryReport(message_id="m-1", state=DeliveryState.FAILED, at=AT, reason="空号")
        ]


def test_a_text_that_timed_out_is_sent_once(rig: Rig) -> None:
    assert isinstance(rig.ledger, SmsLedger)
    with rig.misbehaving(Faults(timeout=True)) as client, pytest.raises(TimedOut):
        HttpSms(client).send(SMS, at=AT)
    client = rig.wire()
    HttpSms(client).send(SMS, at=AT + timedelta(minutes=1))
    client.close()
    assert rig.ledger.outbox() == [SMS]


@pytest.mark.parametrize(("faults", "error"), FAULTS)
def test_each_fault_has_its_error_kind(rig: Rig, faults: Faults, error: type[Exception]) -> None:
    with rig.misbehaving(faults) as client, pytest.raises(error):
        HttpSms(client).send(SMS, at=AT)


def test_a_stranger_has_no_effect(rig: Rig) -> None:
    assert isinstance(rig.ledger, SmsLedger)
    client = rig.wire(secret=STRANGER)
    with pytest.raises(BadAnswer):
        HttpSms(client).send(SMS, at=AT)
    client.close()
    assert rig.ledger.outbox() == []


def test_automatic_mode_reports_every_text_and_a_few_fail() -> None:
    ledger = SmsLedger()
    for number in range(150):
        ledger.send(replace(SMS, message_id=f"m-{number}"), at=AT)
    done_at = AT + timedelta(seconds=MOST_SECONDS)
    ledger.automatic = Automatic(on=True)
    assert ledger.tick(at=AT) == 0
    assert ledger.tick(at=done_at) == 150
    reports = [n for n in ledger.take_notices() if isinstance(n, DeliveryReport)]
    states = [report.state for report in reports]
    assert 0 < states.count(DeliveryState.FAILED) < 15
    ledger.close()


def test_the_page_masks_the_phone_until_asked() -> None:
    ledger = SmsLedger()
    ledger.send(SMS, at=AT)
    sending, reported = ledger.tables(at=AT)
    assert sending.rows[0][:3] == ("m-1", "138****0001", "领证通知")
    assert "13800000001" in ledger.act("show_phone", key="m-1", values={}, at=AT)
    ledger.act("fail", key="m-1", values={"原因": ""}, at=AT)
    sending, reported = ledger.tables(at=AT)
    assert (len(sending.rows), reported.rows[0][-1]) == (0, "未送达（空号）")
    with pytest.raises(Rejected):
        ledger.act("deliver", key="unknown", values={}, at=AT)
    ledger.close()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("长" * 70, 1),
        ("长" * 71, 2),
        ("长" * 134, 2),
        ("长" * 135, 3),
        ("𬱖" * 35, 1),
        ("𬱖" * 36, 2),
    ],
    ids=["70", "71", "134", "135", "rare 35", "rare 36"],
)
def test_parts_are_counted_in_ucs2_units(text: str, parts: int) -> None:
    assert part_count(text) == parts


@pytest.mark.parametrize("template", Template)
def test_every_wording_fits_two_parts_and_has_no_room_for_a_person(template: Template) -> None:
    names = fields(template)
    assert not names & {"name", "id_number"}
    text = render(template, params=dict.fromkeys(names, "某某某某派出所户籍窗口"))
    assert text.startswith("【济宁公安】")
    assert part_count(text) <= 2
    assert set(TEXTS) == set(Template)


def test_a_wording_needs_exactly_its_fields() -> None:
    with pytest.raises(ValueError, match="phone"):
        render(Template.CARD_ARRIVED, params={"station": "越河派出所"})
