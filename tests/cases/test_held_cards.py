"""Nobody is asked to come for a card that is held: it would not be handed over (第十四、十五条)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.cases.test_grounds import held, release
from tests.cases.world import World

from tongban.cases.models import Card, Case, Obligation, Outgoing
from tongban.cases.operations import logistics
from tongban.cases.operations.remind import due_reminders
from tongban.cases.queries.upstream_messages import collect_notice
from tongban.procedure.stages import Stage


def collect_messages(case: Case) -> int:
    return Outgoing.objects.filter(case=case, system="sms", kind="collect").count()


def received(world: World, case: Case) -> Case:
    """The card of a case at its county bureau, forwarded and counted in at the station."""
    card, batch = Card.objects.get(case=case), uuid4()
    sent = world.call(world.forwarder, minutes=210)
    logistics.forward(case.accepting_unit, sent, card_ids=[card.id], batch_id=batch)
    logistics.receive_at_station(batch, world.call(world.keeper, minutes=220), card_ids=[card.id])
    return world.fresh(case)


def test_a_held_card_is_told_of_when_it_is_released(world: World) -> None:
    case = received(world, held(world, world.at_county()))
    assert (case.stage, collect_messages(case)) == (Stage.AT_STATION, 0)
    case = release(world, case)
    assert collect_messages(case) == 1
    assert collect_notice(Card.objects.get(case=case).id).is_waiting


def test_a_message_that_a_hold_overtakes_is_not_sent(world: World) -> None:
    case = held(world, world.at_station())
    card = Card.objects.get(case=case)
    assert not collect_notice(card.id).is_waiting
    release(world, case)
    assert collect_notice(card.id).is_waiting


def test_who_was_told_before_is_not_told_again(world: World) -> None:
    case = world.at_station()
    logistics.tell(case.id, world.call(world.keeper, minutes=190), by=logistics.ToldBy.PHONE)
    before = collect_messages(case)
    case = release(world, held(world, world.fresh(case)))
    assert collect_messages(case) == before


def test_reminders_wait_for_the_release(world: World) -> None:
    case = world.at_station()
    logistics.tell(case.id, world.call(world.keeper, minutes=190), by=logistics.ToldBy.PHONE)
    case = held(world, world.fresh(case))
    due_at = Obligation.objects.get(case=case, kind="COLLECT").due_at
    assert due_at is not None
    at = due_at + timedelta(minutes=1)
    assert due_reminders(at, limit=9) == []
    release(world, case)
    assert [kind.value for _, _, kind in due_reminders(at, limit=9)] == ["COLLECT"]
