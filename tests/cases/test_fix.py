"""Putting a returned case right (第十条): versions, deadlines, who was first."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Case, ComposedVersion, Event, Obligation, Outgoing
from tongban.cases.operations import (
    fix,
    review,
    sign,
    taking_back,
)
from tongban.cases.operations.errors import BadInput, Forbidden, LostRace, NotFound, WrongStage
from tongban.cases.operations.intake_capture import Finger
from tongban.policy.vocabulary import Priority
from tongban.procedure.stages import Stage
from tongban.standards.zones import local


def due(case: Case, kind: str = "FIX_RETURN") -> str:
    owed = Obligation.objects.get(case=case, kind=kind, closed_at=None)
    assert owed.due_at is not None
    return f"{local(owed.due_at):%m-%d %H:%M}"


def recompose(world: World, case: Case, **parts: object) -> Case:
    call = world.call(world.acceptor2, minutes=80)
    correction = fix.Correction(**parts)  # type: ignore[arg-type]
    fix.recompose(case.id, call, correction=correction, seen_version=case.version)
    return world.fresh(case)


def test_three_working_days_and_two_when_expedited(world: World) -> None:
    assert due(world.returned(1)) == "11-26 17:00"
    assert due(world.returned(2, priority=Priority.EXPEDITED)) == "11-25 17:00"


def test_the_new_version_takes_what_changed_and_keeps_the_rest(world: World) -> None:
    case = world.returned()
    text = {"address": "山东省曲阜市大同路3号", "phone": "13900000000"}
    case = recompose(world, case, text=text)
    old, new = ComposedVersion.objects.order_by("n")
    assert (case.stage, case.current, case.phone) == (Stage.COMPOSED, 2, "13900000000")
    assert new.text == {**old.text, **text}
    assert (new.photo, new.fingers, new.record) == (old.photo, old.fingers, old.record)
    assert new.signed_at is None
    assert old.text["address"] != text["address"]
    assert world.acceptor2.officer_id in case.acceptors


def test_a_changed_delivery_address_is_the_cases(world: World) -> None:
    case = recompose(world, world.returned(), text={"delivery_address": "任城区古槐路2号"})
    assert case.address == "任城区古槐路2号"


def test_the_duty_stays_open_until_the_signature(world: World) -> None:
    case = recompose(world, world.returned(), photo="photo2", photo_report={"usable": True})
    assert due(case) == "11-26 17:00"
    sign.sign(
        case.id,
        world.call(world.acceptor, minutes=90),
        signature=sign.Signature(pad="pad2"),
        seen_version=case.version,
    )
    assert not Obligation.objects.filter(case=case, kind="FIX_RETURN", closed_at=None).exists()
    assert due(case, "REVIEW") == "11-23 17:00"
    sent = Outgoing.objects.filter(case=case, kind="submit").order_by("created_at")
    assert [one.payload["version"] for one in sent] == [1, 2]


def test_new_fingers_replace_both(world: World) -> None:
    fingers = [Finger(12, template="r", quality=80), Finger(16, missing_reason="手指残缺")]
    case = recompose(world, world.returned(), fingers=fingers)
    new = ComposedVersion.objects.get(case=case, n=2)
    assert [one["code"] for one in new.fingers] == [12, 16]
    assert Event.objects.get(name="Recomposed").data["parts"] == ["fingers"]


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({}, "correction"),
        ({"text": {"id_number": "1"}}, "id_number"),
        ({"text": {"name": " "}}, "name"),
        ({"text": {"phone": "12"}}, "phone"),
    ],
)
def test_what_cannot_be_used_is_said_by_field(
    world: World, parts: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        recompose(world, world.returned(), **parts)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert ComposedVersion.objects.count() == 1


def test_a_void_after_a_return_goes_back_to_returned(world: World) -> None:
    case = recompose(world, world.returned(), photo="photo2")
    call = world.call(world.acceptor)
    taking_back.void(case.id, call, words="照片还是不合格", seen_version=case.version)
    case = world.fresh(case)
    assert (case.stage, case.ended_at) == (Stage.RETURNED, None)
    assert due(case) == "11-26 17:00"
    case = recompose(world, case, photo="photo3")
    assert case.current == 3
    assert [v.photo for v in case.versions.order_by("n")] == ["photo", "photo2", "photo3"]


def test_the_same_version_is_sent_again_only_with_words(world: World) -> None:
    case = world.returned()
    with pytest.raises(BadInput):
        fix.resubmit(case.id, world.call(world.acceptor), words=" ", seen_version=case.version)
    call = world.call(world.acceptor, minutes=70)
    fix.resubmit(case.id, call, words="照片符合标准", seen_version=case.version)
    case = world.fresh(case)
    assert (case.stage, case.current, case.queued_at) == (Stage.IN_REVIEW, 2, call.at)
    before, again = ComposedVersion.objects.filter(case=case).order_by("n")
    assert (again.photo, again.signature) == (before.photo, "pad")
    assert again.text == {**before.text, "answer": "照片符合标准"}
    assert again.signed_at == before.signed_at
    assert due(case, "REVIEW") == "11-23 17:00"
    review.issue(case.id, world.call(world.reviewer, minutes=100), seen_version=case.version)
    assert world.fresh(case).stage == Stage.ISSUED


def test_two_officers_at_once_one_wins(world: World) -> None:
    case = world.returned()
    recompose(world, case, photo="photo2")
    call = world.call(world.acceptor)
    with pytest.raises((LostRace, WrongStage), match="受理乙"):
        fix.resubmit(case.id, call, words="照片符合标准", seen_version=case.version)


def test_an_old_page_loses(world: World) -> None:
    case = world.returned()
    with pytest.raises(LostRace):
        fix.resubmit(
            case.id, world.call(world.acceptor), words="照片符合", seen_version=case.version - 1
        )


def test_the_same_request_twice_is_one_version(world: World) -> None:
    case = world.returned()
    call = world.call(world.acceptor, request_id=uuid4())
    correction = fix.Correction(photo="photo2")
    for _ in range(2):
        fix.recompose(case.id, call, correction=correction, seen_version=case.version)
    assert ComposedVersion.objects.count() == 2


def test_only_the_accepting_station_puts_right(world: World) -> None:
    case = world.returned()
    stranger = world.officer("外所", world.home.code, *world.acceptor.roles)
    with pytest.raises(NotFound):
        fix.resubmit(case.id, world.call(stranger), words="照片符合", seen_version=case.version)
    with pytest.raises(Forbidden):
        fix.resubmit(case.id, world.call(world.keeper), words="照片符", seen_version=case.version)
