"""Refusals: on the five grounds only, each with its clause; nobody else is sent away (第十五条)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases.world import World

from tongban.cases.models import Event, Intake, PersonSlot, Refusal
from tongban.cases.operations import intake_checks, intake_end
from tongban.cases.operations.errors import BadInput, Barred
from tongban.policy.vocabulary import FaceResult, FingerprintResult, Ground
from tongban.procedure.stages import IntakeStage

WORDS = "查询到的记录与群众陈述均已核对。"


FORGED = {
    "recorded_on": "2024-03-01",
    "kind": "冒用",
    "document": "居民身份证",
    "source": "人口系统",
    "source_number": "WF20240301001",
}


def refuse(world: World, intake: Intake, words: str = WORDS, phone: str = "") -> Refusal:
    intake_end.refuse(intake.id, world.call(world.acceptor, minutes=9), words=words, phone=phone)
    return Refusal.objects.get(intake=intake)


def never_issued() -> dict[str, Any]:
    card = {"issued": False, "expires": None, "fingerprint_registered": False}
    return {"card": card | {"issued_on": None, "issuer": "", "state": ""}}


def no_prints() -> dict[str, Any]:
    card = {"issued": True, "expires": "2026-05-19", "fingerprint_registered": False}
    return {"card": card | {"issued_on": "2016-05-19", "issuer": "曲阜市公安局", "state": "IN_USE"}}


def on_first_issue(world: World) -> Intake:
    return world.open_intake(**never_issued())


def tried(
    world: World,
    intake: Intake,
    *,
    live: str | None = "live",
    face: FaceResult = FaceResult.DIFFERENT,
    fingerprint: FingerprintResult = FingerprintResult.UNCLEAR,
) -> Intake:
    """Every means tried in vain: history, face, print, and the officer's conclusion."""
    intake_checks.view_history(intake.id, world.call(world.acceptor))
    intake_checks.compare(
        intake.id,
        world.call(world.acceptor),
        face=face,
        fingerprint=fingerprint,
        live_photo=live,
    )
    intake_checks.state_identity(intake.id, world.call(world.acceptor), confirmed=False)
    return intake


def differing(world: World) -> Intake:
    intake = world.open_intake()
    declared = {**intake.declared, "name": "颜某"}
    intake_checks.declare(intake.id, world.call(world.acceptor), declared=declared)
    return intake


def on_mismatch(world: World) -> Intake:
    return tried(world, differing(world), live=None)


def on_appearance(world: World) -> Intake:
    intake = world.open_intake(**no_prints())
    return tried(world, intake, fingerprint=FingerprintResult.NO_TEMPLATE)


def on_offence(world: World) -> Intake:
    intake = world.open_intake()
    Intake.objects.filter(id=intake.id).update(offences=[FORGED])
    return intake


def on_bad_credit(world: World) -> Intake:
    world.discredit()
    return world.open_intake()


@pytest.mark.parametrize(
    ("make", "ground"),
    [
        (on_first_issue, Ground.FIRST_ISSUE),
        (on_mismatch, Ground.IDENTITY_UNSETTLED_MISMATCH),
        (on_appearance, Ground.IDENTITY_UNSETTLED_APPEARANCE),
        (on_offence, Ground.DOCUMENT_OFFENCE),
        (on_bad_credit, Ground.BAD_CREDIT),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_each_ground_is_refused_with_its_clause(world: World, make: Any, ground: Ground) -> None:
    refusal = refuse(world, make(world))
    assert [(one["code"], one["clause"]) for one in refusal.grounds] == [
        (ground.value, ground.clause)
    ]
    assert refusal.number == f"{world.station}B202611230001"
    assert refusal.words == WORDS
    intake = Intake.objects.get()
    assert (intake.stage, intake.ended_at) == (IntakeStage.REFUSED, refusal.at)
    assert not PersonSlot.objects.exists()
    assert Event.objects.get(name="Refused").data == {
        "grounds": [ground.value],
        "notice": refusal.number,
    }


@pytest.mark.parametrize("make", ["open_intake", "identified", "complete"])
def test_without_a_ground_nobody_is_refused(world: World, make: str) -> None:
    intake: Intake = getattr(world, make)()
    with pytest.raises(Barred) as barred:
        refuse(world, intake)
    assert barred.value.clause == "第十五条(二)"
    assert "不得拒绝" in barred.value.sentence
    assert Intake.objects.get().stage == IntakeStage.OPEN


def test_a_face_that_differs_alone_is_no_ground(world: World) -> None:
    """The officer may still settle who it is: fingerprints, history, questions."""
    intake = world.open_intake()
    intake_checks.compare(
        intake.id,
        world.call(world.acceptor),
        face=FaceResult.DIFFERENT,
        fingerprint=FingerprintResult.DIFFERENT,
    )
    with pytest.raises(Barred, match="不得拒绝"):
        refuse(world, intake)


def test_a_refusal_says_on_what_it_rests(world: World) -> None:
    with pytest.raises(BadInput, match="依据"):
        refuse(world, on_bad_credit(world), words="  ")


def test_every_ground_is_named(world: World) -> None:
    world.discredit()
    intake = world.open_intake(**never_issued())
    Intake.objects.filter(id=intake.id).update(offences=[FORGED])
    codes = {one["code"] for one in refuse(world, intake).grounds}
    assert codes == {"FIRST_ISSUE", "DOCUMENT_OFFENCE", "BAD_CREDIT"}


def test_refusals_are_numbered_on(world: World) -> None:
    for serial in (1, 2):
        world.discredit(serial)
        refuse(world, world.open_intake(serial))
    numbers = Refusal.objects.order_by("number").values_list("number", flat=True)
    assert [number[-4:] for number in numbers] == ["0001", "0002"]
