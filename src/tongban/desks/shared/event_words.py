"""What an event says to an officer: the act's name, or a sentence made of the event's codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tongban.cases.queries.happenings import PastEvent
from tongban.desks.shared import courier_words
from tongban.desks.shared.card_event_words import CARD_TONES, CARD_WORDS
from tongban.desks.shared.event_words_endings import ENDING_TONES, ENDING_WORDS
from tongban.desks.shared.pieces import Tone
from tongban.policy.vocabulary import Detail, FaceResult, FingerprintResult, System, Ward
from tongban.procedure.reasons import (
    AnswerSettled,
    LiftReason,
    RefusalFinding,
    ReturnCategory,
    TakenAtHome,
    ToldAgainBy,
)
from tongban.standards.money import yuan

Data = Mapping[str, Any]
_PARTS = {
    "photo": "重新采集照片",
    "fingers": "重新采集指纹",
    "text.phone": "改正联系电话",
    "text.delivery_address": "改正登记地址",
    "text.address": "改正住址",
} | {f"text.{detail}": f"改正{detail.label}" for detail in Detail if detail is not Detail.ADDRESS}
OUTCOMES = {"ISSUED": "已签发", "RETURNED": "已退回"}
"""The two answers of a home bureau elsewhere."""
_ACKNOWLEDGED = {
    "DELIVERED": "受理地系统已收到答复",
    "WITHDRAWN": "答复送到时受理地已撤回",
    "SUPERSEDED": "答复送到时受理地已送来新版本",
}
_TONES = {
    **ENDING_TONES,
    "ReturnedForCorrection": Tone.WARN,
    "AnsweredReturned": Tone.WARN,
    "WithdrawnThere": Tone.WARN,
    "MessageRecorded": Tone.WARN,
    "Chased": Tone.WARN,
    "ChasedByCity": Tone.WARN,
    "Voided": Tone.WARN,
    "Refused": Tone.WARN,
    "RefusalLifted": Tone.OK,
    "PaidTooLate": Tone.WARN,
    "PaidAgain": Tone.WARN,
    "RefundFailed": Tone.WARN,
    **CARD_TONES,
    "HandedOver": Tone.OK,
    "Issued": Tone.OK,
    "AnsweredIssued": Tone.OK,
}


def _green(data: Data) -> str:
    taken = "、".join(TakenAtHome(one).label for one in data["taken"])
    visit = f"，上门服务{'，采集' + taken if taken else ''}" if data["is_visit"] else ""
    return f"登记绿色通道{visit}"


def _captured_elsewhere(data: Data) -> str:
    parts = "、".join(["照片"] * bool(data["photo"]) + ["指纹"] * bool(data["fingers"]))
    return f"代为采集{parts}，交受理派出所"


def words_of(event: PastEvent) -> str:
    """Return what happened, in words; the name of the act where there is nothing to add."""
    tell = _TOLD.get(event.name) or courier_words.TOLD.get(event.name)
    return (tell(event.data) if tell else "") or event.act.label


def tone_of(event: PastEvent) -> Tone:
    """Return how it stands for the case; WARN for what sent it back or left a difference."""
    if event.name == "AnswerRepeated":
        return Tone.WARN if event.data.get("contradicts") else Tone.NONE
    if event.name == "AnswerAcknowledged":
        return Tone.NONE if event.data["outcome"] == "DELIVERED" else Tone.WARN
    return _TONES.get(event.name) or courier_words.TONES.get(event.name, Tone.NONE)


def who_of(event: PastEvent, *, unit: str = "") -> str:
    """Return who did it: the officer with the unit's name, else the party."""
    return " ".join(part for part in (unit, event.officer) if part) or event.party.label


def parts_of(event: PastEvent) -> list[str]:
    """Return what a correction changed, each part in words."""
    return [_PARTS.get(part, part) for part in event.data.get("parts", ())]


def _category(data: Data) -> str:
    code = data.get("category", "")
    return ReturnCategory(code).label if code in ReturnCategory.__members__ else "原因见退回说明"


def _returned(data: Data) -> str:
    return f"退回：{_category(data)}"


def _recomposed(data: Data) -> str:
    return "；".join(_PARTS.get(part, part) for part in data.get("parts", ()))


def _paid(data: Data) -> str:
    return f"缴费 {yuan(data['fen'])} 元"


def _paid_too_late(data: Data) -> str:
    return f"结束后才到账 {yuan(data['fen'])} 元，转办退费"


def _paid_again(data: Data) -> str:
    return f"又缴了一次 {yuan(data['fen'])} 元，转办退费"


def _refund_failed(data: Data) -> str:
    return f"省财政没有退成 {yuan(data['fen'])} 元，重新批准"


def _arrived(data: Data) -> str:
    return f"接收转入件（{System(data['system']).label}）"


def _resubmitted(data: Data) -> str:
    return f"受理地重新送审，第 {data['version']} 版"


def _recorded(data: Data) -> str:
    if data["kind"] == "WITHDRAWN":
        return "答复之后受理地来文：已撤回"
    return f"答复之后受理地又送来第 {data['version']} 版，只登记"


def _answered_issued(_: Data) -> str:
    return "户籍地答复：已签发"


def _answered_returned(data: Data) -> str:
    return f"户籍地答复：已退回（{_category(data)}）"


def _repeated(data: Data) -> str:
    outcome = OUTCOMES.get(data["outcome"], data["outcome"])
    if not data.get("contradicts"):
        return f"户籍地对第 {data['version']} 版的重复答复（{outcome}），只登记"
    held = "，暂缓制证" if data.get("holds") else ""
    return f"户籍地又答复：{outcome}，与先前不一致{held}"


def _settled(data: Data) -> str:
    return f"核定矛盾答复：{AnswerSettled(data['settled']).label}"


def _acknowledged(data: Data) -> str:
    return _ACKNOWLEDGED.get(data["outcome"], "")


def _chased(data: Data) -> str:
    return f"催办户籍地（第 {data['times']} 次）"


def _chased_by_city(data: Data) -> str:
    return f"市局催办户籍地（第 {data['times']} 次）"


def _guardian(data: Data) -> str:
    return _with_void(f"登记监护人（申请人{Ward(data['ward']).label}）", data)


def _guardian_out(data: Data) -> str:
    return _with_void("移除监护人", data)


def _committed(data: Data) -> str:
    return f"签署书面承诺（{'监护人' if data['by_guardian'] else '申请人本人'}）"


def _declared(data: Data) -> str:
    return _with_void("登记申报信息", data)


def _compared(data: Data) -> str:
    face, fingerprint = FaceResult(data["face"]), FingerprintResult(data["fingerprint"])
    return _with_void(f"现场比对：人像{face.label}，指纹{fingerprint.label}", data)


def _with_void(words: str, data: Data) -> str:
    """What an act was, and that it took the ground from under a commitment (第三条(二))."""
    return f"{words}；书面承诺随之作废" if data.get("void_commitment") else words


def _checked(data: Data) -> str:
    return f"核查不予受理：{RefusalFinding(data['finding']).label}"


def _lifted(data: Data) -> str:
    return f"可以重新申办：{LiftReason(data['why']).label}"


def _told_again(data: Data) -> str:
    return f"告知可重新申办（{ToldAgainBy(data['by']).label}）"


_TOLD: Mapping[str, Callable[[Data], str]] = {
    **ENDING_WORDS,
    "Paid": _paid,
    "PaidTooLate": _paid_too_late,
    "PaidAgain": _paid_again,
    "RefundFailed": _refund_failed,
    "ReturnedForCorrection": _returned,
    "Recomposed": _recomposed,
    "Arrived": _arrived,
    "ResubmittedThere": _resubmitted,
    "MessageRecorded": _recorded,
    "AnsweredIssued": _answered_issued,
    "AnsweredReturned": _answered_returned,
    "AnswerRepeated": _repeated,
    "AnswerSettled": _settled,
    "AnswerAcknowledged": _acknowledged,
    "GuardianRegistered": _guardian,
    "GuardianTakenOut": _guardian_out,
    "CommitmentSigned": _committed,
    "Declared": _declared,
    "ComparedOnSite": _compared,
    "Chased": _chased,
    "ChasedByCity": _chased_by_city,
    "RefusalChecked": _checked,
    "RefusalLifted": _lifted,
    "ToldAgain": _told_again,
    "CapturedElsewhere": _captured_elsewhere,
    "GreenMarked": _green,
    "GreenTakenOff": lambda _: "取消绿色通道",
    "OffenceTakenOut": lambda _: "移除登记错的证件违法行为",
    **CARD_WORDS,
}
