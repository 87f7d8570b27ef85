"""After a refusal: checked, lifted when the record is withdrawn, told (第五条(五), 第十五条)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.cases.test_intake_credit import push
from tests.cases.test_refusal import (
    FORGED,
    on_bad_credit,
    on_first_issue,
    refuse,
)
from tests.cases.world import World

from tongban.cases.models import (
    CreditGap,
    Event,
    Intake,
    Obligation,
    Outgoing,
    Refusal,
    RefusalCheck,
)
from tongban.cases.operations import refusals
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, NotFound, WrongStage
from tongban.cases.queries import refusals as queries
from tongban.cases.queries.refusals import Narrowed, Only
from tongban.procedure.actors import SYSTEM, Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import RefusalFinding, ToldAgainBy
from tongban.procedure.roles import Role

RIGHT, WRONG = RefusalFinding.RIGHT, RefusalFinding.WRONG
WORDS = "核对了照片和记录，依据齐全。"
PHONE = "13800000000"


def owed(kind: ObligationKind) -> int:
    return Obligation.objects.filter(kind=kind, closed_at=None).count()


def check(
    world: World, refusal: Refusal, finding: RefusalFinding, actor: Actor | None = None
) -> None:
    call = world.call(actor or world.supervisor, minutes=30)
    refusals.check_refusal(refusal.intake_id, call, finding=finding, words=WORDS)


def test_found_right_the_duty_is_met_and_nobody_is_told(world: World) -> None:
    refusal = refuse(world, on_first_issue(world), phone=PHONE)
    check(world, refusal, RIGHT)
    assert owed(ObligationKind.CHECK_REFUSAL) == 0
    assert not Outgoing.objects.exists()
    row = RefusalCheck.objects.get()
    assert (row.finding, row.words, row.by_unit) == ("RIGHT", WORDS, world.county)
    assert WORDS not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_city_looks_once_more_and_finds_it_wrong(world: World) -> None:
    refusal = refuse(world, on_first_issue(world), phone=PHONE)
    check(world, refusal, RIGHT)
    check(world, refusal, WRONG, world.chief)
    refusal.refresh_from_db()
    assert (refusal.lifted_why, refusal.told_at) == ("FOUND_WRONG", None)
    assert owed(ObligationKind.TELL_AGAIN) == 1
    assert Outgoing.objects.get().payload == {"refusal_id": str(refusal.id)}
    with pytest.raises(Barred, match="不再核查"):
        check(world, refusal, RIGHT)
    world.open_intake()


def test_without_a_phone_there_is_no_sms_and_the_station_owes_it(world: World) -> None:
    check(world, refuse(world, on_first_issue(world)), WRONG)
    assert not Outgoing.objects.exists()
    assert Obligation.objects.get(kind="TELL_AGAIN").owner_unit == world.station


@pytest.mark.parametrize(
    ("finding", "words", "fields"),
    [
        (None, WORDS, ["finding"]),
        (RIGHT, " 好 ", ["words"]),
        (None, "", ["finding", "words"]),
        (RIGHT, "好" * 301, ["words"]),
    ],
)
def test_a_check_says_what_and_why(
    world: World, finding: RefusalFinding | None, words: str, fields: list[str]
) -> None:
    refusal = refuse(world, on_first_issue(world))
    with pytest.raises(BadInput) as bad:
        refusals.check_refusal(
            refusal.intake_id, world.call(world.supervisor), finding=finding, words=words
        )
    assert [fault.field for fault in bad.value.faults] == fields


def test_only_supervisors_above_check(world: World) -> None:
    refusal = refuse(world, on_first_issue(world))
    with pytest.raises(Forbidden):
        check(world, refusal, RIGHT, world.acceptor)
    elsewhere = world.officer("督导壬", world.home_county, Role.SUPERVISION)
    with pytest.raises(NotFound):
        check(world, refusal, RIGHT, elsewhere)


def test_an_open_intake_is_not_checked(world: World) -> None:
    intake = world.open_intake()
    with pytest.raises(WrongStage, match="须在“不予异地受理”后办理"):
        refusals.check_refusal(intake.id, world.call(world.supervisor), finding=RIGHT, words=WORDS)


def test_a_check_sent_twice_is_one(world: World) -> None:
    refusal = refuse(world, on_first_issue(world), phone=PHONE)
    call = world.call(world.supervisor, request_id=uuid4())
    for _ in range(2):
        refusals.check_refusal(refusal.intake_id, call, finding=WRONG, words=WORDS)
    assert (RefusalCheck.objects.count(), Outgoing.objects.count()) == (1, 1)


def test_a_withdrawn_record_lifts_the_refusal_once(world: World) -> None:
    refusal = refuse(world, on_bad_credit(world), phone=PHONE)
    assert refusals.lift_withdrawn(world.at) == 0
    push(world, 2, withdrawn=[7])
    assert refusals.lift_withdrawn(world.at) == 1
    assert refusals.lift_withdrawn(world.at) == 0
    refusal.refresh_from_db()
    assert refusal.lifted_why == "CREDIT_WITHDRAWN"
    assert (owed(ObligationKind.TELL_AGAIN), Outgoing.objects.count()) == (1, 1)
    lines = queries.refusals(world.supervisor, narrowed=Narrowed(only=Only.UNTOLD))
    assert [one.id for one in lines] == [refusal.id]


def test_another_record_of_the_person_holds_it_back(world: World) -> None:
    """Whoever is told comes in vain where another record counts by now."""
    push(world, 1, added=[7])
    refusal = refuse(world, world.open_intake(), phone=PHONE)
    push(world, 2, added=[1007], withdrawn=[7])
    assert refusals.lift_withdrawn(world.at) == 0
    push(world, 3, withdrawn=[1007])
    assert refusals.lift_withdrawn(world.at) == 1
    assert Refusal.objects.get(lifted_at__isnull=False) == refusal


def test_another_ground_holds_it_back_for_good(world: World) -> None:
    intake = on_bad_credit(world)
    Intake.objects.filter(id=intake.id).update(offences=[FORGED])
    refuse(world, intake, phone=PHONE)
    push(world, 2, withdrawn=[7])
    assert refusals.lift_withdrawn(world.at) == 0


def test_those_held_back_do_not_stand_in_the_way_of_others(world: World) -> None:
    """However many rest on another ground, or on people with another record, one run finds the rest."""
    push(world, 1, added=[7, 8, 9])
    mixed = world.open_intake(7)
    Intake.objects.filter(id=mixed.id).update(offences=[FORGED])
    for intake in (mixed, world.open_intake(8), world.open_intake(9)):
        refuse(world, intake, phone=PHONE)
    push(world, 2, added=[1008], withdrawn=[7, 8, 9])
    assert refusals.lift_withdrawn(world.at, limit=1) == 1
    assert Refusal.objects.get(lifted_at__isnull=False).intake.record["record_id"] == "R000009"


def lifted(world: World, phone: str = PHONE) -> Refusal:
    refusal = refuse(world, on_bad_credit(world), phone=phone)
    push(world, 2, withdrawn=[7])
    refusals.lift_withdrawn(world.at)
    return refusal


def test_the_delivered_sms_is_the_telling(world: World) -> None:
    refusal = lifted(world)
    refusals.tell_again(refusal.intake_id, world.call(SYSTEM, minutes=60), by=ToldAgainBy.SMS)
    refusal.refresh_from_db()
    assert (refusal.told_way, owed(ObligationKind.TELL_AGAIN)) == ("SMS", 0)


def test_an_sms_that_did_not_arrive_leaves_it_to_a_call(world: World) -> None:
    refusal = lifted(world)
    refusals.note_unsent(refusal.id, at=world.at)
    assert owed(ObligationKind.TELL_AGAIN) == 1
    call = world.call(world.acceptor2, minutes=90)
    refusals.tell_again(
        refusal.intake_id, call, by=ToldAgainBy.PHONE, words="电话告知本人，下周来。"
    )
    refusal.refresh_from_db()
    assert (refusal.told_way, refusal.told_words) == ("PHONE", "电话告知本人，下周来。")
    assert owed(ObligationKind.TELL_AGAIN) == 0
    with pytest.raises(Barred, match="已经告知"):
        refusals.tell_again(
            refusal.intake_id,
            world.call(world.acceptor),
            by=ToldAgainBy.PHONE,
            words="又打了一次电话。",
        )


@pytest.mark.parametrize(
    ("by", "words", "field"),
    [
        (None, "电话告知本人。", "way"),
        (ToldAgainBy.SMS, "短信告知本人。", "way"),
        (ToldAgainBy.PHONE, "好", "words"),
    ],
)
def test_a_telling_says_how(world: World, by: ToldAgainBy | None, words: str, field: str) -> None:
    refusal = lifted(world)
    with pytest.raises(BadInput) as bad:
        refusals.tell_again(refusal.intake_id, world.call(world.acceptor), by=by, words=words)
    assert [fault.field for fault in bad.value.faults] == [field]


def test_where_nothing_changed_there_is_nothing_to_tell(world: World) -> None:
    refusal = refuse(world, on_first_issue(world))
    with pytest.raises(Barred, match="没有需要告知的"):
        refusals.tell_again(
            refusal.intake_id,
            world.call(world.acceptor),
            by=ToldAgainBy.PHONE,
            words="电话告知本人。",
        )


def test_a_gap_stands_until_it_is_closed(world: World) -> None:
    push(world, 1, added=[1])
    push(world, 3, added=[3])
    push(world, 4, added=[4])
    gap = CreditGap.objects.get()
    assert (gap.missing, gap.seen, gap.closed_at) == (2, 4, None)
    push(world, 2, added=[2])
    assert CreditGap.objects.get().closed_at == world.at


def test_who_sees_which_refusals(world: World) -> None:
    refusal = refuse(world, on_first_issue(world))
    for actor in (world.acceptor, world.supervisor, world.chief):
        assert [one.id for one in queries.refusals(actor, narrowed=Narrowed())] == [refusal.id]
        assert queries.refusal(actor, refusal.id) is not None
    other = world.officer("督导壬", world.home_county, Role.SUPERVISION)
    for actor in (world.elsewhere(), other, world.keeper, world.reviewer):
        assert queries.refusals(actor, narrowed=Narrowed()) == []
        assert queries.refusal(actor, refusal.id) is None


def test_what_is_new_since_the_last_look(world: World) -> None:
    refuse(world, on_first_issue(world))
    assert queries.count_new(world.chief) == 1
    assert refusals.looked(world.call(world.chief, minutes=20)) is None
    assert queries.count_new(world.chief) == 0
    assert refusals.looked(world.call(world.chief, minutes=40)) is not None
    assert queries.count_new(world.supervisor) == 1
