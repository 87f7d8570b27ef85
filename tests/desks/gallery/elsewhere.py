"""Samples of cases accepted elsewhere, and of answers that contradict each other."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from tests.desks.gallery.bureaus import FRIDAY, RULES, case, review
from tests.desks.gallery.frame import AFTERNOON, LONG_NAME

from tongban.cases.queries.settling import GivenAnswer, Settling
from tongban.desks.county.present_arrival import UNKNOWN_PERSON
from tongban.desks.county.screens import CaseNotice, ReviewCase, ReviewScreen
from tongban.desks.shared.pieces import ComparedCell, Fact, Link, RuleRow, Tag, Tone
from tongban.desks.shared.present_case import CaseScreen
from tongban.desks.shared.present_settle import SettleScreen, settle_screen
from tongban.policy.vocabulary import Stream
from tongban.procedure.stages import Stage
from tongban.procedure.standing import CaseStanding


def incoming(name: str, *, is_known: bool = True) -> ReviewCase:
    """A case accepted in another city, fetched late, sent again after a return."""
    composed = case(name)
    rows = composed.comparison.rows
    unknown = tuple(
        replace(
            one,
            cells=(one.cells[0], ComparedCell("—")),
            conclusion="未核对",
            tone=Tone.WARN,
        )
        for one in rows[:-1]
    )
    return replace(
        composed,
        stream="转入",
        is_incoming=True,
        tags=(
            Tag("省内跨地市"),
            Tag("有效期满换领"),
            Tag("晚取 2 小时 10 分", Tone.WARN, "上级系统当时无法连接"),
            Tag("第 2 版"),
        ),
        accepted="济南市公安局历下区分局千佛山派出所受理 · 09:26 到达",
        existing=composed.existing if is_known else None,
        face_note="受理地现场比对",
        measures=(),
        comparison=composed.comparison
        if is_known
        else replace(composed.comparison, rows=(*unknown, rows[-1])),
        evidence_title="受理凭证",
        evidence_text="居民户口簿；机动车驾驶证（有效期至 2030-01-01）。",
        evidence_clause="第三条(一)",
        rules=(RuleRow("省内跨地市 · 户籍地 任城区分局古槐派出所", "第二条", Tone.OK),),
        rules_more="是否符合受理条件由受理地判定；这里审核文字、照片和指纹。",
        rounds=(
            Fact("退回", "背景有阴影，请补光重拍。", Tone.WARN, note="照片"),
            Fact("答复", "已重新拍摄，请再审"),
            Fact("补正", "重新采集照片"),
        )
        if is_known
        else (),
        notices=(_DOUBLE,) if is_known else (UNKNOWN_PERSON,),
        origin=_ORIGIN,
    )


_DOUBLE = CaseNotice(
    "疑似重复",
    "任城区分局阜桥派出所市内件，今天 08:50 受理，现为“待审核签发”。确属重复的，退回并说明。",
    Tone.WARN,
    link=Link("查看", "/x/"),
)
_ORIGIN = (
    Fact("受理地", "济南市公安局历下区分局千佛山派出所", note="赵立新 今天 09:05 受理"),
    Fact("经由", "山东省人口信息管理系统（异地受理签发）"),
    Fact("到达", "今天 09:26，审签期限由此起算"),
    Fact("取到", "今天 11:36，晚 2 小时 10 分", Tone.WARN, note="上级系统当时无法连接"),
)


def review_incoming(name: str = "孔祥瑞", *, is_known: bool = True) -> ReviewScreen:
    """A case accepted elsewhere under review."""
    return replace(review(), case=incoming(name, is_known=is_known))


def one(sample: CaseScreen) -> CaseScreen:
    """The page of a case accepted elsewhere, answered twice."""
    return replace(
        sample,
        tags=(Tag("已答复", Tone.OK), Tag("转入"), Tag("省内跨地市"), Tag("有效期满换领")),
        facts=(
            Fact("受理地", "济南市公安局历下区分局千佛山派出所"),
            Fact("户籍地", "任城区分局古槐派出所"),
            Fact("往来系统", "山东省人口信息管理系统（异地受理签发）"),
            Fact("到达", "今天 09:26", note="审签期限由此起算"),
            Fact("取到", "今天 11:36", Tone.WARN, note="上级系统当时无法连接"),
        ),
        is_ours=False,
        answers=(
            Fact("第 1 版", "已退回", Tone.WARN, note="昨天 10:20 周敏"),
            Fact("第 2 版", "已签发", Tone.OK, note="今天 09:40 周敏"),
            Fact("送达", "受理地系统已收到答复", note="今天 09:41"),
        ),
    )


def settle() -> SettleScreen:
    """Issued, then returned: the order of the card waits."""
    office = "济南市公安局历下区分局"
    words = "照片背景不均匀，左侧有阴影；请补光后重新采集。"
    day = date(2026, 11, 23)
    answered = GivenAnswer(AFTERNOON, "ISSUED", office, valid_from=day, valid_until=day)
    sample = Settling(
        id=UUID(int=1),
        number="370811540000202611230001",
        name=LONG_NAME,
        stream=Stream.OUTGOING,
        stage=Stage.ISSUED,
        version=7,
        elsewhere=office,
        standing=CaseStanding(
            stage=Stage.ISSUED,
            stream=Stream.OUTGOING,
            accepting_unit="370811540000",
            accepting_county="370811000000",
            home_county=None,
            held=True,
        ),
        earlier=replace(answered, valid_until=day.replace(year=2046)),
        later=GivenAnswer(AFTERNOON + timedelta(minutes=9), "RETURNED", office, "PHOTO", words),
        is_open=True,
        since=AFTERNOON,
        due_at=FRIDAY,
        due_note="",
    )
    return settle_screen(sample, rules=RULES, now=AFTERNOON)
