"""A ground seen after acceptance: reported, held by one, decided by another (第十五条(一))."""

from __future__ import annotations

import pytest
from tests.cases import elsewhere, mailed
from tests.cases.world import World

from tongban.cases.models import Case, Obligation, Outgoing, Paper, PersonSlot
from tongban.cases.operations import grounds, logistics, production, review, withdraw
from tongban.cases.operations.answers import settle_answer
from tongban.cases.operations.door import Done
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    Forbidden,
    LostRace,
    NotFound,
    OperationError,
    WrongStage,
)
from tongban.cases.operations.grounds import Suspicion
from tongban.policy.vocabulary import Ground
from tongban.procedure.actors import SYSTEM, Actor
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import AnswerSettled, ReturnCategory
from tongban.procedure.roles import Role
from tongban.procedure.stages import PaymentStage, Stage

SEEN = Suspicion(Ground.DOCUMENT_OFFENCE, "所持证件系伪造，已向签发地核实。", "scan")
RUNNING = (
    "composed", "signed", "returned", "issued", "in_production", "shipped", "at_county", "at_station",
)  # fmt: skip


def open_kinds(case: Case) -> set[str]:
    rows = Obligation.objects.filter(case=case, closed_at=None)
    return set(rows.values_list("kind", flat=True))


def report(world: World, case: Case, *, by: Actor | None = None, seen: Suspicion = SEEN) -> Case:
    call = world.call(by or world.reviewer, minutes=61)
    grounds.report_ground(case.id, call, seen=seen, seen_version=case.version)
    return world.fresh(case)


def held(world: World, case: Case, *, by: Actor | None = None, seen: Suspicion = SEEN) -> Case:
    call = world.call(by or world.supervisor, minutes=200)
    grounds.hold(case.id, call, seen=seen, seen_version=case.version)
    return world.fresh(case)


def release(world: World, case: Case, *, by: Actor | None = None) -> Case:
    call = world.call(by or world.chief, minutes=260)
    grounds.release(case.id, call, words="证件真实，系登记差错。", seen_version=case.version)
    return world.fresh(case)


def revoke(world: World, case: Case, *, by: Actor | None = None, seen: Suspicion = SEEN) -> Case:
    call = world.call(by or world.chief, minutes=260)
    grounds.revoke(case.id, call, seen=seen, seen_version=case.version)
    return world.fresh(case)


def test_a_report_waits_for_the_supervisors(world: World) -> None:
    case = report(world, world.signed())
    assert open_kinds(case) == {"PAY", "REVIEW", "DECIDE_GROUND"}
    duty = Obligation.objects.get(kind=K.DECIDE_GROUND)
    assert (duty.owner_unit, duty.due_at is not None) == (world.county, True)
    paper = Paper.objects.get(kind=grounds.REPORT)
    assert paper.contents == {"ground": "DOCUMENT_OFFENCE", "words": SEEN.words}
    with pytest.raises(Barred, match="等受理地督导核定"):
        review.issue(case.id, world.call(world.reviewer2, minutes=70), seen_version=case.version)
    with pytest.raises(Barred, match="已经报告过"):
        report(world, case, by=world.reviewer2)


def test_a_reported_case_may_still_be_returned(world: World) -> None:
    case = report(world, world.signed())
    review.return_for_correction(
        case.id,
        world.call(world.reviewer, minutes=70),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="照片背景不均匀。",
        seen_version=case.version,
    )
    assert open_kinds(case) >= {"DECIDE_GROUND", "FIX_RETURN"}


def test_who_reports(world: World) -> None:
    case = world.signed()
    for actor in (world.acceptor, world.supervisor, world.keeper):
        with pytest.raises(Forbidden):
            report(world, case, by=actor)
    with pytest.raises(NotFound):
        report(world, case, by=world.elsewhere())
    with pytest.raises(WrongStage):
        report(world, world.issued(8))


def test_what_cannot_be_used(world: World) -> None:
    case = world.signed()
    with pytest.raises(BadInput) as caught:
        report(world, case, seen=Suspicion(None, "假"))
    assert [fault.field for fault in caught.value.faults] == ["ground", "words"]
    with pytest.raises(BadInput, match="500"):
        held(world, case, seen=Suspicion(Ground.BAD_CREDIT, "长" * 501))
    assert open_kinds(case) == {"PAY", "REVIEW"}


def test_an_unfounded_report_is_dismissed(world: World) -> None:
    case = report(world, world.paid())
    grounds.dismiss_ground(
        case.id,
        world.call(world.supervisor, minutes=90),
        words="核实为重名，不属于情形。",
        seen_version=case.version,
    )
    case = world.fresh(case)
    assert (case.ground_since, "DECIDE_GROUND" in open_kinds(case)) == (None, False)
    review.issue(case.id, world.call(world.reviewer2, minutes=95), seen_version=case.version)
    assert world.fresh(case).stage == Stage.ISSUED
    with pytest.raises(Barred, match="没有等待核定"):
        grounds.dismiss_ground(
            case.id,
            world.call(world.supervisor, minutes=99),
            words="核实为重名，不属于情形。",
            seen_version=world.fresh(case).version,
        )


@pytest.mark.parametrize("stage", RUNNING)
def test_hold_release_and_revoke_at_every_stage(world: World, stage: str) -> None:
    case = held(world, getattr(world, stage)())
    assert (case.held, case.held_by) == (True, world.supervisor.officer_id)
    assert "DECIDE_GROUND" in open_kinds(case)
    before = case.stage
    case = release(world, case)
    assert (case.stage, case.held, case.held_by, case.ground_since) == (before, False, None, None)
    assert "DECIDE_GROUND" not in open_kinds(case)
    case = revoke(world, held(world, case, by=world.chief), by=world.supervisor)
    assert (case.stage, case.held, case.ended_at is not None) == (Stage.REVOKED, False, True)
    assert open_kinds(case) <= {"ARCHIVE", "REFUND"}
    assert not PersonSlot.objects.filter(case=case).exists()


def test_another_supervisor_decides(world: World) -> None:
    case = held(world, world.issued())
    for act in (release, revoke):
        with pytest.raises(Forbidden, match="另一名督导"):
            act(world, case, by=world.supervisor)
    outsider = world.officer("督导外", world.home_county, Role.SUPERVISION)
    with pytest.raises(Forbidden):
        release(world, case, by=outsider)
    with pytest.raises(WrongStage, match="已经暂扣"):
        held(world, case, by=world.chief)


def test_a_hold_bars_order_and_hand_over(world: World) -> None:
    case = held(world, world.issued())
    with pytest.raises(WrongStage, match="暂扣"):
        production.order(case.id, world.call(SYSTEM, minutes=210))
    waiting = Outgoing.objects.filter(case=case, kind="order").count()
    release(world, case)
    assert Outgoing.objects.filter(case=case, kind="order").count() == waiting + 1
    case = held(world, world.at_station(8))
    given = logistics.HandOver("signature", True, False, logistics.OldCard.TAKEN_IN)
    with pytest.raises(WrongStage, match="暂扣"):
        logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)


def test_a_reported_case_keeps_its_due_time_when_held(world: World) -> None:
    case = report(world, world.signed())
    due_at = Obligation.objects.get(kind=K.DECIDE_GROUND).due_at
    held(world, case)
    assert Obligation.objects.get(kind=K.DECIDE_GROUND).due_at == due_at


def test_a_revocation_needs_evidence_of_its_own_or_from_before(world: World) -> None:
    bare = Suspicion(Ground.BAD_CREDIT, "不良信用记录经核实。")
    case = held(world, world.signed(), seen=bare)
    with pytest.raises(BadInput) as caught:
        revoke(world, case, seen=bare)
    assert [fault.field for fault in caught.value.faults] == ["evidence"]
    assert revoke(world, case).stage == Stage.REVOKED
    case = held(world, world.signed(8))
    assert revoke(world, case, seen=bare).stage == Stage.REVOKED


@pytest.mark.parametrize(
    ("stage", "payment", "kinds"),
    [
        ("signed", PaymentStage.CANCELLED, {"ARCHIVE"}),
        ("issued", PaymentStage.REFUND_ASKED, {"ARCHIVE", "REFUND"}),
        ("in_production", PaymentStage.PAID, {"ARCHIVE"}),
        ("at_station", PaymentStage.PAID, {"ARCHIVE"}),
    ],
)
def test_the_fee_of_a_revoked_case(
    world: World, stage: str, payment: PaymentStage, kinds: set[str]
) -> None:
    """Refunded where no card was made."""
    case = revoke(world, held(world, getattr(world, stage)()))
    assert case.payments.get().state == payment
    assert open_kinds(case) == kinds


def test_the_system_and_the_bureau_elsewhere_are_told(world: World) -> None:
    case = revoke(world, held(world, elsewhere.outgoing(world)))
    assert Outgoing.objects.get(case=case, kind="cancel").payload["why"] == "REVOKED"
    assert "SETTLE_ANSWER" not in open_kinds(case)
    case = elsewhere.answer(world, elsewhere.outgoing(world, 8), elsewhere.issued())
    case = revoke(world, held(world, case))
    assert "SETTLE_ANSWER" in open_kinds(case)


def test_a_hold_over_answers_is_not_released_as_a_ground(world: World) -> None:
    case = elsewhere.answer(world, elsewhere.outgoing(world), elsewhere.issued())
    case = elsewhere.answer(world, case, elsewhere.returned(), minutes=40)
    assert case.held
    for act in (release, revoke):
        with pytest.raises(Barred, match="核定答复"):
            act(world, case)


def test_settling_answers_does_not_end_a_hold_over_a_ground(world: World) -> None:
    case = elsewhere.answer(world, elsewhere.outgoing(world), elsewhere.issued())
    world.pay(case)
    case = held(world, world.fresh(case))
    case = elsewhere.answer(world, case, elsewhere.returned(), minutes=220)
    settle_answer(
        case.id,
        world.call(world.supervisor, minutes=230),
        settled=AnswerSettled.EARLIER,
        words="电话核实以签发为准。",
        seen_version=case.version,
    )
    case = world.fresh(case)
    assert (case.held, case.held_by) == (True, world.supervisor.officer_id)


def test_releasing_a_ground_leaves_the_hold_over_answers(world: World) -> None:
    case = elsewhere.answer(world, elsewhere.outgoing(world), elsewhere.issued())
    world.pay(case)
    case = held(world, world.fresh(case))
    case = release(world, elsewhere.answer(world, case, elsewhere.returned(), minutes=220))
    assert (case.held, case.held_by) == (True, None)


def test_a_held_case_may_be_withdrawn_and_is_not_held_then(world: World) -> None:
    case = held(world, world.signed())
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=210),
        words="不办了",
        signature="s",
        seen_version=case.version,
    )
    case = world.fresh(case)
    assert (case.stage, case.held, case.held_by) == (Stage.WITHDRAWN, False, None)


def test_acts_are_repeatable_and_races_are_told(world: World) -> None:
    case = world.issued()
    call = world.call(world.supervisor, minutes=200)
    first = grounds.hold(case.id, call, seen=SEEN, seen_version=case.version)
    assert first == Done(case.id)
    again = grounds.hold(case.id, call, seen=SEEN, seen_version=case.version)
    assert again.repeated
    assert Paper.objects.filter(kind=grounds.HELD).count() == 1
    with pytest.raises(LostRace):
        grounds.release(
            case.id,
            world.call(world.chief, minutes=210),
            words="证件真实有效。",
            seen_version=case.version,
        )
    call = world.call(world.chief, minutes=220)
    fresh = world.fresh(case)
    grounds.revoke(case.id, call, seen=SEEN, seen_version=fresh.version)
    assert grounds.revoke(case.id, call, seen=SEEN, seen_version=fresh.version).repeated
    with pytest.raises(OperationError):
        held(world, world.fresh(case))


def test_a_parcel_on_its_way_is_called_back(world: World) -> None:
    case = held(world, mailed.posted(world))
    assert Outgoing.objects.filter(case=case, system="post", kind="recall").count() == 1
    case = revoke(world, case)
    assert case.stage == Stage.REVOKED
