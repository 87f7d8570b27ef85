"""Biometrics are erased once an ending without a card is old enough; the file and the chain stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.cases.test_refusal import on_appearance, refuse
from tests.cases.world import World

from tongban.blobs import store
from tongban.blobs.errors import BlobErased
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Case, Event, Intake, Refusal
from tongban.cases.operations import (
    compose,
    erasure,
    intake_capture,
    intake_end,
    intake_open,
    sign,
    taking_back,
    withdraw,
)
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred, Forbidden, WrongStage
from tongban.cases.queries.chains import broken_chains
from tongban.cases.queries.refusals import refusal as refusal_view
from tongban.procedure.actors import SYSTEM
from tongban.procedure.stages import IntakeStage, Stage


class Captured:
    """An intake with real pictures, and their references by name."""

    def __init__(self, world: World, serial: int = 7, *, photo: bytes = b"photo") -> None:
        self.world = world
        self.refs = {
            "photo": self._put(photo, BlobKind.STANDARD_PHOTO),
            "right": self._put(b"right", BlobKind.FINGERPRINT_TEMPLATE),
            "left": self._put(b"left", BlobKind.FINGERPRINT_TEMPLATE),
            "print": self._put(b"print", BlobKind.FINGERPRINT_IMAGE),
        }
        intake = world.complete(serial)
        self.intake_id = intake.id
        call = world.call(world.acceptor, minutes=4)
        intake_capture.store_photo(intake.id, call, photo=self.refs["photo"], report={})
        intake_capture.store_fingerprints(
            intake.id,
            world.call(world.acceptor, minutes=4),
            fingers=[
                intake_capture.Finger(
                    11, template=self.refs["right"], quality=70, image=self.refs["print"]
                ),
                intake_capture.Finger(16, template=self.refs["left"], quality=66),
            ],
        )

    def _put(self, content: bytes, kind: BlobKind) -> str:
        return store.put(content, kind=kind, media_type="image/jpeg", at=self.world.at)

    def composed(self) -> Case:
        call = self.world.call(self.world.acceptor, minutes=5)
        done = compose.compose(self.intake_id, call, case_id=intake_open.new_id())
        return Case.objects.get(id=done.subject)

    def gone(self) -> set[str]:
        """The names of what is erased."""
        found = set()
        for name, ref in self.refs.items():
            try:
                store.get(ref)
            except BlobErased:
                found.add(name)
        return found


def later(world: World, days: int = 16) -> datetime:
    return world.at + timedelta(days=days)


def withdrawn(world: World, case: Case) -> Case:
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=100),
        words="不办了",
        signature="s",
        seen_version=case.version,
    )
    return world.fresh(case)


def events(subject: UUID) -> list[str]:
    return list(
        Event.objects.filter(subject=subject, name="BiometricsErased").values_list("act", flat=True)
    )


def test_prints_of_a_withdrawn_case_go_and_the_photo_of_the_signed_form_stays(
    world: World,
) -> None:
    captured = Captured(world)
    case = withdrawn(world, world.sign(captured.composed()))
    assert erasure.erase_due(later(world, 14), limit=10) == 0
    assert captured.gone() == set()
    assert erasure.erase_due(later(world), limit=10) == 1
    assert captured.gone() == {"right", "left", "print"}
    assert events(case.id) == ["ERASE_BIOMETRICS"]
    assert Event.objects.get(name="BiometricsErased").data == {"pictures": 3}
    assert not list(broken_chains())
    assert erasure.erase_due(later(world, 40), limit=10) == 0


def test_what_was_never_signed_goes_altogether(world: World) -> None:
    captured = Captured(world)
    withdrawn(world, captured.composed())
    erasure.erase_due(later(world), limit=10)
    assert captured.gone() == {"photo", "right", "left", "print"}


def test_an_intake_that_ended_without_a_case(world: World) -> None:
    captured = Captured(world)
    intake_end.withdraw_intake(
        captured.intake_id, world.call(world.acceptor, minutes=6), words="改天再办"
    )
    assert erasure.erase_due(later(world), limit=10) == 1
    assert captured.gone() == {"photo", "right", "left", "print"}
    assert events(captured.intake_id) == ["ERASE_BIOMETRICS"]
    assert Intake.objects.get(id=captured.intake_id).erased_at == later(world)
    assert not list(broken_chains())


@pytest.mark.parametrize("stage", ["LAPSED", "LOCAL", "REFUSED"])
def test_every_ending_of_an_intake_counts(world: World, stage: str) -> None:
    captured = Captured(world)
    Intake.objects.filter(id=captured.intake_id).update(stage=IntakeStage(stage), ended_at=world.at)
    assert erasure.erase_due(later(world), limit=10) == 1
    assert captured.gone() == {"photo", "right", "left", "print"}


def test_the_picture_a_refusal_rests_on_stays_while_it_can_be_contested(world: World) -> None:
    """第五条(三): the comparison is the evidence; the supervisor and a court look at it."""
    live = store.put(b"live", kind=BlobKind.LIVE_PICTURE, media_type="image/jpeg", at=world.at)
    intake = on_appearance(world)
    Intake.objects.filter(id=intake.id).update(live_photo=live)
    refuse(world, intake)
    refusal = Refusal.objects.get().id
    assert erasure.erase_due(later(world, 180), limit=10) == 0
    with pytest.raises(Barred, match="起方可清除"):
        erasure.erase_of_intake(intake.id, Call(SYSTEM, later(world), uuid4()))
    assert store.get(live).content == b"live"
    view = refusal_view(world.supervisor, refusal)
    assert view is not None
    assert view.has_live
    assert erasure.erase_due(later(world, 186), limit=10) == 1
    with pytest.raises(BlobErased):
        store.get(live)
    view = refusal_view(world.supervisor, refusal)
    assert view is not None
    assert not view.has_live


def test_a_void_case_leaves_the_pictures_to_the_intake_that_goes_on(world: World) -> None:
    captured = Captured(world)
    case = captured.composed()
    taking_back.void(
        case.id, world.call(world.acceptor, minutes=8), words="填错", seen_version=case.version
    )
    assert erasure.erase_due(later(world), limit=10) == 1
    assert captured.gone() == set()
    assert world.fresh(case).stage == Stage.VOIDED
    again = captured.composed()
    sign.sign(
        again.id,
        world.call(world.acceptor, minutes=9),
        signature=sign.Signature(pad="pad"),
        seen_version=again.version,
    )
    withdrawn(world, world.fresh(again))
    assert erasure.erase_due(later(world, 40), limit=10) == 1
    assert captured.gone() == {"right", "left", "print"}


def test_a_later_file_of_the_person_keeps_its_photo(world: World) -> None:
    """The void case ended before; its photo stands on the signed form of the next one."""
    captured = Captured(world)
    case = captured.composed()
    taking_back.void(
        case.id, world.call(world.acceptor, minutes=8), words="填错", seen_version=case.version
    )
    withdrawn(world, world.sign(captured.composed()))
    assert erasure.erase_due(later(world), limit=10) == 2
    assert captured.gone() == {"right", "left", "print"}


def test_nothing_of_a_case_that_goes_on_is_erased(world: World) -> None:
    captured = Captured(world)
    case = world.sign(captured.composed())
    assert erasure.erase_due(later(world, 400), limit=10) == 0
    with pytest.raises(WrongStage):
        erasure.erase_of_case(case.id, Call(SYSTEM, later(world), uuid4()))
    ended = withdrawn(world, case)
    with pytest.raises(Barred):
        erasure.erase_of_case(ended.id, Call(SYSTEM, later(world, 2), uuid4()))
    assert captured.gone() == set()


def test_no_officer_erases(world: World) -> None:
    case = withdrawn(world, world.signed())
    with pytest.raises(Forbidden):
        erasure.erase_of_case(case.id, Call(world.chief, later(world), uuid4()))


def test_a_repeat_has_no_second_effect(world: World) -> None:
    case = withdrawn(world, world.signed())
    call = Call(SYSTEM, later(world), uuid4())
    assert not erasure.erase_of_case(case.id, call).repeated
    assert erasure.erase_of_case(case.id, call).repeated
