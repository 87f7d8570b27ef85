"""Reminders go out at 3, 15 and 30 days (fee) and 15 and 30 days (card), then the case may close."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Obligation, Outgoing
from tongban.cases.operations import fee
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.logistics import ToldBy
from tongban.cases.operations.remind import due_reminders, remind
from tongban.procedure.actors import SYSTEM
from tongban.procedure.obligations import ObligationKind as K
from tongban.standards.zones import local_date


def test_an_unpaid_fee_is_reminded_of_three_times(world: World) -> None:
    case = world.composed()
    composed_on = local_date(case.composed_at)
    days = []
    for _ in range(3):
        due_at = Obligation.objects.get(case=case, kind=K.PAY).due_at
        assert due_at is not None
        days.append((local_date(due_at) - composed_on).days)
        call = Call(SYSTEM, due_at + timedelta(minutes=1), uuid4())
        assert due_reminders(call.at, limit=9) != []
        remind(case.id, call, kind=K.PAY, by=ToldBy.SMS)
    assert days == [3, 15, 30]
    assert Outgoing.objects.filter(system="sms", kind="remind").count() == 3
    last = Obligation.objects.get(case=case, kind=K.PAY).due_at
    assert last == case.composed_at + timedelta(days=180)


def test_once_a_case_may_be_closed_nobody_is_reminded_any_more(world: World) -> None:
    """The due time is the supervisor's then; a message a day for ever is none."""
    case = world.composed()
    Obligation.objects.filter(case=case).update(due_at=case.composed_at + timedelta(days=180))
    assert due_reminders(case.composed_at + timedelta(days=181), limit=9) == []


def test_whoever_paid_in_cash_is_not_asked_to_pay(world: World) -> None:
    """第七条: the officer owes the payment on behalf, not the applicant."""
    case = world.composed()
    fee.take_cash(case.id, world.call(world.acceptor, minutes=7))
    assert due_reminders(case.composed_at + timedelta(days=4), limit=9) == []
    with pytest.raises(Barred, match="现金"):
        remind(case.id, world.call(SYSTEM, minutes=30), kind=K.PAY, by=ToldBy.SMS)


def test_a_call_by_an_officer_sends_nothing(world: World) -> None:
    case = world.composed()
    remind(case.id, world.call(world.acceptor, minutes=30), kind=K.PAY, by=ToldBy.PHONE)
    assert not Outgoing.objects.filter(kind="remind").exists()


def test_what_is_not_owed_is_not_reminded_of(world: World) -> None:
    case = world.composed()
    with pytest.raises(Barred):
        remind(case.id, world.call(SYSTEM, minutes=30), kind=K.COLLECT, by=ToldBy.SMS)
