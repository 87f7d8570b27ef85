"""容缺受理 and 监护人 at the window: pages, papers, what is shown where (第三条(二), 第六条)."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.desks.cost.window_presses import GUARDIAN, child
from tests.desks.station.test_intake_flow import pad
from tests.desks.station.window import Window, picture

from tongban.cases.models import Case, Event, Paper
from tongban.desks.shared.pictures import picture_url
from tongban.ports.registry import set_ports
from tongban.simulators.people.person import Story


def begun(window: Window) -> UUID:
    """Lost, and nothing to show: on the way without a document."""
    intake = window.begin(window.person(), reason="LOST")
    window.do(intake, "history")
    return intake


def ready(window: Window) -> UUID:
    intake = begun(window)
    window.do(intake, "fingerprint")
    window.do(intake, "identity", confirmed="yes")
    return intake


def signed(window: Window) -> UUID:
    intake = ready(window)
    window.do(intake, "commit", signature_png=pad())
    return intake


def test_from_no_document_to_review(window: Window) -> None:
    intake = window.begin(window.person(), reason="LOST")
    assert window.where(intake) == "evidence"
    assert "一种证件都没有" in window.text(f"{intake}/evidence/")
    window.do(intake, "history")
    assert window.where(intake) == "compare"
    window.do(intake, "fingerprint")
    window.do(intake, "identity", confirmed="yes")
    assert window.where(intake) == "commitment"
    page = window.text(f"{intake}/commitment/")
    for words in ("容缺受理书面承诺书", "民警认定是本人", "第三条(二)", "第十六条"):
        assert words in page
    window.do(intake, "commit", signature_png=pad())
    assert window.where(intake) == "photo"
    window.do(intake, "photo-upload", by="camera")
    window.do(intake, "photo-store")
    for hand in ("right", "left"):
        window.do(intake, f"finger/{hand}", act="scan")
    window.do(intake, "details", reason="LOST", phone="13800000000")
    assert "容缺受理，已签书面承诺" in window.text(f"{intake}/compose/")
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    version = case.versions.get()
    assert version.verdict["evidence_path"] == "TOLERANT"
    shown = window.client.get(picture_url(case.id, 1, "commitment"))
    assert shown.headers["Content-Type"] == "image/png"
    paper = window.client.get(f"/papers/{version.comparison['commitment']['paper']}/")
    assert paper.content.startswith(b"%PDF-")


def test_the_earlier_acceptances_stand_in_time_with_todays_picture_last(window: Window) -> None:
    intake = begun(window)
    window.do(intake, "live", image=picture())
    text = window.text(f"{intake}/compare/")
    for words in (
        "历次受理，从早到晚",
        "结果：已签发",
        "指纹：",
        "今天 · 本次受理",
        "今天的现场照片",
    ):
        assert words in text
    set_ports(window.ledgers.ports(down="population"))
    assert "人口系统暂时没有回答" in window.text(f"{intake}/compare/")


def test_the_judgement_bears_name_and_time(window: Window) -> None:
    intake = begun(window)
    window.do(intake, "face", face="SAME")
    officer = window.row(intake).compared_by
    assert officer is not None
    assert "09:30 判定" in window.text(f"{intake}/compare/")


def test_the_page_says_what_comes_before_the_signature(window: Window) -> None:
    intake = window.begin(window.person(), reason="LOST")
    text = window.text(f"{intake}/commitment/")
    assert "签署之前还需要" in text
    assert "查看人口系统内的历史受理信息" in text
    assert "data-sign-pad" not in text
    early = window.post(f"{intake}/do/commit/", signature_png=pad())
    assert early.status_code == 409
    assert "签署承诺之前还需" in early.content.decode()
    assert early.headers["HX-Push-Url"] == f"/station/intake/{intake}/commitment/"


def test_no_signature_comes_back_beside_the_field_and_a_scan_serves(window: Window) -> None:
    intake = ready(window)
    empty = window.post(f"{intake}/do/commit/")
    assert empty.status_code == 422
    assert "请承诺人在签名板上签名" in empty.content.decode()
    window.do(intake, "commit", signed_page=picture())
    paper = Paper.objects.get(kind="COMMITMENT")
    assert window.client.get(f"/papers/{paper.id}/").content.startswith(b"%PDF-")
    assert "已签署" in window.text(f"{intake}/commitment/")


def test_the_paper_to_sign_and_the_signed_one_are_two(window: Window) -> None:
    intake = ready(window)
    address = f"/papers/intake/{intake}/commitment/"
    first = window.client.post(address).headers["Location"]
    assert window.client.get(first).content.startswith(b"%PDF-")
    window.do(intake, "commit", signature_png=pad())
    second = window.client.post(address).headers["Location"]
    assert first != second
    assert Paper.objects.filter(kind="COMMITMENT").count() == 2


def test_another_declaration_voids_it_and_leads_back_to_it(window: Window) -> None:
    person = window.person()
    intake = signed(window)
    record = person.record
    window.do(
        intake,
        "declare",
        name=record.name,
        sex=record.sex.value,
        ethnicity=record.ethnicity,
        birth_date=record.birth_date.isoformat(),
        id_number=record.id_number,
        address="山东省济南市历下区泉城路1号",
    )
    assert window.row(intake).commitment is None
    assert window.where(intake) == "commitment"
    assert Event.objects.filter(data__has_key="void_commitment").count() == 1


def test_a_document_found_after_all_takes_its_place(window: Window) -> None:
    intake = ready(window)
    window.do(intake, "evidence", kind="PASSPORT")
    assert window.where(intake) == "photo"
    assert "不需要书面承诺" in window.text(f"{intake}/commitment/")


def test_where_nothing_is_the_same_only_a_document_helps(window: Window) -> None:
    intake = begun(window)
    window.do(intake, "face", face="DIFFERENT")
    window.do(intake, "identity", confirmed="no")
    text = window.text(f"{intake}/evidence/")
    assert "凭现有比对还不能认定身份，不能容缺受理" in text
    assert "打印一次性告知" in text
    assert "一种证件都没有" not in text


def test_a_child_is_asked_for_the_guardian_first(window: Window) -> None:
    intake = child(window)
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
    assert window.where(intake) == "evidence"
    assert "缺监护人" in window.text(f"{intake}/evidence/")
    wrong = {**GUARDIAN, "guardian_id_number": "370811199001010015", "guardian_phone": "1"}
    answer = window.post(f"{intake}/do/guardian/", **wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("校验位不符", "电话号码不对", 'value="林父"'):
        assert words in text
    window.do(intake, "guardian", **GUARDIAN, guardian_image=[picture(), picture(900)])
    page = window.client.get(f"/pictures/intake/{intake}/guardian-2")
    assert page.headers["Content-Type"] == "image/jpeg"
    assert window.client.get(f"/pictures/intake/{intake}/guardian-3").status_code == 404
    assert window.where(intake) == "compare"
    assert 'value="13900000000"' in window.text(f"{intake}/details/")
    window.do(intake, "guardian-out")
    assert window.where(intake) == "evidence"


@pytest.mark.parametrize("story", [Story.NEARLY_16, Story.EXPIRED])
def test_how_long_the_card_will_be_valid_is_told_before_composing(
    window: Window, story: Story
) -> None:
    intake = window.begin(window.person(story, prints=False), reason="DAMAGED")
    text = window.text(f"{intake}/compose/")
    assert "今天签发则" in text
    assert ("满 16 周岁，当天起签发的有效 10 年" in text) == (story is Story.NEARLY_16)


def test_nobody_of_age_is_asked_for_a_guardian_and_one_may_come(window: Window) -> None:
    intake = window.begin(window.person(), reason="EXPIRED")
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER")
    assert window.where(intake) == "compare"
    text = window.text(f"{intake}/evidence/")
    assert "由监护人代办" in text
    assert "已满 16 周岁" in text
    refused = window.post(f"{intake}/do/guardian/", **GUARDIAN)
    assert refused.status_code == 422
    assert "由本人申领和签名" in refused.content.decode()
    window.do(intake, "guardian", **{**GUARDIAN, "guardian_ward": "NO_CAPACITY"})
    stored = window.row(intake).guardian
    assert stored is not None
    assert stored["ward"] == "NO_CAPACITY"
