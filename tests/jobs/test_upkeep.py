"""What is done once a day: reminders sent, drafts and unreferenced pictures taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.cases.world import World
from tests.jobs.conftest import HandClock

from tongban.blobs import store
from tongban.blobs.errors import BlobUnknown
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Draft, Intake, Obligation, Outgoing
from tongban.cases.operations import remind
from tongban.cases.operations.intake_end import withdraw_intake
from tongban.cases.operations.logistics import ToldBy, tell
from tongban.cases.operations.outgoing import mark_failed, send_again
from tongban.jobs import tasks
from tongban.ports.registry import Ports
from tongban.procedure.obligations import ObligationKind as K
from tongban.simulators.sms.ledger import SmsLedger
from tongban.standards.zones import local_date

pytestmark = pytest.mark.django_db


def test_a_reminder_of_the_fee_is_sent_once_a_day(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = world.composed()
    due_at = Obligation.objects.get(case=case, kind=K.PAY).due_at
    assert due_at is not None
    clock.time = due_at + timedelta(hours=1)
    tasks.remind_applicants(0)
    tasks.remind_applicants(0)
    message = Outgoing.objects.get(kind="remind")
    tasks.deliver(str(message.id))
    assert isinstance(ports.sms, SmsLedger)
    (sms,) = ports.sms.outbox()
    assert "20.00" in sms.text
    assert case.name not in sms.text


def sent(ports: Ports) -> str:
    """What the last of the messages that were waiting said."""
    waiting = Outgoing.objects.filter(system="sms", state=Outgoing.State.WAITING)
    for message in waiting.order_by("created_at", "id"):
        tasks.deliver(str(message.id))
    assert isinstance(ports.sms, SmsLedger)
    return list(ports.sms.outbox())[-1].text


def test_the_last_reminder_of_a_card_says_until_when_it_is_kept(
    world: World, ports: Ports, clock: HandClock
) -> None:
    case = world.at_station()
    tell(case.id, world.call(world.keeper, minutes=200), by=ToldBy.PHONE)
    duty = Obligation.objects.get(case=case, kind=K.COLLECT)
    texts = []
    for _ in range(2):
        duty.refresh_from_db()
        assert duty.due_at is not None
        clock.time = duty.due_at + timedelta(hours=1)
        tasks.remind_applicants(0)
        texts.append(sent(ports))
    first, last = texts
    assert "15天" in first
    assert "终结" not in first
    assert "30天" in last
    day = local_date(duty.opened_at + timedelta(days=180))
    assert f"请于{day.month}月{day.day}日前领取；逾期本次申办终结" in last


def test_who_is_asked_to_come_for_a_correction_is_not_told_of_a_card(
    world: World, ports: Ports
) -> None:
    case = world.returned()
    call = world.call(world.acceptor, minutes=90)
    remind.remind(case.id, call, kind=K.FIX_RETURN, by=ToldBy.SMS)
    text = sent(ports)
    assert "补充采集" in text
    assert "已到" not in text


def test_an_intake_nobody_touches_is_told_of_and_ends(
    world: World, ports: Ports, clock: HandClock
) -> None:
    intake = world.complete()
    clock.time = world.at + timedelta(days=27)
    tasks.lapse_untouched(0)
    tasks.lapse_untouched(0)
    message = Outgoing.objects.get(kind="lapse")
    tasks.deliver(str(message.id))
    assert isinstance(ports.sms, SmsLedger)
    (sms,) = ports.sms.outbox()
    assert "12月23日" in sms.text
    assert "颜" not in sms.text
    clock.time = world.at + timedelta(days=30)
    tasks.lapse_untouched(0)
    assert Intake.objects.get(id=intake.id).stage == "LAPSED"


def test_who_came_back_is_not_told_any_more(world: World, ports: Ports, clock: HandClock) -> None:
    intake = world.complete()
    clock.time = world.at + timedelta(days=27)
    tasks.lapse_untouched(0)
    withdraw_intake(intake.id, world.call(world.acceptor, minutes=27 * 1440 + 5), words="不办了")
    tasks.deliver(str(Outgoing.objects.get(kind="lapse").id))
    assert isinstance(ports.sms, SmsLedger)
    assert not list(ports.sms.outbox())


def test_due_times_follow_the_calendar_without_being_asked(
    world: World, clock: HandClock, tmp_path: Path
) -> None:
    world.at = datetime(2026, 12, 30, 1, 30, tzinfo=UTC)
    case = world.returned()
    duty = Obligation.objects.get(case=case, kind=K.FIX_RETURN)
    assert duty.due_at is None
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    year = "2027: {source: 放假通知, holidays: [2027-01-01/2027-01-03]}"
    (overlay / "calendar.yaml").write_text(year, "utf-8")
    clock.time = world.at + timedelta(days=1)
    tasks.set_due_times(0)
    duty.refresh_from_db()
    assert duty.due_at == datetime(2027, 1, 5, 9, tzinfo=UTC)


def test_pictures_nobody_refers_to_are_swept(world: World, clock: HandClock) -> None:
    long_ago = world.at - timedelta(days=3)
    kept = store.put(b"kept", kind=BlobKind.EVIDENCE, media_type="image/png", at=long_ago)
    loose = store.put(b"loose", kind=BlobKind.EVIDENCE, media_type="image/png", at=long_ago)
    Draft.objects.create(officer=uuid4(), key="k", body={"photo": kept}, saved_at=world.at)
    clock.time = world.at
    tasks.sweep(0)
    assert store.get(kept).content == b"kept"
    with pytest.raises(BlobUnknown):
        store.get(loose)


def test_a_failed_message_is_sent_again_at_once(world: World) -> None:
    case = world.signed()
    message = Outgoing.objects.filter(case=case).latest("created_at")
    mark_failed(message.id, error="Rejected")
    assert send_again(message.id)
    assert not send_again(message.id)
