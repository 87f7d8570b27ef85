"""Each ground is refused only with its own evidence, and what is missing is said exactly (第五条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cases.test_refusal import (
    FORGED,
    differing,
    no_prints,
    on_bad_credit,
    on_first_issue,
    on_mismatch,
    refuse,
    tried,
)
from tests.cases.world import World, id_number

from tongban.cases.models import (
    CreditRecord,
    Event,
    Intake,
    Obligation,
    Refusal,
    RefusalRecord,
)
from tongban.cases.operations import intake_checks, intake_end, intake_open, offences
from tongban.cases.operations.errors import BadInput, Barred, WrongStage
from tongban.cases.refusal_evidence import basis_of, evidence_for
from tongban.policy.vocabulary import FaceResult, FingerprintResult, Ground, Reason
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import OffenceDocument, OffenceKind, OffenceSource
from tongban.procedure.stages import IntakeStage


def missing(intake: Intake, ground: Ground) -> tuple[str, ...]:
    return evidence_for(ground, basis_of(Intake.objects.get(id=intake.id))).missing


def stated(world: World, intake: Intake) -> Intake:
    intake_checks.state_identity(intake.id, world.call(world.acceptor), confirmed=False)
    return intake


def test_a_mismatch_needs_every_means(world: World) -> None:
    intake = stated(world, differing(world))
    lacks = missing(intake, Ground.IDENTITY_UNSETTLED_MISMATCH)
    assert lacks == (
        "还没有现场比对人像",
        "人口系统登记有指纹，还没有比对",
        "还没有查看历史受理信息",
    )
    with pytest.raises(Barred) as barred:
        refuse(world, intake)
    assert all(one in barred.value.sentence for one in lacks)
    assert "第五条(二)" in barred.value.sentence
    assert Intake.objects.get().stage == IntakeStage.OPEN
    assert refuse(world, tried(world, intake, live=None)).evidence[0]["lines"][0][0] == (
        "与人口系统不一致"
    )


def test_changed_looks_need_the_picture(world: World) -> None:
    intake = world.open_intake(**no_prints())
    tried(world, intake, live=None, fingerprint=FingerprintResult.NO_TEMPLATE)
    lacks = missing(intake, Ground.IDENTITY_UNSETTLED_APPEARANCE)
    assert lacks == ("还没有拍现场照片：与人口系统照片比对须留存现场照片",)
    with pytest.raises(Barred, match="现场照片"):
        refuse(world, intake)


def test_changed_looks_with_prints_on_record_are_no_ground(world: World) -> None:
    intake = tried(world, world.open_intake())
    assert "人口系统登记有指纹，不属于未登记指纹" in missing(
        intake, Ground.IDENTITY_UNSETTLED_APPEARANCE
    )
    with pytest.raises(Barred, match="不得拒绝"):
        refuse(world, intake)


def test_a_first_issue_is_told_by_the_record_alone(world: World) -> None:
    """Asking for a first card where one was issued is a slip of the form, and refuses nobody."""
    intake = world.open_intake(reason=Reason.FIRST_ISSUE)
    with pytest.raises(Barred, match="请改选申领原因"):
        refuse(world, intake)


@pytest.mark.parametrize("key", ["source", "recorded_on", "document", "source_number"])
def test_an_offence_needs_its_source(world: World, key: str) -> None:
    intake = world.open_intake()
    Intake.objects.filter(id=intake.id).update(offences=[{**FORGED, key: ""}])
    with pytest.raises(Barred, match="违法记录缺"):
        refuse(world, intake)
    Intake.objects.filter(id=intake.id).update(offences=[{**FORGED, key: ""}, FORGED])
    assert len(refuse(world, intake).evidence[0]["lines"]) == 1


def test_a_record_withdrawn_meanwhile_refuses_nobody(world: World) -> None:
    intake = on_bad_credit(world)
    CreditRecord.objects.update(withdrawn_at=world.at)
    with pytest.raises(Barred, match="不得拒绝"):
        refuse(world, intake)


def test_a_ground_without_evidence_beside_one_with_it_is_left_out(world: World) -> None:
    world.discredit()
    intake = stated(world, differing(world))
    refusal = refuse(world, intake)
    assert [one["code"] for one in refusal.grounds] == ["BAD_CREDIT"]


def test_a_hit_leads_to_its_push(world: World) -> None:
    refusal = refuse(world, on_bad_credit(world), phone="13800000000")
    row = RefusalRecord.objects.get(refusal=refusal)
    assert (row.record_id, row.record.push_id) == ("C7", 1)
    assert refusal.evidence == [
        {"code": "BAD_CREDIT", "lines": [["不良信用记录", "C7，第 1 号推送，2026-11-23 起"]]}
    ]
    assert Intake.objects.get().phone == "13800000000"


def test_nothing_of_the_register_is_given_away(world: World) -> None:
    """The notice goes to somebody who may not be the person of the record."""
    intake = on_mismatch(world)
    text = str(refuse(world, intake).evidence)
    for value in (intake.record["name"], intake.record["address"], id_number(7)):
        assert value not in text


def test_a_refusal_is_the_countys_to_check(world: World) -> None:
    refuse(world, on_first_issue(world))
    duty = Obligation.objects.get(kind=ObligationKind.CHECK_REFUSAL, closed_at=None)
    assert (duty.owner_unit, duty.intake_id) == (world.county, Intake.objects.get().id)
    assert duty.due_at
    assert duty.due_at > world.at + timedelta(days=2)
    assert Intake.objects.get().ended_by == world.acceptor.officer_id


def test_a_wrong_phone_is_said_and_none_is_no_bar(world: World) -> None:
    intake = on_first_issue(world)
    with pytest.raises(BadInput) as bad:
        refuse(world, intake, phone="12345")
    assert [fault.field for fault in bad.value.faults] == ["phone"]
    refuse(world, intake, phone=" ")


def found(world: World, **more: Any) -> offences.Found:
    given: dict[str, Any] = {
        "kind": OffenceKind.MISUSED,
        "document": OffenceDocument.ID_CARD,
        "source": OffenceSource.ON_SITE,
        "on": world.at.date(),
        "words": "出示的身份证与本人不符，本人承认。",
        "pages": ("e:1",),
    }
    return offences.Found(**{**given, **more})


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"pages": ()}, ["image"]),
        ({"on": None, "words": " "}, ["on", "words"]),
        ({"source": OffenceSource.RECORD, "pages": ()}, ["system", "number"]),
    ],
)
def test_an_offence_without_source_is_not_taken(
    world: World, more: dict[str, Any], fields: list[str]
) -> None:
    intake = world.open_intake()
    with pytest.raises(BadInput) as bad:
        offences.record_offence(intake.id, world.call(world.acceptor), found=found(world, **more))
    assert [fault.field for fault in bad.value.faults] == fields
    assert Intake.objects.get().offences == []


def test_a_day_that_has_not_come_is_no_day_of_an_offence(world: World) -> None:
    intake = world.open_intake()
    later = found(world, on=world.at.date() + timedelta(days=1))
    with pytest.raises(BadInput, match="不能晚于今天"):
        offences.record_offence(intake.id, world.call(world.acceptor), found=later)


def test_an_offence_found_at_the_window_is_a_ground_with_its_paper(world: World) -> None:
    intake = world.open_intake()
    call = world.call(world.acceptor)
    offences.record_offence(intake.id, call, found=found(world, number="KY-2026-7"))
    again = offences.record_offence(intake.id, call, found=found(world))
    assert again.repeated
    kept = Intake.objects.get().offences
    assert [one["pages"] for one in kept] == [["e:1"]]
    event = Event.objects.get(name="OffenceRecorded")
    assert event.data["pages"] == ["e:1"]
    assert "本人承认" not in str(event.data)
    refusal = refuse(world, intake)
    assert refusal.evidence[0]["lines"] == [
        ["冒用居民身份证", "现场查获，2026-11-23，编号 KY-2026-7，留存复印件 1 页"]
    ]


def test_what_one_station_found_holds_at_the_next(world: World) -> None:
    """第十五条(一): whoever goes to another station takes what was found on him along, and its paper."""
    intake = world.open_intake()
    offences.record_offence(intake.id, world.call(world.acceptor), found=found(world))
    before, there = Intake.objects.get().offences, world.elsewhere()
    intake_open.take_over(intake.id, world.call(there), found=world.found())
    assert Intake.objects.get().offences == before
    intake_end.refuse(intake.id, world.call(there), words="当场查获。")
    assert [one["code"] for one in Refusal.objects.get().grounds] == ["DOCUMENT_OFFENCE"]


def test_one_entered_by_mistake_is_taken_out_and_the_registers_stays(world: World) -> None:
    intake = world.open_intake()
    Intake.objects.filter(id=intake.id).update(offences=[FORGED])
    offences.record_offence(intake.id, world.call(world.acceptor), found=found(world))
    mine = Intake.objects.get().offences[1]["id"]
    offences.take_back_offence(intake.id, world.call(world.acceptor), offence_id=mine)
    assert Intake.objects.get().offences == [FORGED]
    with pytest.raises(Barred):
        offences.take_back_offence(intake.id, world.call(world.acceptor), offence_id=mine)


def test_after_the_refusal_nothing_is_added(world: World) -> None:
    intake = on_first_issue(world)
    refuse(world, intake)
    with pytest.raises(WrongStage):
        offences.record_offence(intake.id, world.call(world.acceptor), found=found(world))
    assert Refusal.objects.count() == 1
    assert FaceResult(Intake.objects.get().face) is FaceResult.NOT_DONE
