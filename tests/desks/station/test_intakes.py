"""受理中: a colleague off sick, two people at one window, an intake that moves to another station."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from tests.cases.world import World
from tests.desks.county.desk import Desk
from tests.desks.station.window import Window

from tongban.cases.models import Intake, Paper
from tongban.cases.operations import green, intake_checks, lapse
from tongban.desks.station import views_intakes
from tongban.policy.vocabulary import Ask, EvidenceKind
from tongban.procedure.actors import SYSTEM
from tongban.procedure.reasons import GreenReason


def listed(desk: Desk, query: str = "") -> str:
    answer = desk.client(desk.world.acceptor2).get(f"/station/intakes/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_who_had_it_last_and_what_it_lacks(desk: Desk) -> None:
    world = desk.world
    first = world.open_intake(1)
    world.identified(2)
    text = listed(desk)
    assert text.count("受理甲") == 2
    assert Ask.SETTLE_IDENTITY.label in text
    assert "标准照片；指纹；联系电话" in text
    shown = intake_checks.Shown(EvidenceKind.PASSPORT, None)
    intake_checks.show_evidence(first.id, world.call(world.acceptor2, minutes=9), shown=shown)
    assert "受理乙" in listed(desk)


def test_everything_there(desk: Desk) -> None:
    desk.world.complete()
    assert "都齐了，可以合成" in listed(desk)


def test_empty_says_why(desk: Desk) -> None:
    assert "没有办到一半的受理" in listed(desk)


def test_another_stations_intakes_are_not_there(desk: Desk) -> None:
    desk.world.open_intake()
    other = desk.client(desk.world.elsewhere()).get("/station/intakes/")
    assert "没有办到一半的受理" in other.content.decode()


def test_page_by_page(desk: Desk) -> None:
    for serial in range(1, 53):
        desk.world.at = desk.world.at.replace(minute=serial % 60)
        desk.world.open_intake(serial)
    first = listed(desk)
    assert "后面的" in first
    second = listed(desk, following(first))
    assert second.count("/station/intake/0") == 2
    assert "回到最前" in second
    assert "后面的" not in second


def following(text: str) -> str:
    return "?after=" + text.split("?after=")[1].split('"', maxsplit=1)[0]


def people(text: str) -> list[UUID]:
    return [UUID(one) for one in re.findall('<a href="/station/intake/([0-9a-f-]{36})/"', text)]


def test_the_green_channel_goes_first_on_every_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In order of the mark, then of the last act; page by page nothing twice, nothing left out."""
    world = desk.world
    monkeypatch.setattr(views_intakes, "PAGE", 3)
    plain: list[UUID] = []
    marked: list[UUID] = []
    for serial in range(1, 9):
        # Several are touched at the same moment: the key tells them apart.
        world.at = world.at.replace(minute=serial // 4)
        intake = world.open_intake(serial)
        if serial % 2:
            green.set_green(
                intake.id, world.call(world.acceptor), mark=green.Mark(GreenReason.AGED)
            )
        (marked if serial % 2 else plain).append(intake.id)
    seen = []
    query = ""
    while True:
        text = listed(desk, query)
        seen += people(text)
        if "后面的" not in text:
            break
        query = following(text)
    assert seen == [*reversed(marked), *reversed(plain)]
    assert listed(desk).count("绿色通道</span>") == 3


def test_a_mark_that_cannot_be_read_is_the_beginning(desk: Desk) -> None:
    desk.world.open_intake()
    for query in (
        "?after=x",
        "?after=1_2026-11-23T09:30_x",
        f"?after=1_2026-11-23T09:30_{UUID(int=1)}",
    ):
        assert "受理甲" in listed(desk, query)


def test_a_colleague_goes_on_and_nothing_is_lost(window: Window, world: World) -> None:
    intake = window.begin(window.person())
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
    colleague = window.of_unit(window.unit)
    assert colleague.where(intake) == "compare"
    colleague.do(intake, "identity", confirmed="yes")
    assert Intake.objects.get(id=intake).identity_confirmed is True
    assert "受理丁" in colleague.client.get("/station/intakes/").content.decode()
    assert "受理丁" in colleague.client.get("/station/intake/").content.decode()


def test_two_people_side_by_side_at_one_window(window: Window) -> None:
    """Switching between two intakes, each goes on where it was."""
    people = window.ledgers.population.people
    one = window.person()
    other = next(
        p
        for p in people(one.story)
        if p.record.home_unit not in (None, window.unit)
        and p.record.record_id != one.record.record_id
    )
    first, second = window.begin(one), window.begin(other)
    window.client.post(f"/drafts/details/{first}", {"phone": "13811112222"})
    window.do(second, "evidence", kind="PASSPORT")
    assert (window.where(first), window.where(second)) == ("evidence", "compare")
    assert "13811112222" in window.text(f"{first}/details/")
    assert "13811112222" not in window.text(f"{second}/details/")


def test_a_case_elsewhere_is_told_of_with_place_and_stage_alone(window: Window) -> None:
    person = window.person()
    intake = window.complete(person)
    window.do(intake, "compose")
    other = window.of_unit(window.elsewhere(person))
    text = other.post("find/", id_number=person.record.id_number).content.decode()
    assert "现为“待签名”" in text
    assert str(window.row(intake).case_id) not in text
    assert "13800000000" not in text


def lapsed(desk: Desk, intake: Intake) -> Intake:
    """The same intake after nobody came for thirty days; the applicant was told three before."""
    world = desk.world
    opened = world.at
    world.at = opened + timedelta(days=27)
    lapse.warn_of_lapse(intake.id, world.call(SYSTEM))
    world.at = opened + timedelta(days=30)
    lapse.lapse(intake.id, world.call(SYSTEM))
    return Intake.objects.get(id=intake.id)


def test_one_that_lapsed_has_a_notice_that_can_be_checked_and_printed_again(desk: Desk) -> None:
    world = desk.world
    intake = lapsed(desk, world.complete())
    client = desk.client(world.acceptor2)
    assert "2026年12月23日" in listed(desk, "?lapsed=1")
    page = client.get(f"/station/intake/{intake.id}/", follow=True).content.decode()
    assert "受理逾期失效告知单" in page
    address = f"/papers/intake/{intake.id}/lapse/"
    assert address in page
    first = client.post(address)
    assert client.get(first["Location"])["Content-Type"] == "application/pdf"
    assert client.post(address)["Location"] == first["Location"]
    paper = Paper.objects.get(subject=intake.id, kind="LAPSE")
    assert (paper.prints, paper.title) == (2, "居民身份证异地受理逾期失效告知单")
    assert paper.title in client.get(f"/v/{paper.code}").content.decode()
    again = client.get(f"/station/intake/{intake.id}/", follow=True).content.decode()
    assert "再印一份" in again
    assert "已打印 2 次" in again


def test_what_has_not_lapsed_has_no_such_notice(desk: Desk) -> None:
    intake = desk.world.complete()
    client = desk.client(desk.world.acceptor2)
    assert client.post(f"/papers/intake/{intake.id}/lapse/").status_code == 404
    assert not Paper.objects.filter(subject=intake.id).exists()
    assert "没有逾期失效的受理" in listed(desk, "?lapsed=1")
