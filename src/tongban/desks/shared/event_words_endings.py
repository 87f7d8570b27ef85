"""What the events of holding, deciding, reminding and ending a case say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tongban.desks.shared.pieces import Tone
from tongban.policy.vocabulary import Ground
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CloseReason

Data = Mapping[str, Any]

ENDING_TONES: Mapping[str, Tone] = {
    "GroundReported": Tone.WARN,
    "Held": Tone.WARN,
    "Revoked": Tone.BAD,
    "Closed": Tone.WARN,
    "ClosedByWish": Tone.WARN,
}


def _of_ground(words: str) -> Callable[[Data], str]:
    def tell(data: Data) -> str:
        ground = Ground(data["ground"])
        return f"{words}：{ground.label}（{ground.clause}）"

    return tell


def _reminded(data: Data) -> str:
    way = "短信" if data["by"] == "SMS" else "电话"
    return f"{ObligationKind(data['kind']).label}（{way}）"


def _closed(data: Data) -> str:
    return f"终结：{CloseReason(data['reason']).label}"


def _closed_by_wish(_: Data) -> str:
    return "终结：证件到所，申请人此前登记撤回意愿"


def _erased(data: Data) -> str:
    return (
        f"期满清除采集的指纹和照片 {data['pictures']} 份"
        if data["pictures"]
        else "期满清除：没有需要清除的指纹和照片"
    )


ENDING_WORDS: Mapping[str, Callable[[Data], str]] = {
    "GroundReported": _of_ground("报告不予受理情形"),
    "Held": _of_ground("暂扣"),
    "Revoked": _of_ground("撤销"),
    "Reminded": _reminded,
    "Closed": _closed,
    "ClosedByWish": _closed_by_wish,
    "BiometricsErased": _erased,
}
