"""The live verdict at the desk: one row per rule, on facts still incomplete."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from tests.policy.situations import GUHUAI, outside, situation
from tests.policy.strategies import situations

from tongban.policy.assess import assess
from tongban.policy.desk_row import RowStatus
from tongban.policy.desk_verdict import DeskVerdict, desk_verdict
from tongban.policy.situation import Situation
from tongban.policy.terms import shipped_terms
from tongban.policy.units import shipped_city
from tongban.policy.vocabulary import Ask, FaceResult, Ground, Outcome, TemporaryDocument
from tongban.policy.wire.read import read_question

NOT_COMPARED = {"comparison.face": "NOT_DONE", "comparison.fingerprint": "NOT_DONE"}


def desk(asked: Situation, **more: Any) -> DeskVerdict:
    return desk_verdict(asked, city=shipped_city(), terms_book=shipped_terms(), **more)


def row(verdict: DeskVerdict, clause: str) -> tuple[RowStatus, str]:
    found = next(row for row in verdict.rows if row.clause == clause)
    return found.status, found.sentence


def test_before_the_look_up_only_that_is_asked() -> None:
    verdict = desk(situation(record=None))
    assert [r.status for r in verdict.rows] == [RowStatus.OPEN]
    assert verdict.headline == "还需 1 项"


def test_at_the_home_station_it_is_not_remote() -> None:
    verdict = desk(situation({"record.home_unit": GUHUAI}))
    assert [r.status for r in verdict.rows] == [RowStatus.WARN]
    assert verdict.headline == "本所户籍，不属异地申办"


def test_everything_green() -> None:
    verdict = desk(
        situation(residence="DUE"),
        credit_list_as_of=datetime.fromisoformat("2026-03-02T06:10:00+08:00"),
    )
    assert [(r.clause, r.status) for r in verdict.rows] == [
        ("第二条", RowStatus.OK),
        ("第五条(一)", RowStatus.OK),
        ("第五条(二)", RowStatus.OK),
        ("第五条(三)", RowStatus.OK),
        ("第五条(四)", RowStatus.OK),
        ("第五条(五)", RowStatus.OK),
        ("第三条(一)", RowStatus.OK),
    ]
    assert row(verdict, "第二条")[1] == "市内跨县区 · 户籍地 曲阜市局鲁城派出所"
    assert row(verdict, "第五条(五)")[1] == "不在不良信用名单（今日 06:10 更新）"
    assert (verdict.headline, verdict.grounds_sentence) == ("可以受理", "无不予受理情形")
    assert (verdict.fee_fen, verdict.temporary) == (4000, TemporaryDocument.CARD)
    assert verdict.residence_followup is True
    assert verdict.review is not None
    assert verdict.review.unit == "370881000000"


def test_a_credit_list_of_another_day_tells_the_day() -> None:
    as_of = datetime.fromisoformat("2026-03-01T06:10:00+08:00")
    sentence = row(desk(situation(), credit_list_as_of=as_of), "第五条(五)")[1]
    assert sentence == "不在不良信用名单（3 月 1 日 06:10 更新）"


def test_a_household_outside_the_city_is_named_by_its_division() -> None:
    assert row(desk(situation(outside("370102"))), "第二条")[1] == (
        "省内跨地市 · 户籍地 山东省济南市"
    )
    assert row(desk(situation(outside("320311"))), "第二条")[1] == "跨省 · 户籍地 江苏省"


def test_an_intake_just_opened_asks_for_all_that_is_missing() -> None:
    opened = replace(situation(NOT_COMPARED, evidence=[]), declared=None, reason=None)
    verdict = desk(opened)
    assert verdict.verdict.asks == {
        Ask.DECLARE,
        Ask.CHOOSE_REASON,
        Ask.VIEW_HISTORY,
        Ask.COMPARE_ON_SITE,
        Ask.SIGN_COMMITMENT,
        Ask.SETTLE_IDENTITY,
    }
    assert row(verdict, "第五条(二)") == (RowStatus.OPEN, "尚未填写申报信息")
    assert row(verdict, "第五条(三)") == (RowStatus.OPEN, "请现场比对人像")
    assert row(verdict, "第三条(一)") == (
        RowStatus.OPEN,
        "请出示受理凭证，确无证件的可容缺受理",
    )
    assert verdict.fee_fen is None


@pytest.mark.parametrize(
    ("facts", "clause", "status", "sentence"),
    [
        (
            {"comparison.face": "UNCLEAR", "comparison.fingerprint": "NOT_DONE"},
            "第五条(三)",
            RowStatus.WARN,
            "人像比对不确定：请比对指纹并确认",
        ),
        (
            {"comparison.face": "DIFFERENT", "comparison.fingerprint": "UNCLEAR"},
            "第五条(三)",
            RowStatus.WARN,
            "人像比对不同：请核实并确认身份",
        ),
        (
            {"comparison.fingerprint": "DIFFERENT"},
            "第五条(三)",
            RowStatus.WARN,
            "指纹不符：请核实并确认身份",
        ),
        (
            {"comparison.fingerprint": "DIFFERENT", "identity_confirmed": True},
            "第五条(三)",
            RowStatus.OK,
            "比对存疑，民警已确认是本人",
        ),
        (
            {"identity_confirmed": False},
            "第五条(三)",
            RowStatus.WARN,
            "身份尚不能认定：请出示证件、比对指纹或发起协查",
        ),
        (
            {"comparison.fingerprint": "NOT_DONE"},
            "第五条(三)",
            RowStatus.OK,
            "人像比对相同",
        ),
        ({"declared.sex": "2"}, "第五条(二)", RowStatus.WARN, "性别不一致：请核实并确认身份"),
        (
            {"declared.sex": "2", "identity_confirmed": True},
            "第五条(二)",
            RowStatus.OK,
            "性别不一致，民警已确认是本人",
        ),
        (
            {"declared.address": "山东省曲阜市书院街道测试路8号"},
            "第五条(二)",
            RowStatus.OK,
            "信息一致，省内住址变更不影响受理",
        ),
        (
            {"reason": "LOST", "evidence": [{"kind": "ID_CARD", "valid_until": None}]},
            "第三条(一)",
            RowStatus.WARN,
            "居民身份证只能用于换领，补领请出示其他证件；也可容缺受理",
        ),
        (
            {"evidence": [], "comparison.history_viewed": True},
            "第三条(二)",
            RowStatus.WARN,
            "容缺受理还需签署承诺、认定身份",
        ),
        (
            {
                "evidence": [],
                "comparison.history_viewed": True,
                "commitment_signed": True,
                "identity_confirmed": True,
            },
            "第三条(二)",
            RowStatus.OK,
            "容缺受理条件已齐",
        ),
        (
            {"evidence": [], "identity_confirmed": False},
            "第三条(一)",
            RowStatus.WARN,
            "请出示任一有效证件，凭现有比对不能容缺受理",
        ),
    ],
)
def test_sentences(facts: dict[str, Any], clause: str, status: RowStatus, sentence: str) -> None:
    assert row(desk(situation(facts)), clause) == (status, sentence)


def test_a_ground_bars_its_row() -> None:
    verdict = desk(situation(bad_credit=True))
    assert row(verdict, "第五条(五)")[0] is RowStatus.BAR
    assert (verdict.headline, verdict.grounds_sentence) == ("不予异地受理", "有 1 项不予受理情形")
    assert desk(situation(reason="FIRST_ISSUE")).fee_fen is None


@settings(max_examples=300, deadline=None, database=None)
@given(situations())
def test_rows_and_verdict_say_the_same(source: dict[str, Any]) -> None:
    city, book = shipped_city(), shipped_terms()
    asked = read_question(source, city=city, terms_book=book).situation
    verdict = desk(asked)
    assert verdict.verdict == assess(asked, city=city, terms_book=book)
    barred = {r.clause for r in verdict.rows if r.status is RowStatus.BAR}
    assert barred == {ground.clause for ground in verdict.verdict.grounds}
    statuses = {r.status for r in verdict.rows}
    if verdict.verdict.outcome is Outcome.ACCEPT:
        assert statuses == {RowStatus.OK}
    if verdict.verdict.outcome is Outcome.ASK:
        assert statuses & {RowStatus.WARN, RowStatus.OPEN}
    assert len(verdict.verdict.grounds) <= len(Ground)
    assert asked.comparison.face in FaceResult
