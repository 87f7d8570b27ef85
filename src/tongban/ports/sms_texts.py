"""The wording of every short message, one entry per occasion.

`{…}` are filled by `render`. No wording has room for a full name or an ID number. Each closes
with the sender's mark that the carriers ask for.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from tongban.standards.labels import Labelled

MARK = "【济宁公安】"


class Template(Labelled):
    """An occasion on which the applicant is told something."""

    CARD_ARRIVED = "CARD_ARRIVED", "领证通知"
    COLLECT_REMINDER = "COLLECT_REMINDER", "领证提醒"
    COLLECT_FINAL = "COLLECT_FINAL", "终结前提醒"
    PAY_REMINDER = "PAY_REMINDER", "缴费提醒"
    COME_AGAIN = "COME_AGAIN", "补充采集通知"
    INTAKE_WAITING = "INTAKE_WAITING", "受理未完成提醒"
    CARD_POSTED = "CARD_POSTED", "邮寄通知"
    CARD_REMADE = "CARD_REMADE", "补制通知"
    REFUNDED = "REFUNDED", "退费通知"
    APPLY_AGAIN = "APPLY_AGAIN", "可重新申办通知"


TEXTS: dict[Template, str] = {
    Template.CARD_ARRIVED: "您申办的居民身份证已到{station}，请本人凭领取凭证领取。电话{phone}。",
    Template.COLLECT_REMINDER: (
        "您的居民身份证已到{station}{days}天，请本人凭领取凭证领取。电话{phone}。"
    ),
    Template.COLLECT_FINAL: (
        "您的居民身份证在{station}待领已{days}天，请于{until}前领取；逾期本次申办终结，可随时重新申办。"
        "电话{phone}。"
    ),
    Template.PAY_REMINDER: "您的身份证工本费{yuan}元待缴，缴清后即安排制证。电话{phone}。",
    Template.COME_AGAIN: "您的身份证申办需补充采集，不另收费，请方便时到{station}。电话{phone}。",
    Template.INTAKE_WAITING: "您的身份证申办尚缺材料，保留至{until}，任一户籍派出所可续办。电话{phone}。",
    Template.CARD_POSTED: "您的居民身份证已寄出，速递邮件号{tracking}，请留意电话，凭有效证件签收，邮费由您签收时付给邮政。",
    Template.CARD_REMADE: "您的居民身份证{why}，正在重新制作，不再收费，{until}制成寄出，到后通知您。电话{phone}。",
    Template.APPLY_AGAIN: "您{day}在{station}未获受理的身份证，现可到任一户籍派出所重新申办。电话{phone}。",
    Template.REFUNDED: "您的身份证工本费{yuan}元已退回原支付账户，请留意。",
}


def fields(template: Template) -> frozenset[str]:
    """The names that `render` needs for this wording."""
    return frozenset(name for _, name, _, _ in Formatter().parse(TEXTS[template]) if name)


def render(template: Template, *, params: Mapping[str, str]) -> str:
    """The finished text with the sender's mark; `ValueError` unless `params` fit exactly."""
    if set(params) != fields(template):
        raise ValueError(f"{template} needs exactly {sorted(fields(template))}")
    return MARK + TEXTS[template].format_map(params)
