"""Samples of the review screen and the overview."""

from dataclasses import replace
from datetime import timedelta

from tests.desks.gallery.frame import AFTERNOON, LONG_NAME, NOW
from tests.desks.gallery.steps import action, row

from tongban.cases.operations.office import Office
from tongban.desks.city.screens import (
    AtRisk,
    Bar,
    CityItem,
    DutyColumn,
    Figure,
    OverviewScreen,
    RiskLine,
    Trend,
    UnitRow,
    UpstreamLine,
)
from tongban.desks.county.review_views import KEYS
from tongban.desks.county.screens import (
    Filter,
    FingerResult,
    Queue,
    QueueItem,
    ReturnForm,
    ReviewCase,
    ReviewScreen,
)
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import (
    ActionStyle,
    ComparedCell,
    ComparedRow,
    Comparison,
    EmptyState,
    Happening,
    KeyHint,
    Measure,
    Photo,
    RuleRow,
    Tag,
    Tone,
)
from tongban.policy.due_notes import FETCHED_LATE
from tongban.policy.late_fetch import late_fetch
from tongban.policy.terms import shipped_terms
from tongban.policy.units import shipped_city
from tongban.procedure.obligations import ObligationKind
from tongban.standards.calendar import seed_calendar

FIVE = AFTERNOON.replace(hour=9, minute=0, second=0)
RULES = Office(city=shipped_city(), book=shipped_terms(), calendar=seed_calendar())
ARRIVED = AFTERNOON - timedelta(days=2, hours=12)
DUE = due_of(ObligationKind.REVIEW, since=ARRIVED, due_at=FIVE, rules=RULES, now=AFTERNOON)
FRIDAY = FIVE - timedelta(days=3)
LATE = due_of(
    ObligationKind.REVIEW,
    since=FRIDAY - timedelta(hours=7),
    due_at=FRIDAY,
    note=FETCHED_LATE,
    rules=RULES,
    now=AFTERNOON,
    late=late_fetch(
        FRIDAY - timedelta(hours=7),
        fetched_at=FRIDAY + timedelta(hours=1),
        terms=RULES.book.versions[0],
        is_down=True,
        due_at=FRIDAY,
    ),
)
"""Of a case that came from elsewhere after its time was over."""
_ADDRESS = "山东省济宁市任城区古槐街道太白楼西路33号院2号楼3单元501室"


def queue(rows: int = 8) -> Queue:
    """A queue of so many cases, one of them overdue."""
    people = (
        ("阿依古丽·买买提", "跨省", "昨 17:20", Tone.BAD),
        ("孔祥瑞", "市内跨县区", "09:26", Tone.NONE),
        ("颜𬭎", "市内跨县区", "09:41", Tone.NONE),
        ("孟令䶮", "县区内跨所", "10:02", Tone.NONE),
        ("曾㐂", "省内跨地市", "10:15", Tone.NONE),
        ("王小明", "市内跨县区", "10:16", Tone.NONE),
        ("李秀英", "县区内跨所", "10:33", Tone.NONE),
        (LONG_NAME, "跨省", "10:40", Tone.NONE),
    )
    items = tuple(
        QueueItem(
            f"/review/{n}/",
            *people[n % 8][:3],
            tone=people[n % 8][3],
            current=n == 1,
            stream="转入" if people[n % 8][1] in ("跨省", "省内跨地市") else "",
        )
        for n in range(rows)
    )
    return Queue(
        items,
        37,
        DUE,
        1,
        58,
        3,
        more_url="/review/?after=1" if rows > 8 else "",
        head="今天 17:00 前",
        streams=_filters((("全部", 37), ("市内", 26), ("转入", 11)), first=1),
        categories=_filters(
            (("市内跨县区", 14), ("县区内跨所", 12), ("省内跨地市", 8), ("跨省", 3)), first=4
        ),
    )


def _filters(parts: tuple[tuple[str, int], ...], *, first: int) -> tuple[Filter, ...]:
    return tuple(
        Filter(label, f"/review/?part={n}", count, str(n), active=n == 1)
        for n, (label, count) in enumerate(parts, start=first)
    )


_RULES = (
    RuleRow("市内跨县区 · 户籍地 任城区分局古槐派出所", "第二条", Tone.OK),
    RuleRow("非首次申领，持有第二代证", "第五条(一)", Tone.OK),
    RuleRow("信息一致，身份可确认", "第五条(二)", Tone.OK),
    RuleRow("相貌变化不大，指纹已登记", "第五条(三)", Tone.OK),
    RuleRow("无冒用、伪造证件记录", "第五条(四)", Tone.OK),
    RuleRow("不在不良信用名单", "第五条(五)", Tone.OK),
)


def case(name: str) -> ReviewCase:
    """A case with nothing wrong."""
    return ReviewCase(
        name=name,
        number="37081119791102001X",
        tags=(Tag("市内跨县区"), Tag("丢失补领"), Tag("容缺受理", Tone.WARN)),
        accepted="兖州分局龙桥派出所 09:26 送审",
        due=DUE,
        existing=Photo("/pic/old.svg", "人口库照片", "现有 2006-11-02"),
        new=Photo("/pic/grey.svg", "本次标准照片", "本次 358×441 · 合格"),
        face=Tag("相同 0.82", Tone.OK),
        face_note="阈值 0.36",
        fingers=(
            FingerResult("右手拇指", Tag("相同", Tone.OK), "71"),
            FingerResult("左手拇指", Tag("相同", Tone.OK), "64"),
        ),
        measures=(
            Measure("脸宽", "209 px", "207±14", Tone.OK),
            Measure("头顶到上边", "14 px", "7–21", Tone.OK),
            Measure("双眼到下边", "235 px", "≥ 207", Tone.OK),
            Measure("背景、着装", "合格", "白底、无制服", Tone.OK),
        ),
        comparison=Comparison(
            ("本次合成", "人口库"),
            (
                row("姓名", name, name),
                row("性别 / 民族", "男 / 汉", "男 / 汉"),
                row("出生日期", "1979-11-02", "1979-11-02"),
                row("公民身份号码", "37081119791102001X", "37081119791102001X", number=True),
                row("住址", _ADDRESS, _ADDRESS),
                ComparedRow(
                    "有效期限",
                    (
                        ComparedCell("长期（签发日已满 46 周岁）"),
                        ComparedCell("2006.11.02–2026.11.02"),
                    ),
                    "新证",
                    Tone.INFO,
                ),
            ),
        ),
        evidence_title="容缺受理",
        evidence_text="未能提供证件；民警经历史受理 2 次、人像、指纹确认本人，书面承诺已签。",
        evidence_clause="第三条(二)",
        evidence_photos=(Photo("/pic/paper.svg", "书面承诺"), Photo("/pic/paper.svg", "登记表")),
        rules=_RULES,
        history=(
            Happening(NOW - timedelta(minutes=81), "合成受理信息", "刘洋"),
            Happening(NOW - timedelta(minutes=76), "签名并送审"),
            Happening(NOW - timedelta(minutes=69), "缴费 40.00 元"),
        ),
    )


def _return_form(*, opened: bool = False) -> ReturnForm:
    return ReturnForm(
        url="/nowhere/",
        category=Field(
            "category",
            "退回原因",
            FieldKind.RADIO,
            "PHOTO",
            options=(
                Option("TEXT", "文字信息", key="1"),
                Option("PHOTO", "照片", key="2"),
                Option("FINGERPRINT", "指纹", key="3"),
            ),
        ),
        details=(Field("detail", "哪一项", width="m", required=False),),
        words=Field(
            "words", "详细说明", FieldKind.TEXTAREA, hint="写明哪里不合格、怎样改", focus=True
        ),
        phrases=("头顶超出上边，请重新裁切", "背景有阴影，请补光重拍", "双眼未睁开，请重拍"),
        open=opened,
        open_url="?return=1",
    )


def review(
    name: str = "孔祥瑞", *, rows: int = 8, opened: bool = False, due: DueText = DUE
) -> ReviewScreen:
    """A case under review."""
    return ReviewScreen(
        queue=queue(rows),
        case=replace(case(name), due=due),
        issue=action("通过并签发", post=True, key="A", style=ActionStyle.PRIMARY, arms=True),
        return_form=_return_form(opened=opened),
        next_url="/review-long/",
        prefetch_url="/review-long/",
        previous_url="/review-empty/",
        keys=KEYS,
    )


def review_empty() -> ReviewScreen:
    """Nothing to review."""
    return ReviewScreen(
        queue=Queue((), 0, None, 0, 61, 3),
        case=None,
        empty=EmptyState(
            "今天的件都审完了",
            "新送来的件会自动出现在左边。17:00 以后送来的，下一个工作日 17:00 前审完。",
            action("看所辖派出所"),
        ),
    )


_COUNTIES = [
    "市中分局",
    "任城分局",
    "高新分局",
    "北湖分局",
    "经开分局",
    "兖州分局",
    "曲阜市局",
    "邹城市局",
    "微山县局",
    "鱼台县局",
    "金乡县局",
    "嘉祥县局",
    "汶上县局",
    "泗水县局",
    "梁山县局",
]
_LATE = {(7, 0): 7, (8, 2): 3, (14, 1): 2}


def _row(at: int) -> UnitRow:
    bars = []
    for column, top in enumerate((67, 14, 38, 66)):
        count = (at * 37 + column * 17 + 9) % (top + 1)
        count = max(count, _LATE.get((at, column), 0))
        bars.append(
            Bar(count, _LATE.get((at, column), 0), count / top * 100, "/cases/", "/late/", "在办")
        )
    missed = at == 9
    return UnitRow(
        _COUNTIES[at],
        "/unit/",
        tuple(bars),
        Tag("未登录 1", Tone.BAD, "鱼台县局今天还没有登录全国异地受理系统")
        if missed
        else Tag("已登录", Tone.OK),
        "/look-in/",
    )


def overview(*, calm: bool = False) -> OverviewScreen:
    """The city's day."""
    lines = (
        RiskLine("邹城市局", "审核签发", 7, "剩 61 件，每小时 13 件", "/late/"),
        RiskLine("微山县局", "证件转交", 3, "第 2 个工作日", "/late/"),
        RiskLine("梁山县局", "退回处理", 2, "加快证件", "/late/"),
    )
    chase = action("一键督办", post=True, key="D", style=ActionStyle.PRIMARY)
    spoken = "剩余件数除以今天每小时办结数，超过 17:00 的计入"
    return OverviewScreen(
        at_risk=AtRisk(0, DUE, spoken) if calm else AtRisk(12, DUE, spoken, lines, "/late/", chase),
        columns=(
            DutyColumn("审核签发", "17:00", "到达审核队列、尚未签发或退回的件。第九条"),
            DutyColumn("退回处理", "3/2 日", "已退回、尚未重新送审的件。第十条"),
            DutyColumn("证件转交", "2 日", "县局已收、尚未转交派出所的证件。第十一条"),
            DutyColumn("待领取", "", "已到派出所、尚未领取的证件。第十一条"),
        ),
        rows=tuple(map(_row, range(15))),
        upstream=(
            UpstreamLine("全国异地受理系统", Tone.BAD, "11:20 起取不到", "", "/upstream/"),
            UpstreamLine("省实有人口系统", Tone.OK, "正常", "数据截至 12:47", "/upstream/"),
            UpstreamLine("省异地受理签发模块", Tone.OK, "正常", "数据截至 12:47", "/upstream/"),
            UpstreamLine("省财政缴费", Tone.WARN, "缓慢 3.1 s", "4 条待发", "/upstream/"),
            UpstreamLine("其余 6 个系统", Tone.OK, "正常", "", "/upstream/"),
            UpstreamLine("信用名单", Tone.OK, "06:10 更新", "第 411 号", "/upstream/"),
        ),
        items=()
        if calm
        else (
            CityItem("答复没有送达", 1, "/answers/", Tone.BAD, "没有送到受理地所在系统的件数"),
            CityItem("待市局催办", 3, "/answers/", Tone.WARN, "轮到市局催办的件数"),
        ),
        month_title="11 月至今",
        month=(
            Figure("受理", "8 412", "本月合成的件数", "/cases/", "件"),
            Figure("转入", "613", "外地受理、本市审核的件数", "/cases/", "件"),
            Figure("按时审签率", "99.2", "按期审签件数占应审签件数", "/cases/", "%"),
            Figure("退回率", "3.4", "退回件数占审签件数", "/cases/", "%", "照片占 61%"),
            Figure("不予受理", "17", "五种情形合计", "/cases/", "件"),
            Figure("窗口到手", "9", "受理到领取的天数中位数", "/cases/", "天"),
        ),
        as_of="12:48:03",
        trend=Trend(
            "每日受理件数",
            "昨天 402 件",
            (310, 340, 320, 370, 355, 382, 120, 95, 360, 380, 371, 399, 388, 402),
            "11-09",
            "11-22",
            "/cases/",
        ),
        keys=(KeyHint(("D",), "督办"),),
    )
