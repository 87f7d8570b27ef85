"""Temporary cards and certificates: on the spot, one at a time, taken back (第十二条)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from tests.cases.elsewhere import OUT_OF_PROVINCE, answer, issued, outgoing
from tests.cases.world import World

from tongban.cases.models import Case, Event, Obligation, Outgoing, TemporaryDocument
from tongban.cases.operations import closing, fix, intake_open, logistics, temporary, withdraw
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import (
    BadInput,
    Barred,
    Forbidden,
    LostRace,
    NotFound,
    WrongStage,
)
from tongban.cases.operations.intake_open import new_id
from tongban.cases.operations.logistics import HandOver, OldCard
from tongban.cases.operations.temporary import TakenBack
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import TemporaryEnding
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date

RETURNED, LOST = TakenBack(TemporaryEnding.RETURNED), TakenBack(TemporaryEnding.LOST, "坐车丢了")


def issue(
    world: World, case: Case, *, by: Actor | None = None, minutes: int = 10, **more: Any
) -> TemporaryDocument:
    """Give out a document and return its row."""
    call = world.call(by or world.acceptor, minutes=minutes, request_id=more.pop("request", None))
    number = more.pop("document_id", None) or new_id()
    temporary.issue_temporary(case.id, call, document_id=number, **more)
    return TemporaryDocument.objects.get(id=number)


def at_county(world: World) -> Actor:
    """The officer of the county bureau above who accepts."""
    return world.officer("受理县", world.county, Role.ACCEPTANCE)


def owed(case: Case) -> set[str]:
    return set(Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True))


class Abroad(World):
    """A world whose applicants are registered in another province and answered from there."""

    def found(self, serial: int = 7, **more: Any) -> intake_open.Found:
        """Return what the look-ups brought for a person of another province."""
        return super().found(serial, **{**OUT_OF_PROVINCE, **more})

    def issued(self, serial: int = 7, **more: Any) -> Case:
        """Return a case that is paid and was issued elsewhere."""
        return answer(self, self.paid(serial, **more), issued(), minutes=60)


@pytest.fixture
def abroad(db: None, settings: LazySettings, tmp_path: Path) -> Abroad:
    """Applicants of another province; the operator lets certificates run for ten days."""
    settings.DATA = tmp_path
    folder = tmp_path / "overlay"
    folder.mkdir()
    (folder / "terms.yaml").write_text(
        '- version: "2020-09-01"\n  terms:\n    temporary_certificate_days: {value: 10}\n', "utf-8"
    )
    return Abroad()


def test_a_card_is_made_on_the_spot(world: World) -> None:
    case = world.signed()
    document = issue(world, case)
    assert document.kind == "CARD"
    assert document.number == f"{world.station}L202611230001"
    assert (document.valid_from, document.valid_until) == (date(2026, 11, 23), date(2027, 2, 23))
    assert (document.version, document.photo) == (1, "photo")
    assert (document.issued_unit, document.issued_by) == (world.station, world.acceptor.officer_id)
    assert (document.explained, document.purpose) == ("", "")
    duty = Obligation.objects.get(case=case, kind="TAKE_BACK_TEMPORARY")
    assert (duty.owner_unit, duty.due_at and local_date(duty.due_at)) == (
        world.station,
        document.valid_until,
    )
    event = Event.objects.get(subject=case.id, name="TemporaryIssued")
    assert event.data == {
        "document": str(document.id), "number": document.number, "kind": "CARD",
    }  # fmt: skip
    told = Outgoing.objects.get(case=case, kind="temporary_card")
    assert (told.system, told.payload) == ("population", {"document_id": str(document.id)})
    assert world.fresh(case).stage == case.stage


@pytest.mark.parametrize(
    "stage",
    ["signed", "returned", "issued", "in_production", "shipped", "at_county", "at_station"],
)
def test_while_the_case_runs_it_can_be_had(world: World, stage: str) -> None:
    assert issue(world, getattr(world, stage)(), minutes=300).kind == "CARD"


@pytest.mark.parametrize("stage", ["composed", "handed_over"])
def test_neither_before_the_signature_nor_after_the_card(world: World, stage: str) -> None:
    with pytest.raises(WrongStage):
        issue(world, getattr(world, stage)(), minutes=300)
    assert not TemporaryDocument.objects.exists()


def test_a_corrected_photo_stands_on_what_is_made_after_it(world: World) -> None:
    case = world.recomposed(world.returned())
    document = issue(world, case, minutes=120)
    assert (document.version, document.photo) == (2, "photo2")


def test_the_county_bureau_above_may_make_it_with_its_own_number(world: World) -> None:
    case, officer = world.signed(), at_county(world)
    document = issue(world, case, by=officer)
    assert document.number == f"{world.county}L202611230001"
    assert document.issued_unit == world.county
    assert Obligation.objects.get(kind="TAKE_BACK_TEMPORARY").owner_unit == world.station


def test_nobody_else_makes_one(world: World) -> None:
    case = world.signed()
    strangers = (world.elsewhere(), world.officer("外县", world.home_county, Role.ACCEPTANCE))
    for officer, refused in [
        (world.keeper, Forbidden), (world.reviewer, Forbidden), (world.supervisor, Forbidden),
        (world.forwarder, Forbidden), (strangers[0], NotFound), (strangers[1], Forbidden),
    ]:  # fmt: skip
        with pytest.raises(refused):
            issue(world, case, by=officer)
    assert not TemporaryDocument.objects.exists()


def test_numbers_are_drawn_in_a_series_of_their_own_and_never_again(world: World) -> None:
    cases = [world.signed(n) for n in (1, 2)]
    first = issue(world, cases[0])
    temporary.take_back_temporary(
        cases[0].id, world.call(world.acceptor, minutes=12), given=RETURNED
    )
    numbers = [first.number, issue(world, cases[1]).number, issue(world, cases[0]).number]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    certificate = issue(world, world.signed(3, **OUT_OF_PROVINCE), purpose="住宿")
    assert certificate.number[12:] == "M202611230004"
    assert {number[12] for number in numbers} == {"L"}
    assert cases[0].number not in numbers


def test_a_second_is_refused_while_one_is_live(world: World) -> None:
    case = world.signed()
    first = issue(world, case)
    with pytest.raises(Barred, match=f"{first.number}，有效至 2027年02月23日.*请补打") as caught:
        issue(world, case, minutes=11)
    assert caught.value.clause == "第十二条"
    with pytest.raises(Barred, match="已于 2027年02月23日 到期，请先收回"):
        issue(world, case, minutes=95 * 24 * 60)


def test_the_same_request_makes_one(world: World) -> None:
    case, request = world.signed(), uuid4()
    first = issue(world, case, request=request)
    call = world.call(world.acceptor, minutes=10, request_id=request)
    assert temporary.issue_temporary(case.id, call, document_id=new_id()).repeated
    assert TemporaryDocument.objects.get().id == first.id


def test_two_officers_at_once_make_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = world.signed()
    read = temporary._found

    def overtaken(stale: Case, *, call: Call) -> Any:
        """The first officer writes after the second one has read."""
        found = read(stale, call=call)
        if call.actor is world.acceptor2:
            issue(world, case)
        return found

    monkeypatch.setattr(temporary, "_found", overtaken)
    with pytest.raises(LostRace, match="受理甲"):
        issue(world, case, by=world.acceptor2, minutes=11)
    assert TemporaryDocument.objects.count() == 1


def test_two_cases_at_once_have_different_numbers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.signed(1), world.signed(2)
    read = temporary._found
    overtaken: list[UUID] = []

    def late(case: Case, *, call: Call) -> Any:
        """Somebody else takes the number between reading and writing, once."""
        found = read(case, call=call)
        if not overtaken:
            overtaken.append(case.id)
            issue(world, first)
        return found

    monkeypatch.setattr(temporary, "_found", late)
    assert issue(world, second, by=world.acceptor2).number[-4:] == "0002"


def test_other_cities_of_the_province_have_a_card_unless_the_operator_names_them(
    world: World, tmp_path: Path
) -> None:
    document = issue(world, outgoing(world, 1))
    assert (document.kind, document.explained) == ("CARD", "")
    assert Outgoing.objects.filter(system="population", kind="temporary_card").count() == 1
    folder = tmp_path / "overlay"
    folder.mkdir()
    (folder / "terms.yaml").write_text(
        '- version: "2020-09-01"\n'
        "  terms:\n"
        '    cities_without_provincial_system: {value: ["3701"]}\n',
        "utf-8",
    )
    document = issue(world, outgoing(world, 2), purpose="住宿")
    assert document.kind == "CERTIFICATE"
    assert "还没有部署山东省实有人口信息管理系统" in document.explained


def test_who_cannot_have_a_card_is_told_why_and_has_a_certificate(abroad: Abroad) -> None:
    case = abroad.signed()
    document = issue(abroad, case, purpose=" 乘坐  火车 ")
    assert document.kind == "CERTIFICATE"
    assert document.number == f"{abroad.station}M202611230001"
    assert "户籍在外省" in document.explained
    assert document.purpose == "乘坐 火车"
    assert document.valid_until == date(2026, 12, 3)
    assert "TAKE_BACK_TEMPORARY" not in owed(case)
    assert not Outgoing.objects.filter(kind="temporary_card").exists()


@pytest.mark.parametrize("purpose", ["", "  ", "途" * 61])
def test_a_certificate_says_what_it_is_for(abroad: Abroad, purpose: str) -> None:
    case = abroad.signed()
    with pytest.raises(BadInput) as caught:
        issue(abroad, case, purpose=purpose)
    assert [fault.field for fault in caught.value.faults] == ["purpose"]


def test_a_certificate_that_has_run_out_gives_way(abroad: Abroad) -> None:
    case = abroad.signed()
    first = issue(abroad, case, purpose="住宿")
    with pytest.raises(Barred, match="需要再用的，请补打"):
        issue(abroad, case, purpose="住宿", minutes=10 * 24 * 60)
    second = issue(abroad, case, purpose="住宿", minutes=11 * 24 * 60)
    first.refresh_from_db()
    assert (first.ending, second.ended_at) == ("EXPIRED", None)
    call = abroad.call(abroad.acceptor, minutes=20)
    with pytest.raises(Barred, match="没有尚未收回"):
        temporary.take_back_temporary(case.id, call, given=RETURNED)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (RETURNED, ""),
        (LOST, "坐车丢了"),
        (TakenBack(TemporaryEnding.LOST), temporary.LOSS_STATEMENT),
    ],
)
@pytest.mark.parametrize("role", ["acceptor", "keeper"])
def test_it_is_taken_back_or_its_loss_is_written_down(
    world: World, given: TakenBack, words: str, role: str
) -> None:
    case = world.signed()
    document = issue(world, case)
    call = world.call(getattr(world, role), minutes=20)
    temporary.take_back_temporary(case.id, call, given=given)
    document.refresh_from_db()
    assert (document.ending, document.words) == (given.ending, words)
    assert (document.ended_at, document.ended_by) == (call.at, call.actor.officer_id)
    assert "TAKE_BACK_TEMPORARY" not in owed(case)
    assert Obligation.objects.get(kind="TAKE_BACK_TEMPORARY").outcome == given.ending
    with pytest.raises(Barred, match="没有尚未收回"):
        temporary.take_back_temporary(case.id, world.call(world.acceptor, minutes=21), given=given)


HANDED: list[tuple[TakenBack, str, set[str]]] = [
    (RETURNED, "RETURNED", {"ARCHIVE"}),
    (LOST, "LOST", {"ARCHIVE"}),
    (TakenBack(None), "", {"ARCHIVE", "TAKE_BACK_TEMPORARY"}),
]


@pytest.mark.parametrize(("given", "ending", "open_after"), HANDED)
def test_the_card_is_handed_over_whatever_became_of_it(
    world: World, given: TakenBack, ending: str, open_after: set[str]
) -> None:
    case = world.at_station()
    document = issue(world, case, minutes=200)
    handing = HandOver("s", True, False, OldCard.TAKEN_IN, given)
    call = world.call(world.keeper, minutes=240)
    logistics.hand_over(case.id, call, given=handing)
    document.refresh_from_db()
    assert document.ending == ending
    assert owed(case) == open_after
    event = Event.objects.get(subject=case.id, name="HandedOver")
    assert event.data["temporary"] == (ending or None)


def test_the_hand_over_asks_what_became_of_it(world: World) -> None:
    case = world.at_station()
    issue(world, case, minutes=200)
    handing = HandOver("", True, False, OldCard.TAKEN_IN)
    with pytest.raises(BadInput) as caught:
        logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=handing)
    assert [fault.field for fault in caught.value.faults] == ["signature", "temporary"]
    assert "不影响领取" in caught.value.faults[1].sentence


def test_the_same_hand_over_without_a_temporary_card(world: World) -> None:
    case = world.at_station()
    handing = HandOver("s", True, False, OldCard.TAKEN_IN, RETURNED)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=handing)
    assert owed(case) == {"ARCHIVE"}
    assert "temporary" not in Event.objects.get(name="HandedOver").data


def test_a_certificate_ends_when_the_card_is_collected(abroad: Abroad) -> None:
    case = abroad.at_station()
    document = issue(abroad, case, purpose="住宿", minutes=200)
    handing = HandOver("s", True, False, OldCard.TAKEN_IN)
    call = abroad.call(abroad.keeper, minutes=240)
    logistics.hand_over(case.id, call, given=handing)
    document.refresh_from_db()
    assert (document.ending, document.ended_at) == ("EXPIRED", call.at)


def ended_with_card_out(world: World) -> Case:
    """A case that was withdrawn while its temporary card is with the applicant."""
    case = world.signed()
    issue(world, case)
    case = world.fresh(case)
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=50),
        words="回户籍地办理",
        signature="s",
        seen_version=case.version,
    )
    return world.fresh(case)


def test_it_outlives_the_ending_and_bars_the_seal_until_it_is_back(world: World) -> None:
    case = ended_with_card_out(world)
    assert "TAKE_BACK_TEMPORARY" in owed(case)
    with pytest.raises(Barred, match="收回临时居民身份证"):
        closing.seal_file(case.id, world.call(world.acceptor, minutes=60))
    temporary.take_back_temporary(case.id, world.call(world.keeper, minutes=70), given=RETURNED)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=80))
    assert owed(case) == set()


def test_what_cannot_be_had_back_is_written_off_with_a_reason(world: World) -> None:
    case = ended_with_card_out(world)
    with pytest.raises(BadInput):
        temporary.write_off_temporary(case.id, world.call(world.acceptor, minutes=60), words="  ")
    with pytest.raises(Forbidden):
        temporary.write_off_temporary(
            case.id, world.call(world.keeper, minutes=60), words="联系不上"
        )
    temporary.write_off_temporary(
        case.id, world.call(world.acceptor, minutes=65), words="多次联系不上，已过有效期"
    )
    document = TemporaryDocument.objects.get()
    assert (document.ending, document.words) == ("WRITTEN_OFF", "多次联系不上，已过有效期")
    closing.seal_file(case.id, world.call(world.acceptor, minutes=80))


def test_a_running_case_writes_nothing_off(world: World) -> None:
    case = world.signed()
    issue(world, case)
    with pytest.raises(WrongStage):
        temporary.write_off_temporary(case.id, world.call(world.acceptor), words="联系不上")


def test_the_case_can_be_corrected_while_a_card_is_out(world: World) -> None:
    case = world.returned()
    issue(world, case, minutes=70)
    case = world.fresh(case)
    fix.resubmit(
        case.id,
        world.call(world.acceptor2, minutes=75),
        words="照片符合标准。",
        seen_version=case.version,
    )
    assert "TAKE_BACK_TEMPORARY" in owed(case)


def test_a_card_of_yesterday_has_the_number_of_yesterday(world: World) -> None:
    first = issue(world, world.signed(1))
    world.at += timedelta(days=1)
    second = issue(world, world.signed(2))
    assert (first.number[13:], second.number[13:]) == ("202611230001", "202611240001")
