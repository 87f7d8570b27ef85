"""Withdrawal and closing: the forms (运行参数)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tongban.cases.closable import WAITS
from tongban.cases.operations.close import LONGEST_WORDS, not_yet
from tongban.cases.queries.ending_file import EndingFile
from tongban.desks.shared.ending_screens import SCANS, EndingScreen, Form, Typed, ending_screen
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import Fact, Tone
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import CloseReason
from tongban.procedure.stages import Stage
from tongban.procedure.standing import can_see
from tongban.procedure.table import judge

WISHES = (
    "已经在户籍地领到居民身份证。",
    "找到了原来的居民身份证，不再换领。",
    "个人原因，不再办理。",
)
WITHDRAWALS = (Act.WITHDRAW, Act.WISH_TO_WITHDRAW)


def close_screen(
    case: EndingFile, *, typed: Typed, now: datetime, barred: str = ""
) -> EndingScreen:
    """终结: the reasons that fit where the case stands; what is too early says from when."""
    options = _reasons(case, now=now)
    say = barred or (
        "长期提醒仍未缴费、未补正、未领取的可以终结；申请人死亡的随时可以终结。"
        "终结后打印通知书，申请人可随即重新申办；没有制证的退费，未领的证件列入派出所的销毁清单。"
    )
    form = Form(
        title="终结",
        say=say,
        name="close",
        fields=() if barred else (_reason(options, typed), _words(typed, _TOLD), _death(typed)),
        submit="终结这一件",
        is_grave=True,
    )
    return ending_screen(case, form, typed=typed, now=now, facts=_waiting(case, now=now))


_TOLD = "怎样提醒过、申请人怎么说；死亡的写明由谁证明。"


def _reasons(case: EndingFile, *, now: datetime) -> tuple[Option, ...]:
    found = [
        Option(reason.value, reason.label, blocked=_too_early(case, reason, now=now))
        for reason, waiting in WAITS.items()
        if waiting.stage is case.stage
    ]
    found.append(
        Option(CloseReason.DECEASED.value, CloseReason.DECEASED.label, "须上传死亡或户口注销证明")
    )
    return tuple(found)


def _too_early(case: EndingFile, reason: CloseReason, *, now: datetime) -> str:
    wait = case.waits.get(reason)
    if wait is None:
        return "还没有开始提醒申请人，不能终结。"
    return "" if wait.is_open(now) else not_yet(wait, at=now)


def _reason(options: Sequence[Option], typed: Typed) -> Field:
    free = [one.value for one in options if not one.blocked]
    return Field(
        "reason",
        "终结的原因",
        FieldKind.RADIO,
        typed.value("reason") or (free[0] if len(free) > 1 else ""),
        options=tuple(options),
        error=typed.error("reason"),
        focus=True,
    )


def _waiting(case: EndingFile, *, now: datetime) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            WAITS[reason].kind.label,
            f"{(now - wait.since).days} 天，提醒 {wait.reminders} 次（至少 {wait.needed} 次）",
            Tone.OK if wait.is_open(now) else Tone.WARN,
        )
        for reason, wait in case.waits.items()
    )


def _words(typed: Typed, hint: str, *, label: str = "说明") -> Field:
    return Field(
        "words",
        label,
        FieldKind.TEXTAREA,
        typed.value("words"),
        hint=hint,
        error=typed.error("words"),
        maxlength=LONGEST_WORDS,
    )


def _death(typed: Typed) -> Field:
    return _scan(
        "evidence", "证明材料", "申请人死亡的必须上传；其他原因不用。", typed, required=False
    )


def _scan(name: str, label: str, hint: str, typed: Typed, *, required: bool = True) -> Field:
    return Field(
        name,
        label,
        FieldKind.FILE,
        hint="已经收到上传的材料，不用再选；要换就重新选一次。" if typed.kept else hint,
        error=typed.error(name),
        required=required and not typed.kept,
        accept=SCANS,
    )


def withdraw_screen(case: EndingFile, actor: Actor, *, typed: Typed, now: datetime) -> EndingScreen:
    """撤回 before a card is ordered, or the wish to withdraw once one is being made."""
    barred = {act: judge(act, case.standing, actor) for act in WITHDRAWALS}
    act = next((one for one, why in barred.items() if why is None), None)
    why = barred[Act.WITHDRAW]
    fields = (
        _words(typed, "用申请人自己的话写。", label="申请人的说法"),
        _scan(
            "signature",
            "或上传申请人签名的撤回申请书",
            "PDF、JPEG 或 PNG，不超过 20 MB；在签名板上签了的不用上传。",
            typed,
            required=False,
        ),
    )
    form = Form(
        title="登记撤回意愿" if act is Act.WISH_TO_WITHDRAW else "申请人撤回",
        say=_withdraw_say(case, act, barred=why.sentence if why else ""),
        name="withdraw",
        fields=fields if act is not None else (),
        submit="登记撤回意愿" if act is Act.WISH_TO_WITHDRAW else "按申请人要求撤回",
        is_grave=True,
        phrases=WISHES,
        has_pad=act is not None,
        act=act.value if act else "",
    )
    can_open = can_see(actor, case.standing)
    return ending_screen(case, form, typed=typed, now=now, can_open=can_open)


def _withdraw_say(case: EndingFile, act: Act | None, *, barred: str) -> str:
    if act is None:
        return barred
    if act is Act.WITHDRAW:
        fee = "已缴的工本费办理退费。" if case.standing.is_paid else ""
        return (
            f"请核对来人就是申请人本人（或其监护人）。撤回后这一件到此结束，可随时重新申办。{fee}"
        )
    if case.stage is Stage.AT_STATION:
        return "证件已到所：登记后这一件随即终结，工本费不退，证件列入本所的销毁清单。"
    return "证件已经在制，工本费不退。先登记意愿，证件到所后系统自动终结这一件，不再通知领取。"
