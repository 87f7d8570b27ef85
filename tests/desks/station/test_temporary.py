"""Temporary cards and certificates by their pages, at the station and at the bureau (第十二条)."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.elsewhere import OUT_OF_PROVINCE
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import complete, form
from tests.desks.station.test_cards import url as card_url
from tests.desks.station.window import Window

from tongban.audit.models import AuditRow
from tongban.cases.models import Case, Obligation, Paper, TemporaryDocument
from tongban.cases.operations import intake_open, temporary, withdraw
from tongban.procedure.roles import Role

REGISTER = "/temporary/"
SAYS = "请向申请人说明"


def url(case: Case, name: str = "") -> str:
    return reverse(f"shared:temporary{name}", args=[case.id])


def text_of(answer: Any) -> str:
    assert answer.status_code < 400, answer.content.decode()
    return str(answer.content.decode())


def issued(desk: Desk, case: Case, **more: Any) -> TemporaryDocument:
    """Give out what the case allows, through the page."""
    client = desk.client(desk.world.acceptor)
    assert client.post(url(case, "-issue"), form(**more)).status_code == 303
    return TemporaryDocument.objects.get(case=case, ended_at=None)


def printed(client: Client, document: TemporaryDocument) -> str:
    """Print a document and read the paper."""
    answer = client.post(reverse("shared:temporary-print", args=[document.id]), form())
    assert answer.status_code == 303, answer.content.decode()
    return read(client.get(answer.headers["Location"]))


def read(answer: Any) -> str:
    assert answer.headers["Content-Type"] == "application/pdf", answer.content.decode()
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def asked(client: Client, path: str, **data: Any) -> int:
    """How many statements a page or an act takes, without the marks of transactions."""
    with CaptureQueriesContext(connection) as done:
        answer = client.post(path, data) if data else client.get(path)
    assert answer.status_code < 400, answer.content.decode()
    marks = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return len([one for one in done if not one["sql"].startswith(marks)])


def test_a_card_is_made_and_printed_on_the_spot(desk: Desk) -> None:
    case = desk.world.signed()
    client = desk.client(desk.world.acceptor)
    page = text_of(client.get(url(case)))
    assert "制发临时居民身份证" in page
    assert "2026.11.23-2027.02.23" in page
    assert "不收费" in page
    assert SAYS not in page
    document = issued(desk, case)
    page = text_of(client.get(url(case)))
    assert document.number in page
    assert "还没有打印" in page
    paper = printed(client, document)
    county = desk.world.city.require(desk.world.county).name
    for words in (document.number, "颜𬭎", case.id_number, county, "2026.11.23-2027.02.23"):
        assert words in paper
    assert "补打" not in paper
    assert "样" in paper
    page = text_of(client.get(url(case)))
    assert "已打印" in page
    assert "补打第1次" in printed(client, document)
    assert "补打 1 次" in text_of(client.get(url(case)))
    assert Paper.objects.get(subject=document.id).prints == 2
    assert AuditRow.objects.filter(what="PAPER_PRINTED", subject=case.id).count() == 2


def test_a_certificate_is_explained_and_says_what_it_is_for(desk: Desk) -> None:
    case = desk.world.signed(7, **OUT_OF_PROVINCE)
    client = desk.client(desk.world.acceptor)
    page = text_of(client.get(url(case)))
    assert SAYS in page
    assert "您的户籍在外省" in page
    assert "已说明，出具临时身份证明" in page
    answer = client.post(url(case, "-issue"), form(purpose=" "))
    assert answer.status_code == 422
    assert "请写明用途" in answer.content.decode()
    document = issued(desk, case, purpose="乘坐火车、客车")
    assert "您的户籍在外省" in text_of(client.get(url(case)))
    paper = printed(client, document)
    for words in ("临时身份证明", document.number, "乘坐火车、客车", "2026年12月23日", "（公章）"):
        assert words in paper


def test_a_second_one_is_refused_in_words(desk: Desk) -> None:
    case = desk.world.signed()
    document = issued(desk, case)
    client = desk.client(desk.world.acceptor)
    answer = client.post(url(case, "-issue"), form())
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"已有临时居民身份证 {document.number}" in page
    assert "请补打" in page


def test_the_county_bureau_above_finds_the_case_and_makes_the_card(desk: Desk) -> None:
    world = desk.world
    case = world.signed()
    client = desk.client(world.officer("受理县", world.county, Role.ACCEPTANCE))
    assert client.get("/").headers["Location"] == REGISTER
    assert "临时证件" in text_of(client.get(REGISTER))
    hit = text_of(client.post("/find/", form(q=case.number)))
    assert f"/cases/{case.id}/" in hit
    page = text_of(client.get(f"/cases/{case.id}/"))
    assert url(case) in page
    assert "制发临时居民身份证" in page
    assert client.post(url(case, "-issue"), form()).status_code == 303
    document = TemporaryDocument.objects.get(case=case)
    assert (document.issued_unit, document.number[:12]) == (world.county, world.county)
    assert world.city.require(world.county).name in printed(client, document)
    assert document.number in text_of(client.get(REGISTER))
    # The station made none, and sees on the page of the case what the bureau made.
    station = desk.client(world.acceptor)
    assert document.number not in text_of(station.get(REGISTER))
    assert document.number in text_of(station.get(url(case)))


def test_other_units_and_other_roles_are_kept_out(desk: Desk) -> None:
    world, case = desk.world, desk.world.signed()
    document = issued(desk, case)
    home = desk.client(world.officer("外县", world.home_county, Role.ACCEPTANCE, Role.REVIEW))
    assert home.get(url(case)).status_code == 404
    assert home.post(url(case, "-issue"), form()).status_code == 403
    again = reverse("shared:temporary-print", args=[document.id])
    assert home.post(again, form()).status_code == 404
    keeper = desk.client(world.keeper)
    assert "补打" not in text_of(keeper.get(url(case)))
    assert keeper.post(again, form()).status_code == 403
    client = desk.client(world.acceptor)
    shown = client.post(again, form()).headers["Location"]
    assert home.get(shown).status_code == 404
    kind = reverse("papers:of-case", args=[case.id, "temporary-card"])
    assert client.post(kind, form()).status_code == 404


def test_before_the_signature_the_page_says_when(desk: Desk) -> None:
    page = text_of(desk.client(desk.world.acceptor).get(url(desk.world.composed())))
    assert "签名之后可以当场办理" in page


@pytest.mark.parametrize(
    ("choice", "words", "kept"),
    [("RETURNED", "不算数", ""), ("LOST", "坐车丢了", "坐车丢了"), ("LOST", "", temporary.LOSS_STATEMENT)],
)  # fmt: skip
def test_it_is_taken_back_or_lost_on_its_page(
    desk: Desk, choice: str, words: str, kept: str
) -> None:
    case = desk.world.signed()
    document = issued(desk, case)
    client = desk.client(desk.world.keeper)
    back = url(case, "-take-back")
    bad = client.post(back, form(temporary=""))
    assert bad.status_code == 422
    assert "请选择已收回，或者遗失" in bad.content.decode()
    answer = client.post(back, form(temporary=choice, temporary_words=words))
    assert answer.status_code == 303
    document.refresh_from_db()
    assert (document.ending, document.words) == (choice, kept)
    page = text_of(desk.client(desk.world.acceptor).get(url(case)))
    assert "以前的" in page
    assert document.number in page
    # Another one may be made.
    assert "制发临时居民身份证" in page


def test_what_is_over_is_not_printed_again(desk: Desk) -> None:
    case = desk.world.signed()
    document = issued(desk, case)
    client = desk.client(desk.world.acceptor)
    again = reverse("shared:temporary-print", args=[document.id])
    paper = client.post(again, form()).headers["Location"]
    desk.later(days=93)
    client = desk.client(desk.world.acceptor)
    assert "已过有效期，待收回" in text_of(client.get(url(case)))
    assert client.post(again, form()).status_code == 409
    assert client.get(paper).status_code == 404


def handed(desk: Desk, **more: Any) -> tuple[Case, TemporaryDocument, HttpResponseBase]:
    """Hand a card over while a temporary one is out."""
    case = desk.world.at_station()
    document = issued(desk, case)
    client = desk.client(desk.world.keeper)
    page = text_of(client.get(card_url(case)))
    assert f"编号 {document.number}" in page
    answer = client.post(card_url(case, "card-hand-over"), complete(**more))
    document.refresh_from_db()
    return case, document, answer


@pytest.mark.parametrize(
    ("choice", "ending", "shown", "receipt"),
    [
        ("RETURNED", "RETURNED", "已收回", "已收回"),
        ("LOST", "LOST", "遗失说明", "坐车丢了"),
        ("LATER", "", "还没有交回", "没有交回，以后交回"),
    ],
)
def test_the_hand_over_takes_it_back(
    desk: Desk, choice: str, ending: str, shown: str, receipt: str
) -> None:
    case, document, answer = handed(desk, temporary=choice, temporary_words="坐车丢了。")
    assert answer.status_code == 303
    assert document.ending == ending
    client = desk.client(desk.world.keeper)
    assert shown in text_of(client.get(card_url(case)))
    paper = reverse("papers:of-case", args=[case.id, "hand-over"])
    assert receipt in read(client.get(client.post(paper, form()).headers["Location"]))
    page = text_of(desk.client(desk.world.acceptor).get("/station/"))
    assert ("临时居民身份证待收回" in page) is (choice == "LATER")


def test_the_hand_over_asks_and_keeps_the_signature(desk: Desk) -> None:
    case, document, answer = handed(desk)
    assert answer.status_code == 422
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "没带来的选“以后交回”，不影响领取" in page
    assert "刚才的签名已经保留" in page
    assert document.ended_at is None
    case.refresh_from_db()
    assert case.ended_at is None


def test_a_hand_over_without_a_temporary_card_asks_nothing(desk: Desk) -> None:
    case = desk.world.at_station()
    page = text_of(desk.client(desk.world.keeper).get(card_url(case)))
    assert "临时居民身份证" not in page


def test_the_file_waits_until_it_is_written_off(desk: Desk) -> None:
    world = desk.world
    case = world.signed()
    issued(desk, case)
    case.refresh_from_db()
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=60),
        words="不办了",
        signature="s",
        seen_version=case.version,
    )
    client = desk.client(world.acceptor)
    file = reverse("shared:file", args=[case.id])
    page = text_of(client.get(file))
    assert url(case) in page
    assert "收回或核销临时居民身份证" in page
    assert client.post(reverse("station:file-seal", args=[case.id]), form()).status_code == 409
    bad = client.post(url(case, "-write-off"), form(words=" "))
    assert bad.status_code == 422
    assert client.post(url(case, "-write-off"), form(words="联系不上")).status_code == 303
    assert not Obligation.objects.filter(case=case, kind="TAKE_BACK_TEMPORARY", closed_at=None)
    assert client.post(reverse("station:file-seal", args=[case.id]), form()).status_code == 303


def test_a_card_that_is_out_troubles_nobody_before_its_time(desk: Desk) -> None:
    case = desk.world.signed()
    issued(desk, case)
    label = "临时居民身份证待收回"
    assert label not in text_of(desk.client(desk.world.acceptor).get("/station/"))
    desk.later(days=93)
    page = text_of(desk.client(desk.world.acceptor).get("/station/"))
    assert label in page
    assert url(case) in page


def test_the_register_goes_by_month_and_by_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.cases.queries.temporary.PAGE", 2)
    world = desk.world
    for n in range(3):
        call = world.call(world.acceptor, minutes=20 + n)
        temporary.issue_temporary(world.signed(n).id, call, document_id=intake_open.new_id())
    numbers = [one.number for one in TemporaryDocument.objects.order_by("issued_at")]
    client = desk.client(world.acceptor)
    page = text_of(client.get(REGISTER))
    assert "2026年11月" in page
    assert numbers[2] in page
    assert numbers[0] not in page
    following = re.search(r'href="(/temporary/\?month=[^"]*after=[^"]*)"', page)
    assert following is not None
    older = text_of(client.get(following[1].replace("&amp;", "&")))
    assert numbers[0] in older
    assert numbers[2] not in older
    assert "这个月没有制发" in text_of(client.get(f"{REGISTER}?month=2026-10"))
    assert numbers[2] in text_of(client.get(f"{REGISTER}?month=2099-10"))
    assert numbers[2] in text_of(client.get(f"{REGISTER}?month=x&after=y"))
    paper = read(client.post(f"{REGISTER}register/print", form(month="2026-11")))
    assert all(number in paper for number in numbers)
    assert paper.index(numbers[0]) < paper.index(numbers[2])
    assert "临时居民身份证3张" in paper
    assert "尚未收回3张" in paper


def test_the_case_page_tells_what_was_given_out(desk: Desk) -> None:
    case = desk.world.signed()
    document = issued(desk, case)
    client = desk.client(desk.world.acceptor)
    page = text_of(client.get(f"/cases/{case.id}/"))
    assert document.number in page
    assert "在申请人手中" in page
    client.post(url(case, "-take-back"), form(temporary="LOST"))
    assert "遗失说明" in text_of(client.get(f"/cases/{case.id}/"))
    home = text_of(desk.client(desk.world.reviewer).get(f"/cases/{case.id}/"))
    assert document.number in home
    assert url(case) not in home


def test_the_papers_of_a_case_can_be_printed_from_its_page(desk: Desk) -> None:
    case = desk.world.signed()
    page = text_of(desk.client(desk.world.acceptor).get(f"/cases/{case.id}/"))
    paper = reverse("papers:of-case", args=[case.id, "registration"])
    assert f'method="post" action="{paper}"' in page


def test_what_it_costs(desk: Desk) -> None:
    case = desk.world.signed()
    client = desk.client(desk.world.acceptor)
    text_of(client.get(url(case)))
    assert asked(client, url(case)) <= 8
    assert asked(client, REGISTER) <= 8
    assert asked(client, url(case, "-issue"), **form()) <= 6


def test_the_wish_is_asked_at_the_window_and_met_at_the_end(window: Window) -> None:
    intake = window.complete(window.person())
    assert "申请临时居民身份证" in window.text(f"{intake}/details/")
    window.do(intake, "details", reason="EXPIRED", phone="13800000000", temporary="1")
    assert window.row(intake).wants_temporary
    assert re.search(r'name="temporary"[^>]*checked', window.text(f"{intake}/details/"))
    window.do(intake, "details", reason="EXPIRED", phone="13800000000")
    assert not window.row(intake).wants_temporary
    window.do(intake, "details", reason="EXPIRED", phone="13800000000", temporary="1")
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    paper = window.client.post(f"/papers/case/{case.id}/registration/", form())
    assert "申请临时居民身份证，当场制发" in read(window.client.get(paper.headers["Location"]))
    assert url(case) not in window.text(f"{intake}/finish/")
    window.world.sign(case)
    finish = window.text(f"{intake}/finish/")
    assert "申请人要，请当场办理" in finish
    assert url(case) in finish
    window.client.post(url(case, "-issue"), form())
    assert "已制发，还没有打印" in window.text(f"{intake}/finish/")
    document = TemporaryDocument.objects.get(case=case)
    card = printed(window.client, document)
    assert document.number in card
    # The photo taken at the window is on it.
    assert "照片已删除" not in card
    assert "打印、收回" in window.text(f"{intake}/finish/")
