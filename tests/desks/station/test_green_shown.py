"""Wherever a case or an intake of the green channel is listed, a calm word says so; why is on its page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from tests.desks.county.desk import Desk

from tongban.cases.models import Case
from tongban.cases.operations import green
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import GreenReason, TakenAtHome

WORD = "绿色通道 · 上门"
VISIT = green.Visit("受理甲", date(2026, 11, 23), "南苑敬老院", (TakenAtHome.PHOTO,))
MARK = green.Mark(GreenReason.OTHER, "行动不便", VISIT)


def text(desk: Desk, actor: Actor, path: str) -> str:
    answer = desk.client(actor).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_the_reviewer_sees_the_order_and_why_it_is_so(desk: Desk) -> None:
    plain = desk.world.signed(1)
    quick = desk.world.signed(2, green=MARK)
    found = desk.client(desk.world.reviewer).get("/county/review/")
    assert found.headers["Location"] == reverse("county:review-case", args=[quick.id])
    page = text(desk, desk.world.reviewer, found.headers["Location"])
    assert "绿色通道 1 件，同一期限内先审" in page
    assert "期限早的在前，误期的最前" in page
    assert WORD in page
    assert page.index(str(quick.id)) < page.index(str(plain.id))
    assert "敬老院" not in page
    assert "行动不便" not in page


def test_without_one_nothing_is_said_of_it(desk: Desk) -> None:
    case = desk.world.signed(1)
    page = text(desk, desk.world.reviewer, reverse("county:review-case", args=[case.id]))
    assert "同一期限内先审</p>" not in page


def test_the_page_of_the_case_says_why_and_what_was_done_at_home(desk: Desk) -> None:
    case = desk.world.signed(green=MARK)
    page = text(desk, desk.world.acceptor, f"/cases/{case.id}/")
    assert WORD in page
    assert "其他：行动不便" in page
    assert "受理甲 11月23日 南苑敬老院，采集照片" in page
    assert "登记绿色通道，上门服务，采集照片" in page


def test_the_stations_lists_say_so(desk: Desk) -> None:
    world = desk.world
    case = world.returned(1, green=MARK)
    assert WORD in text(desk, world.acceptor, "/station/returns/")
    assert WORD in text(desk, world.acceptor, reverse("station:return", args=[case.id]))
    assert WORD in text(desk, world.acceptor, "/station/")
    world.composed(2, green=green.Mark(GreenReason.AGED))
    intake = world.open_intake(3)
    green.set_green(intake.id, world.call(world.acceptor), mark=green.Mark(GreenReason.AGED))
    assert text(desk, world.acceptor, "/station/").count("绿色通道</span>") == 2
    assert "绿色通道" in text(desk, world.acceptor, "/station/intake/")


def test_what_is_found_says_so(desk: Desk) -> None:
    case = desk.world.signed(green=MARK)
    number = Case.objects.get(id=case.id).number
    found = desk.client(desk.world.acceptor).post("/find/", {"q": number}).content.decode()
    assert "绿色通道" in found


def test_the_supervisors_list_says_so(desk: Desk) -> None:
    desk.world.signed(green=MARK)
    assert WORD in text(desk, desk.world.chief, "/city/duty/REVIEW/")
