"""代为采集: what a nearer station captures waits for the station that accepted."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.blobs import store
from tongban.blobs.errors import BlobErased
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import CaptureElsewhere, Case, Event
from tongban.cases.operations.capture_elsewhere import Taken, capture_elsewhere
from tongban.cases.operations.door import Call
from tongban.cases.operations.erasure import erase_of_case
from tongban.cases.operations.errors import BadInput, Forbidden, LostRace, WrongStage
from tongban.cases.operations.fix import Correction, recompose
from tongban.cases.operations.intake_capture import Finger
from tongban.cases.operations.withdraw import withdraw
from tongban.cases.queries.blob_refs import referenced
from tongban.cases.queries.captures import elsewhere_file
from tongban.cases.queries.returns import return_file, returned_cases
from tongban.procedure.actors import SYSTEM, Actor
from tongban.procedure.stages import Stage

PHOTO = Taken(photo="photo-elsewhere", photo_report={"usable": True}, is_same=True)
PRINTS = Taken(
    fingers=[
        Finger(11, template="right2", quality=80, image="image2"),
        Finger(16, missing_reason="手指残缺"),
    ],
    is_same=True,
)
KEYS = {"text": "t", "photo": "p", "fingers": "f"}


def capture(world: World, case: Case, by: Actor, taken: Taken = PHOTO) -> Case:
    capture_elsewhere(case.id, world.call(by, minutes=70), taken=taken)
    return world.fresh(case)


def test_the_photo_lies_with_the_case_and_the_case_stays(world: World) -> None:
    case, other = world.returned(), world.elsewhere()
    after = capture(world, case, other)
    assert (after.stage, after.current) == (Stage.RETURNED, 1)
    row = CaptureElsewhere.objects.get()
    assert (row.case_id, row.version, row.unit, row.photo) == (
        case.id,
        1,
        other.unit,
        "photo-elsewhere",
    )
    event = Event.objects.get(subject=case.id, name="CapturedElsewhere")
    assert (event.officer, event.unit) == (other.officer_id, other.unit)
    assert event.data == {"version": 1, "photo": True, "fingers": []}


def test_the_accepting_station_sees_the_latest_of_each_part(world: World) -> None:
    case, other = world.returned(), world.elsewhere()
    capture(world, case, other)
    capture(world, case, other, PRINTS)
    capture(world, case, other, Taken(photo="photo-again", is_same=True))
    file = return_file(world.acceptor, case.id, draft_keys=KEYS)
    assert file is not None
    assert file.captured is not None
    assert (file.captured.photo, file.captured.unit) == ("photo-again", other.unit)
    assert [one["code"] for one in file.captured.fingers] == [11, 16]
    (line,) = returned_cases(world.station)
    assert line.is_captured
    assert {"photo-elsewhere", "photo-again", "right2", "image2"} <= referenced()


def test_what_was_taken_for_one_version_serves_no_other(world: World) -> None:
    case = capture(world, world.returned(), world.elsewhere())
    correction = Correction(photo="photo-elsewhere", photo_report={})
    call = world.call(world.acceptor, minutes=90)
    recompose(case.id, call, correction=correction, seen_version=case.version)
    assert world.fresh(case).current == 2
    file = return_file(world.acceptor, case.id, draft_keys=KEYS)
    assert file is not None
    assert file.captured is None


def test_who_was_composing_meanwhile_looks_again(world: World) -> None:
    case = world.returned()
    capture(world, case, world.elsewhere())
    with pytest.raises(LostRace, match="代为采集"):
        recompose(
            case.id,
            world.call(world.acceptor, minutes=90),
            correction=Correction(photo="photo2"),
            seen_version=case.version,
        )


@pytest.mark.parametrize(
    ("taken", "fields"),
    [
        (Taken(is_same=True), ["image"]),
        (Taken(photo="p"), ["is_same"]),
        (Taken(), ["image", "is_same"]),
    ],
    ids=("nothing", "nobody says who", "neither"),
)
def test_what_is_missing_is_told_at_once(world: World, taken: Taken, fields: list[str]) -> None:
    case = world.returned()
    with pytest.raises(BadInput) as bad:
        capture(world, case, world.elsewhere(), taken)
    assert [one.field for one in bad.value.faults] == fields
    assert not CaptureElsewhere.objects.exists()


def test_the_same_press_twice_is_one_capture(world: World) -> None:
    case, other = world.returned(), world.elsewhere()
    call = world.call(other, minutes=70, request_id=uuid4())
    assert not capture_elsewhere(case.id, call, taken=PHOTO).repeated
    assert capture_elsewhere(case.id, call, taken=PHOTO).repeated
    assert CaptureElsewhere.objects.count() == 1


def test_only_for_a_returned_case_and_only_at_a_window(world: World) -> None:
    other = world.elsewhere()
    with pytest.raises(WrongStage):
        capture(world, world.signed(1), world.acceptor)
    with pytest.raises(Forbidden):
        capture(world, world.returned(3), world.keeper)
    assert elsewhere_file(other, world.signed(4).id, draft_keys=KEYS) is None
    assert elsewhere_file(world.reviewer, world.returned(5).id, draft_keys=KEYS) is None
    assert elsewhere_file(other, world.returned(6).id, draft_keys=KEYS) is not None


def test_what_was_captured_goes_with_the_case_that_had_no_card(world: World) -> None:
    """Nobody needs it any more, whether it was composed or not (个人信息保护法 第十九条)."""
    kinds = (BlobKind.STANDARD_PHOTO, BlobKind.FINGERPRINT_TEMPLATE)
    photo, right = (
        store.put(kind.value.encode(), kind=kind, media_type="image/jpeg", at=world.at)
        for kind in kinds
    )
    fingers = [Finger(11, template=right, quality=80), Finger(16, missing_reason="手指残缺")]
    case = capture(
        world, world.returned(), world.elsewhere(), Taken(photo, {}, fingers, is_same=True)
    )
    withdraw(
        case.id,
        world.call(world.acceptor, minutes=95),
        words="不办了",
        signature="signed",
        seen_version=case.version,
    )
    later = world.at + timedelta(days=16)
    erase_of_case(case.id, Call(SYSTEM, later, uuid4()))
    for ref in (photo, right):
        with pytest.raises(BlobErased):
            store.get(ref)
