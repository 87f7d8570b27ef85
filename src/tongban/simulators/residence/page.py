"""The tester's view of the residence platform."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from tongban.policy.vocabulary import Residence
from tongban.simulators.base.ledger import Act, Table, when
from tongban.standards import id_number

if TYPE_CHECKING:
    from tongban.simulators.residence.ledger import ResidenceLedger

NUMBER, DIVISION, SINCE = "公民身份号码", "区划", "日期"

HINTS = {
    Residence.REGISTERED: "填登记日期",
    Residence.DUE: "填应办起始日期",
    Residence.NOT_DUE: "不填日期",
    Residence.UNKNOWN: "不填日期",
}


def tables(ledger: ResidenceLedger) -> list[Table]:
    """A form to set a person, the persons known, and registrations begun."""
    return [
        Table(
            title="设定某人在某地的状态",
            columns=("状态", "说明"),
            rows=[(status.label, HINTS[status]) for status in Residence],
            acts={"put": Act("设定", (NUMBER, DIVISION, SINCE))},
        ),
        Table(
            title="已知人员",
            columns=("序号", NUMBER, DIVISION, "状态", SINCE),
            rows=_residents(ledger),
            acts={"forget": Act("恢复默认")},
        ),
        Table(
            title="办理中的登记",
            columns=("登记编号", NUMBER, DIVISION, "派出所", "开始"),
            rows=_registrations(ledger),
            acts={"finish": Act("办结")},
        ),
    ]


def act(
    ledger: ResidenceLedger, name: str, *, key: str, values: Mapping[str, str], at: datetime
) -> str:
    """Carry out one button; answers with what happened."""
    match name:
        case "put":
            return _put(ledger, key, values)
        case "forget" if key.isdecimal():
            ledger.forget(int(key))
            return "已恢复默认。"
        case "finish":
            ledger.finish(key, at=at)
            return f"{key} 已办结，此人改为已登记。"
    raise ledger.reject("UNKNOWN_ACT", "没有这个操作。")


def _put(ledger: ResidenceLedger, label: str, values: Mapping[str, str]) -> str:
    statuses = {status.label: status for status in Residence}
    if label not in statuses:
        raise ledger.reject("BAD_STATUS", "没有这个状态。")
    written = values.get(SINCE, "").strip()
    try:
        since = date.fromisoformat(written) if written else None
    except ValueError:
        raise ledger.reject("BAD_DATE", "日期写作 2026-03-01。") from None
    ledger.put(
        values.get(NUMBER, "").strip().upper(),
        division=values.get(DIVISION, "").strip(),
        status=statuses[label],
        since=since,
    )
    return f"已设定为“{label}”。"


def _residents(ledger: ResidenceLedger) -> list[tuple[object, ...]]:
    found = ledger.rows("SELECT * FROM residents ORDER BY id DESC LIMIT 100")
    return [
        (
            row["id"],
            id_number.mask(row["id_number"]),
            row["division"],
            Residence(row["status"]).label,
            row["since"],
        )
        for row in found
    ]


def _registrations(ledger: ResidenceLedger) -> list[tuple[object, ...]]:
    found = ledger.rows(
        "SELECT * FROM registrations WHERE finished_at IS NULL"
        " ORDER BY started_at DESC, reference LIMIT 100"
    )
    return [
        (
            row["reference"],
            id_number.mask(row["id_number"]),
            row["division"],
            row["station"],
            when(row["started_at"]),
        )
        for row in found
    ]
