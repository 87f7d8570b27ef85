"""The gateway's memory: every text it took and what became of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from tongban.ports.sms import (
    CALLS,
    NOTICES,
    SYSTEM,
    DeliveryReport,
    DeliveryState,
    Sms,
    SmsReceipt,
    part_count,
)
from tongban.ports.sms_texts import Template
from tongban.simulators.base.ledger import Act, Ledger, Table, iso, parse_iso, when

SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    message_id TEXT PRIMARY KEY, phone TEXT NOT NULL, template TEXT NOT NULL,
    text TEXT NOT NULL, parts INTEGER NOT NULL, accepted_at TEXT NOT NULL, pace REAL NOT NULL,
    state TEXT, reason TEXT, reported_at TEXT) STRICT;
CREATE INDEX IF NOT EXISTS texts_unreported ON texts (accepted_at) WHERE state IS NULL;
"""

MOST_PARTS = 8
LEAST_SECONDS, MOST_SECONDS = 3.0, 20.0
"""How long a text is on its way at speed 1."""
FAILURES = ("空号", "用户关机", "用户停机", "手机终端内存已满")
FAILURE_RATE = 0.02
REASON = "原因"

_MOBILE = re.compile(r"1[3-9]\d{9}")


class SmsLedger(Ledger):
    """Implements `SmsPort`; `deliver` and `fail` are the carrier's answers."""

    system = SYSTEM
    title = "短信网关"
    schema = SCHEMA
    calls = CALLS
    notices = NOTICES

    def send(self, sms: Sms, *, at: datetime) -> SmsReceipt:
        with self.transaction() as db:
            known = self.row("SELECT * FROM texts WHERE message_id = ?", sms.message_id)
            if known is not None:
                if (known["phone"], known["text"]) != (sms.phone, sms.text):
                    raise self.reject("MESSAGE_CONFLICT", "该短信编号已用于另一条短信。")
                return _receipt(known)
            parts = self._checked_parts(sms)
            db.execute(
                "INSERT INTO texts (message_id, phone, template, text, parts, accepted_at, pace)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    sms.message_id,
                    sms.phone,
                    sms.template,
                    sms.text,
                    parts,
                    iso(at),
                    self.chance("pace", sms.message_id).random(),
                ),
            )
        return SmsReceipt(message_id=sms.message_id, accepted_at=at, parts=parts)

    def deliver(self, message_id: str, *, at: datetime) -> None:
        """The text reached the phone."""
        self._report(message_id, DeliveryState.DELIVERED, reason=None, at=at)

    def fail(self, message_id: str, *, reason: str, at: datetime) -> None:
        """The text will never reach the phone; `reason` in the carrier's Chinese words."""
        self._report(message_id, DeliveryState.FAILED, reason=reason.strip() or FAILURES[0], at=at)

    def outbox(self) -> list[Sms]:
        """Every text ever taken, oldest first."""
        return [
            Sms(
                message_id=row["message_id"],
                phone=row["phone"],
                template=row["template"],
                text=row["text"],
            )
            for row in self.rows("SELECT * FROM texts ORDER BY accepted_at, message_id")
        ]

    def tables(self, *, at: datetime) -> list[Table]:
        found = self.rows("SELECT * FROM texts ORDER BY accepted_at DESC, message_id LIMIT 100")
        waiting = [_line(row) for row in found if row["state"] is None]
        reported = [_line(row) for row in found if row["state"] is not None]
        columns = ("短信编号", "手机号", "类别", "内容", "条数", "接收", "结果")
        show = Act("显示号码")
        return [
            Table(
                title="发送中",
                columns=columns,
                rows=waiting,
                acts={
                    "deliver": Act("送达"),
                    "fail": Act("失败", (REASON,)),
                    "show_phone": show,
                },
            ),
            Table(title="已有结果", columns=columns, rows=reported, acts={"show_phone": show}),
        ]

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        if name == "deliver":
            self.deliver(key, at=at)
            return "已报送达。"
        if name == "fail":
            self.fail(key, reason=values.get(REASON, ""), at=at)
            return "已报失败。"
        if name == "show_phone":
            return f"手机号：{self._find(key)['phone']}"
        return super().act(name, key=key, values=values, at=at)

    def tick(self, *, at: datetime) -> int:
        """Report the texts that have been on their way long enough; one in fifty fails."""
        due = self.rows(
            "SELECT message_id FROM texts WHERE state IS NULL"
            " AND (julianday(?) - julianday(accepted_at)) * 86400 >= (? + pace * ?) / ?"
            " ORDER BY accepted_at, message_id LIMIT 200",
            iso(at),
            LEAST_SECONDS,
            MOST_SECONDS - LEAST_SECONDS,
            self.automatic.speed,
        )
        for row in due:
            luck = self.chance("luck", row["message_id"])
            if luck.random() < FAILURE_RATE:
                self.fail(row["message_id"], reason=luck.choice(FAILURES), at=at)
            else:
                self.deliver(row["message_id"], at=at)
        return len(due)

    def _checked_parts(self, sms: Sms) -> int:
        if _MOBILE.fullmatch(sms.phone) is None:
            raise self.reject("BAD_PHONE", "手机号应为 11 位移动电话号码。")
        if not sms.text.strip():
            raise self.reject("EMPTY_TEXT", "短信内容不能为空。")
        parts = part_count(sms.text)
        if parts > MOST_PARTS:
            raise self.reject("TOO_LONG", f"短信过长：需 {parts} 条，最多 {MOST_PARTS} 条。")
        return parts

    def _report(
        self, message_id: str, state: DeliveryState, *, reason: str | None, at: datetime
    ) -> None:
        with self.transaction() as db:
            if self._find(message_id)["state"] is not None:
                raise self.reject("ALREADY_REPORTED", "这条短信已有结果。")
            db.execute(
                "UPDATE texts SET state = ?, reason = ?, reported_at = ? WHERE message_id = ?",
                (state, reason, iso(at), message_id),
            )
            self.notify(
                DeliveryReport(message_id=message_id, state=state, at=at, reason=reason), at=at
            )

    def _find(self, message_id: str) -> sqlite3.Row:
        found = self.row("SELECT * FROM texts WHERE message_id = ?", message_id)
        if found is None:
            raise self.reject("UNKNOWN_MESSAGE", "没有这条短信。")
        return found


def _receipt(row: sqlite3.Row) -> SmsReceipt:
    return SmsReceipt(
        message_id=row["message_id"],
        accepted_at=parse_iso(row["accepted_at"]),
        parts=row["parts"],
    )


def _line(row: sqlite3.Row) -> tuple[object, ...]:
    labels = {str(template): template.label for template in Template}
    result = "" if row["state"] is None else DeliveryState(row["state"]).label
    return (
        row["message_id"],
        row["phone"][:3] + "****" + row["phone"][-4:],
        labels.get(row["template"], row["template"]),
        row["text"],
        row["parts"],
        when(row["accepted_at"]),
        f"{result}（{row['reason']}）" if row["reason"] else result,
    )
