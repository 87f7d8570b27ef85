"""Batches at the county bureau: counted in, forwarded, printed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.desks.county.desk import Desk

from tongban.cases.models import Batch, Card, Case
from tongban.cases.operations import production
from tongban.procedure.actors import CARD_CENTRE
from tongban.procedure.stages import Stage

CARDS = "/county/cards/"


def shipped_batch(desk: Desk, *serials: int) -> Batch:
    """One batch of several cards on its way to the county bureau."""
    cases = [desk.world.in_production(n) for n in serials]
    cards = [Card.objects.get(case=case) for case in cases]
    shipped = production.Shipped(
        number="ZX20261123001",
        county=cases[0].accepting_county,
        carrier_no="1000000000001",
        shipped_at=desk.world.at,
        cards=[(c.order_no, f"S{n:08d}") for c, n in zip(cards, serials, strict=True)],
    )
    production.ship(desk.world.call(CARD_CENTRE, minutes=90), shipped=shipped)
    return Batch.objects.get()


def stages() -> list[str]:
    return sorted(Case.objects.values_list("stage", flat=True))


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def test_each_scan_counts_one_card_in_and_says_so(desk: Desk) -> None:
    batch = shipped_batch(desk, 1, 2)
    client = desk.client(desk.world.forwarder)
    url = f"{CARDS}batch/{batch.id}/"
    assert "还差 2 张" in client.get(url).content.decode()
    part = client.post(
        f"{url}scan", form(code="s00000001"), headers={"HX-Request": "true", "HX-Target": "counted"}
    ).content.decode()
    assert "已清点第 1 张" in part
    assert "<html" not in part
    assert "还差 1 张" in part
    assert stages() == [Stage.AT_COUNTY, Stage.TO_COUNTY]
    order = Card.objects.get(state="SHIPPED").order_no
    page = client.post(f"{url}scan", form(code=order)).content.decode()
    assert "2 张全部清点" in page
    batch.refresh_from_db()
    assert batch.found == 2


def test_what_does_not_belong_here_is_named(desk: Desk) -> None:
    batch = shipped_batch(desk, 1, 2)
    client = desk.client(desk.world.forwarder)
    url = f"{CARDS}batch/{batch.id}/scan"
    assert "没有编号为 S9" in client.post(url, form(code="S9")).content.decode()
    assert "没有读到编号" in client.post(url, form(code=" ")).content.decode()
    client.post(url, form(code="S00000001"))
    assert "已经清点过" in client.post(url, form(code="S00000001")).content.decode()
    other = f"{CARDS}batch/{uuid4()}/scan"
    assert "到该批次清点" not in client.post(other, form(code="S00000002")).content.decode()
    assert stages() == [Stage.AT_COUNTY, Stage.TO_COUNTY]


def test_without_a_scanner_cards_are_ticked(desk: Desk) -> None:
    batch = shipped_batch(desk, 1, 2, 3)
    client = desk.client(desk.world.forwarder)
    url = f"{CARDS}batch/{batch.id}/"
    assert "请先勾选" in client.post(f"{url}receive", form()).content.decode()
    two = [str(i) for i in Card.objects.order_by("serial").values_list("id", flat=True)[:2]]
    assert client.post(f"{url}receive", form(card=two)).status_code == 303
    page = client.get(url).content.decode()
    assert "还差 1 张" in page
    assert "随时可以补点" in page
    assert client.post(f"{url}receive", form(card=["x"])).status_code == 422


def test_cards_are_forwarded_by_station_and_the_sheet_is_printed(desk: Desk) -> None:
    first, _ = desk.world.at_county(1), desk.world.at_county(2)
    client = desk.client(desk.world.forwarder)
    page = client.get(CARDS).content.decode()
    assert "2 张" in page
    url = f"{CARDS}forward/{first.accepting_unit}/"
    page = client.get(url).content.decode()
    assert page.count(" checked") == 2
    assert client.post(url, form(batch_id=str(uuid4()))).status_code == 422
    card, batch_id = Card.objects.get(case=first), uuid4()
    sent = form(card=[str(card.id)], batch_id=str(batch_id))
    assert client.post(url, sent).headers["Location"] == f"{CARDS}batch/{batch_id}/"
    assert client.post(url, sent).status_code == 303
    assert stages() == [Stage.AT_COUNTY, Stage.TO_STATION]
    batch = client.get(f"{CARDS}batch/{batch_id}/").content.decode()
    assert "打印转交清单" in batch
    assert "转交途中" in batch or "在途" in batch
    printed = client.post(f"{CARDS}batch/{batch_id}/print", form())
    assert printed.status_code == 303
    pdf = client.get(printed.headers["Location"])
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_the_pages_cost_eight_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    desk.world.at_station(1)
    case = desk.world.at_county(2)
    batch = Card.objects.get(case=case).batch
    assert batch is not None
    client = desk.client(desk.world.forwarder)
    for url in (CARDS, f"{CARDS}batch/{batch.id}/", f"{CARDS}forward/{case.accepting_unit}/"):
        with django_assert_max_num_queries(8):
            assert client.get(url).status_code == 200


def test_an_empty_desk_says_why(desk: Desk) -> None:
    client = desk.client(desk.world.forwarder)
    page = client.get(CARDS).content.decode()
    assert "没有在途的批次" in page
    assert "没有待转交的证件" in page
    assert "没有待转交" in client.get(f"{CARDS}forward/{desk.world.station}/").content.decode()


def test_another_bureau_has_no_such_batch(desk: Desk) -> None:
    batch = shipped_batch(desk, 1)
    far = desk.client(
        desk.world.officer("外县", desk.world.home_county, *desk.world.forwarder.roles)
    )
    url = f"{CARDS}batch/{batch.id}/"
    assert far.get(url).status_code == 404
    assert far.post(f"{url}scan", form(code="S00000001")).status_code == 404
    assert stages() == [Stage.TO_COUNTY]
    assert far.post(f"{url}print", form()).status_code == 404
