"""Somebody of another city or province at the window: verdict, papers, systems that are silent."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from tests.cases.elsewhere import answer, issued
from tests.cases.world import World
from tests.desks.station.test_cards import form
from tests.desks.station.test_intake_flow import pad
from tests.desks.station.test_temporary import read
from tests.desks.station.window import Window

from tongban.cases.models import Case, Intake, Obligation, Outgoing
from tongban.policy.vocabulary import Residence
from tongban.ports.registry import set_ports
from tongban.simulators.people.person import Person, Story

STORIES = pytest.mark.parametrize(
    "story", [Story.OTHER_CITY, Story.OTHER_PROVINCE], ids=["city", "province"]
)
NATION, PROVINCE = "全国异地受理系统", "省异地受理签发模块"


def outsider(window: Window, story: Story) -> Person:
    """Somebody of the story, with registered prints."""
    ledgers = window.ledgers
    register = ledgers.national_register if story is Story.OTHER_PROVINCE else ledgers.population
    for one in register.people(story):
        card = one.record.card
        if card is not None and card.fingerprint_registered:
            return one
    raise LookupError(story)


def facts(text: str) -> dict[str, str]:
    """Terms and values of the lists of a page, without tags."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text, re.DOTALL)
    return {term: re.sub(r"<[^>]+>", " ", value) for term, value in pairs}


def told(window: Window, intake: UUID) -> str:
    """What the last step has the officer tell the applicant of the review."""
    text = window.text(f"{intake}/finish/").split("请告诉申请人")[1].split("</section>")[0]
    return facts(text)["审核签发"]


def composed(window: Window, story: Story) -> tuple[UUID, Case]:
    intake = window.complete(outsider(window, story))
    window.do(intake, "compose")
    return intake, Case.objects.get(intake=intake)


def signed(window: Window, story: Story) -> tuple[UUID, Case]:
    intake, case = composed(window, story)
    window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    case.refresh_from_db()
    return intake, case


def paper(client: Client, case: Case, kind: str) -> str:
    return read(client.post(f"/papers/case/{case.id}/{kind}/", form(), follow=True))


@STORIES
def test_the_verdict_says_who_decides_and_into_which_system_it_goes(
    window: Window, story: Story
) -> None:
    person = outsider(window, story)
    intake = window.begin(person, reason="EXPIRED")
    text = window.text(f"{intake}/identity/")
    found = facts(text)
    assert person.record.home_office in found["审核签发"]
    assert "12月2日（周三）17:00 前应有答复" in found["审核签发"]
    if story is Story.OTHER_CITY:
        assert "省内跨地市" in text
        assert "省实有人口系统" in found["送审系统"]
        assert f"经{PROVINCE}答复" in found["审核签发"]
        assert "可当场制发" in found["临时居民身份证"]
    else:
        assert "跨省" in text
        assert NATION in found["送审系统"]
        assert f"经{NATION}答复" in found["审核签发"]
        assert "出具临时身份证明" in found["临时居民身份证"]


def test_within_the_city_no_system_is_named(window: Window) -> None:
    intake = window.begin(window.person())
    assert "送审系统" not in facts(window.text(f"{intake}/identity/"))


@STORIES
def test_after_the_signature_the_steps_name_the_bureau_there(window: Window, story: Story) -> None:
    intake, case = composed(window, story)
    office = case.elsewhere_name
    assert f"签名后送{office}" in told(window, intake)
    window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    case.refresh_from_db()
    assert f"送{office}审核签发" in window.text(f"{intake}/compose/")
    assert office in told(window, intake)
    assert "还剩 7 个工作日" in told(window, intake)
    answer(window.world, case, issued())
    assert "已办结" in told(window, intake)


@STORIES
def test_papers_name_the_household_and_who_issued(window: Window, story: Story) -> None:
    _, case = signed(window, story)
    form_text = paper(window.client, case, "registration")
    assert case.elsewhere_name in form_text
    assert "签发机关：" in form_text
    slip = paper(window.client, case, "collection-slip")
    assert f"由{case.elsewhere_name}审核签发，不需要您回户籍地办理" in slip
    answer(window.world, case, issued())
    form_text = paper(window.client, case, "registration")
    assert "签发机关济南市公安局历下区分局" in form_text
    assert "2026.11.23-2046.11.23" in form_text
    receipt = paper(window.client, case, "hand-over")
    assert "济南市公安局历下区分局" in receipt


def test_within_the_city_the_slip_says_nothing_of_it(window: Window) -> None:
    intake = window.complete(window.person())
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    assert "不需要您回户籍地" not in paper(window.client, case, "collection-slip")


@STORIES
@pytest.mark.parametrize("status", [Residence.DUE, Residence.UNKNOWN, Residence.REGISTERED])
def test_residence_is_guided_unless_registered(
    window: Window, story: Story, status: Residence
) -> None:
    person = outsider(window, story)
    division = window.world.city.require(window.unit).division
    if status is Residence.UNKNOWN:
        set_ports(window.ledgers.ports(down="residence"))
    else:
        since = date(2026, 11, 1)
        number = person.record.id_number
        window.ledgers.residence.put(number, division=division, status=status, since=since)
    intake, case = signed(window, story)
    owed = Obligation.objects.filter(case=case, kind="GUIDE_RESIDENCE").exists()
    assert owed is (status is not Residence.REGISTERED)
    if owed:
        assert "请指导（帮助）办理" in window.text(f"{intake}/finish/")
        assert "居住登记平台" in paper(window.client, case, "residence-sheet")


@STORIES
def test_with_every_system_silent_who_was_found_is_accepted_all_the_same(
    window: Window, story: Story
) -> None:
    """Only what a system has to say is missing; the submission waits until it answers."""
    intake = window.begin(outsider(window, story), reason="EXPIRED")
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
    down = "population national_register province_remote national_remote treasury residence sms"
    set_ports(window.ledgers.ports(down=down))
    silent = window.post(f"{intake}/do/history/")
    assert silent.status_code in (303, 409)
    fingers = window.post(f"{intake}/do/fingerprint/")
    assert fingers.status_code == 409
    assert "暂时没有回答" in fingers.content.decode()
    window.do(intake, "identity", confirmed="yes")
    window.do(intake, "photo-upload", by="camera")
    window.do(intake, "photo-store")
    window.do(intake, "finger/right", act="scan")
    window.do(intake, "finger/left", act="scan")
    window.do(intake, "details", reason="EXPIRED", phone="13800000000")
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    answered = window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    assert answered.headers["Location"].endswith("?said=code-later")
    assert Outgoing.objects.get(case=case, kind="submit").state == "WAITING"
    assert "还没有收到确认" in window.text(f"{intake}/compose/")


def test_a_register_that_names_no_office_stops_nothing(window: Window) -> None:
    intake = window.complete(outsider(window, Story.OTHER_PROVINCE))
    row = Intake.objects.get(id=intake)
    row.record["home_office"] = ""
    row.save(update_fields=["record"])
    assert "户籍地县级公安机关" in facts(window.text(f"{intake}/details/"))["审核签发"]
    window.do(intake, "compose")
    assert Case.objects.get(intake=intake).elsewhere_name


def test_an_office_with_an_endless_name_stops_nothing(window: Window, world: World) -> None:
    intake = window.complete(outsider(window, Story.OTHER_PROVINCE))
    row = Intake.objects.get(id=intake)
    row.record["home_office"] = "某某自治州公安局" * 20
    row.save(update_fields=["record"])
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    assert len(case.elsewhere_name) == 60
    world.sign(case)
    assert window.client.get(f"/cases/{case.id}/").status_code == 200
