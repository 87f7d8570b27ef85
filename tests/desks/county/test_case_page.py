"""The page of one case for every stream, and each event in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.cases import elsewhere
from tests.cases.elsewhere import arrived, issued, outgoing, returned, version_of
from tests.desks.county.desk import Desk, issue_form, return_form

from tongban.cases.models import Case
from tongban.cases.operations import answers, arrival
from tongban.cases.queries.happenings import PastEvent
from tongban.desks.shared.event_words import tone_of, who_of, words_of
from tongban.desks.shared.pieces import Tone
from tongban.procedure.actors import UPSTREAM, Actor, Party
from tongban.procedure.acts import Act
from tongban.procedure.reasons import LateCause

OURS = ("工本费", "领取凭证", "联系电话", "政策版本", "临时居民身份证")
THERE = "济南市公安局历下区分局千佛山派出所"


def page_of(desk: Desk, case: Case, actor: Actor) -> str:
    answer = desk.client(actor).get(reverse("shared:case", args=[case.id]))
    assert answer.status_code == 200
    return answer.content.decode()


def decide(desk: Desk, case: Case, name: str, form: dict[str, Any]) -> None:
    url = reverse(f"county:review-{name}", args=[case.id])
    assert desk.reviewer.post(url, form).status_code == 303


def test_a_case_from_elsewhere(desk: Desk) -> None:
    late = desk.world.at + timedelta(hours=1)
    case = arrived(desk.world, fetched_at=late, late_cause=LateCause.UPSTREAM_DOWN)
    page = page_of(desk, case, desk.world.reviewer)
    home = desk.world.city.require(desk.world.home.code).name
    for words in (THERE, home, "转入", "到达", "上级系统当时无法连接", "还没有答复", "去审核签发"):
        assert words in page
    for words in OURS:
        assert words not in page.replace("由受理地收取工本费", "")


def test_what_became_of_the_answer(desk: Desk) -> None:
    case = arrived(desk.world)
    decide(desk, case, "return", return_form(case))
    page = page_of(desk, case, desk.world.reviewer)
    assert "背景有阴影，请补光重拍。" in page.split("退回说明")[1]
    assert "第 1 版" in page.split("答复受理地")[1]
    when = desk.clock.at - timedelta(minutes=1)
    call = desk.world.call(UPSTREAM, minutes=119)
    arrival.resubmitted_there(case.id, call, arrival=version_of(desk.world, 2, arrived=when))
    case = desk.world.fresh(case)
    decide(desk, case, "issue", issue_form(case))
    answers.acknowledge_answer(case.id, desk.world.call(UPSTREAM, minutes=121))
    told = page_of(desk, case, desk.world.reviewer).split("答复受理地")[1]
    for words in ("第 1 版", "已退回", "第 2 版", "已签发", "受理地系统已收到答复"):
        assert words in told


def test_a_case_for_elsewhere(desk: Desk) -> None:
    case = elsewhere.answer(desk.world, outgoing(desk.world), returned())
    page = page_of(desk, case, desk.world.acceptor)
    for words in (
        "外出",
        "济南市公安局历下区分局",
        "户籍地答复：已退回（照片）",
        "照片背景不均匀，请重新采集。",
        "工本费",
        "上级系统",
    ):
        assert words in page
    assert "去处理退回" in page


def test_who_issued_it_elsewhere_and_what_contradicts(desk: Desk) -> None:
    case = elsewhere.answer(desk.world, outgoing(desk.world), issued())
    case = elsewhere.answer(desk.world, case, returned(), minutes=40)
    page = page_of(desk, case, desk.world.supervisor)
    for words in (
        "签发机关",
        "2026.11.23-2046.11.23",
        "户籍地又答复：已退回，与先前不一致，暂缓制证",
        "暂扣",
        reverse("shared:settle", args=[case.id]),
    ):
        assert words in page


def test_nobody_else_finds_it(desk: Desk) -> None:
    case = arrived(desk.world)
    url = reverse("shared:case", args=[case.id])
    assert desk.client(desk.world.acceptor).get(url).status_code == 404
    found = desk.reviewer.post(reverse("shared:find"), {"q": case.number}).content.decode()
    assert THERE in found


@pytest.mark.parametrize(
    ("act", "name", "data", "words", "tone"),
    [
        (
            Act.ARRIVE,
            "Arrived",
            {"system": "NATIONAL_REMOTE"},
            "全国居民身份证异地受理系统",
            Tone.NONE,
        ),
        (Act.RESUBMITTED_THERE, "ResubmittedThere", {"version": 3}, "第 3 版", Tone.NONE),
        (Act.WITHDRAWN_THERE, "WithdrawnThere", {"version": 1}, "受理地已撤回", Tone.WARN),
        (
            Act.ACKNOWLEDGE_ANSWER,
            "AnswerAcknowledged",
            {"outcome": "DELIVERED"},
            "已收到",
            Tone.NONE,
        ),
        (
            Act.ACKNOWLEDGE_ANSWER,
            "AnswerAcknowledged",
            {"outcome": "WITHDRAWN"},
            "已撤回",
            Tone.WARN,
        ),
        (
            Act.ACKNOWLEDGE_ANSWER,
            "AnswerAcknowledged",
            {"outcome": "SUPERSEDED"},
            "新版本",
            Tone.WARN,
        ),
        (Act.ACKNOWLEDGE_ANSWER, "AnswerAcknowledged", {"outcome": "?"}, "对方确认收到", Tone.WARN),
        (
            Act.RECORD_MESSAGE,
            "MessageRecorded",
            {"kind": "WITHDRAWN", "version": 1},
            "已撤回",
            Tone.WARN,
        ),
        (
            Act.RECORD_MESSAGE,
            "MessageRecorded",
            {"kind": "ARRIVED", "version": 2},
            "第 2 版",
            Tone.WARN,
        ),
        (Act.ANSWER_ISSUED, "AnsweredIssued", {"version": 1}, "户籍地答复：已签发", Tone.OK),
        (Act.ANSWER_RETURNED, "AnsweredReturned", {"category": "TEXT"}, "文字信息", Tone.WARN),
        (Act.ANSWER_RETURNED, "AnsweredReturned", {"category": "X"}, "原因见退回说明", Tone.WARN),
        (
            Act.RECORD_REPEATED_ANSWER,
            "AnswerRepeated",
            {"version": 1, "outcome": "ISSUED"},
            "只登记",
            Tone.NONE,
        ),
        (
            Act.RECORD_REPEATED_ANSWER,
            "AnswerRepeated",
            {"version": 1, "outcome": "ISSUED", "contradicts": True, "holds": False},
            "又答复：已签发，与先前不一致",
            Tone.WARN,
        ),
        (Act.SETTLE_ANSWER, "AnswerSettled", {"settled": "LATER"}, "以后到的答复为准", Tone.NONE),
        (Act.CHASE, "Chased", {"times": 1}, "催办户籍地（第 1 次）", Tone.WARN),
        (Act.CHASE_BY_CITY, "ChasedByCity", {"times": 2}, "市局催办户籍地（第 2 次）", Tone.WARN),
        (Act.RETURN, "ReturnedForCorrection", {"category": "PHOTO"}, "退回：照片", Tone.WARN),
        (Act.HAND_OVER, "HandedOver", {}, "核对身份并发放", Tone.OK),
    ],
)
def test_each_event_has_its_words(
    desk: Desk, act: Act, name: str, data: dict[str, Any], words: str, tone: Tone
) -> None:
    event = PastEvent(act, name, desk.clock.at, "", Party.UPSTREAM, "", data)
    assert words in words_of(event)
    assert tone_of(event) is tone
    assert who_of(event) == "上级系统"
