"""Composing, taking it back, and what follows: numbers, versions, money, duties."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cases.guardians import FATHER
from tests.cases.world import World

from tongban.cases.models import Case, ComposedVersion, Intake, Obligation, Outgoing, Payment
from tongban.cases.operations import (
    compose,
    courier_way,
    fee,
    fix,
    intake_checks,
    intake_end,
    intake_open,
    taking_back,
)
from tongban.cases.operations.errors import BadInput, Barred, LostRace, WrongStage
from tongban.policy.vocabulary import Delivery, EvidenceKind
from tongban.procedure.stages import IntakeStage, Stage


def put(world: World, intake: Intake) -> Case:
    call = world.call(world.acceptor, minutes=5)
    done = compose.compose(intake.id, call, case_id=intake_open.new_id())
    return Case.objects.get(id=done.subject)


def void(world: World, case: Case) -> Case:
    call = world.call(world.acceptor, minutes=10)
    taking_back.void(case.id, call, words="离开", seen_version=case.version)
    return world.fresh(case)


def duties(case: Case) -> set[str]:
    return set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))


def test_a_complete_intake_becomes_a_case(world: World) -> None:
    case = world.composed()
    version, payment = case.versions.get(), case.payments.get()
    assert case.number == f"{world.station}202611230001"
    assert (case.stage, case.current, case.home_county) == (Stage.COMPOSED, 1, world.home_county)
    assert (version.n, version.photo, version.signed_at) == (1, "photo", None)
    assert (payment.state, payment.amount_fen) == ("DUE", 2000)
    assert duties(case) == {"PAY"}
    assert Intake.objects.get().stage == IntakeStage.COMPOSED
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"photo": ""}, "photo"),
        ({"fingers": []}, "fingers"),
        ({"phone": ""}, "phone"),
        ({"phone": "1380"}, "phone"),
    ],
)
def test_what_is_missing_is_named_with_its_field(
    world: World, missing: dict[str, Any], field: str
) -> None:
    intake = world.complete()
    Intake.objects.filter(id=intake.id).update(**missing)
    with pytest.raises(BadInput) as bad:
        put(world, intake)
    assert [fault.field for fault in bad.value.faults] == [field]
    assert not Case.objects.exists()


def test_everything_missing_is_named_at_once(world: World) -> None:
    with pytest.raises(BadInput) as bad:
        put(world, world.identified())
    assert {fault.field for fault in bad.value.faults} == {"photo", "fingers", "phone"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"identity_confirmed": False}, "还不能合成，还需：确认身份"),
        ({"offences": [{"source": "x"}]}, "第五条"),
        ({"reason": "FIRST_ISSUE"}, "第五条"),
        ({"face": "NOT_DONE", "fingerprint": "NOT_DONE"}, "还不能合成"),
    ],
)
def test_neither_a_ground_nor_a_gap_can_be_composed(
    world: World, change: dict[str, Any], words: str
) -> None:
    intake = world.complete()
    Intake.objects.filter(id=intake.id).update(**change)
    with pytest.raises(Barred, match=words):
        put(world, intake)
    assert not Case.objects.exists()


def test_a_ground_pushed_since_the_look_up_bars_composing(world: World) -> None:
    intake = world.complete()
    world.discredit()
    with pytest.raises(Barred, match=r"第五条\(五\)"):
        put(world, intake)


def test_the_first_version_taken_back_reopens_the_intake_and_uses_up_its_number(
    world: World,
) -> None:
    first = void(world, world.composed())
    intake = Intake.objects.get()
    assert (first.stage, first.ended_at is not None, duties(first)) == (Stage.VOIDED, True, set())
    assert (intake.stage, intake.case_id, intake.ended_at) == (IntakeStage.OPEN, None, None)
    assert Payment.objects.get(case=first).state == "CANCELLED"
    second = put(world, intake)
    assert second.number == f"{world.station}202611230002"
    assert second.current == 1
    assert ComposedVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("paid", "left", "state"),
    [
        ("no", set(), "CANCELLED"),
        ("cash", {"GIVE_BACK_CASH"}, "CANCELLED"),
        ("code", {"REFUND"}, "REFUND_ASKED"),
    ],
)
def test_money_goes_back_with_a_void(world: World, paid: str, left: set[str], state: str) -> None:
    case = world.composed()
    if paid == "cash":
        fee.take_cash(case.id, world.call(world.acceptor, minutes=7))
    if paid == "code":
        world.pay(case)
    case = void(world, world.fresh(case))
    assert duties(case) == left
    assert case.payments.get().state == state


def test_a_later_version_taken_back_gives_way_to_the_signed_one(world: World) -> None:
    case = world.returned()
    correction = fix.Correction(text={"name": "颜大红"}, photo="photo2")
    call = world.call(world.acceptor2, minutes=80)
    fix.recompose(case.id, call, correction=correction, seen_version=case.version)
    assert world.fresh(case).name == "颜大红"
    case = void(world, world.fresh(case))
    assert (case.stage, case.current, case.name) == (Stage.RETURNED, 1, "颜𬭎")
    assert duties(case) >= {"FIX_RETURN", "PAY"}
    assert list(case.versions.order_by("n").values_list("n", flat=True)) == [1, 2]
    case = world.recomposed(case)
    assert (case.stage, case.current) == (Stage.IN_REVIEW, 3)
    third = case.versions.get(n=3)
    assert (third.text["name"], third.photo) == ("颜𬭎", "photo2")


def test_how_the_applicant_is_reached_outlives_a_version_taken_back(world: World) -> None:
    case = world.returned()
    where = "山东省济宁市任城区古槐路99号1单元"
    wanted = courier_way.Contact(Delivery.COURIER, "13911112222", where, "颜大红")
    courier_way.change_delivery(case.id, world.call(world.acceptor, minutes=70), wanted=wanted)
    case = world.fresh(case)
    call = world.call(world.acceptor2, minutes=80)
    fix.recompose(case.id, call, correction=fix.Correction(photo="p2"), seen_version=case.version)
    case = void(world, world.fresh(case))
    assert courier_way.contact_of(case) == wanted


def lack_evidence(world: World, intake: Intake) -> set[str]:
    """Take the evidence out and tell in writing what is missing; the duties that then stand open."""
    call = world.call(world.acceptor)
    intake_checks.take_back_evidence(intake.id, call, evidence_id=intake.evidence.get().id)
    intake_end.print_one_time_notice(intake.id, world.call(world.acceptor))
    open_now = Obligation.objects.filter(intake=intake, closed_at=None)
    return set(open_now.values_list("kind", flat=True))


def test_what_a_reopened_intake_lacks_is_owed_anew(world: World) -> None:
    """第十四条: told in writing a second time, it is somebody's duty a second time."""
    intake = world.complete()
    assert lack_evidence(world, intake) == {"SETTLE_INTAKE"}
    shown = intake_checks.Shown(EvidenceKind.HOUSEHOLD_REGISTER, None)
    intake_checks.show_evidence(intake.id, world.call(world.acceptor), shown=shown)
    void(world, put(world, intake))
    assert not Obligation.objects.filter(intake=intake, closed_at=None).exists()
    assert lack_evidence(world, intake) == {"SETTLE_INTAKE"}


def test_after_a_void_what_is_sent_again_is_the_signed_version(world: World) -> None:
    case = world.returned()
    call = world.call(world.acceptor2, minutes=80)
    fix.recompose(case.id, call, correction=fix.Correction(photo="p2"), seen_version=case.version)
    case = void(world, world.fresh(case))
    fix.resubmit(
        case.id,
        world.call(world.acceptor, minutes=90),
        words="原信息无误。",
        seen_version=case.version,
    )
    case = world.fresh(case)
    assert case.versions.get(n=case.current).signed_at is not None


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ({"id_number": "370811199003070078"}, {"id_number"}),
        ({"name": " "}, {"name"}),
        ({"phone": "12"}, {"phone"}),
        ({"birth_date": "7.3.1990"}, {"birth_date"}),
        ({"birth_date": "1890-01-01"}, {"birth_date"}),
        ({"sex": "9", "ethnicity": "99"}, {"sex", "ethnicity"}),
    ],
)
def test_a_correction_that_cannot_be_used_is_refused(
    world: World, text: dict[str, str], fields: set[str]
) -> None:
    case = world.returned()
    with pytest.raises(BadInput) as bad:
        fix.recompose(
            case.id,
            world.call(world.acceptor),
            correction=fix.Correction(text=text),
            seen_version=case.version,
        )
    assert {fault.field for fault in bad.value.faults} == fields


def test_no_correction_at_all_is_no_new_version(world: World) -> None:
    case = world.returned()
    with pytest.raises(BadInput, match="原信息重新送审"):
        fix.recompose(
            case.id,
            world.call(world.acceptor),
            correction=fix.Correction(),
            seen_version=case.version,
        )


def test_a_signed_version_cannot_be_taken_back(world: World) -> None:
    with pytest.raises(WrongStage, match="已办“签名并送审”"):
        void(world, world.signed())


def test_a_void_on_an_old_page_is_refused(world: World) -> None:
    case = world.composed()
    world.pay(case)
    with pytest.raises(LostRace, match="确认到账"):
        void(world, case)


def test_a_year_without_a_calendar_stops_no_act(world: World) -> None:
    world.at = world.at.replace(year=2027, month=3)
    case = world.signed()
    due = Obligation.objects.get(case=case, kind="REVIEW")
    assert (due.due_at, due.due_note) == (None, "2027 年工作日历尚未载入")
    assert case.stage == Stage.IN_REVIEW


def test_a_loaded_calendar_gives_the_year_its_due_times(world: World, tmp_path: Path) -> None:
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "calendar.yaml").write_text(
        "2027:\n  holidays: [2027-01-01]\n  workdays: []\n  source: 测试\n"
    )
    world.at = world.at.replace(year=2027, month=3, day=2)
    case = world.signed()
    due = Obligation.objects.get(case=case, kind="REVIEW")
    assert due.due_note == ""
    assert due.due_at is not None
    assert due.due_at - world.at < timedelta(days=1)


def test_a_child_needs_a_guardian(world: World) -> None:
    intake = world.complete(
        birth=world.at.date().replace(year=2015),
        guardian=FATHER,
    )
    Intake.objects.filter(id=intake.id).update(guardian=None)
    with pytest.raises(BadInput) as bad:
        put(world, intake)
    assert [fault.field for fault in bad.value.faults] == ["guardian_name"]
