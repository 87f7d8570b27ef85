"""From search results to the palette, and what the help page holds."""

from __future__ import annotations

from tongban.cases.queries.find import LIMIT, Hit
from tongban.desks.shared.green import GREEN
from tongban.desks.shared.pieces import Fact, KeyHint
from tongban.desks.shared.screens import FindHit, FindScreen, HelpScreen
from tongban.policy.units import City, UnitKind
from tongban.policy.vocabulary import Category, Stream
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import OWED, ObligationKind
from tongban.procedure.stages import Stage

FIND_URL = "/find/"


def find_screen(text: str, hits: list[Hit], *, city: City, actor: Actor) -> FindScreen:
    """Return the results; what was typed is not repeated on the page."""
    return FindScreen(
        post_url=FIND_URL,
        searched=bool(text.strip()),
        hits=tuple(_hit(hit, city=city, actor=actor) for hit in hits),
        more=len(hits) >= LIMIT,
    )


def _hit(hit: Hit, *, city: City, actor: Actor) -> FindHit:
    unit = city.get(hit.unit)
    where = unit.short_name if unit else hit.elsewhere
    green = f" · {GREEN}" if hit.is_green else ""
    if hit.case_id and hit.is_to_capture:
        note = f"{hit.number} · {hit.state} · {where}受理，本人在场可在这里补采照片、指纹"
        return FindHit("代采", hit.title, note, f"/station/elsewhere/{hit.case_id}/")
    if hit.case_id and hit.is_elsewhere:
        note = f"{hit.number} · {hit.state} · {where}受理，本人在场可在这里撤回"
        return FindHit("撤回", hit.title, note, f"/cases/{hit.case_id}/withdraw/")
    if hit.case_id:
        note = f"{hit.number} · {hit.state} · {_route(hit, where=where)}{green}"
        return FindHit("异地申办件", hit.title, note, f"/cases/{hit.case_id}/")
    if hit.intake_id:
        return FindHit("受理中", hit.title, f"{where}{green}", f"/station/intake/{hit.intake_id}/")
    desk = "station" if actor.unit_kind is UnitKind.STATION else "county"
    return FindHit(
        "批次", hit.title, f"{hit.state} · {where}", f"/{desk}/cards/batch/{hit.batch_id}/"
    )


def _route(hit: Hit, *, where: str) -> str:
    """Where it was accepted; across the city's border also the office on the other side."""
    return f"{where} → {hit.elsewhere}" if hit.stream is Stream.OUTGOING else where


COMMON = (
    KeyHint(("Ctrl", "K"), "查找人员、受理编号、批次"),
    KeyHint(("?",), "这一页的全部按键"),
    KeyHint(("F1",), "帮助"),
    KeyHint(("Ctrl", "Enter"), "本页的主要一步"),
    KeyHint(("Esc",), "关闭小窗；不会丢掉内容"),
)
KEYS = (
    ("各页通用", COMMON),
    (
        "受理",
        (
            KeyHint(("Alt", "1…9"), "到某一步"),
            KeyHint(("Alt", "G"), "绿色通道、上门服务"),
            KeyHint(("F2",), "读身份证"),
            KeyHint(("F3",), "采集或比对指纹"),
            KeyHint(("F4",), "照片"),
            KeyHint(("H",), "历史受理信息"),
            KeyHint(("Y",), "是本人"),
            KeyHint(("N",), "还不能确认"),
        ),
    ),
    (
        "审核签发",
        (
            KeyHint(("A", "Enter"), "通过并签发"),
            KeyHint(("R",), "退回并说明"),
            KeyHint(("G",), "报告不予受理情形"),
            KeyHint(("J", "K"), "下一件 上一件"),
            KeyHint(("B",), "照片闪烁对比"),
            KeyHint(("O",), "照片叠加"),
            KeyHint(("Z",), "放大"),
        ),
    ),
    ("今日", (KeyHint(("D",), "一键督办"),)),
)


def help_screen() -> HelpScreen:
    """Return keys, terms and the chart's address."""
    terms = [Fact(stage.label, _MEANING[stage]) for stage in Stage if stage in _MEANING]
    duties = [
        Fact(kind.label, OWED[kind].sentence, clause=OWED[kind].source)
        for kind in (
            ObligationKind.REVIEW,
            ObligationKind.FIX_RETURN,
            ObligationKind.FORWARD,
            ObligationKind.TELL,
            ObligationKind.LOOK_IN,
        )
    ]
    words = [
        Fact(
            "、".join(c.label for c in Category),
            "异地申办的四种类别，由户籍地和受理地得出。",
            clause="第二条",
        ),
        Fact(
            GREEN,
            "有特殊困难或者急需用证的，在同一期限内先办；上门服务的也在其中。不改变条件和材料。",
            clause="第十四条",
        ),
        Fact(
            "、".join(s.label for s in Stream), "件从哪里来、到哪里审核：市内、外出、转入三种流向。"
        ),
    ]
    return HelpScreen(
        flow_url="/help/flow.svg", keys_by_desk=KEYS, terms=tuple(words + duties + terms)
    )


_MEANING = {
    Stage.COMPOSED: "受理信息已合成，等申请人或监护人签名。",
    Stage.IN_REVIEW: "已签名送审，等户籍地县级公安机关审核签发。",
    Stage.RETURNED: "户籍地退回并写明原因，等受理地处理。",
    Stage.ISSUED: "户籍地已签发；缴清工本费即制证。",
    Stage.IN_PRODUCTION: "省厅制证中心正在制证。",
    Stage.TO_COUNTY: "证件由制证中心寄往受理地县局。",
    Stage.AT_COUNTY: "证件在县局，2 个工作日内转交派出所。",
    Stage.TO_STATION: "证件从县局转交派出所途中。",
    Stage.AT_STATION: "证件在派出所，等申请人领取。",
    Stage.HANDED_OVER: "证件已交到申请人手中。",
}
