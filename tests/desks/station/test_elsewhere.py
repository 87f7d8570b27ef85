"""代为采集 by its pages: found by the whole number, captured, handed over, composed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from tests.desks.county.desk import Desk
from tests.desks.station.test_returns import picture

from tongban.audit.models import AuditRow
from tongban.cases.models import CaptureElsewhere, Case, ComposedVersion, Draft
from tongban.procedure.stages import Stage


def url(case: Case, name: str = "elsewhere", *more: str) -> str:
    return reverse(f"station:{name}", args=[case.id, *more])


def send(client: Client, address: str, **given: Any) -> Any:
    return client.post(address, {"request_id": str(uuid4()), **given})


def cut(client: Client, case: Case) -> None:
    """A new photo, taken and cut at the nearer station."""
    assert send(client, url(case, "elsewhere-photo"), image=picture()).status_code == 303
    assert send(client, url(case, "elsewhere-frame")).status_code == 303


def test_the_case_is_found_by_the_whole_number_alone(desk: Desk) -> None:
    case, other = desk.world.returned(), desk.client(desk.world.elsewhere())
    found = send(other, "/find/", q=case.number).content.decode()
    assert f"/station/elsewhere/{case.id}/" in found
    assert str(case.id) not in send(other, "/find/", q=case.number[:-2]).content.decode()
    assert str(case.id) not in send(other, "/find/", q=case.name).content.decode()


def test_the_page_shows_who_and_what_is_asked_and_no_more(desk: Desk) -> None:
    case, other = desk.world.returned(), desk.client(desk.world.elsewhere())
    page = other.get(url(case)).content.decode()
    assert "户籍地退回：照片" in page
    assert "颜" in page
    for kept in (case.id_number, case.phone, "照片背景不均匀", "鲁城街道", case.number):
        assert kept not in page
    viewed = AuditRow.objects.get(what="CASE_VIEWED")
    assert viewed.subject == case.id


def test_a_photo_goes_to_the_accepting_station_and_becomes_version_two(desk: Desk) -> None:
    case, other = desk.world.returned(), desk.client(desk.world.elsewhere())
    cut(other, case)
    answer = send(other, url(case, "elsewhere-send"), is_same="1")
    assert answer.headers["Location"] == f"{url(case)}?said=sent"
    assert "已交给受理派出所" in other.get(answer.headers["Location"]).content.decode()
    assert not Draft.objects.exists()
    here = desk.client(desk.world.acceptor)
    assert "已代采" in here.get("/station/returns/").content.decode()
    page = here.get(url(case, "return")).content.decode()
    assert "代为采集了照片，已放在这里，可以直接合成" in page
    shown = here.get(url(case, "return-pending", "photo"))
    assert shown.headers["Content-Type"] == "image/jpeg"
    version = desk.world.fresh(case).version
    done = send(here, url(case, "return-compose"), seen_version=str(version))
    assert done.status_code == 303
    case = desk.world.fresh(case)
    assert (case.stage, case.current) == (Stage.COMPOSED, 2)
    taken = CaptureElsewhere.objects.get()
    assert ComposedVersion.objects.get(case=case, n=2).photo == taken.photo


def test_the_accepting_station_may_take_its_own_instead(desk: Desk) -> None:
    case, other = desk.world.returned(), desk.client(desk.world.elsewhere())
    cut(other, case)
    send(other, url(case, "elsewhere-send"), is_same="1")
    here = desk.client(desk.world.acceptor)
    assert send(here, url(case, "return-drop")).status_code == 303
    assert here.get(url(case, "return-pending", "photo")).status_code == 404
    version = desk.world.fresh(case).version
    refused = send(here, url(case, "return-compose"), seen_version=str(version))
    assert refused.status_code == 422


def test_fingers_are_taken_by_hand_and_both_are_asked(desk: Desk) -> None:
    case, other = desk.world.returned(), desk.client(desk.world.elsewhere())
    hand = url(case, "elsewhere-finger", "right")
    assert send(other, hand, act="store", right_reason="手指残缺").status_code == 303
    early = send(other, url(case, "elsewhere-send"), is_same="1")
    assert early.status_code == 422
    assert "指纹要左右手都采集" in early.content.decode()
    hand = url(case, "elsewhere-finger", "left")
    assert send(other, hand, act="store", left_reason="手指残缺").status_code == 303
    assert send(other, url(case, "elsewhere-send"), is_same="1").status_code == 303
    page = desk.client(desk.world.acceptor).get(url(case, "return") + "?part=fingers")
    assert "代为采集了指纹" in page.content.decode()


def test_nothing_goes_without_the_word_that_it_is_the_applicant(desk: Desk) -> None:
    case, other = desk.world.returned(), desk.client(desk.world.elsewhere())
    cut(other, case)
    answer = send(other, url(case, "elsewhere-send"))
    assert answer.status_code == 422
    assert "请核对本人后勾选" in answer.content.decode()
    assert Draft.objects.exists()
    assert not CaptureElsewhere.objects.exists()


def test_the_page_leads_on_at_the_accepting_station_and_closes_with_the_return(desk: Desk) -> None:
    case, other = desk.world.returned(1), desk.client(desk.world.elsewhere())
    here = desk.client(desk.world.acceptor).get(url(case))
    assert here.headers["Location"] == url(case, "return")
    signed = desk.world.signed(2)
    assert other.get(url(signed)).status_code == 404
    assert send(other, url(signed, "elsewhere-photo"), image=picture()).status_code == 404
    desk.world.recomposed(case)
    assert send(other, url(case, "elsewhere-send"), is_same="1").status_code == 404
