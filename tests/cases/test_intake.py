"""An intake at the window: opened, continued elsewhere, waiting, ended."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Event, Evidence, Intake, Obligation, Paper, PersonSlot
from tongban.cases.operations import intake_capture, intake_checks, intake_end, intake_open
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, WrongStage
from tongban.policy.vocabulary import Delivery, EvidenceKind, Priority, Reason
from tongban.procedure.roles import Role
from tongban.procedure.stages import IntakeStage

FINGERS = [
    intake_capture.Finger(11, template="right", quality=70),
    intake_capture.Finger(16, template="left", quality=66),
]


def wishes(**other: Any) -> intake_capture.Wishes:
    given: dict[str, Any] = {
        "reason": Reason.EXPIRED,
        "priority": Priority.ORDINARY,
        "priority_reason": "",
        "delivery": Delivery.STATION,
        "address": "",
        "phone": "13800000000",
    }
    return intake_capture.Wishes(**(given | other))


def test_an_intake_begins_with_its_event_and_place(world: World) -> None:
    intake = world.open_intake()
    assert (intake.stage, intake.category, intake.version) == (IntakeStage.OPEN, "CROSS_COUNTY", 1)
    assert Event.objects.get().subject == intake.id
    assert PersonSlot.objects.get().intake_id == intake.id


def test_nobody_is_taken_in_where_he_is_registered(world: World) -> None:
    with pytest.raises(Barred, match="本地业务") as barred:
        world.open_intake(home_unit=world.station)
    assert barred.value.clause == "第一条"
    assert not Intake.objects.exists()


def test_only_a_window_opens_intakes(world: World) -> None:
    for actor in (world.reviewer, world.supervisor, world.keeper):
        with pytest.raises(Forbidden):
            intake_open.open_intake(
                world.call(actor),
                found=world.found(),
                reason=Reason.EXPIRED,
                intake_id=intake_open.new_id(),
            )


def test_another_station_goes_on_where_the_first_one_stopped(world: World) -> None:
    intake, there = world.identified(), world.elsewhere()
    intake_open.take_over(intake.id, world.call(there), found=world.found())
    intake = Intake.objects.get()
    assert (intake.station_id, intake.former_units) == (there.unit, [world.station])
    assert intake.identity_confirmed is None
    assert PersonSlot.objects.get().station == there.unit
    with pytest.raises(WrongStage, match="受理癸 已办“接办”"):
        intake_checks.view_history(intake.id, world.call(world.acceptor))
    intake_checks.view_history(intake.id, world.call(there))


def test_what_the_register_takes_back_is_gone_with_the_next_look_up(world: World) -> None:
    intake, there = world.open_intake(), world.elsewhere()
    Intake.objects.filter(id=intake.id).update(offences=[{"kind": "冒用", "source": "人口系统"}])
    intake_open.take_over(intake.id, world.call(there), found=world.found())
    assert Intake.objects.get().offences == []


def test_taking_over_needs_the_same_person(world: World) -> None:
    intake = world.open_intake()
    with pytest.raises(Barred, match="不是同一人"):
        intake_open.take_over(intake.id, world.call(world.elsewhere()), found=world.found(8))


def test_at_home_it_ends_and_the_person_is_free(world: World) -> None:
    """第一条: whose household is here applies locally; nothing of the remote intake is owed or held."""
    intake = world.open_intake()
    intake_end.print_one_time_notice(intake.id, world.call(world.acceptor))
    at_home, request = world.officer("户籍地", world.home.code, Role.ACCEPTANCE), uuid4()
    for repeated in (False, True):
        call = world.call(at_home, request_id=request)
        done = intake_open.take_over(intake.id, call, found=world.found())
        assert done.repeated is repeated
    intake = Intake.objects.get()
    assert (intake.stage, intake.station_id) == (IntakeStage.LOCAL, world.home.code)
    assert (intake.category, intake.ended_by) == ("", at_home.officer_id)
    assert not PersonSlot.objects.exists()
    assert not Obligation.objects.filter(intake=intake, closed_at=None).exists()
    with pytest.raises(WrongStage, match="接办"):
        intake_checks.view_history(intake.id, world.call(world.acceptor))
    with pytest.raises(WrongStage, match="转户籍派出所办理"):
        intake_checks.view_history(intake.id, world.call(at_home))
    world.open_intake()


@pytest.mark.parametrize(
    ("kind", "until", "is_taken"),
    [
        (EvidenceKind.HOUSEHOLD_REGISTER, None, True),
        (EvidenceKind.DRIVING_LICENCE, date(2026, 11, 23), True),
        (EvidenceKind.DRIVING_LICENCE, date(2026, 11, 22), False),
        (EvidenceKind.ID_CARD, date(2026, 5, 19), True),
    ],
)
def test_evidence_must_be_valid_on_the_day_but_for_the_card_itself(
    world: World, kind: EvidenceKind, until: date | None, is_taken: bool
) -> None:
    intake = world.open_intake()
    shown = intake_checks.Shown(kind, until)
    if is_taken:
        intake_checks.show_evidence(intake.id, world.call(world.acceptor), shown=shown)
        assert Evidence.objects.get().kind == kind
        return
    with pytest.raises(BadInput, match="已于 2026-11-22 到期"):
        intake_checks.show_evidence(intake.id, world.call(world.acceptor), shown=shown)


def test_evidence_of_another_kind_is_named(world: World) -> None:
    shown = intake_checks.Shown(EvidenceKind.OTHER, None, " ")
    with pytest.raises(BadInput, match="写明是哪一种"):
        intake_checks.show_evidence(world.open_intake().id, world.call(world.acceptor), shown=shown)


def test_neither_photo_nor_prints_before_identity_is_green(world: World) -> None:
    intake, call = world.open_intake(), world.call(world.acceptor)
    with pytest.raises(Barred, match="先办：查看历史受理信息、现场比对") as barred:
        intake_capture.store_photo(intake.id, call, photo="p", report={})
    assert barred.value.clause == "第六条"
    with pytest.raises(Barred):
        intake_capture.store_fingerprints(intake.id, call, fingers=FINGERS)


@pytest.mark.parametrize(
    ("fingers", "words"),
    [
        (FINGERS[:1], "左右手各采一枚"),
        ([FINGERS[0], intake_capture.Finger(12, template="x")], "左右手各采一枚"),
        ([FINGERS[0], intake_capture.Finger(16)], "写明原因"),
        ([FINGERS[0], intake_capture.Finger(16, missing_reason=" ")], "写明原因"),
    ],
)
def test_two_prints_one_of_each_hand(
    world: World, fingers: list[intake_capture.Finger], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        intake_capture.store_fingerprints(
            world.identified().id, world.call(world.acceptor), fingers=fingers
        )


def test_a_hand_without_prints_with_its_reason_is_no_obstacle(world: World) -> None:
    fingers = [FINGERS[0], intake_capture.Finger(16, missing_reason="左手残疾")]
    call = world.call(world.acceptor)
    intake_capture.store_fingerprints(world.identified().id, call, fingers=fingers)
    assert Event.objects.get(name="FingerprintsStored").data == {"fingers": [11]}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "2380000"}, "phone"),
        ({"reason": Reason.FIRST_ISSUE}, "reason"),
        ({"priority": Priority.EXPEDITED}, "priority_reason"),
        ({"delivery": Delivery.COURIER, "address": "山东省济宁市任城区古槐路1号"}, "recipient"),
    ],
)
def test_wishes_that_cannot_be_met_are_named_by_field(
    world: World, other: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as bad:
        intake_capture.set_details(
            world.open_intake().id, world.call(world.acceptor), wishes=wishes(**other)
        )
    assert [fault.field for fault in bad.value.faults] == [field]


@pytest.mark.parametrize("phone", ["13800000000", "0537-1234567", "05371234567", "01012345678"])
def test_numbers_that_can_be_dialled(world: World, phone: str) -> None:
    intake, call = world.open_intake(), world.call(world.acceptor)
    intake_capture.set_details(intake.id, call, wishes=wishes(phone=phone))
    assert Intake.objects.get().phone == phone


def test_the_one_time_notice_names_everything_and_waits(world: World) -> None:
    intake, call = world.open_intake(), world.call(world.acceptor)
    intake_end.print_one_time_notice(intake.id, call)
    paper, duty = Paper.objects.get(), Obligation.objects.get()
    assert {"VIEW_HISTORY", "COMPARE_ON_SITE", "SIGN_COMMITMENT"} <= set(paper.contents["asks"])
    assert (duty.kind, duty.owner_unit) == ("SETTLE_INTAKE", world.station)
    intake_end.print_one_time_notice(intake.id, world.call(world.acceptor, minutes=5))
    assert Obligation.objects.filter(closed_at=None).count() == 1
    intake_end.withdraw_intake(intake.id, world.call(world.acceptor), words="改天再来。")
    assert not Obligation.objects.filter(closed_at=None).exists()


def test_there_is_no_notice_when_nothing_is_missing(world: World) -> None:
    with pytest.raises(Barred, match="没有需要一次性告知的内容"):
        intake_end.print_one_time_notice(world.complete().id, world.call(world.acceptor))


def test_an_ended_intake_takes_no_more_acts(world: World) -> None:
    intake = world.open_intake()
    intake_end.withdraw_intake(intake.id, world.call(world.acceptor), words="改天再来。")
    with pytest.raises(WrongStage, match="受理甲 已办“申请人撤回受理”"):
        intake_checks.view_history(intake.id, world.call(world.acceptor))


def test_leaving_is_the_applicants_own_word(world: World) -> None:
    with pytest.raises(BadInput, match="申请人自己的说法"):
        intake_end.withdraw_intake(world.open_intake().id, world.call(world.acceptor), words=" ")
