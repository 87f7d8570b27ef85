"""凭证与现场比对: documents, comparison, the officer's statement, refusal and one-time notice."""

from __future__ import annotations

import io
import struct
import zlib
from uuid import uuid4

import pytest
from tests.desks.station.window import Window, picture

from tongban.cases.models import Evidence, Obligation, Paper, PersonSlot, Refusal
from tongban.ports.registry import set_ports
from tongban.simulators.people.person import Story


def test_several_pages_of_a_document_are_kept(window: Window) -> None:
    intake = window.begin(window.person())
    window.do(intake, "evidence", kind="HOUSEHOLD_REGISTER", image=[picture(), picture(900)])
    shown = Evidence.objects.get()
    assert len(shown.pages) == 2
    page = window.client.get(f"/pictures/intake/{intake}/evidence-1-2")
    assert page.headers["Content-Type"] == "image/jpeg"


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 by 60,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 64)
    parts = [
        struct.pack(">I", len(p) - 4) + p + struct.pack(">I", zlib.crc32(p)) for p in (head, body)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"this is a text", "不是能识别的照片文件"),
        (picture().getvalue()[:3000], "不完整或已损坏"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "不是能识别的照片文件"),
        (bomb(), "超过 1 亿像素"),
    ],
)
def test_a_file_that_is_no_picture_says_so(window: Window, content: bytes, words: str) -> None:
    intake = window.begin(window.person())
    upload = io.BytesIO(content)
    upload.name = "证件.jpg"
    answer = window.post(
        f"{intake}/do/evidence/", kind="PASSPORT", description="<i>海员证</i>", image=upload
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "&lt;i&gt;海员证&lt;/i&gt;" in text
    assert answer.headers["HX-Push-Url"] == f"/station/intake/{intake}/evidence/"
    assert not Evidence.objects.exists()


def test_a_large_photograph_of_a_page_is_taken(window: Window) -> None:
    intake = window.begin(window.person())
    upload = picture(5000, 4000)
    upload = io.BytesIO(upload.getvalue() + b"\0" * 12_000_000)
    upload.name = "page.jpg"
    window.do(intake, "evidence", kind="PASSPORT", image=upload)
    assert len(Evidence.objects.get().pages) == 1


def test_an_identity_card_does_not_serve_for_a_lost_one(window: Window) -> None:
    intake = window.begin(window.person(), reason="LOST")
    assert "丢失补领不能用居民身份证" in window.text(f"{intake}/evidence/")
    window.do(intake, "evidence", kind="ID_CARD")
    text = window.text(f"{intake}/evidence/")
    assert "仅限换领，补领不能用" in text
    assert window.where(intake) == "evidence"
    window.do(intake, f"evidence/{Evidence.objects.get().id}/remove")
    assert not Evidence.objects.exists()


def test_an_expired_document_is_told_at_once(window: Window) -> None:
    intake = window.begin(window.person())
    answer = window.post(f"{intake}/do/evidence/", kind="PASSPORT", valid_until="2020-01-01")
    assert answer.status_code == 422
    assert "已于 2020-01-01 到期" in answer.content.decode()
    assert 'value="2020-01-01"' in answer.content.decode()


def test_a_changed_address_in_the_province_is_explained_and_harmless(window: Window) -> None:
    person = window.person()
    intake = window.begin(person)
    record = person.record
    window.do(
        intake,
        "declare",
        name=record.name,
        sex=record.sex.value,
        ethnicity=record.ethnicity,
        birth_date=record.birth_date.isoformat(),
        id_number=record.id_number.lower(),
        address="山东省济南市历下区泉城路1号",
    )
    text = window.text(f"{intake}/identity/")
    assert "省内住址变更，不影响受理" in text
    assert "第五条(二)" in text
    assert window.row(intake).identity_confirmed is None


def test_a_declaration_of_200_characters_is_kept_and_told(window: Window) -> None:
    intake = window.begin(window.person())
    long = "长" * 200
    answer = window.post(f"{intake}/do/declare/", name=long, sex="1", ethnicity="01")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "最多 100 个字，现在是 200 个" in text
    assert long in text


def test_not_yet_names_what_else_would_prove_it_and_is_no_refusal(window: Window) -> None:
    intake = window.begin(window.person())
    window.do(intake, "identity", confirmed="not-yet")
    text = window.text(f"{intake}/compare/")
    assert "还不能确认" in text
    assert "户口簿、居住证、驾驶证、护照等任一有效证件" in text
    assert "经各种手段仍不能确认</button>" not in text
    assert 'dialog id="refuse"' not in text
    refused = window.post(f"{intake}/do/refuse/", words="不像")
    assert refused.status_code == 409
    assert "不得拒绝" in refused.content.decode()


def test_the_one_time_notice_is_printed_and_the_intake_waits(window: Window) -> None:
    intake = window.begin(window.person())
    answer = window.do(intake, "notice")
    paper = window.client.get(answer.headers["Location"])
    assert paper.content.startswith(b"%PDF-")
    assert Obligation.objects.get(intake=intake).kind == "SETTLE_INTAKE"
    assert "已一次性告知" in window.client.get("/station/intakes/").content.decode()
    assert Paper.objects.get().prints == 1


def test_every_means_tried_then_a_ground_and_a_refusal_with_notice(window: Window) -> None:
    person = window.person(Story.MISMATCH)
    intake = window.begin(person)
    declared = person.declared
    window.do(
        intake,
        "declare",
        name=declared.name,
        sex=declared.sex.value,
        ethnicity=declared.ethnicity,
        birth_date=declared.birth_date.isoformat(),
        id_number=declared.id_number,
        address=declared.address,
    )
    window.do(intake, "identity", confirmed="not-yet")
    window.do(intake, "history")
    window.do(intake, "face", face="DIFFERENT")
    if person.record.card and person.record.card.fingerprint_registered:
        window.do(intake, "fingerprint")
    assert "经各种手段仍不能确认" in window.text(f"{intake}/compare/")
    window.do(intake, "identity", confirmed="no")
    text = window.text(f"{intake}/compare/")
    assert 'dialog id="refuse"' in text
    empty = window.post(f"{intake}/do/refuse/", words=" ")
    assert empty.status_code == 422
    assert "open data-open-now" in empty.content.decode()
    window.do(intake, "refuse", words="多次比对，<b>申请人</b>自述前后不一。")
    assert Refusal.objects.get().grounds[0]["clause"] == "第五条(二)"
    assert not PersonSlot.objects.exists()
    assert "请到户籍地派出所" in window.text(f"{intake}/finish/")
    answer = window.client.post(f"/papers/intake/{intake}/refusal/", follow=True)
    assert answer.content.startswith(b"%PDF-")


def test_history_shows_the_photos_of_past_acceptances(window: Window) -> None:
    intake = window.begin(window.person())
    window.do(intake, "history")
    assert "data:image/jpeg;base64," in window.text(f"{intake}/compare/?history=1")
    assert "历次受理" not in window.text(f"{intake}/compare/?history=closed")
    set_ports(window.ledgers.ports(down="population"))
    assert "人口系统暂时没有回答" in window.text(f"{intake}/compare/?history=1")


def test_a_live_picture_asks_for_the_result_anew(window: Window) -> None:
    intake = window.begin(window.person())
    window.do(intake, "face", face="SAME")
    window.do(intake, "live", image=picture())
    row = window.row(intake)
    assert (row.face, bool(row.live_photo)) == ("NOT_DONE", True)
    assert window.post(f"{intake}/do/face/", face="MAYBE").status_code == 422


def test_going_back_to_a_posted_page_does_nothing(window: Window) -> None:
    intake = window.begin(window.person())
    answer = window.client.get(f"/station/intake/{intake}/do/identity/")
    assert answer.headers["Location"] == f"/station/intake/{intake}/"
    assert window.client.get("/station/intake/find/").headers["Location"] == "/station/intake/"


def test_a_form_without_its_mark_is_refused_with_a_sentence(window: Window) -> None:
    intake = window.begin(window.person())
    answer = window.post(f"{intake}/do/history/", request_id="")
    assert answer.status_code == 422
    assert "这一页已经失效" in answer.content.decode()


def test_nobody_sees_an_intake_that_is_not_there(window: Window) -> None:
    assert window.get(f"{uuid4()}/compare/").status_code == 404
    intake = window.begin(window.person())
    assert window.get(f"{intake}/nonsense/").status_code == 404
