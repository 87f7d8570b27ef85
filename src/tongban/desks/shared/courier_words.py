"""What an event of a card by courier says to an officer (第十一条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tongban.desks.shared.pieces import Tone
from tongban.policy.vocabulary import Delivery
from tongban.ports.post import BackReason, Signer

Data = Mapping[str, Any]


def _posted(data: Data) -> str:
    return f"制证中心已交邮，邮件号 {data['parcel']}"


def _delivered(data: Data) -> str:
    signer = data.get("signer", "")
    words = f"，{Signer(signer).label}" if signer in Signer.__members__ else ""
    return f"邮政速递妥投{words}"


def _sent_back(data: Data) -> str:
    reason = data.get("reason", "")
    words = f"：{BackReason(reason).label}" if reason in BackReason.__members__ else ""
    return f"邮件退回制证中心{words}"


def _changed(data: Data) -> str:
    way = Delivery(data["delivery"]).label
    return f"变更领证方式：{way}，由制证中心再寄" if data.get("again") else f"变更领证方式：{way}"


def _contact(data: Data) -> str:
    return "核实收件地址，由制证中心再寄" if data.get("again") else "变更联系方式"


def _written_off(_: Data) -> str:
    return "旧证收不回来，说明理由后核销"


TOLD: Mapping[str, Callable[[Data], str]] = {
    "Posted": _posted,
    "Delivered": _delivered,
    "SentBack": _sent_back,
    "DeliveryChanged": _changed,
    "ContactChanged": _contact,
    "OldCardWrittenOff": _written_off,
}
TONES: Mapping[str, Tone] = {"Delivered": Tone.OK, "SentBack": Tone.WARN}
