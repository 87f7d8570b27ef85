"""The tester's view of the post, and the acts of its staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.ports.post import ENDS, BackReason, ParcelStep, Signer
from tongban.simulators.base.ledger import Act, Table, when

if TYPE_CHECKING:
    from sqlite3 import Row

    from tongban.simulators.post.ledger import PostLedger

SHOWN = 200
SIGNED_BY = "签收人"
WORDS = "说明"
_COLUMNS = ("邮件号", "制证单号", "收件人", "电话", "地址", "状态", "自", "追回")


def tables(ledger: PostLedger) -> list[Table]:
    """Parcels on their way with what may happen to them, and those that are over."""
    under_way = ledger.rows(
        "SELECT * FROM parcels WHERE step NOT IN (?, ?, ?) ORDER BY since, tracking_no LIMIT ?",
        *sorted(ENDS),
        SHOWN,
    )
    over = ledger.rows(
        "SELECT * FROM parcels WHERE step IN (?, ?, ?) ORDER BY since DESC, tracking_no LIMIT 50",
        *sorted(ENDS),
    )
    show = Act("显示电话")
    return [
        Table(
            title="在途邮件",
            columns=_COLUMNS,
            rows=[_line(row) for row in under_way],
            acts={
                "carry": Act("下一站（退回的：退到寄件人）"),
                "deliver": Act("妥投：本人", (SIGNED_BY,)),
                "deliver_family": Act("妥投：家人", (SIGNED_BY,)),
                "miss": Act("投递未成功", (WORDS,)),
                "back_address": Act("退回：地址不详"),
                "back_unreached": Act("退回：联系不上"),
                "back_refused": Act("退回：拒收"),
                "lose": Act("确认遗失", (WORDS,)),
                "show_phone": show,
            },
        ),
        Table(
            title="已有结果",
            columns=_COLUMNS,
            rows=[_line(row) for row in over],
            acts={"show_phone": show},
        ),
    ]


def act(ledger: PostLedger, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
    """Carry out one button; answers with what happened."""
    chosen = _ACTS.get(name)
    if chosen is None:
        raise ledger.reject("UNKNOWN_ACT", "没有这个操作。")
    return chosen(ledger, key, values, at)


Chosen = Callable[["PostLedger", str, Mapping[str, str], datetime], str]


def _carry(ledger: PostLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    return f"{key} {ledger.carry(key, at=at).label}。"


def _deliver(signer: Signer) -> Chosen:
    def act(ledger: PostLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
        ledger.deliver(key, signer=signer, name=values.get(SIGNED_BY, ""), at=at)
        return f"{key} 已妥投，{signer.label}。"

    return act


def _miss(ledger: PostLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    ledger.miss(key, words=values.get(WORDS, "").strip() or "家中无人", at=at)
    return f"{key} 投递未成功，另行投递。"


def _back(reason: BackReason) -> Chosen:
    def act(ledger: PostLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
        ledger.turn_round(key, reason=reason, at=at)
        return f"{key} 退回途中：{reason.label}。"

    return act


def _lose(ledger: PostLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    ledger.lose(key, words=values.get(WORDS, "").strip() or "查找无果", at=at)
    return f"{key} 已确认遗失。"


def _show_phone(ledger: PostLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    return f"收件电话：{ledger.find(key)['phone']}"


_ACTS: dict[str, Chosen] = {
    "carry": _carry,
    "deliver": _deliver(Signer.RECIPIENT),
    "deliver_family": _deliver(Signer.FAMILY),
    "miss": _miss,
    "back_address": _back(BackReason.BAD_ADDRESS),
    "back_unreached": _back(BackReason.NOT_REACHED),
    "back_refused": _back(BackReason.REFUSED),
    "lose": _lose,
    "show_phone": _show_phone,
}


def _line(row: Row) -> tuple[object, ...]:
    phone = row["phone"]
    reason = f"（{BackReason(row['reason']).label}）" if row["reason"] else ""
    return (
        row["tracking_no"],
        row["order_no"],
        row["name"],
        f"{phone[:3]}****{phone[-4:]}",
        row["address"],
        ParcelStep(row["step"]).label + reason,
        when(row["since"]),
        "是" if row["is_recalled"] else "",
    )
