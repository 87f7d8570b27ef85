"""Sample panels of the nine intake steps."""

from typing import Any

from tests.desks.gallery.frame import NOW

from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import (
    Action,
    ActionStyle,
    ComparedCell,
    ComparedRow,
    Comparison,
    Fact,
    Measure,
    Photo,
    Tag,
    Tone,
)
from tongban.desks.station.screens import StepKey
from tongban.desks.station.steps import (
    ComparePanel,
    ComposePanel,
    DetailsPanel,
    EvidenceItem,
    EvidencePanel,
    FeePanel,
    FingerprintPanel,
    FingerSlot,
    FinishPanel,
    Frame,
    IdentityPanel,
    Paper,
    PhotoPanel,
    Requirement,
    StepPanel,
)
from tongban.desks.station.steps_tolerant import PastLine

OLD = Photo("/pic/old.svg", "人口库照片", "人口库 2016-05-19")
LIVE = Photo("/pic/live.svg", "现场照片", "现场 10:42", Tone.WARN)


def action(label: str, **given: Any) -> Action:
    """An action that goes nowhere."""
    return Action(label, url=given.pop("url", "/nowhere/"), **given)


def row(label: str, *texts: str, number: bool = False) -> ComparedRow:
    """A row in which all agree."""
    return ComparedRow(label, tuple(map(ComparedCell, texts)), "一致", Tone.OK, number=number)


COMPARISON = Comparison(
    ("申报", "人口库", "驾驶证"),
    (
        row("姓名", "颜𬭎", "颜𬭎", "颜𬭎"),
        row("性别", "男", "男", "男"),
        row("民族", "汉", "汉", "汉"),
        row("出生日期", "1990-03-07", "1990-03-07", "1990-03-07"),
        row("公民身份号码", *["370881199003070079"] * 3, number=True),
        ComparedRow(
            "住址",
            (
                ComparedCell("山东省曲阜市书院街道春秋路8号", True),
                ComparedCell("山东省曲阜市鲁城街道明故城路12号", True),
                ComparedCell("—"),
            ),
            "省内住址变更，不影响受理",
            Tone.WARN,
            "第五条(二)",
        ),
    ),
)
PAST = (
    PastLine("2010-06-02（20 岁）", "首次申领", "鲁城派出所", "没有登记指纹", "已签发", OLD),
    PastLine("2016-05-19（26 岁）", "丢失补领", "鲁城派出所", "右手拇指、左手拇指", "已签发", OLD),
    PastLine("2026-11-23", "今天 · 本次受理", "", "", "", LIVE),
)
_LOOKUP = (
    Field("id_number", "公民身份号码", value="370881199003070079", width="m", spaced=True),
    Field("name", "姓名", value="颜𬭎", width="m", required=False),
)
_DECLARED = (
    Field("declared_name", "姓名", value="颜𬭎", width="m"),
    Field("sex", "性别", FieldKind.SELECT, "1", options=(Option("1", "男"),), width="s"),
    Field("ethnicity", "民族", FieldKind.SELECT, "01", options=(Option("01", "汉"),), width="s"),
    Field("birth_date", "出生日期", FieldKind.DATE, "1990-03-07", width="m"),
    Field("declared_id", "公民身份号码", value="370881199003070079", width="m"),
    Field("declared_address", "常住户口所在地住址", value="山东省曲阜市书院街道春秋路8号"),
)
_KINDS = (
    Option("HOUSEHOLD_REGISTER", "居民户口簿", key="1"),
    Option("ID_CARD", "居民身份证", "仅限换领", key="2"),
    Option("RESIDENCE_PERMIT", "居住证", key="3"),
    Option("DRIVING_LICENCE", "机动车驾驶证", key="4"),
    Option("PASSPORT", "护照", key="5"),
    Option("OTHER", "其他有效证件", key="6"),
)
_FINGERS = (Option("11", "拇指"), Option("12", "食指"), Option("13", "中指"))
_RESULT = (Option("1", "已采集"), Option("2", "采集失败"), Option("3", "无法采集"))


def _finger(hand: str, **given: Any) -> FingerSlot:
    scope = "right" if hand == "右手" else "left"
    return FingerSlot(
        hand,
        "/nowhere/",
        (
            Field("finger", "手指", FieldKind.SELECT, "11", options=_FINGERS, scope=scope),
            Field("result", "结果", FieldKind.SELECT, "1", options=_RESULT, scope=scope),
        ),
        **given,
    )


_EVIDENCE_FIELDS = (
    Field("kind", "证件种类", FieldKind.RADIO, options=_KINDS),
    Field("number", "证件号码", width="m", required=False),
    Field("valid_until", "有效期至", FieldKind.DATE, width="s", required=False),
    Field("image", "影像", FieldKind.FILE, width="s", required=False),
)
_TOLERANT = (
    Requirement("查看历史受理信息", Tone.OK),
    Requirement("现场比对人像、指纹", Tone.WARN, action("去比对")),
    Requirement("由您确认是本人", Tone.NONE, action("去确认")),
    Requirement("申请人签书面承诺", Tone.NONE, action("打印承诺书", new_window=True)),
)

PANELS: dict[StepKey, StepPanel] = {
    StepKey.IDENTITY: IdentityPanel(
        lookup_url="/nowhere/",
        lookup=_LOOKUP,
        read_card=action("读卡", post=True, key="F2", icon="id"),
        declare_url="/nowhere/",
        draft_url="/draft/",
        declared=_DECLARED,
        comparison=Comparison(
            COMPARISON.columns[:2],
            tuple(
                ComparedRow(one.label, one.cells[:2], one.conclusion, one.tone, one.clause)
                for one in COMPARISON.rows
            ),
        ),
        record=(
            Fact("户籍地", "曲阜市局鲁城派出所"),
            Fact("现持证件", "有效期至 2036-05-19"),
            Fact("指纹", "右手拇指已登记"),
        ),
        photo=OLD,
    ),
    StepKey.EVIDENCE: EvidencePanel(
        items=(
            EvidenceItem(
                "机动车驾驶证",
                Tag("可作凭证", Tone.OK),
                "370881********0079",
                "2029-04-11",
                photo=Photo("/pic/paper.svg", "机动车驾驶证影像"),
                remove=action("移除", post=True, style=ActionStyle.QUIET),
            ),
        ),
        add_url="/nowhere/",
        fields=_EVIDENCE_FIELDS,
        offence=action("记录证件违法情形", style=ActionStyle.DANGER),
    ),
    StepKey.COMPARE: ComparePanel(
        existing=(OLD,),
        live=LIVE,
        live_url="/nowhere/",
        face=Tag("不确定 0.61", Tone.WARN),
        face_note="介于“相同”与“不同”之间",
        fingerprint=Tag("未比对", Tone.INFO),
        fingerprint_note="右手拇指已登记，请采集",
        comparison=COMPARISON,
        statement_url="/nowhere/",
        statements=(
            action("是本人", post=True, key="Y"),
            action("还不能确认", post=True, key="N"),
        ),
        history_link=action("查看", key="H"),
        camera=action("重拍", post=True, key="F4", icon="camera"),
        scanner=action("采集指纹", post=True, key="F3", icon="fingerprint"),
    ),
    StepKey.PHOTO: PhotoPanel(
        upload_url="/nowhere/",
        store_url="/nowhere/",
        camera=action("拍照", post=True, key="F4", icon="camera"),
        reuse=action("沿用现场照片", post=True),
        frame=Frame("/pic/live.svg", 358, 441, 60, 10, 250, 308),
        verdict=Tag("还差 1 项", Tone.WARN),
        measures=(
            Measure("脸宽", "196 px", "207±14 px", Tone.OK),
            Measure("头顶到上边", "4 px", "7–21 px", Tone.WARN, "框往上移一点"),
            Measure("双眼到下边", "235 px", "≥ 207 px", Tone.OK),
            Measure("背景", "均匀", "白色、均匀", Tone.OK),
        ),
    ),
    StepKey.FINGERPRINTS: FingerprintPanel(
        slots=(
            _finger(
                "右手",
                state=Tag("合格", Tone.OK),
                quality="71",
                image=Photo("/pic/print.svg", "右手拇指指纹", "拇指"),
                scan=action("重新采集"),
            ),
            _finger(
                "左手",
                state=Tag("待采集", Tone.NONE),
                scan=action("采集", key="F3"),
                attempts="已试 1 次，质量 38，偏干，可蘸少许水",
            ),
        )
    ),
    StepKey.DETAILS: DetailsPanel(
        save_url="/save/",
        draft_url="/draft/",
        reason=Field(
            "reason",
            "申领原因",
            FieldKind.RADIO,
            "DAMAGED",
            clause="第七条",
            options=(
                Option("EXPIRED", "有效期满换领", "20.00 元", "1"),
                Option("DAMAGED", "损坏换领", "40.00 元", "2"),
                Option("LOST", "丢失补领", "40.00 元", "3"),
            ),
        ),
        fields=(
            Field(
                "delivery",
                "领证方式",
                FieldKind.RADIO,
                "STATION",
                width="m",
                options=(
                    Option("STATION", "派出所领取", "本所", "4"),
                    Option("COURIER", "邮政速递", "寄到登记地址", "5"),
                ),
            ),
            Field(
                "priority",
                "办理速度",
                FieldKind.RADIO,
                "ORDINARY",
                width="m",
                options=(
                    Option("ORDINARY", "普通"),
                    Option("EXPEDITED", "加快", "须说明原因"),
                ),
            ),
            Field("phone", "手机号码", FieldKind.TEL, "1380000000", width="m", error="应为 11 位"),
            Field("address", "登记地址", width="l", error="选择邮政速递时必须填写"),
            Field("wants_temporary", "申请临时居民身份证", FieldKind.CHECKBOX, "1"),
        ),
    ),
    StepKey.COMPOSE: ComposePanel(
        content=(
            Fact("姓名", "颜𬭎"),
            Fact("性别", "男"),
            Fact("民族", "汉"),
            Fact("出生日期", "1990-03-07"),
            Fact("公民身份号码", "370881 19900307 0079"),
            Fact("申领原因", "损坏换领"),
            Fact("住址", "山东省曲阜市鲁城街道明故城路12号"),
            Fact("领证方式", "派出所领取"),
        ),
        photo=Photo("/pic/live.svg", "标准照片"),
        composed=Tag("已合成 第 1 版", Tone.OK),
        print_form=action("打印登记表", new_window=True, icon="printer"),
        sign_url="/nowhere/",
        signer=Field(
            "signer",
            "签名人",
            FieldKind.RADIO,
            "APPLICANT",
            options=(Option("APPLICANT", "申请人本人"), Option("GUARDIAN", "监护人")),
        ),
        void=action("作废", style=ActionStyle.DANGER),
    ),
    StepKey.FEE: FeePanel(
        amount="40.00",
        reason="损坏换领",
        state=Tag("待缴", Tone.WARN),
        code=Photo("/pic/paper.svg", "支付码", "请申请人扫码"),
        code_until="支付码 11:12 前有效",
        poll_url="/poll/",
        renew=action("换一个支付码", post=True, icon="refresh"),
        query=action("查询是否已缴", post=True),
        cash=action("收现金，代为缴纳", post=True, icon="cash"),
    ),
    StepKey.FINISH: FinishPanel(
        papers=(
            Paper(
                "居民身份证异地受理登记表",
                "已签名，存档",
                action("再印一份", new_window=True),
                NOW,
            ),
            Paper(
                "居民身份证领取凭证",
                "交给申请人，凭此领证",
                action("打印", new_window=True, key="P", icon="printer"),
            ),
        ),
        temporary=Fact(
            "临时居民身份证", "可当场制发", Tone.OK, "有效三个月，领证时收回，不收费", "第十二条"
        ),
        temporary_actions=(action("制发", post=True), action("不需要", post=True)),
        residence=Fact(
            "居住登记", "应办，尚未登记", Tone.WARN, "请到居住地户籍派出所提交居住证明", "第四条"
        ),
        residence_url="/nowhere/",
        residence_options=(
            Option("GUIDED", "已当面指导"),
            Option("REGISTERED", "已帮助登记"),
            Option("DECLINED", "申请人不办"),
        ),
        next_steps=(
            Fact("审核签发", "曲阜市局，今天 17:00 前"),
            Fact("制证", "省厅制证中心，签发后寄到任城区分局"),
            Fact("领取", "到所后短信通知本人，带领取凭证和旧证来领"),
        ),
    ),
}

TOLERANT = EvidencePanel(items=(), add_url="/nowhere/", fields=_EVIDENCE_FIELDS, tolerant=_TOLERANT)
