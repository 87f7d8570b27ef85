"""Samples of the intake screen, one per step."""

from dataclasses import replace
from datetime import timedelta

from tests.desks.gallery.frame import LONG_NAME, NOW
from tests.desks.gallery.steps import PANELS, PAST, TOLERANT, action

from tongban.desks.shared.fields import Problem
from tongban.desks.shared.pieces import (
    ActionStyle,
    Fact,
    KeyHint,
    RuleRow,
    Tag,
    Tone,
)
from tongban.desks.station.screens import (
    IntakeScreen,
    Step,
    StepKey,
    VerdictPanel,
    phases_of,
)
from tongban.desks.station.steps import ComparePanel

_NOTES = {
    StepKey.IDENTITY: (Tone.OK, "一致"),
    StepKey.EVIDENCE: (Tone.OK, "驾驶证"),
    StepKey.COMPARE: (Tone.WARN, "待确认"),
    StepKey.DETAILS: (Tone.NONE, "损坏换领"),
    StepKey.FEE: (Tone.NONE, "40.00 元"),
}
_RULES = (
    RuleRow("市内跨县区 · 户籍地 曲阜市局鲁城派出所", "第二条", Tone.OK),
    RuleRow("非首次申领，持有第二代证", "第五条(一)", Tone.OK),
    RuleRow("信息一致，身份可确认", "第五条(二)", Tone.OK),
    RuleRow(
        "人像比对不确定",
        "第五条(三)",
        Tone.WARN,
        hint="请比对指纹，再由您确认是不是本人。",
    ),
    RuleRow("无冒用、伪造证件记录", "第五条(四)", Tone.OK),
    RuleRow("不在不良信用名单", "第五条(五)", Tone.OK, hint="名单今天 06:10 更新"),
)
_FACTS = (
    Fact("工本费", "40.00 元", note="损坏换领", clause="第七条"),
    Fact("临时居民身份证", "可当场制发", Tone.OK, clause="第十二条"),
    Fact("居住登记", "受理后应办", clause="第四条"),
    Fact("审核签发", "曲阜市局", note="今天 17:00 前"),
)


def verdict() -> VerdictPanel:
    """The verdict while the officer's statement is missing."""
    return VerdictPanel(
        headline=Tag("还需 1 项", Tone.WARN),
        summary="无不予受理情形",
        rules=_RULES,
        facts=_FACTS,
        policy_version="2020-09-01",
    )


_SHUT = (StepKey.PHOTO, StepKey.FINGERPRINTS, StepKey.COMPOSE, StepKey.FEE, StepKey.FINISH)


def screen(key: StepKey, *, name: str = "颜𬭎", problems: bool = False) -> IntakeScreen:
    """The intake with one step open."""
    steps = tuple(
        Step(
            one,
            *_NOTES.get(one, (Tone.NONE, "")),
            url="" if key is StepKey.COMPARE and one in _SHUT else f"/intake/1/{one}/",
            current=one is key,
        )
        for one in StepKey
    )
    following = list(StepKey)[min(key.number, 8)]
    return IntakeScreen(
        phases=phases_of(steps),
        current=key,
        panel=PANELS[key],
        verdict=verdict(),
        actions=(
            action("打印一次性告知", new_window=True, icon="printer"),
            action(
                f"下一项 {following.label}",
                key="Ctrl+Enter",
                style=ActionStyle.PRIMARY,
                form="step-form" if key is StepKey.DETAILS else "",
                name="then",
                value="next",
            ),
        ),
        menu=(
            action("向户籍地协查"),
            action("申请人撤回"),
            action("不予异地受理", style=ActionStyle.DANGER),
        ),
        keys=(KeyHint(("Alt", "1…9"), "步骤"), KeyHint(("F2",), "读卡")),
        person=name,
        person_number="370881********0079",
        summary="市内跨县区 · 损坏换领",
        problems=(
            Problem("手机号码：应为 11 位，现在是 10 位", "f-phone"),
            Problem("登记地址：选择邮政速递时必须填写", "f-address", "第十一条"),
        )
        if problems
        else (),
        saved_at=NOW - timedelta(seconds=12),
    )


def samples() -> dict[str, IntakeScreen]:
    """File name and screen."""
    found = {f"intake-{key.number}-{key}": screen(key) for key in StepKey}
    compared = PANELS[StepKey.COMPARE]
    assert isinstance(compared, ComparePanel)
    seen = replace(screen(StepKey.COMPARE), panel=replace(compared, past=PAST))
    found["intake-compare-history"] = seen
    found["intake-compare-long"] = screen(StepKey.COMPARE, name=LONG_NAME)
    found["intake-details-errors"] = screen(StepKey.DETAILS, problems=True)
    found["intake-evidence-tolerant"] = replace(screen(StepKey.EVIDENCE), panel=TOLERANT)
    return found
