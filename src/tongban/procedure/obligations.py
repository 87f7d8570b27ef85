"""Who owes what: one row per kind of obligation; the days themselves are terms in ``policy``."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tongban.policy.vocabulary import Stream
from tongban.procedure.stages import Stage
from tongban.standards.labels import Labelled


class ObligationKind(Labelled):
    """The kinds of obligation; the label is the duty as an officer reads it."""

    REVIEW = "REVIEW", "审核签发"
    FIX_RETURN = "FIX_RETURN", "退回处理"
    FORWARD = "FORWARD", "证件转交"
    TELL = "TELL", "通知领取"
    LOOK_IN = "LOOK_IN", "每天登录"
    PAY = "PAY", "提醒缴费"
    COLLECT = "COLLECT", "提醒领取"
    WATCH_ANSWER = "WATCH_ANSWER", "跟踪答复"
    SETTLE_ANSWER = "SETTLE_ANSWER", "核定矛盾答复"
    DECIDE_GROUND = "DECIDE_GROUND", "核定不予受理情形"
    WATCH_PRODUCTION = "WATCH_PRODUCTION", "跟踪制证"
    WATCH_BATCH = "WATCH_BATCH", "跟踪批次"
    WATCH_PARCEL = "WATCH_PARCEL", "跟踪邮件"
    ASK_ADDRESS = "ASK_ADDRESS", "核实收件地址"
    SETTLE_INTAKE = "SETTLE_INTAKE", "办结受理"
    ANSWER_INQUIRY = "ANSWER_INQUIRY", "答复协查"
    GUIDE_RESIDENCE = "GUIDE_RESIDENCE", "居住登记指导"
    ARCHIVE = "ARCHIVE", "整理归档"
    PAY_ON_BEHALF = "PAY_ON_BEHALF", "现金代缴"
    DELIVER_ANSWER = "DELIVER_ANSWER", "送达答复"
    REFUND = "REFUND", "办理退费"
    GIVE_BACK_CASH = "GIVE_BACK_CASH", "退还现金"
    TAKE_BACK_TEMPORARY = "TAKE_BACK_TEMPORARY", "收回临时居民身份证"
    RETURN_OLD_CARD = "RETURN_OLD_CARD", "收回旧证"
    INQUIRY_CARD = "INQUIRY_CARD", "查明证件去向"
    CHECK_REFUSAL = "CHECK_REFUSAL", "核查不予受理"
    TELL_AGAIN = "TELL_AGAIN", "告知可重新申办"


class OwnerRule(Labelled):
    """Which unit owes it."""

    HOME_COUNTY = "HOME_COUNTY", "户籍地县级公安机关"
    ACCEPTING_STATION = "ACCEPTING_STATION", "受理地派出所"
    ACCEPTING_COUNTY = "ACCEPTING_COUNTY", "受理地县级公安机关"
    SUPERVISION = "SUPERVISION", "受理地县局督导"
    RECEIVER = "RECEIVER", "批次的接收单位"
    EACH_UNIT = "EACH_UNIT", "各派出所、各县局"
    OFFICER = "OFFICER", "收取现金的民警"
    HOME_STATION = "HOME_STATION", "户籍派出所，户籍在市外的由受理地派出所催问并登记"
    STATION_THEN_COUNTY = "STATION_THEN_COUNTY", "受理地派出所，逾期转县局督导"
    SYSTEM_THEN_CITY = "SYSTEM_THEN_CITY", "系统，逾期转市局"


TERM = "运行参数"
"""Stands in the place of a clause where the regulation is silent and an operator decides."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one kind of obligation means.

    ``due`` names the rule in ``policy.due``; ``source`` is the clause that sets the time, or
    ``TERM``; ``sentence`` tells the owner what to do and when it is done.
    """

    kind: ObligationKind
    owner: OwnerRule
    due: str
    source: str
    sentence: str
    survives_ending: bool = False


K, O = ObligationKind, OwnerRule  # noqa: E741 - the table below is read as a table

_TABLE = (
    Owed(K.REVIEW, O.HOME_COUNTY, "REVIEW", "第九条", "审核后签发或退回；17 时前进入的当日办结。"),
    Owed(
        K.FIX_RETURN,
        O.ACCEPTING_STATION,
        "FIX_RETURN",
        "第十条",
        "按退回说明处理，重新合成上传；普通 3 个、加快 2 个工作日内。",
    ),
    Owed(
        K.FORWARD, O.ACCEPTING_COUNTY, "FORWARD", "第十一条", "收到证件后 2 个工作日内转交派出所。"
    ),
    Owed(K.TELL, O.ACCEPTING_STATION, "TELL", "第十一条", "收到证件后及时通知申请人领取。"),
    Owed(K.LOOK_IN, O.EACH_UNIT, "LOOK_IN", "第九条", "每天登录三个系统，查看待办。"),
    Owed(K.PAY, O.ACCEPTING_STATION, "PAY", TERM, "提醒申请人缴纳工本费。"),
    Owed(K.COLLECT, O.ACCEPTING_STATION, "COLLECT", TERM, "提醒申请人领取证件。"),
    Owed(K.WATCH_ANSWER, O.ACCEPTING_STATION, "WATCH_ANSWER", TERM, "跟踪户籍地答复，逾期催办。"),
    Owed(K.SETTLE_ANSWER, O.ACCEPTING_COUNTY, "SETTLE_ANSWER", TERM, "向户籍地核实矛盾的答复。"),
    Owed(K.DECIDE_GROUND, O.SUPERVISION, "DECIDE_GROUND", TERM, "核定是否属于不予受理情形。"),
    Owed(K.WATCH_PRODUCTION, O.ACCEPTING_STATION, "WATCH_PRODUCTION", TERM, "跟踪制证，逾期查询。"),
    Owed(K.WATCH_BATCH, O.RECEIVER, "WATCH_BATCH", TERM, "清点接收在途批次，未到即查询。"),
    Owed(K.WATCH_PARCEL, O.ACCEPTING_STATION, "WATCH_PARCEL", TERM, "跟踪邮件，未妥投即查询。"),
    Owed(
        K.ASK_ADDRESS, O.ACCEPTING_STATION, "ASK_ADDRESS", TERM, "向申请人核实新地址或改到所领取。"
    ),
    Owed(
        K.SETTLE_INTAKE,
        O.STATION_THEN_COUNTY,
        "SETTLE_INTAKE",
        TERM,
        "联系申请人，把受理办结：合成、依情形不予受理，或由申请人撤回。",
    ),
    Owed(
        K.ANSWER_INQUIRY,
        O.HOME_STATION,
        "ANSWER_INQUIRY",
        TERM,
        "答复协查：是同一人、不是同一人，或无法判断；市外的由受理所催问，答复到了即登记。",
    ),
    Owed(
        K.GUIDE_RESIDENCE, O.ACCEPTING_STATION, "GUIDE_RESIDENCE", TERM, "指导申请人办理居住登记。"
    ),
    Owed(
        K.ARCHIVE,
        O.ACCEPTING_STATION,
        "ARCHIVE",
        TERM,
        "核对一人一档并封存。",
        survives_ending=True,
    ),
    Owed(K.PAY_ON_BEHALF, O.OFFICER, "PAY_ON_BEHALF", TERM, "当日把收到的现金代缴入省财政。"),
    Owed(
        K.DELIVER_ANSWER, O.SYSTEM_THEN_CITY, "DELIVER_ANSWER", TERM, "把答复送达受理地所在系统。"
    ),
    Owed(K.REFUND, O.ACCEPTING_COUNTY, "REFUND", TERM, "核准并办结退费。", survives_ending=True),
    Owed(
        K.GIVE_BACK_CASH,
        O.ACCEPTING_STATION,
        "GIVE_BACK_CASH",
        TERM,
        "把现金退还申请人并由其签收。",
        survives_ending=True,
    ),
    Owed(
        K.TAKE_BACK_TEMPORARY,
        O.ACCEPTING_STATION,
        "TAKE_BACK_TEMPORARY",
        TERM,
        "发放正式证件时收回临时居民身份证。",
        survives_ending=True,
    ),
    Owed(
        K.RETURN_OLD_CARD,
        O.ACCEPTING_STATION,
        "RETURN_OLD_CARD",
        TERM,
        "请申请人交回旧证；只请求，不作条件。",
        survives_ending=True,
    ),
    Owed(K.INQUIRY_CARD, O.ACCEPTING_COUNTY, "INQUIRY_CARD", TERM, "查明遗失或损坏证件的去向。"),
    Owed(
        K.CHECK_REFUSAL,
        O.SUPERVISION,
        "CHECK_REFUSAL",
        TERM,
        "逐件核查不予受理的情形和依据，认定正确或不当。",
    ),
    Owed(
        K.TELL_AGAIN,
        O.ACCEPTING_STATION,
        "TELL_AGAIN",
        TERM,
        "告知申请人可以重新申办；短信没有送达的，电话告知并登记。",
    ),
)

OWED: Mapping[ObligationKind, Owed] = MappingProxyType({owed.kind: owed for owed in _TABLE})

SURVIVE_ENDING = frozenset(owed.kind for owed in _TABLE if owed.survives_ending)
"""The five that an ending leaves open; every other obligation of the case closes with it."""

OF_AN_INTAKE = frozenset({ObligationKind.SETTLE_INTAKE, ObligationKind.ANSWER_INQUIRY})
"""Owed for an intake's sake, and over with it: nobody need answer for what has ended."""

CLOSED_BY_ENDING = frozenset(ObligationKind) - SURVIVE_ENDING


def opened_by_ending(stage: Stage, *, stream: Stream) -> frozenset[ObligationKind]:
    """Return what an ending opens by itself: ARCHIVE where we accepted (第八条), but for a void."""
    if stream is Stream.INCOMING or not stage.is_ending or stage is Stage.VOIDED:
        return frozenset()
    return frozenset({ObligationKind.ARCHIVE})
