"""The files of ended cases by their pages: checked, sealed, found (第八条)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import reverse
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import form
from tests.desks.station.test_money import cash, withdrawn
from tests.desks.station.test_returns import picture

from tongban.audit.models import AuditRow
from tongban.cases.models import Case, Event, Obligation
from tongban.cases.operations import fee, taking_back

FILES = "/station/files/"


SEARCH = "/files/"


def url(case: Case, name: str = "file") -> str:
    room = "station" if name in {"file-seal", "file-add"} else "shared"
    return reverse(f"{room}:{name}", args=[case.id])


def test_nothing_to_seal_says_what_comes(desk: Desk) -> None:
    assert "没有待归档的件" in desk.client(desk.world.acceptor).get(FILES).content.decode()


def test_what_is_missing_is_said_and_kept_with_the_seal(desk: Desk) -> None:
    case = desk.world.handed_over()
    client = desk.client(desk.world.acceptor)
    text = client.get(FILES).content.decode()
    assert "缺受理凭证复印件" in text
    assert "缺财政票据" in text
    page = client.get(url(case)).content.decode()
    assert "按现状封存" in page
    assert "签名的发放签收单" in page
    assert "至少保存到" in page
    assert "2031-11-2" in page
    assert client.post(url(case, "file-seal"), form()).status_code == 303
    case.refresh_from_db()
    assert case.sealed_at == desk.clock.at
    event = Event.objects.get(subject=case.id, name="FileSealed")
    assert event.data["missing"] == ["EVIDENCE", "RECEIPT"]
    assert not Obligation.objects.filter(case=case, closed_at=None).exists()
    assert "没有待归档的件" in client.get(FILES).content.decode()
    assert url(case) in client.get(f"{FILES}?list=sealed").content.decode()
    assert client.post(url(case, "file-seal"), form()).status_code in (403, 409)


def test_a_complete_file_says_so(desk: Desk) -> None:
    world = desk.world
    case = world.handed_over()
    version = case.versions.get()
    papers = [{**version.evidence[0], "pages": ["page"]}]
    copied = {f.attname: getattr(version, f.attname) for f in version._meta.concrete_fields}
    newer = type(version)(**{**copied, "id": uuid4(), "n": 2, "evidence": papers})
    newer.save(force_insert=True)
    Case.objects.filter(id=case.id).update(current=2)
    receipt = fee.Receipt("12345678", "0000000001", "abcdef", desk.clock.at)
    case.payments.update(state="RECEIPTED", receipt_no=receipt.number)
    text = desk.client(world.acceptor).get(FILES).content.decode()
    assert "材料齐全" in text
    assert "核对无误，封存" in desk.client(world.acceptor).get(url(case)).content.decode()


def test_what_is_still_open_bars_the_seal(desk: Desk) -> None:
    case = withdrawn(desk.world, cash(desk.world, 1))
    client = desk.client(desk.world.acceptor)
    text = client.get(url(case)).content.decode()
    assert "把现金退还申请人" in text
    assert "封存</" not in text
    answer = client.post(url(case, "file-seal"), form())
    assert answer.status_code == 409
    assert "退还现金" in answer.content.decode()


def test_a_withdrawn_case_needs_the_signed_request_and_no_receipt(desk: Desk) -> None:
    case = withdrawn(desk.world, desk.world.composed(1))
    text = desk.client(desk.world.acceptor).get(url(case)).content.decode()
    assert "签名的撤回申请" in text
    assert "没有签名送审就已结束" in text
    assert "没有缴费" in text
    assert "缺签名的登记表" not in text


def test_a_voided_case_has_no_file(desk: Desk) -> None:
    case = desk.world.composed()
    taking_back.void(
        case.id, desk.world.call(desk.world.acceptor), words="填错", seen_version=case.version
    )
    assert desk.client(desk.world.acceptor).get(url(case)).status_code == 404


def test_files_are_found_by_post_and_viewing_is_logged(desk: Desk) -> None:
    case = desk.world.handed_over()
    client = desk.client(desk.world.acceptor)
    for typed in (case.number, case.id_number, "颜", f" {case.id_number.lower()} "):
        assert url(case) in client.post(SEARCH, form(q=typed)).content.decode()
    assert "没有找到" in client.post(SEARCH, form(q="查无此人")).content.decode()
    assert AuditRow.objects.filter(what="FOUND").count() == 5
    client.get(url(case))
    assert AuditRow.objects.get(what="FILE_VIEWED").subject == case.id


def test_another_station_has_no_such_file(desk: Desk) -> None:
    case = desk.world.handed_over()
    stranger = desk.world.officer("外所", desk.world.home.code, *desk.world.acceptor.roles)
    client = desk.client(stranger)
    assert client.get(url(case)).status_code == 404
    assert client.post(url(case, "file-seal"), form()).status_code == 404
    assert "没有找到" in client.post(SEARCH, form(q=case.number)).content.decode()


def test_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    first, _ = desk.world.handed_over(1), desk.world.handed_over(2)
    client = desk.client(desk.world.acceptor)
    client.get(FILES)
    for address in (FILES, url(first)):
        with django_assert_max_num_queries(8):
            client.get(address)


def test_a_scan_is_added_later_and_the_file_is_whole(desk: Desk) -> None:
    case, client = desk.world.handed_over(), desk.client(desk.world.acceptor)
    client.post(url(case, "file-seal"), form())
    page = client.get(url(case)).content.decode()
    assert "补入缺少的材料" in page
    assert "原封存不变" in page
    words = "纸质卷中找到，当时没有扫描"
    wrong = client.post(url(case, "file-add"), form() | {"part": "EVIDENCE", "words": words})
    assert wrong.status_code == 422
    assert "请选择扫描件" in wrong.content.decode()
    assert words in wrong.content.decode()
    odd = client.post(url(case, "file-add"), form() | {"part": "X", "words": "x"})
    assert odd.status_code == 422
    given = form() | {"part": "EVIDENCE", "words": words, "scan": picture()}
    assert client.post(url(case, "file-add"), given).status_code == 303
    page = client.get(url(case)).content.decode()
    assert "后来补入的扫描件" in page
    assert "补入缺少的材料" not in page
    assert "缺受理凭证复印件" not in client.get(f"{FILES}?list=sealed").content.decode()
    again = form() | {"part": "EVIDENCE", "words": words, "scan": picture()}
    assert client.post(url(case, "file-add"), again).status_code == 409
    answer = client.post(url(case, "file-check"), form()).content.decode()
    assert "补入材料" in answer
    assert client.post(url(case, "file-print"), form()).content.startswith(b"%PDF-")
