"""Cards at the station by their pages: counted in, told of, handed over."""

from __future__ import annotations

import base64
import io
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from tests.cases.guardians import FATHER
from tests.cases.world import World
from tests.desks.county.desk import Desk

from tongban.cases.models import Batch, Card, Case, Outgoing, Paper
from tongban.cases.operations import intake_open, logistics
from tongban.policy.vocabulary import Reason
from tongban.procedure.stages import Stage

LIST = "/station/cards/"


def form(**more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **more}


def url(case: Case, name: str = "card") -> str:
    return reverse(f"station:{name}", args=[case.id])


def drawn() -> str:
    """A signature as the pad sends it."""
    image = Image.new("RGB", (960, 260), "white")
    ImageDraw.Draw(image).line([(100, 200), (300, 60), (600, 220)], fill="black", width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def forwarded(world: World, *serials: int) -> Batch:
    """Cards of several cases on their way to the station in one batch."""
    cases = [world.at_county(n) for n in serials]
    batch_id = intake_open.new_id()
    logistics.forward(
        world.station,
        world.call(world.forwarder, minutes=150),
        card_ids=[Card.objects.get(case=case).id for case in cases],
        batch_id=batch_id,
    )
    return Batch.objects.get(id=batch_id)


def keeper(desk: Desk) -> Client:
    return desk.client(desk.world.keeper)


def complete(**more: Any) -> dict[str, Any]:
    return form(identity_checked="1", old_card="TAKEN_IN", signature_png=drawn(), **more)


def test_an_empty_page_says_what_comes(desk: Desk) -> None:
    assert "没有在所的证件" in keeper(desk).get(LIST).content.decode()


def test_a_batch_is_counted_in_scan_by_scan(desk: Desk) -> None:
    batch = forwarded(desk.world, 1, 2)
    client = keeper(desk)
    assert batch.number in client.get(LIST).content.decode()
    page = reverse("station:batch", args=[batch.id])
    assert "扫描证件编号" in client.get(page).content.decode()
    scan = reverse("station:batch-scan", args=[batch.id])
    text = client.post(scan, form(code="s00000001")).content.decode()
    assert "已清点第 1 张" in text
    assert "清点过" in client.post(scan, form(code="S00000001")).content.decode()
    assert "没有编号为" in client.post(scan, form(code="S99999999")).content.decode()
    assert "没有读到编号" in client.post(scan, form(code=" ")).content.decode()
    part = client.post(scan, form(code="S00000002"), headers={"HX-Target": "counted"})
    assert "<html" not in part.content.decode()
    batch.refresh_from_db()
    assert (batch.count, batch.found) == (2, 2)
    assert Case.objects.filter(stage=Stage.AT_STATION).count() == 2
    assert Outgoing.objects.filter(system="sms").count() == 2


def test_a_batch_is_counted_in_by_hand_and_what_misses_stays(desk: Desk) -> None:
    batch = forwarded(desk.world, 1, 2)
    client = keeper(desk)
    receive = reverse("station:batch-receive", args=[batch.id])
    assert "请先勾选" in client.post(receive, form()).content.decode()
    card = Card.objects.order_by("order_no").first()
    assert card is not None
    assert client.post(receive, form(card=[str(card.id)])).status_code == 303
    batch.refresh_from_db()
    assert batch.found == 1
    assert batch.number in client.get(LIST).content.decode()
    assert client.post(receive, form(card=["x"])).status_code == 422


def test_another_stations_batch_is_not_found(desk: Desk) -> None:
    batch = forwarded(desk.world, 1)
    stranger = desk.world.officer("外所", desk.world.home.code, *desk.world.keeper.roles)
    client = desk.client(stranger)
    assert client.get(reverse("station:batch", args=[batch.id])).status_code == 404


def test_the_applicant_is_told_by_phone(desk: Desk) -> None:
    case = desk.world.at_station()
    client = keeper(desk)
    text = client.get(LIST).content.decode()
    assert "短信待发" in text
    assert case.phone in text
    assert client.post(url(case, "card-told"), form()).status_code == 303
    assert Card.objects.get().told_way == "PHONE"
    assert "已电话通知" in client.get(LIST).content.decode()
    assert client.post(url(case, "card-told"), form()).status_code == 409


def test_a_failed_sms_asks_for_a_call(desk: Desk) -> None:
    desk.world.at_station()
    Outgoing.objects.filter(system="sms").update(state=Outgoing.State.FAILED)
    assert "请电话通知" in keeper(desk).get(LIST).content.decode()


def test_finding_leads_to_the_counter(desk: Desk) -> None:
    case = desk.world.at_station(1)
    desk.world.signed(2)
    client = keeper(desk)
    serial = Card.objects.get(case=case).serial
    for typed in (case.number, case.id_number, serial):
        answer = client.post(LIST, form(q=typed))
        assert answer.headers["Location"] == url(case), typed
    both = client.post(LIST, form(q="颜")).content.decode()
    assert both.count('class="work-row"') >= 2
    assert "本所没有这样的件" in client.post(LIST, form(q="查无此人")).content.decode()
    assert "q=" not in client.post(LIST, form(q=case.number)).headers["Location"]


def test_a_card_is_handed_over_with_signature_and_old_card(desk: Desk) -> None:
    case = desk.world.at_station()
    client = keeper(desk)
    text = client.get(url(case)).content.decode()
    for words in ("已核对领取人身份", "旧证", "签名", "打印发放签收单"):
        assert words in text
    answer = client.post(url(case, "card-hand-over"), complete())
    assert answer.status_code == 303
    card = Card.objects.get()
    assert (card.state, card.old_card, card.handed_to) == ("HANDED_OVER", "TAKEN_IN", "APPLICANT")
    assert card.signature
    done = client.get(url(case)).content.decode()
    assert "已发放" in done
    assert "旧证已收回" in done
    again = client.post(url(case, "card-hand-over"), complete())
    assert again.status_code == 409


def test_all_that_is_missing_comes_back_at_once(desk: Desk) -> None:
    case = desk.world.at_station()
    answer = keeper(desk).post(url(case, "card-hand-over"), form())
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("请先核对领取人身份", "请领取人签名", "换领新证要交回旧证"):
        assert words in text
    assert Case.objects.get().stage == Stage.AT_STATION


def test_nobody_signs_twice_because_a_box_was_forgotten(desk: Desk) -> None:
    case, other = desk.world.at_station(1), desk.world.at_station(2)
    client = keeper(desk)
    back = client.post(url(case, "card-hand-over"), form(signature_png=drawn())).content.decode()
    assert "已签名" in back
    kept = back.split('name="kept_signature" value="')[1].split('"')[0]
    ticked = {"identity_checked": "1", "old_card": "TAKEN_IN"}
    for wrong in (kept + "x", kept):
        given = form(kept_signature=wrong, **ticked)
        assert client.post(url(other, "card-hand-over"), given).status_code == 422
    given = form(kept_signature=kept, **ticked)
    assert client.post(url(case, "card-hand-over"), given).status_code == 303


def test_a_lost_old_card_never_bars(desk: Desk) -> None:
    case = desk.world.at_station()
    given = complete() | {"old_card": "LOST"}
    assert keeper(desk).post(url(case, "card-hand-over"), given).status_code == 303
    assert "旧证已丢失" in keeper(desk).get(url(case)).content.decode()


def test_a_lost_card_reissued_asks_for_no_old_card(desk: Desk) -> None:
    case = desk.world.at_station(reason=Reason.LOST)
    client = keeper(desk)
    assert 'name="old_card"' not in client.get(url(case)).content.decode()
    given = form(identity_checked="1", signature_png=drawn())
    assert client.post(url(case, "card-hand-over"), given).status_code == 303


def test_a_scanned_receipt_serves_as_signature(desk: Desk) -> None:
    case = desk.world.at_station()
    scan = SimpleUploadedFile("receipt.pdf", b"%PDF-1.7 signed", content_type="application/pdf")
    given = form(identity_checked="1", old_card="TAKEN_IN", signed_page=scan)
    assert keeper(desk).post(url(case, "card-hand-over"), given).status_code == 303


def test_a_child_is_collected_for_by_the_guardian(desk: Desk) -> None:
    case = desk.world.at_station(birth=date(2016, 3, 7), guardian=FATHER)
    client = keeper(desk)
    assert "监护人 颜大山" in client.get(url(case)).content.decode()
    client.post(url(case, "card-hand-over"), complete(collector="GUARDIAN"))
    assert Card.objects.get().handed_to == "GUARDIAN"


def test_the_receipt_is_printed_before_and_after(desk: Desk) -> None:
    case = desk.world.at_station()
    client = keeper(desk)
    address = reverse("papers:of-case", args=[case.id, "hand-over"])
    for _ in range(2):
        shown = client.get(client.post(address, form()).headers["Location"])
        assert shown.headers["Content-Type"] == "application/pdf"
        client.post(url(case, "card-hand-over"), complete())
    assert Paper.objects.get(kind="HAND_OVER").prints == 2


def test_a_card_elsewhere_says_where_it_is_and_the_contact_can_change(desk: Desk) -> None:
    case = desk.world.in_production()
    client = desk.client(desk.world.acceptor)
    text = client.get(url(case)).content.decode()
    assert "正在制证" in text
    assert "改领证方式或联系方式" in text
    bad = client.post(url(case, "card-contact"), form(delivery="STATION", phone="12", address="x"))
    assert bad.status_code == 422
    assert "电话号码不对" in bad.content.decode()
    given = form(delivery="STATION", phone="139 0000 0000", address="古槐路2号")
    good = client.post(url(case, "card-contact"), given)
    assert good.status_code == 303
    case.refresh_from_db()
    assert (case.phone, case.address) == ("13900000000", "古槐路2号")
    assert "改领证方式或联系方式" not in keeper(desk).get(url(case)).content.decode()


def test_a_held_case_is_not_handed_over(desk: Desk) -> None:
    case = desk.world.at_station()
    Case.objects.filter(id=case.id).update(held=True)
    client = keeper(desk)
    assert "暂扣" in client.get(url(case)).content.decode()
    assert client.post(url(case, "card-hand-over"), complete()).status_code == 409


def test_acceptance_alone_hands_nothing_over(desk: Desk) -> None:
    case = desk.world.at_station()
    client = desk.client(desk.world.acceptor)
    assert "发放由证件岗民警办理" in client.get(url(case)).content.decode()
    assert client.post(url(case, "card-hand-over"), complete()).status_code == 403


def test_two_at_the_counter_the_second_is_told(desk: Desk) -> None:
    case = desk.world.at_station()
    other = desk.world.officer("证件庚", desk.world.station, *desk.world.keeper.roles)
    assert keeper(desk).post(url(case, "card-hand-over"), complete()).status_code == 303
    answer = desk.client(other).post(url(case, "card-hand-over"), complete())
    assert answer.status_code == 409
    assert "证件丙" in answer.content.decode()


def test_the_same_form_twice_is_one_effect(desk: Desk) -> None:
    case = desk.world.at_station()
    given = complete()
    client = keeper(desk)
    for _ in range(2):
        assert client.post(url(case, "card-hand-over"), given).status_code == 303
    assert Card.objects.get().handed_at == desk.clock.at


def test_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    forwarded(desk.world, 1, 2)
    here = desk.world.at_station(3)
    client = keeper(desk)
    client.get(LIST)
    for address in (LIST, url(here)):
        with django_assert_max_num_queries(8):
            client.get(address)
