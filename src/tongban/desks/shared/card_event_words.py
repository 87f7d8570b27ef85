"""What the events of odd cards say to an officer (第十一条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tongban.desks.shared.pieces import Tone
from tongban.procedure.reasons import CardInquiryOutcome, Destroyed, Fault

Data = Mapping[str, Any]


def _missing(_: Data) -> str:
    return "登记证件遗失，补制新证，不再收费"


def _damaged(_: Data) -> str:
    return "登记证件损坏，补制新证，不再收费"


def _wrong_data(data: Data) -> str:
    follows = "补制新证" if data["fault"] == Fault.PRODUCTION else "退回处理"
    return f"证件信息有误（{Fault(data['fault']).label}），{follows}，不再收费"


def _misrouted(data: Data) -> str:
    return f"证件错投，转往应收的县局（批次 {data['batch']}）"


def _found(_: Data) -> str:
    return "遗失的证件找回，不再发放，待销毁"


def _destroyed(data: Data) -> str:
    return f"销毁{Destroyed(data['kind']).label}（清单 {data['list']}）"


def _inquired(data: Data) -> str:
    return f"查明证件去向：{CardInquiryOutcome(data['outcome']).label}"


CARD_WORDS: Mapping[str, Callable[[Data], str]] = {
    "CardMissing": _missing,
    "CardDamaged": _damaged,
    "WrongDataFound": _wrong_data,
    "Misrouted": _misrouted,
    "CardFound": _found,
    "DestroyedOnList": _destroyed,
    "CardInquirySettled": _inquired,
}
CARD_TONES: Mapping[str, Tone] = dict.fromkeys(
    ("CardMissing", "CardDamaged", "WrongDataFound", "Misrouted"), Tone.WARN
)
