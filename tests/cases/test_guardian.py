"""The guardian of a child or of somebody without capacity: registered, signing, collecting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cases.guardians import DAUGHTER, FATHER
from tests.cases.world import World, id_number

from tongban.cases.models import Card, Event, Intake
from tongban.cases.operations import guardian, logistics, sign
from tongban.cases.operations.errors import BadInput, Forbidden
from tongban.cases.operations.logistics import HandOver, OldCard
from tongban.cases.queries.blob_refs import referenced
from tongban.policy.vocabulary import EvidenceKind, Ward
from tongban.procedure.stages import Stage

CHILD = date(2016, 3, 7)


def register(world: World, intake: Intake, given: guardian.Guardian) -> Intake:
    guardian.set_guardian(intake.id, world.call(world.acceptor), guardian=given)
    return Intake.objects.get(id=intake.id)


def test_the_guardian_is_kept_with_the_document_shown(world: World) -> None:
    given = replace(FATHER, pages=("front", "back"))
    intake = register(world, world.open_intake(birth=CHILD), given)
    assert intake.guardian == given.to_json()
    assert {"front", "back"} <= referenced()
    assert Event.objects.latest("seq").data == {
        "ward": "MINOR",
        "evidence": "ID_CARD",
        "pages": ["front", "back"],
    }
    corrected = register(world, intake, replace(FATHER, phone="13700000000"))
    assert corrected.guardian is not None
    assert corrected.guardian["pages"] == ["front", "back"]
    guardian.take_out_guardian(intake.id, world.call(world.acceptor))
    assert Intake.objects.get().guardian is None


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"name": " "}, "guardian_name"),
        ({"relation": ""}, "guardian_relation"),
        ({"evidence": None}, "guardian_evidence"),
        ({"evidence": EvidenceKind.OTHER}, "guardian_description"),
        ({"phone": "12345"}, "guardian_phone"),
        ({"id_number": ""}, "guardian_id_number"),
        ({"id_number": FATHER.id_number[:17] + "0"}, "guardian_id_number"),
        ({"id_number": "37081119700230001X"}, "guardian_id_number"),
        ({"id_number": id_number(7, birth=CHILD)}, "guardian_id_number"),
        ({"id_number": id_number(9, birth=date(2012, 1, 1))}, "guardian_id_number"),
    ],
)
def test_every_fault_is_named_by_field(world: World, other: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as bad:
        register(world, world.open_intake(birth=CHILD), replace(FATHER, **other))
    assert [fault.field for fault in bad.value.faults] == [field]
    assert Intake.objects.get().guardian is None


@pytest.mark.parametrize(
    ("birth", "ward", "is_right"),
    [
        (date(2010, 11, 24), Ward.MINOR, True),
        (date(2010, 11, 23), Ward.MINOR, False),
        (date(2010, 11, 23), Ward.NO_CAPACITY, True),
        (date(1950, 1, 1), Ward.NO_CAPACITY, True),
    ],
)
def test_a_guardian_of_a_child_until_the_sixteenth_birthday(
    world: World, birth: date, ward: Ward, is_right: bool
) -> None:
    given = replace(FATHER, ward=ward)
    if is_right:
        assert register(world, world.open_intake(birth=birth), given).guardian
        return
    with pytest.raises(BadInput, match="已满 16 周岁，由本人申领和签名"):
        register(world, world.open_intake(birth=birth), given)


def test_only_the_window_registers_a_guardian(world: World) -> None:
    intake = world.open_intake(birth=CHILD)
    for actor in (world.keeper, world.supervisor):
        with pytest.raises(Forbidden):
            guardian.set_guardian(intake.id, world.call(actor), guardian=FATHER)
        with pytest.raises(Forbidden):
            guardian.take_out_guardian(intake.id, world.call(actor))


def test_for_want_of_capacity_the_guardian_signs_at_any_age(world: World) -> None:
    case = world.composed(birth=date(1950, 1, 1), guardian=DAUGHTER)
    with pytest.raises(BadInput, match="申请人无民事行为能力，请由监护人签名"):
        world.sign(case)
    assert world.sign(case, by_guardian=True).stage == Stage.IN_REVIEW


def test_who_turns_sixteen_while_waiting_signs_himself(world: World) -> None:
    case = world.composed(birth=date(2010, 11, 24), guardian=FATHER)
    world.at += timedelta(days=1)
    with pytest.raises(BadInput, match="今天已满 16 周岁，请由本人签名"):
        world.sign(case, by_guardian=True)
    call = world.call(world.acceptor, minutes=6)
    mine = sign.Signature(pad="pad")
    sign.sign(case.id, call, signature=mine, seen_version=case.version)
    assert case.versions.get().signer == "APPLICANT"


def test_a_child_is_handed_nothing_alone(world: World) -> None:
    case = world.at_station(birth=CHILD, guardian=FATHER)
    alone = HandOver("s", True, False, OldCard.TAKEN_IN)
    with pytest.raises(BadInput, match="由监护人领取并签收") as bad:
        logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=alone)
    assert [(f.field, f.clause) for f in bad.value.faults] == [("collector", "第十一条")]
    given = replace(alone, by_guardian=True)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    assert Card.objects.get().handed_to == "GUARDIAN"


@pytest.mark.parametrize("by_guardian", [True, False])
def test_of_age_by_now_either_may_collect(world: World, by_guardian: bool) -> None:
    case = world.at_station(birth=date(2010, 11, 24), guardian=FATHER)
    world.at += timedelta(days=1)
    given = HandOver("s", True, by_guardian, OldCard.TAKEN_IN)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    assert Card.objects.get().handed_to == ("GUARDIAN" if by_guardian else "APPLICANT")


def test_nobody_collects_as_a_guardian_who_is_none(world: World) -> None:
    case = world.at_station()
    given = HandOver("s", True, True, OldCard.TAKEN_IN)
    with pytest.raises(BadInput, match="没有登记监护人，由申请人本人领取"):
        logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
