"""Messages to and from the upstream systems in words: what they are, why they did not go."""

from __future__ import annotations

from collections.abc import Mapping

SENT: Mapping[str, str] = {
    "submit": "送审信息",
    "decision": "审核结果",
    "chase": "催办",
    "cancel": "撤回通知",
    "temporary_card": "临时居民身份证备案",
    "order": "制证单",
    "void_code": "缴款码作废",
    "refund": "退费申请",
    "fetch_receipt": "取回票据",
    "redirect": "改寄通知",
    "follow": "邮件跟踪登记",
    "recall": "邮件追回",
    "posted": "邮寄短信",
    "remade": "补制短信",
    "lapse": "失效提醒短信",
    "collect": "领取短信",
    "remind": "提醒短信",
    "refusal_lifted": "可重新申办短信",
}
"""By the kind of an outgoing message."""

RECEIVED: Mapping[str, str] = {
    "ARRIVED": "转入件送到",
    "WITHDRAWN": "受理地撤回",
    "ANSWERED": "户籍地答复",
    "PaymentPaid": "缴款到账通知",
    "PaymentRefunded": "退费到账通知",
    "OrderAccepted": "制证受理通知",
    "OrderRejected": "制证退回通知",
    "CardProduced": "制证完成通知",
    "BatchShipped": "批次寄出通知",
    "CardPosted": "证件交邮通知",
    "ParcelEvent": "邮件动态",
    "DeliveryReport": "短信回执",
    "CreditPush": "信用名单推送",
    "SURPLUS_CARD": "多出的证件",
}
"""By the kind of a message from upstream."""

ERRORS: Mapping[str, str] = {
    "Unreachable": "连接不上",
    "TimedOut": "没有按时应答",
    "BadAnswer": "应答不合约定",
    "NotYet": "对方还没有准备好",
    "LostRace": "同时有人在办",
}
"""By the kind of error; anything else is a code of the other side and stands as it is."""


def sent(kind: str) -> str:
    """What an outgoing message is."""
    return SENT.get(kind, kind)


def received(kind: str) -> str:
    """What a message from upstream is."""
    return RECEIVED.get(kind, kind)


def error(kind: str) -> str:
    """Why a message did not go."""
    return ERRORS.get(kind, f"对方代码 {kind}" if kind else "还没有发出")
