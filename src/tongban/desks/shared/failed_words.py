"""Why a message could not be delivered, and what the officer of its case does about it."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.desks.shared import message_words
from tongban.desks.shared.message_words import ERRORS

_WHY: Mapping[str, str] = {
    "UNKNOWN_PERSON": "上级系统里查不到这个人",
    "UNKNOWN_CASE": "上级系统里没有这一件",
    "VERSION_REUSED": "上级系统里已有内容不同的同一版",
    "OUT_OF_TURN": "上级系统里前一版还没有审完",
    "ALREADY_ISSUED": "户籍地已经签发",
    "NOT_WAITING": "户籍地已经不在等待审核签发",
    "NOT_IN_REVIEW": "上级系统里已经不在待审核签发",
    "DECISION_REUSED": "上级系统里已有不同的审核结果",
    "CARD_NO_REUSED": "临时居民身份证编号已用在别的件上",
    "BAD_PHONE": "手机号不对",
    "ORDER_CONFLICT": "制证单号已用在别的件上",
    "UNKNOWN_REMAKE": "没有原来的制证单",
    "UNKNOWN_ORDER": "对方没有这个单号",
    "ALREADY_SHIPPED": "证件已经寄出",
    "UNKNOWN_PARCEL": "邮政没有收寄过这个邮件号",
    "NOT_OURS": "邮件号与制证单号不符",
    "TOO_LATE": "邮件已妥投、已退回或已遗失",
    "NOT_REFUNDABLE": "这笔缴款没有到账，或者已在退费",
    "ALREADY_PAID": "已经缴款",
    "VOIDED": "缴款单已经作废",
}
"""By the code with which the other side refused."""
_OURS = frozenset({"LookupError", "DoesNotExist", "BlobUnknown", "BlobErased", "BlobDamaged"})
_LATER = frozenset({"Unreachable", "TimedOut", "NotYet", "LostRace"})
_BY_PHONE = {
    "collect": "请打电话通知领取，办了通知即可。",
    "remind": "请打电话提醒。",
    "posted": "请打电话告知邮件号。",
    "remade": "请打电话告知：证件正在补制，不再收费。",
}
_DO: Mapping[tuple[str, str], str] = {
    ("submit", "UNKNOWN_PERSON"): (
        "请与户籍地核实人口信息，改好后再送一次；改不好的，由申请人撤回，已缴的费用退回。"
    ),
    ("submit", "VERSION_REUSED"): "请县局报市局与上级系统核对这一版的内容，核对后再送一次。",
    ("submit", "OUT_OF_TURN"): "请县局与户籍地核实前一版的审核结果，核实后再送一次。",
    ("chase", "UNKNOWN_CASE"): "送审信息还没有送达：先把它再送一次，催办随后再发。",
    ("redirect", "ALREADY_SHIPPED"): "改寄没有赶上：请告诉申请人按原来的方式收取。",
    ("recall", "TOO_LATE"): "追回没有赶上，请报暂扣的督导民警。",
    ("cancel", "ALREADY_ISSUED"): "撤回没有赶上，请县局与户籍地核实。",
    ("cancel", "UNKNOWN_CASE"): "送审信息没有送达过，不用再撤：请县局核对。",
}


def why(error: str) -> str:
    """Return why a message did not go, in words; a code nobody knows stands as it is."""
    if error in _OURS:
        return "本系统里缺少要发送的内容"
    if error in _WHY or error in ERRORS or error.isupper():
        return _WHY.get(error) or message_words.error(error)
    # What a technician reads: the status of an answer, the place where it breaks the contract.
    return ERRORS["BadAnswer"] if error else "没有送达"


def advice(kind: str, error: str) -> str:
    """Return what to do about it, ready to read."""
    if kind in _BY_PHONE:
        return _BY_PHONE[kind]
    found = _DO.get((kind, error))
    if found is not None:
        return found
    if error in _LATER:
        return "系统恢复后再送一次；其他步骤照常办理。"
    return "请县局报市局与对方系统核对，核对后再送一次；其他步骤照常办理。"
