"""What the events of odd cards say to an officer (第十一条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tongban.desks.shared.pieces import Tone
from tongban.procedure.reasons import CardInquiryOutcome, Destroyed, Fault

Data = Mapping[str, Any]


def _missing(data: Data) -> str:
    return f"登记证件遗失，{_follows(data)}"


def _damaged(data: Data) -> str:
    return f"登记证件损坏，{_follows(data)}"


def _follows(data: Data) -> str:
    return "补制新证，不再收费" if data.get("anew", True) else "这一件已经结束，不补制"


def _wrong_data(data: Data) -> str:
    follows = "补制新证" if data["fault"] == Fault.PRODUCTION else "退回处理"
    return f"证件信息有误（{Fault(data['fault']).label}），{follows}，不再收费"


def _misrouted(data: Data) -> str:
    return f"证件错投，转往应收的县局（批次 {data['batch']}）"


def _found(_: Data) -> str:
    return "遗失的证件找回，不再发放，待销毁"


def _received_unwanted(_: Data) -> str:
    return "这一件已经结束，证件清点收下，待销毁"


def _misrouted_unwanted(_: Data) -> str:
    return "证件错投，这一件已经结束，由发现单位收下，待销毁"


def _delivered_unwanted(_: Data) -> str:
    return "撤销后追回不及，已经妥投，由县局追查收回"


def _not_made(_: Data) -> str:
    return "制证中心没有制成证件，不再制证"


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
    "ReceivedUnwanted": _received_unwanted,
    "MisroutedUnwanted": _misrouted_unwanted,
    "DeliveredUnwanted": _delivered_unwanted,
    "CardNotMade": _not_made,
    "DestroyedOnList": _destroyed,
    "CardInquirySettled": _inquired,
}
CARD_TONES: Mapping[str, Tone] = dict.fromkeys(
    (
        "CardMissing",
        "CardDamaged",
        "WrongDataFound",
        "Misrouted",
        "MisroutedUnwanted",
        "DeliveredUnwanted",
    ),
    Tone.WARN,
)
