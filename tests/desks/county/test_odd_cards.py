"""Odd cards by their pages: scanned, lost, wrong, found out about, destroyed, counted."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.urls import reverse
from tests.cases.odd_cards import latest, lose
from tests.cases.test_grounds import held, revoke
from tests.desks.county.desk import Desk
from tests.desks.county.test_card_desk import shipped_batch
from tests.desks.station.test_cards import forwarded

from tongban.cases.models import Batch, Card, CardFinding, Case, Destruction, StrayMessage
from tongban.cases.operations import logistics, remake, stray_cards
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import CardTrouble
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage

WORDS = "核对清单、包裹和柜子，都没有找到。"


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def url(name: str, case: Case) -> str:
    return reverse(f"shared:{name}", args=[case.id])


def seen(desk: Desk, actor: Actor, where: str) -> str:
    answer = desk.client(actor).get(where)
    assert answer.status_code == 200
    return str(answer.content.decode())


def far_keeper(desk: Desk) -> Actor:
    world = desk.world
    far = next(
        u.code
        for u in world.city.units[1:]
        if world.city.county_of(u.code).code not in (world.county, world.home_county)
    )
    return world.officer("证件外", world.city.county_of(far).code, Role.DELIVERY)


def test_a_surplus_card_is_recorded_by_the_scan_and_seen_by_the_city(desk: Desk) -> None:
    batch = shipped_batch(desk, 1)
    client = desk.client(desk.world.forwarder)
    page = client.post(f"/county/cards/batch/{batch.id}/scan", form(code="360000000001"))
    assert "登记多出的证件" in page.content.decode()
    given = form(code="360000000001", batch=str(batch.id), **{"as": "surplus"})
    done = client.post("/cards/stray/", given)
    assert (done.status_code, done["Location"]) == (
        303,
        f"/county/cards/batch/{batch.id}/?done=surplus",
    )
    assert "已登记多出的证件" in client.get(done["Location"]).content.decode()
    item = StrayMessage.objects.get()
    city = desk.client(desk.world.chief)
    shown = city.get(f"/city/upstream/stray/{item.id}/").content.decode()
    assert "多出的证件" in shown
    assert "再办一次" not in shown
    assert "360000000001" in seen(desk, desk.world.supervisor, "/cards/inquiries/")


def test_a_misrouted_card_is_sent_on_by_who_finds_it_and_sees_nothing_of_it(desk: Desk) -> None:
    case = desk.world.shipped(1)
    card, finder = latest(case), far_keeper(desk)
    own = Batch.objects.create(
        id=uuid4(),
        number="ZX-A",
        kind="FROM_CENTRE",
        county=finder.unit,
        count=1,
        sent_at=desk.world.at,
    )
    client = desk.client(finder)
    page = client.post(
        f"/county/cards/batch/{own.id}/scan", form(code=card.serial)
    ).content.decode()
    assert "错投：这一张应当送" in page
    assert case.name not in page
    given = form(code=card.serial, batch=str(own.id), **{"as": "misrouted"})
    assert client.post("/cards/stray/", given).status_code == 303
    assert client.get(url("card-trace", case)).status_code == 404
    assert desk.world.fresh(case).stage == Stage.TO_COUNTY
    listed = seen(desk, desk.world.forwarder, "/county/cards/")
    rerouted = Batch.objects.get(kind="REROUTED")
    assert rerouted.number in listed
    counted = desk.client(desk.world.forwarder).post(
        f"/county/cards/batch/{rerouted.id}/scan", form(code=card.serial)
    )
    assert "已清点第 1 张" in counted.content.decode()


def test_a_card_nobody_is_to_have_says_so_when_it_is_counted_in(desk: Desk) -> None:
    world, case = desk.world, desk.world.shipped(1)
    card = latest(case)
    revoke(world, held(world, case))
    client = desk.client(world.forwarder)
    where = f"/county/cards/batch/{card.batch_id}/"
    assert "件已结束，收下待销毁" in seen(desk, world.forwarder, where)
    told = client.post(f"{where}scan", form(code=card.serial)).content.decode()
    assert "不转交、不发放" in told
    assert "作废待销毁" in told
    assert "1 张全部清点" in told
    assert str(card.serial) in seen(desk, world.forwarder, "/cards/destruction/")
    again = client.post(f"{where}scan", form(code=card.serial)).content.decode()
    assert "现为“作废待销毁”，不得发放" in again


def test_a_card_nobody_is_to_have_is_counted_in_at_the_station(desk: Desk) -> None:
    batch = forwarded(desk.world, 1)
    case = Case.objects.get()
    card = latest(case)
    revoke(desk.world, held(desk.world, case))
    client, where = desk.client(desk.world.keeper), f"/station/cards/batch/{batch.id}/"
    assert "件已结束，收下待销毁" in seen(desk, desk.world.keeper, where)
    told = client.post(f"{where}scan/", form(code=card.serial)).content.decode()
    assert "不转交、不发放" in told
    assert str(card.serial) in seen(desk, desk.world.keeper, "/cards/destruction/")


def test_a_misrouted_card_nobody_is_to_have_is_kept_by_who_finds_it(desk: Desk) -> None:
    case = desk.world.shipped(1)
    card, finder = latest(case), far_keeper(desk)
    revoke(desk.world, held(desk.world, case))
    own = Batch.objects.create(
        id=uuid4(),
        number="ZX-A",
        kind="FROM_CENTRE",
        county=finder.unit,
        count=1,
        sent_at=desk.world.at,
    )
    client = desk.client(finder)
    where = f"/county/cards/batch/{own.id}/"
    told = client.post(f"{where}scan", form(code=card.serial)).content.decode()
    assert "登记错投，收下待销毁" in told
    assert case.name not in told
    given = form(code=card.serial, batch=str(own.id), **{"as": "misrouted"})
    done = client.post("/cards/stray/", given)
    assert done["Location"] == f"{where}?done=unwanted"
    assert "不要转送" in client.get(done["Location"]).content.decode()
    assert str(card.serial) in seen(desk, finder, "/cards/destruction/")


def test_the_card_of_a_revoked_case_is_declared_lost_and_not_made_anew(desk: Desk) -> None:
    case = desk.world.shipped(1)
    revoke(desk.world, held(desk.world, case))
    where = url("card-trouble", case)
    assert where in seen(desk, desk.world.forwarder, url("card-trace", case))
    page = seen(desk, desk.world.forwarder, where)
    assert "不补制" in page
    assert "登记并补制" not in page
    done = desk.client(desk.world.forwarder).post(where, form(kind="MISSING", words=WORDS))
    assert done.status_code == 303
    shown = seen(desk, desk.world.forwarder, url("card-trace", case))
    assert "登记证件遗失，这一件已经结束，不补制" in shown
    assert "查明证件去向" in seen(desk, desk.world.supervisor, url("card-trace", case))


def test_a_lost_card_that_is_brought_in_is_recorded_on_the_page_of_its_way(desk: Desk) -> None:
    case = desk.world.shipped(1)
    card = latest(case)
    lose(desk.world, case, desk.world.forwarder)
    where = url("card-trace", case)
    assert f"登记找回 {card.serial}" in seen(desk, desk.world.keeper, where)
    assert f"登记找回 {card.serial}" not in seen(desk, desk.world.acceptor, where)
    given = form(code=card.serial, case=str(case.id), **{"as": "found"})
    done = desk.client(desk.world.keeper).post("/cards/stray/", given)
    assert (done.status_code, done["Location"]) == (303, where)
    shown = seen(desk, desk.world.keeper, where)
    assert "遗失的证件找回" in shown
    assert f"登记找回 {card.serial}" not in shown


def test_a_card_that_cannot_be_found_is_declared_from_its_batch(desk: Desk) -> None:
    batch = shipped_batch(desk, 1, 2)
    client = desk.client(desk.world.forwarder)
    client.post(f"/county/cards/batch/{batch.id}/scan", form(code="S00000001"))
    lost = Case.objects.get(stage=Stage.TO_COUNTY)
    page = client.get(f"/county/cards/batch/{batch.id}/").content.decode()
    assert url("card-trouble", lost) in page
    done = client.post(url("card-trouble", lost), form(kind="MISSING", words=WORDS))
    assert (done.status_code, done["Location"]) == (303, url("card-trace", lost))
    assert "登记证件遗失" in client.get(done["Location"]).content.decode()
    page = client.get(f"/county/cards/batch/{batch.id}/").content.decode()
    assert "1 张已清点，1 张不再清点" in page
    assert "不再清点" in page
    assert (
        batch.number not in seen(desk, desk.world.forwarder, "/county/cards/").split("近 7 天")[0]
    )


def test_nothing_typed_is_lost_when_something_is_missing(desk: Desk) -> None:
    case = desk.world.at_station()
    client = desk.client(desk.world.keeper)
    bad = client.post(url("card-trouble", case), form(kind="DAMAGED", words="断"))
    assert bad.status_code == 422
    page = bad.content.decode()
    assert "请写明发现的经过" in page
    assert re.search(r'value="DAMAGED" checked', page)
    bad = client.post(url("card-wrong", case), form(words="住址少一个字，应为 12 号。"))
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "住址少一个字" in page
    assert "请先收下有误的证件" in page
    assert desk.world.fresh(case).stage == Stage.AT_STATION


def test_wrong_data_at_the_window(desk: Desk) -> None:
    case = desk.world.at_station()
    counter = seen(desk, desk.world.keeper, f"/station/cards/{case.id}/")
    assert url("card-trace", case) in counter
    done = desk.client(desk.world.keeper).post(
        url("card-wrong", case),
        form(fault="RECORD", category="TEXT", words="住址少一个字。", taken_in="1"),
    )
    assert done.status_code == 303
    case = desk.world.fresh(case)
    assert case.stage == Stage.RETURNED
    assert case.returned
    assert case.returned["category"] == "TEXT"
    assert "证件信息有误：住址少一个字。" in seen(
        desk, desk.world.acceptor, f"/station/returns/{case.id}/"
    )


def test_the_supervisor_finds_out_from_the_list(desk: Desk) -> None:
    case = lose(desk.world, desk.world.shipped(), desk.world.forwarder)
    page = seen(desk, desk.world.supervisor, "/cards/inquiries/")
    assert url("card-inquiry", case) in page
    client = desk.client(desk.world.supervisor)
    bad = client.post(url("card-inquiry", case), form(words="查了"))
    assert bad.status_code == 422
    good = form(outcome="NOT_FOUND", words="查了监控和交接单，没有下落。")
    assert client.post(url("card-inquiry", case), good).status_code == 303
    page = seen(desk, desk.world.supervisor, "/cards/inquiries/")
    assert "查无下落：查了监控和交接单" in page
    assert "没有待查的证件" in page
    trace = seen(desk, desk.world.supervisor, url("card-trace", case))
    assert "查明证件去向：查无下落" in trace


def test_a_lost_card_scanned_again_is_kept_back_and_destroyed_on_a_list(desk: Desk) -> None:
    world = desk.world
    batch = forwarded(world, 1)
    card = Card.objects.get()
    case = Case.objects.get(id=card.case_id)
    remake.remake(
        case.id, world.call(world.keeper, minutes=170), kind=CardTrouble.MISSING, words=WORDS
    )
    client = desk.client(world.keeper)
    heard = client.post(f"/station/cards/batch/{batch.id}/scan/", form(code=card.serial))
    assert "已登记遗失，不得发放" in heard.content.decode()
    given = form(code=card.serial, batch=str(batch.id), **{"as": "found"})
    assert client.post("/cards/stray/", given).status_code == 303
    page = seen(desk, world.keeper, "/cards/destruction/")
    assert (card.serial or "none") in page
    second = world.officer("监销壬", world.station, Role.DELIVERY)
    desk.client(second)
    bad = client.post("/cards/destruction/", form(list_id=str(uuid4()), thing=f"CARD:{card.id}"))
    assert bad.status_code == 422
    assert "请选择监销人" in bad.content.decode()
    list_id = str(uuid4())
    given = form(list_id=list_id, thing=f"CARD:{card.id}", witness=str(second.officer_id))
    done = client.post("/cards/destruction/", given)
    assert done["Location"] == f"/cards/destruction/{list_id}/"
    page = client.get(done["Location"]).content.decode()
    assert "监销壬" in page
    assert "作废证件 1 张" in page
    printed = client.post(f"/cards/destruction/{list_id}/print/", form())
    paper = client.get(printed["Location"])
    assert paper["Content-Type"] == "application/pdf"
    assert Destruction.objects.get().count == 1
    assert "没有待销毁的证件" in seen(desk, world.keeper, "/cards/destruction/")


def test_all_cards_of_a_case_stand_one_above_another(desk: Desk) -> None:
    world = desk.world
    case = lose(world, world.at_station(), world.keeper)
    first = Card.objects.get(n=1)
    stray_cards.find_card(first.serial or "", world.call(world.keeper, minutes=400))
    page = seen(desk, world.acceptor, url("card-trace", case))
    assert page.index("第 2 张") < page.index("首张")
    for words in ("县局清点入库", "转交派出所", "登记证件遗失", "遗失的证件找回", "下达制证"):
        assert words in page
    assert "作废待销毁" in page
    assert url("card-trace", case) in seen(desk, world.acceptor, f"/cases/{case.id}/")
    hits = desk.client(world.acceptor).post("/find/", form(q=first.serial)).content.decode()
    assert str(case.id) in hits


def test_the_figures_add_up_and_say_so(desk: Desk) -> None:
    world = desk.world
    world.at_station(1)
    lose(world, world.shipped(2), world.forwarder)
    page = seen(desk, world.forwarder, "/cards/stock/")
    assert "合计 3 张，与下达制证的 3 张一致" in page
    assert "合计 3 张，与下达制证的 3 张一致" in seen(desk, world.chief, "/cards/stock/")
    Card.objects.filter(case__in=Case.objects.filter(stage=Stage.AT_STATION)).update(
        state="AT_COUNTY", transfer=None
    )
    page = seen(desk, world.forwarder, "/cards/stock/")
    assert "证件与件的环节不一致" in page


def test_what_nobody_can_say_is_refused_in_words(desk: Desk) -> None:
    client = desk.client(desk.world.forwarder)
    assert client.post("/cards/stray/", form(code="X1")).status_code == 422
    assert client.post("/cards/stray/", form(code="", **{"as": "surplus"})).status_code == 422
    assert client.post("/cards/stray/", form(code="X1", **{"as": "found"})).status_code == 404
    assert client.post("/cards/stray/", form(code="X1", **{"as": "misrouted"})).status_code == 404
    bad = form(list_id=str(uuid4()), thing="CARD:x")
    assert client.post("/cards/destruction/", bad).status_code == 422
    assert not CardFinding.objects.exists()


def test_a_station_is_told_when_the_bureau_forgot_to_forward(desk: Desk) -> None:
    batch = forwarded(desk.world, 1)
    card = latest(desk.world.at_county(2))
    page = desk.client(desk.world.keeper).post(
        f"/station/cards/batch/{batch.id}/scan/", form(code=card.serial)
    )
    assert "县局还没有登记转交" in page.content.decode()
    call = desk.world.call(desk.world.keeper, minutes=180)
    counted = Card.objects.get(transfer=batch)
    logistics.receive_at_station(batch.id, call, card_ids=[counted.id])
    page = desk.client(desk.world.keeper).post(
        f"/station/cards/batch/{batch.id}/scan/", form(code=counted.serial)
    )
    assert "已经清点过" in page.content.decode()
