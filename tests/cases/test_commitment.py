"""Tolerant acceptance (第三条(二)): four parts, the last of them signed; void when its facts change."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.guardians import DAUGHTER, FATHER
from tests.cases.world import World

from tongban.cases.models import Case, Event, Intake, Paper
from tongban.cases.operations import (
    commitment,
    guardian,
    intake_capture,
    intake_checks,
    intake_open,
    lapse,
)
from tongban.cases.operations.compose import compose
from tongban.cases.operations.errors import BadInput, Barred, Forbidden, WrongStage
from tongban.cases.operations.intake_end import withdraw_intake
from tongban.cases.operations.intake_open import new_id
from tongban.cases.operations.sign import Signature
from tongban.cases.queries import upstream_messages
from tongban.cases.queries.blob_refs import referenced
from tongban.cases.queries.commitment import commitment_paper
from tongban.cases.queries.papers import paper_row
from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Priority,
    Reason,
)
from tongban.procedure.actors import SYSTEM

PAD = Signature(pad="pad")
HISTORY, COMPARISON, STATEMENT = "history", "comparison", "statement"


def begun(world: World, *, but: str = "", serial: int = 7, **more: Any) -> Intake:
    """Nobody showed a document; the other three parts are there, ``but`` for one."""
    intake = world.open_intake(serial, **more)
    if but != HISTORY:
        intake_checks.view_history(intake.id, world.call(world.acceptor))
    if but != COMPARISON:
        intake_checks.compare(
            intake.id,
            world.call(world.acceptor),
            face=FaceResult.SAME,
            fingerprint=FingerprintResult.SAME,
        )
    if but != STATEMENT:
        intake_checks.state_identity(intake.id, world.call(world.acceptor), confirmed=True)
    return Intake.objects.get(id=intake.id)


def signed(world: World, intake: Intake, *, signature: Signature = PAD) -> Intake:
    commitment.commit(intake.id, world.call(world.acceptor, minutes=1), signature=signature)
    return Intake.objects.get(id=intake.id)


def complete(world: World, intake: Intake) -> Intake:
    """Photo, prints and wishes."""
    call = world.call(world.acceptor, minutes=2)
    intake_capture.store_photo(intake.id, call, photo="photo", report={})
    fingers = [intake_capture.Finger(11, template="r"), intake_capture.Finger(16, template="l")]
    intake_capture.store_fingerprints(intake.id, world.call(world.acceptor), fingers=fingers)
    wishes = intake_capture.Wishes(
        reason=Reason.LOST,
        priority=Priority.ORDINARY,
        priority_reason="",
        delivery=Delivery.STATION,
        address="",
        phone="13800000000",
    )
    intake_capture.set_details(intake.id, world.call(world.acceptor), wishes=wishes)
    return Intake.objects.get(id=intake.id)


def put(world: World, intake: Intake) -> Case:
    done = compose(intake.id, world.call(world.acceptor, minutes=5), case_id=new_id())
    return Case.objects.get(id=done.subject)


def test_with_all_four_parts_the_case_is_composed_and_keeps_them(world: World) -> None:
    intake = complete(world, signed(world, begun(world, reason=Reason.LOST)))
    version = put(world, intake).versions.get()
    assert version.verdict["evidence_path"] == "TOLERANT"
    kept = version.comparison
    assert kept["history_viewed_at"] == world.at.isoformat()
    assert kept["compared_by"] == kept["identity_by"] == str(world.acceptor.officer_id)
    assert kept["commitment"]["signer"] == "APPLICANT"
    paper = Paper.objects.get(id=kept["commitment"]["paper"])
    assert (paper.kind, paper.blob, paper.contents["face"]) == ("COMMITMENT", "pad", "SAME")
    assert "pad" in referenced()


@pytest.mark.parametrize(
    ("but", "words"),
    [
        (HISTORY, "查看历史受理信息"),
        (COMPARISON, "现场比对"),
        (STATEMENT, "确认身份"),
        ("", "签署书面承诺"),
    ],
)
def test_without_any_one_of_them_composing_is_refused_by_name(
    world: World, but: str, words: str
) -> None:
    intake = begun(world, but=but, reason=Reason.LOST)
    if but:
        # As if the commitment had been signed: the missing part is named all the same.
        Intake.objects.filter(id=intake.id).update(commitment={"paper": "p", "blob": ""})
    with pytest.raises(Barred, match=words) as barred:
        put(world, intake)
    assert barred.value.clause == "第六条"


@pytest.mark.parametrize(
    ("but", "words"),
    [
        (HISTORY, "签署承诺之前还需：查看历史受理信息"),
        (COMPARISON, "签署承诺之前还需：现场比对"),
        (STATEMENT, "签署承诺之前还需：确认身份"),
    ],
)
def test_the_commitment_is_signed_last(world: World, but: str, words: str) -> None:
    with pytest.raises(Barred, match=words) as barred:
        signed(world, begun(world, but=but))
    assert barred.value.clause == "第三条(二)"
    assert not Paper.objects.exists()


def test_somebody_with_a_document_need_not_commit(world: World) -> None:
    intake = begun(world)
    shown = intake_checks.Shown(EvidenceKind.PASSPORT, None)
    intake_checks.show_evidence(intake.id, world.call(world.acceptor), shown=shown)
    with pytest.raises(Barred, match="不需要书面承诺") as barred:
        signed(world, intake)
    assert barred.value.clause == "第三条(一)"


def test_where_the_comparison_found_nothing_the_path_is_closed(world: World) -> None:
    intake = begun(world, but=COMPARISON)
    intake_checks.compare(
        intake.id,
        world.call(world.acceptor),
        face=FaceResult.UNCLEAR,
        fingerprint=FingerprintResult.DIFFERENT,
    )
    with pytest.raises(Barred, match="不能容缺受理：请出示任一有效证件"):
        signed(world, intake)


def test_a_ground_stands_before_any_commitment(world: World) -> None:
    intake = begun(world)
    Intake.objects.filter(id=intake.id).update(offences=[{"kind": "冒用", "source": "x"}])
    with pytest.raises(Barred, match="不予异地受理情形"):
        signed(world, intake)


def test_nothing_signed_is_no_commitment(world: World) -> None:
    with pytest.raises(BadInput) as bad:
        signed(world, begun(world), signature=Signature())
    assert [fault.field for fault in bad.value.faults] == ["signature"]


def test_it_is_signed_once_and_a_repeat_is_no_second_one(world: World) -> None:
    intake = begun(world)
    call = world.call(world.acceptor, request_id=uuid4())
    assert not commitment.commit(intake.id, call, signature=PAD).repeated
    assert commitment.commit(intake.id, call, signature=PAD).repeated
    with pytest.raises(Barred, match="已经签署"):
        signed(world, intake)
    assert Paper.objects.count() == Event.objects.filter(name="CommitmentSigned").count() == 1


def test_only_the_station_of_the_intake_takes_it_while_it_is_open(world: World) -> None:
    intake = begun(world)
    for actor in (world.keeper, world.supervisor):
        with pytest.raises(Forbidden):
            commitment.commit(intake.id, world.call(actor), signature=PAD)
    withdraw_intake(intake.id, world.call(world.acceptor), words="改天再来。")
    with pytest.raises(WrongStage):
        signed(world, intake)


def changed_name(world: World, intake: Intake) -> None:
    declared = {**intake.declared, "address": "山东省济南市历下区泉城路1号"}
    intake_checks.declare(intake.id, world.call(world.acceptor), declared=declared)


def compared_otherwise(world: World, intake: Intake) -> None:
    intake_checks.compare(
        intake.id,
        world.call(world.acceptor),
        face=FaceResult.UNCLEAR,
        fingerprint=FingerprintResult.SAME,
    )


def with_a_guardian(world: World, intake: Intake) -> None:
    guardian.set_guardian(intake.id, world.call(world.acceptor), guardian=DAUGHTER)


@pytest.mark.parametrize("change", [changed_name, compared_otherwise, with_a_guardian])
def test_what_it_rests_on_changes_and_it_is_void(world: World, change: object) -> None:
    intake = signed(world, begun(world))
    paper = intake.commitment["paper"] if intake.commitment else ""
    assert callable(change)
    change(world, intake)
    assert Intake.objects.get().commitment is None
    assert Event.objects.latest("seq").data["void_commitment"] == paper
    assert Paper.objects.filter(id=paper, blob="pad").exists()
    with pytest.raises(Barred, match="签署书面承诺"):
        put(world, intake)


def test_what_says_the_same_again_leaves_it(world: World) -> None:
    intake = signed(world, begun(world))
    call = world.call(world.acceptor)
    intake_checks.declare(intake.id, call, declared=intake.declared)
    intake_checks.compare(
        intake.id,
        world.call(world.acceptor),
        face=FaceResult.SAME,
        fingerprint=FingerprintResult.SAME,
    )
    assert Intake.objects.get().commitment == intake.commitment


def test_a_child_commits_by_the_guardian(world: World) -> None:
    intake = begun(world, birth=date(2016, 3, 7))
    with pytest.raises(BadInput, match="请先登记监护人"):
        signed(world, intake)
    guardian.set_guardian(intake.id, world.call(world.acceptor), guardian=FATHER)
    with pytest.raises(BadInput, match="请由监护人签名"):
        signed(world, intake)
    intake = signed(world, intake, signature=Signature(page="scan", by_guardian=True))
    assert intake.commitment is not None
    assert intake.commitment["signer"] == "GUARDIAN"
    assert Paper.objects.get().contents["guardian"]["name"] == FATHER.name


def test_the_paper_is_for_those_who_may_see_intake_or_case(world: World) -> None:
    intake = complete(world, signed(world, begun(world)))
    row = paper_row(Paper.objects.get().id)
    assert row is not None
    seen = commitment_paper(world.acceptor2, row)
    assert seen is not None
    assert seen.officers == {str(world.acceptor.officer_id): world.acceptor.name}
    assert commitment_paper(world.reviewer, row) is None
    world.sign(put(world, intake))
    assert commitment_paper(world.reviewer, row) is not None
    assert commitment_paper(world.elsewhere(), row) is None


def test_an_intake_that_lapses_takes_the_commitment_with_it(world: World) -> None:
    intake = signed(world, begun(world))
    Intake.objects.update(phone="13800000000")
    call = world.call(SYSTEM, minutes=28 * 24 * 60)
    lapse.warn_of_lapse(intake.id, call)
    lapse.lapse(intake.id, world.call(SYSTEM, minutes=32 * 24 * 60))
    assert Intake.objects.get().commitment is None
    assert not Paper.objects.filter(kind="COMMITMENT").exists()
    assert "pad" not in referenced()


def test_the_population_system_hears_of_no_document(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upstream_messages, "content", lambda _: b"")
    intake = begun(world, reason=Reason.LOST)
    shown = intake_checks.Shown(EvidenceKind.ID_CARD, None)
    intake_checks.show_evidence(intake.id, world.call(world.acceptor), shown=shown)
    case = world.sign(put(world, complete(world, signed(world, intake))))
    assert upstream_messages.composed_record(case.id, version=1).evidence is None


def test_at_another_station_it_holds_once_identity_is_stated_anew(world: World) -> None:
    intake, there = signed(world, begun(world)), world.elsewhere()
    intake_open.take_over(intake.id, world.call(there), found=world.found())
    intake = Intake.objects.get()
    assert intake.commitment is not None
    with pytest.raises(Barred, match="确认身份"):
        compose(intake.id, world.call(there), case_id=new_id())
