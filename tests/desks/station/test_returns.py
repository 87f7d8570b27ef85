"""Returned cases by their pages: read, put right, signed anew or sent as they are."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw
from tests.cases.lists import fetched
from tests.cases.world import World
from tests.desks.county.desk import Desk
from tests.desks.station.window import Ledgers

from tongban.cases.models import Case, ComposedVersion, Draft, LookIn, Outgoing
from tongban.cases.operations import review, taking_back
from tongban.ports.registry import set_ports
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.stages import Stage

LIST = "/station/returns/"


def form(case: Case, **more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), "seen_version": str(case.version), **more}


def url(case: Case, name: str = "return", *more: str) -> str:
    return reverse(f"station:{name}", args=[case.id, *more])


def returned_for_text(world: World, serial: int = 7) -> Case:
    case = world.signed(serial)
    review.return_for_correction(
        case.id,
        world.call(world.reviewer, minutes=60),
        category=ReturnCategory.TEXT,
        fields=["address"],
        words="住址与户口簿不符，请核对后更正。",
        seen_version=case.version,
    )
    return world.fresh(case)


def picture() -> SimpleUploadedFile:
    """A plain portrait on white, good enough to be cut."""
    image = Image.new("RGB", (1200, 1500), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    draw.ellipse((380, 260, 820, 840), fill=(214, 170, 140))
    draw.ellipse((480, 520, 540, 560), fill=(40, 30, 30))
    draw.ellipse((660, 520, 720, 560), fill=(40, 30, 30))
    draw.ellipse((380, 200, 820, 480), fill=(40, 35, 35))
    draw.rectangle((220, 900, 980, 1500), fill=(40, 60, 110))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), content_type="image/jpeg")


def test_the_list_says_what_is_wrong_by_when_and_is_the_look_in(desk: Desk) -> None:
    case = desk.world.returned()
    fetched(desk.clock.at)
    text = desk.client(desk.world.acceptor).get(LIST).content.decode()
    assert "照片背景不均匀" in text
    assert url(case) in text
    assert "今天已登录" in text
    assert LookIn.objects.filter(is_fresh=True).count() == 3


def test_an_empty_list_says_so(desk: Desk) -> None:
    assert "没有退回的件" in desk.client(desk.world.acceptor).get(LIST).content.decode()


def test_the_returned_part_is_open_and_the_old_version_beside(desk: Desk) -> None:
    photo, text = desk.world.returned(1), returned_for_text(desk.world, 2)
    client = desk.client(desk.world.acceptor)
    page = client.get(url(photo)).content.decode()
    assert 'type="file"' in page
    assert "/pictures/" in page
    page = client.get(url(text)).content.decode()
    assert 'name="address"' in page
    assert "退回指出这一项" in page
    assert "第 1 版" in page


def test_the_applicant_is_asked_by_sms_to_come_for_it(desk: Desk) -> None:
    case = desk.world.returned()
    client = desk.client(desk.world.acceptor)
    assert "短信请申请人来所" in client.get(url(case)).content.decode()
    remind = reverse("station:remind", args=[case.id, "FIX_RETURN"])
    assert client.post(remind, form(case, by="SMS")).headers["Location"] == url(case)
    (message,) = Outgoing.objects.filter(kind="remind")
    assert message.payload["kind"] == "FIX_RETURN"
    page = client.get(url(case)).content.decode()
    assert "已请申请人来所" in page
    assert "再发短信请来所" in page


def test_a_corrected_text_becomes_version_two_and_waits_for_the_signature(desk: Desk) -> None:
    case = returned_for_text(desk.world)
    client = desk.client(desk.world.acceptor)
    fields = {**ComposedVersion.objects.get(case=case).text}
    given = {k: fields[k] for k in ("name", "sex", "ethnicity", "birth_date", "phone")}
    given["address"] = "山东省曲阜市鲁城街道大同路3号"
    answer = client.post(url(case, "return-compose"), form(case, **given))
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/station/case/{case.id}/"
    case.refresh_from_db()
    assert (case.stage, case.current) == (Stage.COMPOSED, 2)
    new = ComposedVersion.objects.get(case=case, n=2)
    assert new.text["address"] == "山东省曲阜市鲁城街道大同路3号"
    assert new.text["name"] == fields["name"]
    assert "已改好，待签名" in client.get(LIST).content.decode()
    page = client.get(url(case)).content.decode()
    assert "去签名" in page
    assert "看第 1 版" in page


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(desk: Desk) -> None:
    case = returned_for_text(desk.world)
    client = desk.client(desk.world.acceptor)
    answer = client.post(
        url(case, "return-compose"), form(case, phone="12", address="新的住址一号")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "电话号码不对" in page
    assert "新的住址一号" in page
    assert Case.objects.get().stage == Stage.RETURNED


def test_without_a_change_it_says_to_send_it_as_it_is(desk: Desk) -> None:
    case = returned_for_text(desk.world)
    client = desk.client(desk.world.acceptor)
    answer = client.post(url(case, "return-compose"), form(case))
    assert answer.status_code == 422
    assert "原信息重新送审" in answer.content.decode()


def test_the_same_version_is_sent_again_with_words(desk: Desk) -> None:
    case = desk.world.returned()
    client = desk.client(desk.world.acceptor)
    bad = client.post(url(case, "return-resubmit"), form(case, words=" "))
    assert bad.status_code == 422
    assert "请说明为什么" in bad.content.decode()
    good = client.post(
        url(case, "return-resubmit"), form(case, words="已核对，背景为白色，符合标准。")
    )
    assert good.status_code == 303
    case.refresh_from_db()
    assert case.stage == Stage.IN_REVIEW
    assert case.returned is not None
    assert case.returned["answer"].startswith("已核对")


def test_a_new_photo_is_cut_kept_and_composed(desk: Desk) -> None:
    case = desk.world.returned()
    client = desk.client(desk.world.acceptor)
    answer = client.post(
        url(case, "return-photo"), {"request_id": str(uuid4()), "image": picture()}
    )
    assert answer.status_code == 303, answer.content.decode()[:300]
    page = client.get(url(case)).content.decode()
    assert "用这张照片" in page
    pending = client.get(url(case, "return-pending", "original"))
    assert pending.headers["Content-Type"] == "image/jpeg"
    too_soon = client.post(url(case, "return-compose"), form(case))
    assert too_soon.status_code == 422
    answer = client.post(url(case, "return-frame"), {"request_id": str(uuid4())})
    assert answer.status_code == 303, answer.content.decode()
    assert "已重新采集" in client.get(url(case)).content.decode()
    answer = client.post(url(case, "return-compose"), form(case))
    assert answer.status_code == 303
    new, old = ComposedVersion.objects.get(n=2), ComposedVersion.objects.get(n=1)
    assert new.photo != old.photo
    assert new.photo_report["usable"]
    assert not Draft.objects.exists()


def test_a_file_that_is_no_picture_is_refused_beside_the_field(desk: Desk) -> None:
    case = desk.world.returned()
    bad = SimpleUploadedFile("photo.jpg", b"hello", content_type="image/jpeg")
    client = desk.client(desk.world.acceptor)
    answer = client.post(url(case, "return-photo"), {"request_id": str(uuid4()), "image": bad})
    assert answer.status_code == 422


def test_fingerprints_are_captured_anew(desk: Desk) -> None:
    case = desk.world.returned()
    client = desk.client(desk.world.acceptor)
    right = client.post(
        url(case, "return-finger", "right"),
        {"request_id": str(uuid4()), "act": "store", "right_reason": "手指残缺"},
    )
    assert right.status_code == 303
    half = client.post(url(case, "return-compose"), form(case))
    assert half.status_code == 422
    assert "左右手" in half.content.decode()
    client.post(
        url(case, "return-finger", "left"),
        {"request_id": str(uuid4()), "act": "store", "left_reason": "手部受伤或包扎"},
    )
    assert client.post(url(case, "return-compose"), form(case)).status_code == 303
    fingers = ComposedVersion.objects.get(n=2).fingers
    assert [one["missing_reason"] for one in fingers] == ["手指残缺", "手部受伤或包扎"]


def test_a_device_that_is_away_loses_nothing(desk: Desk, ledgers: Ledgers) -> None:
    set_ports(ledgers.ports(down="devices"))
    case = desk.world.returned()
    client = desk.client(desk.world.acceptor)
    for name, more in (("return-photo", {"by": "camera"}), ("return-finger", {"act": "scan"})):
        args = ["right"] if name == "return-finger" else []
        answer = client.post(url(case, name, *args), {"request_id": str(uuid4()), **more})
        assert answer.status_code == 409
        assert "没有回答" in answer.content.decode()


def test_two_officers_at_once_the_second_is_told(desk: Desk) -> None:
    case = desk.world.returned()
    words = {"words": "已核对，背景为白色，符合标准。"}
    first, second = (desk.client(a) for a in (desk.world.acceptor, desk.world.acceptor2))
    assert first.post(url(case, "return-resubmit"), form(case, **words)).status_code == 303
    assert second.post(url(case, "return-compose"), form(case, name="颜某")).status_code == 409
    assert second.post(url(case, "return-resubmit"), form(case, **words)).status_code == 409


def test_a_voided_second_version_is_returned_again(desk: Desk) -> None:
    world = desk.world
    case = returned_for_text(world)
    client = desk.client(world.acceptor)
    client.post(url(case, "return-compose"), form(case, address="山东省曲阜市鲁城街道3号"))
    case.refresh_from_db()
    taking_back.void(
        case.id, world.call(world.acceptor), words="住址还是不对", seen_version=case.version
    )
    case.refresh_from_db()
    assert case.stage == Stage.RETURNED
    page = client.get(url(case)).content.decode()
    assert "合成第 3 版" in page


def test_words_typed_are_kept_as_a_draft(desk: Desk) -> None:
    case = returned_for_text(desk.world)
    client = desk.client(desk.world.acceptor)
    client.post(reverse("shared:draft", args=["fix-text", case.id]), {"address": "改到一半的住址"})
    assert "改到一半的住址" in client.get(url(case)).content.decode()
    client.post(url(case, "return-keep"), form(case, address="又改了的住址"))
    assert "又改了的住址" in client.get(f"{url(case)}?part=text").content.decode()


def test_another_station_sees_nothing(desk: Desk) -> None:
    case = desk.world.returned()
    stranger = desk.world.officer("外所", desk.world.home.code, *desk.world.acceptor.roles)
    client = desk.client(stranger)
    assert client.get(url(case)).status_code == 404
    assert client.post(url(case, "return-resubmit"), form(case, words="x")).status_code == 404


def test_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    case = desk.world.returned(1)
    desk.world.returned(2)
    fetched(desk.clock.at)
    client = desk.client(desk.world.acceptor)
    client.get(LIST)
    for page in (LIST, url(case)):
        with django_assert_max_num_queries(8):
            client.get(page)


@pytest.mark.parametrize("kind", ["original", "photo", "finger-11"])
def test_no_pending_picture_is_not_found(desk: Desk, kind: str) -> None:
    case = desk.world.returned()
    client = desk.client(desk.world.acceptor)
    assert client.get(url(case, "return-pending", kind)).status_code == 404


def test_five_hundred_returns_are_paged(desk: Desk) -> None:
    world = desk.world
    case = world.returned()
    duty = case.obligations.get(kind="FIX_RETURN")
    copies = []
    for n in range(120):
        copy = Case.objects.get(id=case.id)
        copy.id, copy.number, copy.person_key = uuid4(), f"{case.number}{n}", uuid4().bytes * 2
        copies.append(copy)
    Case.objects.bulk_create(copies)
    model = type(duty)
    rows = []
    for n, copy in enumerate(copies):
        rows.append(
            model(
                id=uuid4(),
                kind=duty.kind,
                owner_unit=duty.owner_unit,
                owner_county=duty.owner_county,
                case=copy,
                opened_at=duty.opened_at,
                due_at=duty.due_at + timedelta(minutes=n) if duty.due_at and n > 60 else None,
            )
        )
    model.objects.bulk_create(rows)
    client, address, seen = desk.client(world.acceptor), LIST, 0
    while address:
        text = client.get(address).content.decode()
        seen += text.count('class="who"')
        more = text.split('data-key="PageDown"')[0].rsplit('href="', 1)[-1].split('"')[0]
        address = more.replace("&amp;", "&") if 'data-key="PageDown"' in text else ""
    assert seen == 121
