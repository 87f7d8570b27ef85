"""The tester's view of the card centre, and the acts of its staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import Fault, OrderStage
from tongban.simulators.base.ledger import Act, Table, when

if TYPE_CHECKING:
    from tongban.simulators.card_centre.ledger import CardCentreLedger

SHOWN = 200
REASON = "原因"


def tables(ledger: CardCentreLedger) -> list[Table]:
    """Open orders, made cards by county bureau, batches, and finished orders."""
    return [*_to_do(ledger), *_done(ledger)]


def _to_do(ledger: CardCentreLedger) -> list[Table]:
    """What the centre's staff can press a button for."""
    return [
        Table(
            title="待制证",
            columns=("制证单号", "受理编号", "县局", "派出所", "递送", "状态", "自", "补制自"),
            rows=_open_orders(ledger),
            acts={
                "accept": Act("受理"),
                "produce": Act("制成"),
                "reject_production": Act("制证退单", (REASON,)),
                "reject_record": Act("信息退单", (REASON,)),
            },
        ),
        Table(
            title="待发县局",
            columns=("县局", "证件数", "最早制成"),
            rows=_waiting(ledger),
            acts={
                "ship": Act("发批次"),
                "ship_short": Act("发批次，少装一张"),
                "ship_surplus": Act("发批次，多装一张"),
            },
        ),
        Table(
            title="待邮寄",
            columns=("制证单号", "证件号", "制成"),
            rows=_couriers(ledger),
            acts={"post": Act("交邮")},
        ),
    ]


def _done(ledger: CardCentreLedger) -> list[Table]:
    return [
        Table(
            title="邮件退回，等新地址",
            columns=("制证单号", "证件号", "退回"),
            rows=_back(ledger),
            acts={},
        ),
        Table(
            title="已发批次",
            columns=("批次号", "县局", "承运单号", "发出", "清单数", "实装", "实装证件号"),
            rows=_batches(ledger),
            acts={},
        ),
        Table(
            title="已办结的单",
            columns=("制证单号", "状态", "自", "证件号", "批次号", "邮件号", "退单原因"),
            rows=_closed_orders(ledger),
            acts={},
        ),
    ]


def act(
    ledger: CardCentreLedger, name: str, *, key: str, values: Mapping[str, str], at: datetime
) -> str:
    """Carry out one button; answers with what happened."""
    chosen = _ACTS.get(name)
    if chosen is None:
        raise ledger.reject("UNKNOWN_ACT", "没有这个操作。")
    return chosen(ledger, key, values, at)


def _accept(ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    ledger.accept(key, at=at)
    return f"{key} 已受理。"


def _produce(ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    return f"{key} 已制成，证件号 {ledger.produce(key, at=at)}。"


def _reject_production(
    ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime
) -> str:
    return _reject(ledger, key, values, at, Fault.PRODUCTION)


def _reject_record(
    ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime
) -> str:
    return _reject(ledger, key, values, at, Fault.RECORD)


def _reject(
    ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime, fault: Fault
) -> str:
    ledger.turn_down(key, fault=fault, reason=values.get(REASON, ""), at=at)
    return f"{key} 已退单（{fault.label}）。"


def _ship(ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    batch = ledger.dispatch.ship(key, at=at)
    return f"批次 {batch.batch_no} 已发出，共 {len(batch.cards)} 张。"


def _ship_short(ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    with ledger.transaction():
        missing = [row["card_serial"] for row in ledger.dispatch.ready(key)][-1:]
        batch = ledger.dispatch.ship(key, at=at, left_out=missing)
    return f"批次 {batch.batch_no} 已发出，清单 {len(batch.cards)} 张，少装 {missing[0]}。"


def _ship_surplus(
    ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime
) -> str:
    with ledger.transaction():
        stray = ledger.dispatch.stray(key)
        batch = ledger.dispatch.ship(key, at=at, surplus=[stray])
    return f"批次 {batch.batch_no} 已发出，清单 {len(batch.cards)} 张，多装 {stray}。"


def _post(ledger: CardCentreLedger, key: str, values: Mapping[str, str], at: datetime) -> str:
    return f"{key} 已交邮，邮件号 {ledger.dispatch.post(key, at=at)}。"


_ACTS: dict[str, Callable[[CardCentreLedger, str, Mapping[str, str], datetime], str]] = {
    "accept": _accept,
    "produce": _produce,
    "reject_production": _reject_production,
    "reject_record": _reject_record,
    "ship": _ship,
    "ship_short": _ship_short,
    "ship_surplus": _ship_surplus,
    "post": _post,
}


def _open_orders(ledger: CardCentreLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT *, body ->> 'case_number' AS case_number, body ->> 'remake_of' AS remake_of"
        " FROM orders WHERE stage IN (?, ?) ORDER BY since, order_no LIMIT ?",
        OrderStage.RECEIVED,
        OrderStage.ACCEPTED,
        SHOWN,
    )
    return [
        (
            row["order_no"],
            row["case_number"],
            row["county"],
            row["station"],
            Delivery(row["delivery"]).label,
            OrderStage(row["stage"]).label,
            when(row["since"]),
            row["remake_of"],
        )
        for row in found
    ]


def _waiting(ledger: CardCentreLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT county, count(*) AS cards, min(since) AS first FROM orders"
        " WHERE stage = ? AND delivery = ? GROUP BY county ORDER BY county",
        OrderStage.PRODUCED,
        Delivery.STATION,
    )
    return [(row["county"], row["cards"], when(row["first"])) for row in found]


def _couriers(ledger: CardCentreLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT * FROM orders WHERE stage = ? AND delivery = ? ORDER BY since LIMIT ?",
        OrderStage.PRODUCED,
        Delivery.COURIER,
        SHOWN,
    )
    return [(row["order_no"], row["card_serial"], when(row["since"])) for row in found]


def _back(ledger: CardCentreLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT * FROM orders WHERE stage = ? ORDER BY since LIMIT ?", OrderStage.SENT_BACK, SHOWN
    )
    return [(row["order_no"], row["card_serial"], when(row["since"])) for row in found]


def _batches(ledger: CardCentreLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT b.*, (SELECT sum(is_listed) FROM batch_cards c WHERE c.batch_no = b.batch_no)"
        " AS listed FROM batches b ORDER BY shipped_at DESC, batch_no DESC LIMIT 50"
    )
    lines: list[tuple[object, ...]] = []
    for row in found:
        inside = ledger.dispatch.contents(row["batch_no"])
        lines.append(
            (
                row["batch_no"],
                row["county"],
                row["carrier_no"],
                when(row["shipped_at"]),
                row["listed"],
                len(inside),
                " ".join(inside),
            )
        )
    return lines


def _closed_orders(ledger: CardCentreLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT * FROM orders WHERE stage IN (?, ?) ORDER BY since DESC, order_no LIMIT 50",
        OrderStage.SHIPPED,
        OrderStage.REJECTED,
    )
    return [
        (
            row["order_no"],
            OrderStage(row["stage"]).label,
            when(row["since"]),
            row["card_serial"],
            row["batch_no"],
            row["tracking_no"],
            None if row["fault"] is None else f"{Fault(row['fault']).label}：{row['reason']}",
        )
        for row in found
    ]
