"""逾期失效: told first, then ended by the system; never while the home station is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.test_inquiry import ask
from tests.cases.world import World

from tongban.cases.models import Event, Evidence, Inquiry, Intake, Obligation, Outgoing, PersonSlot
from tongban.cases.operations import intake_checks, intake_end, lapse
from tongban.cases.operations.errors import Barred, Forbidden, NotFound, WrongStage
from tongban.cases.queries.blob_refs import referenced
from tongban.procedure.actors import SYSTEM
from tongban.procedure.stages import IntakeStage

DAY = 24 * 60


def warned(world: World, intake: Intake, *, day: int) -> None:
    lapse.warn_of_lapse(intake.id, world.call(SYSTEM, minutes=day * DAY))


def lapsed(world: World, intake: Intake, *, day: int) -> Intake:
    lapse.lapse(intake.id, world.call(SYSTEM, minutes=day * DAY))
    return Intake.objects.get(id=intake.id)


def due(world: World, day: int) -> tuple[int, int]:
    """How many are to be told and how many lapse on a day."""
    at = world.at + timedelta(days=day)
    return len(lapse.due_warnings(at, limit=9)), len(lapse.due_lapses(at, limit=9))


def test_told_three_days_before_and_lapsed_after_thirty(world: World) -> None:
    intake = world.complete()
    assert due(world, 26) == (0, 0)
    with pytest.raises(Barred):
        warned(world, intake, day=26)
    assert due(world, 27) == (1, 0)
    warned(world, intake, day=27)
    sms = Outgoing.objects.get(system="sms", kind="lapse")
    assert (sms.case_id, sms.payload["intake"]) == (None, str(intake.id))
    assert due(world, 29) == (0, 0)
    with pytest.raises(Barred):
        lapsed(world, intake, day=29)
    assert due(world, 30) == (0, 1)
    assert lapsed(world, intake, day=30).stage == IntakeStage.LAPSED


def test_told_late_lapses_later(world: World) -> None:
    intake = world.complete()
    warned(world, intake, day=40)
    assert due(world, 42) == (0, 0)
    with pytest.raises(Barred):
        lapsed(world, intake, day=42)
    assert due(world, 43) == (0, 1)
    lapsed(world, intake, day=43)


def test_one_without_a_phone_cannot_be_told(world: World) -> None:
    intake = world.open_intake()
    assert due(world, 30) == (0, 1)
    with pytest.raises(Barred, match="没有留电话"):
        warned(world, intake, day=29)
    lapsed(world, intake, day=30)


def test_a_touch_begins_the_time_anew(world: World) -> None:
    intake = world.complete()
    warned(world, intake, day=28)
    with pytest.raises(Barred, match="已经提醒"):
        warned(world, intake, day=29)
    intake_checks.view_history(intake.id, world.call(world.acceptor, minutes=29 * DAY))
    assert due(world, 31) == (0, 0)
    assert due(world, 57) == (1, 0)


def test_never_while_an_inquiry_is_open(world: World) -> None:
    intake = world.open_intake()
    ask(world, intake)
    assert due(world, 90) == (0, 0)
    with pytest.raises(WrongStage, match="协查"):
        lapsed(world, intake, day=90)


def test_pictures_prints_and_copies_go_and_the_fact_stays(world: World) -> None:
    intake = world.complete()
    Intake.objects.filter(id=intake.id).update(live_photo="live", phone="")
    Evidence.objects.filter(intake=intake).update(pages=["page"])
    ask(world, intake, shows_picture=True)
    Inquiry.objects.update(
        answered_at=world.at, answered_by=world.acceptor.officer_id, answer="SAME", way="SYSTEM"
    )
    assert {"live", "photo", "page", "right", "left"} <= referenced()
    gone = lapsed(world, intake, day=31)
    assert referenced().isdisjoint({"live", "photo", "page", "right", "left"})
    assert (gone.photo, gone.fingers, gone.guardian, gone.ended_at is not None) == (
        "", [], None, True,
    )  # fmt: skip
    assert gone.record["name"] == "颜𬭎"
    assert not PersonSlot.objects.exists()
    names = set(Event.objects.filter(subject=intake.id).values_list("name", flat=True))
    assert {"PhotoStored", "EvidenceShown", "IntakeLapsed"} <= names


def test_the_duty_closes_and_the_person_may_come_again(world: World) -> None:
    intake = world.open_intake()
    intake_end.print_one_time_notice(intake.id, world.call(world.acceptor))
    lapsed(world, intake, day=31)
    duty = Obligation.objects.get(intake=intake)
    assert (duty.closed_at is not None, duty.outcome) == (True, "LAPSE")
    assert world.open_intake().stage == IntakeStage.OPEN


def test_no_officer_lapses_an_intake(world: World) -> None:
    intake = world.open_intake()
    late = 31 * DAY
    for actor, error in (
        (world.acceptor, Forbidden),
        (world.supervisor, Forbidden),
        (world.elsewhere(), NotFound),
    ):
        with pytest.raises(error):
            lapse.lapse(intake.id, world.call(actor, minutes=late))
    assert Intake.objects.get(id=intake.id).stage == IntakeStage.OPEN


def test_lapsed_once(world: World) -> None:
    intake = world.open_intake()
    call = world.call(SYSTEM, minutes=31 * DAY)
    lapse.lapse(intake.id, call)
    assert lapse.lapse(intake.id, call).repeated
    with pytest.raises(WrongStage):
        lapsed(world, intake, day=32)
