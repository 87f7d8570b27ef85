"""A file searched, checked, printed as a whole and handed out with its manifest (第八条)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pypdf
import pytest
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import form
from tests.desks.station.test_files import SEARCH, url
from tests.desks.station.test_temporary import read

from tongban.audit.models import AuditRow
from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.file_keeping import digest_of, seal_digest
from tongban.cases.models import Card, Case, Paper
from tongban.cases.operations import closing

ASKED = {"purpose": "COMPLAINT", "words": "信访室核查调取"}


def sealed(desk: Desk) -> Case:
    world = desk.world
    case = world.handed_over()
    ref = store.put(b"\x89PNG\r\n", kind=BlobKind.SIGNATURE, media_type="image/x", at=world.at)
    Card.objects.filter(case=case).update(signature=ref)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=400), missing=["EVIDENCE"])
    return world.fresh(case)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_files_are_searched_by_day_and_ending(desk: Desk) -> None:
    case = desk.world.handed_over()
    client = desk.client(desk.world.acceptor)
    day = f"{case.ended_at:%Y-%m-%d}"
    assert url(case) in text_of(client.post(SEARCH, form(since=day, until=day)))
    assert url(case) in text_of(client.post(SEARCH, form(stage="HANDED_OVER")))
    assert "没有找到" in text_of(client.post(SEARCH, form(stage="WITHDRAWN")))
    assert "没有找到" in text_of(client.post(SEARCH, form(q="颜", until="2020-01-01")))
    wrong = client.post(SEARCH, form(since="昨天", stage="ISSUED2"))
    assert wrong.status_code == 422
    assert "日期按" in text_of(wrong)
    assert 'value="昨天"' in text_of(wrong)
    turned = client.post(SEARCH, form(since="2026-11-23", until="2026-11-01"))
    assert "早于" in text_of(turned)


def test_bureaus_above_read_and_do_not_seal(desk: Desk) -> None:
    case = desk.world.handed_over()
    for actor in (desk.world.supervisor, desk.world.chief):
        client = desk.client(actor)
        assert url(case) in text_of(client.post(SEARCH, form(q=case.number)))
        page = text_of(client.get(url(case)))
        assert "一人一档" in page
        assert url(case, "file-seal") not in page


def test_a_long_list_goes_on_by_key(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr("tongban.cases.queries.files.PAGE", 1)
    first, second = desk.world.handed_over(1), desk.world.handed_over(2)
    client = desk.client(desk.world.acceptor)
    page = text_of(client.post(SEARCH, form(q="颜")))
    assert (url(first) in page) != (url(second) in page)
    after = page.split('name="after" value="')[1].split('"')[0]
    more = text_of(client.post(SEARCH, form(q="颜", after=after)))
    assert (url(first) in more) != (url(first) in page)
    assert "后面的" not in more


def test_a_check_shows_each_part_and_is_logged(desk: Desk) -> None:
    case = sealed(desk)
    client = desk.client(desk.world.acceptor)
    page = text_of(client.post(url(case, "file-check"), form()))
    assert "与办理经过中的记录一致" in page
    assert "项完好" in page
    Card.objects.filter(case=case).update(serial="S99999999")
    page = text_of(client.post(url(case, "file-check"), form()))
    assert "有变动" in page
    assert "请保全数据" in page
    assert AuditRow.objects.filter(what="FILE_CHECKED").count() == 2


def test_an_open_file_has_nothing_to_check(desk: Desk) -> None:
    case = desk.world.handed_over()
    client = desk.client(desk.world.acceptor)
    assert client.post(url(case, "file-check"), form()).status_code == 404


def test_the_whole_file_is_one_paper_with_contents(desk: Desk) -> None:
    case = sealed(desk)
    client = desk.client(desk.world.acceptor)
    answer = client.post(url(case, "file-print"), form())
    text = read(answer)
    for words in ("居民身份证异地申办档案", "目录", "居民身份证异地受理登记表", "发放签收单"):
        assert words in text
    assert case.number in text
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) >= 4
    assert "登记表" in pages[0].extract_text()
    assert Paper.objects.get(kind="FILE_COPY").title == "居民身份证异地申办档案"
    assert "补打第1次" in read(client.post(url(case, "file-print"), form()))


def test_what_is_handed_out_verifies_by_itself(desk: Desk) -> None:
    case = sealed(desk)
    client = desk.client(desk.world.acceptor)
    answer = client.post(url(case, "file-export"), form(**ASKED))
    assert answer.headers["Content-Type"] == "application/zip"
    folder = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(folder.read("manifest.json"))
    for one in manifest["files"]:
        assert hashlib.sha256(folder.read(one["name"])).hexdigest() == one["sha256"]
    lines = folder.read("SHA256SUMS").decode().splitlines()
    sums = {line.split("  ", 1)[1] for line in lines}
    assert sums == set(folder.namelist()) - {"SHA256SUMS"}
    seal = manifest["seal"]
    assert seal_digest(seal["entries"]).hex() == seal["digest"]
    rows = {(one["kind"], one["key"]): one["row"] for one in json.loads(folder.read("rows.json"))}
    listed = [one for one in seal["entries"] if one["fields"]]
    assert listed
    for one in listed:
        assert digest_of(rows[one["kind"], one["key"]], fields=one["fields"]) == one["digest"]
    events = json.loads(folder.read("events.json"))
    told = [one for one in events if one["name"] == "FileSealed"]
    assert told[0]["data"]["digest"] == seal["digest"]
    row = AuditRow.objects.get(what="FILE_EXPORTED")
    assert row.subject == case.id
    assert row.data["purpose"] == "COMPLAINT"
    assert row.data["manifest"] == hashlib.sha256(folder.read("manifest.json")).hexdigest()
    assert Paper.objects.get(kind="FILE_EXPORT").contents["words"] == ASKED["words"]


def test_nothing_is_handed_out_without_a_purpose(desk: Desk) -> None:
    case = sealed(desk)
    client = desk.client(desk.world.acceptor)
    answer = client.post(url(case, "file-export"), form(purpose="", words="查"))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "请选择调档用途" in page
    assert "谁因何事" in page
    assert 'value="查"' in page
    assert not AuditRow.objects.filter(what="FILE_EXPORTED").exists()


def test_a_search_takes_few_statements(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case = sealed(desk)
    client = desk.client(desk.world.acceptor)
    client.get(SEARCH)
    with django_assert_max_num_queries(8):
        client.post(SEARCH, form(q="颜"))
    with django_assert_max_num_queries(8):
        client.get(url(case))


ODD = (
    "a\x00b",
    "<script>alert(1)</script>",
    "长" * 20_000,
    "1990-02-30",
    "0001-01-01",
    "9999-12-31",
)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_whatever_is_sent_is_answered_in_words(desk: Desk, odd: str) -> None:
    case = sealed(desk)
    client = desk.client(desk.world.acceptor)
    for name in ("q", "since", "until", "stage", "after"):
        answer = client.post(SEARCH, form(**{"q": "颜", name: odd}))
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in text_of(answer)
    wrong = client.post(url(case, "file-export"), form(purpose=odd, words=odd))
    assert wrong.status_code == 422
    assert "<script>alert" not in text_of(wrong)
