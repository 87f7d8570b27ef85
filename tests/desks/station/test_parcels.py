"""Cards by courier at the station by their pages: chosen, followed, asked about, sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases import mailed
from tests.cases.world import World
from tests.desks.county.desk import Desk

from tongban.cases.models import Card, Case, Obligation
from tongban.cases.operations.courier_way import Contact, change_delivery
from tongban.cases.queries.papers import case_paper
from tongban.desks.shared.papers_slip import mailed_to, slip_notes, to_bring
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason, ParcelStep
from tongban.procedure.stages import Stage

LIST = "/station/cards/parcels/"
WAY = {
    "delivery": "COURIER",
    "recipient": "颜母",
    "phone": "139 0000 0000",
    "address": mailed.ELSEWHERE,
}


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def url(case: Case, name: str = "card") -> str:
    return reverse(f"station:{name}", args=[case.id])


def officer(desk: Desk) -> Client:
    return desk.client(desk.world.acceptor)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_page_says_what_comes(desk: Desk) -> None:
    assert "没有速递的证件" in text(officer(desk), LIST)


def test_the_page_shows_what_came_back_what_is_on_its_way_and_whose_old_card_is_asked_for(
    desk: Desk,
) -> None:
    back = mailed.sent_back(desk.world, 1)
    moving = mailed.posted(desk.world, 2)
    mailed.tell(desk.world, moving, ParcelStep.OUT_FOR_DELIVERY, seq=3, place="任城投递部")
    old = mailed.delivered(desk.world, 3)
    page = text(officer(desk), LIST)
    for words in ("退回，待核实地址", "地址不详", "派送中", "任城投递部", "待交回旧证", "本人签收"):
        assert words in page
    assert [url(back, "card-address"), url(moving), url(old)] == sorted(
        (address for address in (url(back, "card-address"), url(moving), url(old))),
        key=page.index,
    )


def test_the_counter_says_where_the_parcel_is(desk: Desk) -> None:
    case = mailed.posted(desk.world)
    page = text(officer(desk), url(case))
    assert "不经本所" in page
    assert "11183" in page
    assert mailed.parcel_of(case).tracking_no in page
    assert "改领证方式" not in page


def test_the_case_page_tells_the_whole_way(desk: Desk) -> None:
    case = mailed.delivered(desk.world)
    page = text(officer(desk), reverse("shared:case", args=[case.id]))
    number = mailed.parcel_of(case).tracking_no
    for words in (f"已交邮，邮件号 {number}", "邮政速递妥投，本人签收", mailed.ADDRESS, "收回旧证"):
        assert words in page


def test_what_came_back_is_asked_about_and_sent_again(desk: Desk) -> None:
    case = mailed.sent_back(desk.world)
    client = officer(desk)
    page = text(client, url(case))
    assert url(case, "card-address") in page
    asking = text(client, url(case, "card-address"))
    assert "地址不详" in asking
    assert "请说新地址" in asking
    assert case.phone in asking
    answer = client.post(url(case, "card-address"), form(**WAY))
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    case = desk.world.fresh(case)
    assert (case.address, case.recipient, case.phone) == (
        mailed.ELSEWHERE,
        "颜母",
        "13900000000",
    )
    assert "ASK_ADDRESS" not in mailed.owed(case)
    assert client.get(url(case, "card-address")).headers["Location"] == url(case)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"address": mailed.ADDRESS}, "退回了这个地址"),
        ({"address": ""}, "请填写收件地址"),
        ({"recipient": ""}, "请填写收件人姓名"),
        ({"phone": "12"}, "电话号码不对"),
        ({"delivery": ""}, "请选择到派出所领取"),
        ({"delivery": "PIGEON"}, "请从所列的选项里选择"),
        ({"address": "长" * 201}, "最多 200 个字"),
    ],
)
def test_what_was_typed_comes_back_with_what_is_wrong(
    desk: Desk, change: dict[str, str], words: str
) -> None:
    case = mailed.sent_back(desk.world)
    answer = officer(desk).post(url(case, "card-address"), form(**WAY) | change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert ("颜母" in page) is ("recipient" not in change)
    assert "ASK_ADDRESS" in mailed.owed(case)


def test_it_may_be_collected_at_the_station_instead(desk: Desk) -> None:
    case = mailed.sent_back(desk.world, reason=BackReason.NOT_REACHED)
    given = form(delivery="STATION", phone="13800000000", address="", recipient="")
    assert officer(desk).post(url(case, "card-address"), given).status_code == 303
    assert desk.world.fresh(case).delivery == "STATION"


def test_a_held_card_is_not_sent_again(desk: Desk) -> None:
    case = mailed.sent_back(desk.world)
    Case.objects.filter(id=case.id).update(held=True)
    page = text(officer(desk), url(case, "card-address"))
    assert "解除暂扣后再寄" in page
    assert "保存并再寄" not in page
    assert officer(desk).post(url(case, "card-address"), form(**WAY)).status_code in (409, 422)


def test_the_way_is_changed_at_the_counter_while_the_card_is_made(desk: Desk) -> None:
    case = desk.world.in_production()
    client = officer(desk)
    assert "改领证方式" in text(client, url(case))
    answer = client.post(url(case, "card-contact"), form(**WAY) | {"address": "古槐路"})
    assert answer.status_code == 422
    assert "没有写省" in answer.content.decode()
    assert client.post(url(case, "card-contact"), form(**WAY)).status_code == 303
    assert desk.world.fresh(case).delivery == "COURIER"


def test_the_old_card_is_taken_in_at_the_counter(desk: Desk) -> None:
    case = mailed.delivered(desk.world)
    client = desk.client(desk.world.keeper)
    page = text(client, url(case))
    assert "收回旧证" in page
    assert "核销" not in page
    answer = client.post(url(case, "old-card"), form(words="磨损"))
    assert answer.status_code == 422
    assert "剪角作废" in answer.content.decode()
    assert "磨损" in answer.content.decode()
    given = form(brought_by="POST", destroyed="1")
    assert client.post(url(case, "old-card"), given).status_code == 303
    assert Card.objects.get().old_card == "TAKEN_IN"
    assert "RETURN_OLD_CARD" not in mailed.owed(case)
    assert "旧证怎样交来" not in text(client, url(case))


def test_an_old_card_that_is_lost_is_written_off(desk: Desk) -> None:
    case = mailed.delivered(desk.world)
    client = officer(desk)
    address = url(case, "old-card-write-off")
    answer = client.post(address, form(reason=" "))
    assert answer.status_code == 422
    assert "请写明旧证" in answer.content.decode()
    assert client.post(address, form(reason="申请人声明已丢失")).status_code == 303
    assert mailed.owed(case) == {"ARCHIVE"}


def test_the_file_waits_for_the_old_card(desk: Desk) -> None:
    case = mailed.delivered(desk.world)
    page = text(officer(desk), reverse("shared:file", args=[case.id]))
    assert "邮政妥投记录" in page
    assert "收回或核销旧证" in page


def test_the_bench_leads_to_the_pages(desk: Desk) -> None:
    back = mailed.sent_back(desk.world, 1)
    late = mailed.posted(desk.world, 2)
    Obligation.objects.filter(case=late, kind="WATCH_PARCEL").update(
        due_at=desk.clock.at - timedelta(days=1)
    )
    mailed.delivered(desk.world, 3)
    page = text(officer(desk), "/station/")
    for words in ("退件待核实地址", "速递超期未妥投", "妥投后待收旧证"):
        assert words in page
    assert url(back, "card-address") in page
    assert url(late) in page


def test_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    back = mailed.sent_back(desk.world, 1)
    mailed.posted(desk.world, 2)
    old = mailed.delivered(desk.world, 3)
    client = officer(desk)
    client.get(LIST)
    for address, most in ((LIST, 9), (url(old), 8), (url(back, "card-address"), 9)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_another_stations_parcels_are_not_here(desk: Desk, world: World) -> None:
    case = mailed.sent_back(world)
    stranger = world.officer("外所", world.home.code, *world.acceptor.roles)
    client = desk.client(stranger)
    assert client.get(url(case, "card-address")).status_code == 404
    assert case.number not in text(client, LIST)
    assert desk.world.fresh(case).stage == Stage.IN_PRODUCTION


def test_the_papers_say_the_way_that_was_signed_and_the_way_as_it_stands(desk: Desk) -> None:
    case = mailed.in_production(desk.world)
    change_delivery(
        case.id,
        desk.world.call(desk.world.acceptor, minutes=70),
        wanted=Contact(Delivery.STATION, "13900000000", mailed.ADDRESS),
    )
    paper = case_paper(desk.world.acceptor, case.id)
    assert paper is not None
    assert (paper.delivery, paper.recipient) == (Delivery.COURIER, mailed.RECIPIENT)
    assert paper.way_now.delivery is Delivery.STATION
    assert to_bring(paper)[0].startswith("本凭证")
    mailed_again = mailed.in_production(desk.world, 2)
    slip = case_paper(desk.world.acceptor, mailed_again.id)
    assert slip is not None
    assert mailed_to(slip).address == mailed.ADDRESS
    assert "邮费由收件人签收时付给邮政" in slip_notes(slip)[0]
    assert "交回受理地派出所" in to_bring(slip)[1]
