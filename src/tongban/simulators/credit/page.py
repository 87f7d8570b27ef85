"""The tester's view of the exchange."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from tongban.ports.credit import PushKind
from tongban.simulators.base.ledger import Act, Table, when
from tongban.standards import id_number

if TYPE_CHECKING:
    from tongban.simulators.credit.ledger import CreditLedger

NUMBER, NAME, REASON, SINCE = "公民身份号码", "姓名", "事由", "起始日期"


def tables(ledger: CreditLedger) -> list[Table]:
    """The list as a whole with its acts, its records, and the pushes issued."""
    in_force = ledger.number("SELECT count(*) FROM records WHERE withdrawn_at IS NULL")
    unpushed = ledger.number(
        "SELECT count(*) FROM records WHERE added_in IS NULL"
        " OR (withdrawn_at IS NOT NULL AND withdrawn_in IS NULL)"
    )
    return [
        Table(
            title="名单",
            columns=("最近推送号", "有效记录", "待推送变更"),
            rows=[(ledger.last_no, in_force, unpushed)],
            acts={
                "push_delta": Act("推送增量"),
                "push_full": Act("推送全量"),
                "skip": Act("跳过一号"),
                "add": Act("新增记录", (NUMBER, NAME, REASON, SINCE)),
            },
        ),
        Table(
            title="有效记录",
            columns=("记录号", NUMBER, NAME, REASON, SINCE, "推送号"),
            rows=_records(ledger),
            acts={"withdraw": Act("撤销")},
        ),
        Table(
            title="推送",
            columns=("推送号", "种类", "签发", "新增", "撤销", "备注"),
            rows=_pushes(ledger),
            acts={"resend": Act("从此号重发")},
        ),
    ]


def act(
    ledger: CreditLedger, name: str, *, key: str, values: Mapping[str, str], at: datetime
) -> str:
    """Carry out one button; answers with what happened."""
    match name:
        case "push_delta":
            return f"已推送第 {ledger.push(at=at).push_no} 号。"
        case "push_full":
            return f"已推送第 {ledger.push(at=at, kind=PushKind.FULL).push_no} 号（全量）。"
        case "skip":
            return f"第 {ledger.push(at=at, is_skipped=True).push_no} 号已签发，但未发出。"
        case "add":
            return _add(ledger, values, at)
        case "withdraw":
            ledger.withdraw(key, at=at)
            return "已撤销，随下一次推送告知。"
        case "resend":
            return _resend(ledger, key, at)
    raise ledger.reject("UNKNOWN_ACT", "没有这个操作。")


def _add(ledger: CreditLedger, values: Mapping[str, str], at: datetime) -> str:
    try:
        since = date.fromisoformat(values.get(SINCE, ""))
    except ValueError:
        raise ledger.reject("BAD_RECORD", "起始日期写作 2026-03-01。") from None
    record = ledger.add(
        id_number=values.get(NUMBER, "").strip(),
        name=values.get(NAME, "").strip(),
        reason=values.get(REASON, "").strip(),
        since=since,
        at=at,
    )
    return f"已新增 {record.record_id}，随下一次推送告知。"


def _resend(ledger: CreditLedger, key: str, at: datetime) -> str:
    if not key.isdecimal():
        raise ledger.reject("UNKNOWN_PUSH", "推送号应为数字。")
    receipt = ledger.resend(int(key), at=at)
    return f"已重发第 {receipt.from_no} 至 {receipt.last_no} 号。"


def _records(ledger: CreditLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT * FROM records WHERE withdrawn_at IS NULL ORDER BY record_id DESC LIMIT 100"
    )
    return [
        (
            row["record_id"],
            id_number.mask(row["id_number"]),
            row["name"][:1] + "*" * (len(row["name"]) - 1),
            row["reason"],
            row["since"],
            row["added_in"] or "待推送",
        )
        for row in found
    ]


def _pushes(ledger: CreditLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT *, json_array_length(body, '$.additions') AS additions,"
        " json_array_length(body, '$.withdrawals') AS withdrawals"
        " FROM pushes ORDER BY push_no DESC LIMIT 50"
    )
    return [
        (
            row["push_no"],
            PushKind(row["kind"]).label,
            when(row["issued_at"]),
            row["additions"],
            row["withdrawals"],
            "跳过未发" if row["is_skipped"] else "",
        )
        for row in found
    ]
