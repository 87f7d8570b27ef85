"""Closing, withdrawing at another station, the wish, the destroyed card: the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.cases.test_close import WAITED, end, remind_on, to_collect, unpaid, wished
from tests.desks.county.desk import Desk
from tests.desks.county.test_grounds_desk import notice, page, url
from tests.desks.station.test_cards import drawn

from tongban.cases.models import Card, Case
from tongban.cases.operations import grounds, taking_back, withdraw
from tongban.policy.vocabulary import Ground
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import CloseReason
from tongban.procedure.stages import PaymentStage, Stage


def form(case: Case, **more: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), "seen_version": str(case.version), **more}


def test_a_case_is_closed_when_its_time_is_over(desk: Desk) -> None:
    world = desk.world
    case = remind_on(world, unpaid(world), K.PAY, 3, 15)
    assert "没有可以终结的" in page(desk, world.supervisor, "/endings/closable/")
    desk.clock.at = world.at + timedelta(days=WAITED)
    listed = page(desk, world.supervisor, "/endings/closable/")
    assert case.number in listed
    assert "还须提醒 1 次" in listed
    shown = page(desk, world.supervisor, url(case, "close"))
    assert "已登记提醒 2 次" in shown
    client = desk.client(world.supervisor)
    words = "多次提醒仍未缴费。"
    refused = client.post(url(case, "close"), form(case, reason="NOT_PAID", words=words))
    assert refused.status_code == 409
    case = remind_on(world, case, K.PAY, 100)
    assert "可以终结" in page(desk, world.supervisor, "/endings/closable/")
    sent = form(case, reason="NOT_PAID", words=words)
    assert client.post(url(case, "close"), sent).status_code == 303
    case = world.fresh(case)
    assert case.stage == Stage.CLOSED
    shown = page(desk, world.acceptor, f"/cases/{case.id}/")
    assert "终结：长期未缴费" in shown
    assert "提醒缴费（电话）" in shown
    assert notice(desk, world.acceptor, case, "closing").startswith(b"%PDF")
    assert case.number in page(desk, world.chief, "/endings/ended/")


def test_a_death_needs_its_paper(desk: Desk) -> None:
    case = desk.world.issued()
    client = desk.client(desk.world.supervisor)
    sent = form(case, reason="DECEASED", words="户口已注销。")
    answer = client.post(url(case, "close"), sent)
    assert answer.status_code == 422
    assert "请上传死亡证明" in answer.content.decode()


def test_a_case_is_withdrawn_where_the_person_stands(desk: Desk) -> None:
    world, case = desk.world, desk.world.paid()
    other = world.elsewhere()
    client = desk.client(other)
    assert client.get(f"/cases/{case.id}/").status_code == 404
    found = client.post("/find/", {"q": case.id_number}).content.decode()
    assert url(case, "withdraw") in found
    assert "本人在场可在这里撤回" in found
    assert url(case, "withdraw") not in client.post("/find/", {"q": case.name}).content.decode()
    shown = page(desk, other, url(case, "withdraw"))
    assert "请核对来人就是申请人本人" in shown
    answer = client.post(url(case, "withdraw"), form(case, act="WITHDRAW", words="不办了"))
    assert answer.status_code == 422
    assert "签名" in answer.content.decode()
    sent = form(case, act="WITHDRAW", words="不办了", signature_png=drawn())
    answer = client.post(url(case, "withdraw"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == "/find/"
    case = world.fresh(case)
    assert (case.stage, case.payments.get().state) == (
        Stage.WITHDRAWN,
        PaymentStage.REFUND_ASKED,
    )
    assert client.get(url(case, "withdraw")).status_code == 404
    assert notice(desk, world.acceptor, case, "withdrawal").startswith(b"%PDF")


def test_others_do_not_find_what_they_cannot_see(desk: Desk) -> None:
    case = desk.world.signed()
    keeper = desk.world.officer("证件癸", desk.world.elsewhere().unit, *desk.world.keeper.roles)
    client = desk.client(keeper)
    assert "withdraw" not in client.post("/find/", {"q": case.id_number}).content.decode()
    assert client.get(url(case, "withdraw")).status_code == 403


def test_a_card_that_is_not_wanted(desk: Desk) -> None:
    world, case = desk.world, desk.world.in_production()
    shown = page(desk, world.acceptor, f"/cases/{case.id}/")
    assert "登记撤回意愿" in shown
    shown = page(desk, world.acceptor, url(case, "withdraw"))
    assert "工本费不退" in shown
    sent = form(case, act="WISH_TO_WITHDRAW", words="不要了", signature_png=drawn())
    assert desk.client(world.acceptor).post(url(case, "withdraw"), sent).status_code == 303
    assert "证件到所后终结" in page(desk, world.acceptor, f"/cases/{case.id}/")


def test_the_card_of_a_closed_case_is_on_the_list_of_what_is_to_be_destroyed(desk: Desk) -> None:
    world = desk.world
    case = wished(world, world.at_station())
    serial = Card.objects.get(case=case).serial or ""
    assert serial in page(desk, world.keeper, "/cards/destruction/")
    shown = page(desk, world.keeper, f"/cases/{case.id}/cards/")
    assert "作废待销毁" in shown
    assert "不再发放" in shown


def test_the_notices_are_printed_by_those_who_may(desk: Desk) -> None:
    world = desk.world
    composed = world.composed(1)
    client = desk.client(world.acceptor)
    early = client.post(f"/papers/case/{composed.id}/voiding/", {"request_id": str(uuid4())})
    assert early.status_code == 404
    taking_back.void(
        composed.id,
        world.call(world.acceptor, minutes=8),
        words="信息填写有误",
        seen_version=composed.version,
    )
    assert notice(desk, world.acceptor, composed, "voiding").startswith(b"%PDF")
    case = world.signed(2)
    seen = grounds.Suspicion(Ground.BAD_CREDIT, "名单核对属实。", "0" * 64)
    grounds.hold(
        case.id, world.call(world.supervisor, minutes=20), seen=seen, seen_version=case.version
    )
    case = world.fresh(case)
    grounds.revoke(
        case.id, world.call(world.chief, minutes=30), seen=seen, seen_version=case.version
    )
    assert notice(desk, world.supervisor, case, "revocation").startswith(b"%PDF")
    assert notice(desk, world.acceptor, case, "revocation").startswith(b"%PDF")


def test_what_has_ended_is_counted(desk: Desk) -> None:
    world = desk.world
    end(
        world,
        remind_on(world, to_collect(world), K.COLLECT, 15, 30),
        CloseReason.NOT_COLLECTED,
    )
    case = world.signed(2)
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=20),
        words="不办了",
        signature="s",
        seen_version=case.version,
    )
    desk.clock.at = world.at + timedelta(days=WAITED)
    shown = page(desk, world.supervisor, "/endings/ended/")
    assert "已终结 1 件" in shown
    assert "已撤回 0 件" in shown
    assert "长期未领取" in shown
    assert case.number in shown


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "长" * 20_000, "a\u202e\ue000\r\n"]
)
def test_hostile_words_come_back_as_words(desk: Desk, hostile: str) -> None:
    world, case = desk.world, desk.world.at_station()
    fields = dict.fromkeys(("act", "ground", "reason", "words", "witness", "kept"), hostile)
    for officer, name in (
        (world.supervisor, "ground"),
        (world.supervisor, "close"),
        (world.acceptor, "withdraw"),
    ):
        answer = desk.client(officer).post(url(case, name), form(case, **fields))
        assert answer.status_code in (403, 409, 422), name
        assert "<script>alert" not in answer.content.decode()
    assert world.fresh(case).stage == Stage.AT_STATION
