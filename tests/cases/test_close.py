"""终结 after so many days of reminders, the wish to withdraw, and the card nobody is to have."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases import elsewhere, odd_cards
from tests.cases.world import World

from tongban.cases.models import (
    Card,
    CardFinding,
    Case,
    Obligation,
    Outgoing,
    Paper,
    PersonSlot,
)
from tongban.cases.operations import close, closing, intake_open, logistics, remind, review, wish
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, WrongStage
from tongban.cases.operations.logistics import ToldBy
from tongban.cases.queries import to_destroy
from tongban.procedure.actors import SYSTEM, Actor
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import CardTrouble, CloseReason
from tongban.procedure.stages import PaymentStage, Stage

WAITED = 181
DAY = 24 * 60


def on_day(world: World, actor: Actor, days: int) -> Call:
    return Call(actor, world.at + timedelta(days=days), uuid4())


def unpaid(world: World) -> Case:
    case = world.signed()
    review.issue(case.id, world.call(world.reviewer, minutes=60), seen_version=case.version)
    return world.fresh(case)


def to_collect(world: World) -> Case:
    case = world.at_station()
    logistics.tell(case.id, world.call(world.keeper, minutes=190), by=ToldBy.PHONE)
    return world.fresh(case)


def remind_on(world: World, case: Case, kind: K, *days: int) -> Case:
    for day in days:
        remind.remind(case.id, on_day(world, world.acceptor, day), kind=kind, by=ToldBy.PHONE)
    return world.fresh(case)


def end(
    world: World, case: Case, reason: CloseReason | None, *, days: int = WAITED,
    by: Actor | None = None, words: str = "多次电话提醒，申请人未到。", evidence: str = "",
) -> Case:  # fmt: skip
    close.close(
        case.id,
        on_day(world, by or world.supervisor, days),
        reason=reason,
        words=words,
        evidence=evidence,
        seen_version=case.version,
    )
    return world.fresh(case)


def test_a_case_that_is_never_paid(world: World) -> None:
    case = remind_on(world, unpaid(world), K.PAY, 3, 15, 30)
    case = end(world, case, CloseReason.NOT_PAID)
    assert (case.stage, case.ended_at is not None) == (Stage.CLOSED, True)
    assert case.payments.get().state == PaymentStage.CANCELLED
    still = Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True)
    assert set(still) == {"ARCHIVE"}
    paper = Paper.objects.get(kind=close.CLOSING)
    assert paper.contents["reason"] == "NOT_PAID"
    assert not PersonSlot.objects.exists()
    assert world.composed().stage == Stage.COMPOSED


def test_too_early_says_when(world: World) -> None:
    case = remind_on(world, unpaid(world), K.PAY, 3, 15, 30)
    with pytest.raises(Barred, match=r"等待满 180 天（2027年05月22日"):
        end(world, case, CloseReason.NOT_PAID, days=179)


def test_too_few_reminders_are_said(world: World) -> None:
    case = remind_on(world, unpaid(world), K.PAY, 3)
    with pytest.raises(Barred, match="已登记提醒 1 次；还须提醒 2 次"):
        end(world, case, CloseReason.NOT_PAID)


def test_a_return_that_nobody_puts_right(world: World) -> None:
    case = world.returned()
    world.pay(case)
    case = remind_on(world, world.fresh(case), K.FIX_RETURN, 20, 60)
    due = Obligation.objects.get(case=case, kind=K.FIX_RETURN).due_at
    assert due is not None
    assert due < world.at + timedelta(days=10)
    case = end(world, case, CloseReason.NOT_RESUBMITTED)
    assert case.payments.get().state == PaymentStage.REFUND_ASKED
    assert Outgoing.objects.get(case=case, kind="cancel").payload["why"] == "CLOSED"


def test_a_card_that_nobody_collects(world: World) -> None:
    case = remind_on(world, to_collect(world), K.COLLECT, 15, 30)
    case = end(world, case, CloseReason.NOT_COLLECTED)
    assert (case.stage, case.payments.get().state) == (Stage.CLOSED, PaymentStage.PAID)
    call = on_day(world, world.acceptor, WAITED + 1)
    with pytest.raises(Barred, match="销毁"):
        closing.seal_file(case.id, call)
    destroy(world, case, by=world.keeper)
    assert Card.objects.get(case=case).state == Card.State.DESTROYED
    closing.seal_file(case.id, call)
    assert world.fresh(case).sealed_at


def destroy(world: World, case: Case, *, by: Actor) -> None:
    odd_cards.destroy(world, by, odd_cards.spoiled(odd_cards.latest(case)), minutes=WAITED * DAY)


def test_the_station_that_has_the_card_destroys_it(world: World) -> None:
    case = end(
        world, remind_on(world, to_collect(world), K.COLLECT, 15, 30), CloseReason.NOT_COLLECTED
    )
    card = odd_cards.latest(case)
    assert (card.state, card.held_unit) == (Card.State.SPOILED, case.accepting_unit)
    assert CardFinding.objects.get(card=card).kind == CardTrouble.UNWANTED
    assert [thing.id for thing in to_destroy.to_destroy(case.accepting_unit)] == [card.id]
    with pytest.raises(Barred, match="不在本单位"):
        destroy(world, case, by=world.forwarder)
    with pytest.raises(Forbidden):
        destroy(world, case, by=world.acceptor)
    destroy(world, case, by=world.keeper)
    with pytest.raises(Barred, match="已经销毁"):
        destroy(world, case, by=world.keeper)


def test_a_death_closes_at_once_on_evidence(world: World) -> None:
    case = world.issued()
    with pytest.raises(BadInput) as caught:
        end(world, case, CloseReason.DECEASED, days=1)
    assert [fault.field for fault in caught.value.faults] == ["evidence"]
    case = end(world, case, CloseReason.DECEASED, days=1, evidence="scan")
    assert case.stage == Stage.CLOSED
    assert case.payments.get().state == PaymentStage.REFUND_ASKED


def test_the_reason_fits_the_stage(world: World) -> None:
    with pytest.raises(BadInput, match="不能以"):
        end(world, world.issued(), CloseReason.NOT_COLLECTED)
    with pytest.raises(Barred, match="还没有通知"):
        end(world, world.at_station(8), CloseReason.NOT_COLLECTED)
    with pytest.raises(BadInput) as caught:
        end(world, world.issued(9), None, words="")
    assert [fault.field for fault in caught.value.faults] == ["reason", "words"]
    with pytest.raises(WrongStage):
        end(world, world.signed(10), CloseReason.NOT_PAID)
    with pytest.raises(Forbidden):
        end(world, world.issued(11), CloseReason.NOT_PAID, by=world.acceptor)


def test_closing_is_repeatable(world: World) -> None:
    case = world.issued()
    call = on_day(world, world.chief, 1)
    for repeated in (False, True):
        done = close.close(
            case.id,
            call,
            reason=CloseReason.DECEASED,
            words="户口已注销。",
            evidence="scan",
            seen_version=case.version,
        )
        assert done.repeated is repeated
    assert Paper.objects.filter(kind=close.CLOSING).count() == 1


def test_the_bureau_elsewhere_is_told_of_the_end(world: World) -> None:
    case = elsewhere.answer(world, elsewhere.outgoing(world), elsewhere.returned())
    case = end(world, case, CloseReason.DECEASED, evidence="scan")
    assert Outgoing.objects.filter(case=case, kind="cancel").exists()


# The wish to withdraw.


def wished(world: World, case: Case, *, by: Actor | None = None, signature: str = "s") -> Case:
    wish.wish_to_withdraw(
        case.id,
        on_day(world, by or world.acceptor, 1),
        words="已经在户籍地领到证件。",
        signature=signature,
        seen_version=case.version,
    )
    return world.fresh(case)


def test_a_wish_waits_for_the_card(world: World) -> None:
    case = wished(world, world.at_county())
    assert (case.stage, case.wished_at is not None) == (Stage.AT_COUNTY, True)
    with pytest.raises(Barred, match="已经登记"):
        wished(world, case)
    card = Card.objects.get(case=case)
    batch_id = intake_open.new_id()
    logistics.forward(
        case.accepting_unit,
        on_day(world, world.forwarder, 2),
        card_ids=[card.id],
        batch_id=batch_id,
    )
    logistics.receive_at_station(batch_id, on_day(world, world.keeper, 2), card_ids=[card.id])
    sent = Outgoing.objects.filter(case=case).values_list("system", "kind")
    assert ("self", "wish") in sent
    assert ("sms", "collect") not in sent
    wish.close_by_wish(case.id, on_day(world, SYSTEM, 2))
    case = world.fresh(case)
    assert (case.stage, case.payments.get().state) == (Stage.CLOSED, PaymentStage.PAID)
    destroy(world, case, by=world.keeper)


def test_a_wish_at_the_station_closes_at_once(world: World) -> None:
    assert wished(world, world.at_station()).stage == Stage.CLOSED


def test_nobody_is_closed_without_a_wish(world: World) -> None:
    case = world.at_station()
    with pytest.raises(Barred):
        wish.close_by_wish(case.id, on_day(world, SYSTEM, 1))


def test_what_a_wish_needs(world: World) -> None:
    case = world.in_production()
    with pytest.raises(BadInput) as caught:
        wished(world, case, signature="")
    assert [fault.field for fault in caught.value.faults] == ["signature"]
    with pytest.raises(WrongStage):
        wished(world, world.issued(8))
    with pytest.raises(Forbidden):
        wished(world, case, by=world.keeper)
