"""The treasury's own books."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from tongban.ports import treasury
from tongban.ports.treasury import (
    DailyStatement,
    PaymentMethod,
    PaymentOrder,
    PaymentPaid,
    PaymentRefunded,
    PaymentState,
)
from tongban.simulators.base.ledger import Ledger, Table, iso, parse_iso
from tongban.simulators.treasury import page
from tongban.simulators.treasury.rows import code_of, line_of, order_of
from tongban.standards.money import yuan
from tongban.standards.zones import at_local, local_date

CODE_LIFE = timedelta(hours=24)
"""How long a payment code can be paid."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    order_no TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, case_number TEXT NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), payer_name TEXT NOT NULL,
    item TEXT NOT NULL, state TEXT NOT NULL, payment_code TEXT NOT NULL UNIQUE,
    codes INTEGER NOT NULL DEFAULT 1, code_expires_at TEXT NOT NULL, created_at TEXT NOT NULL,
    code_made_at TEXT NOT NULL, method TEXT, paid_by TEXT, paid_at TEXT,
    is_late INTEGER NOT NULL DEFAULT 0, refund_reference TEXT UNIQUE, refund_reason TEXT,
    refund_asked_at TEXT, refunded_at TEXT, receipt_number TEXT UNIQUE,
    repeats TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX IF NOT EXISTS orders_by_state ON orders (state, created_at);
CREATE INDEX IF NOT EXISTS orders_by_payment ON orders (paid_at);
CREATE INDEX IF NOT EXISTS orders_by_refund ON orders (refunded_at);
"""


class TreasuryLedger(Ledger):
    """`TreasuryPort` in process, with the acts of payer, bank and treasury."""

    system = "treasury"
    title = "省财政非税收缴"
    schema = SCHEMA
    calls = treasury.CALLS
    notices = treasury.NOTICES

    def order(
        self,
        reference: str,
        *,
        case_number: str,
        amount_fen: int,
        payer_name: str,
        item: str,
        at: datetime,
    ) -> PaymentOrder:
        with self.transaction() as db:
            found = self.row("SELECT * FROM orders WHERE reference = ?", reference)
            if found is not None:
                if (found["case_number"], found["amount_fen"]) != (case_number, amount_fen):
                    raise self.reject("REFERENCE_REUSED", "同一业务号对应了不同的受理编号或金额。")
                return order_of(found)
            if amount_fen <= 0:
                raise self.reject("BAD_AMOUNT", "金额应当大于零。")
            serial = self.number("SELECT count(*) FROM orders") + 1
            order_no = f"FS{local_date(at):%Y%m%d}{serial:08d}"
            db.execute(
                "INSERT INTO orders (order_no, reference, case_number, amount_fen, payer_name,"
                " item, state, payment_code, code_expires_at, created_at, code_made_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    order_no,
                    reference,
                    case_number,
                    amount_fen,
                    payer_name,
                    item,
                    PaymentState.UNPAID.value,
                    code_of(order_no, 1),
                    iso(at + CODE_LIFE),
                    iso(at),
                    iso(at),
                ),
            )
        return self.query(order_no, at=at)

    def query(self, order_no: str, *, at: datetime) -> PaymentOrder:
        return order_of(self._require(order_no))

    def renew_code(self, order_no: str, *, at: datetime) -> PaymentOrder:
        with self.transaction() as db:
            found = self._require(order_no)
            self._demand_unpaid(found)
            count = found["codes"] + 1
            db.execute(
                "UPDATE orders SET payment_code = ?, codes = ?, code_expires_at = ?,"
                " code_made_at = ? WHERE order_no = ?",
                (code_of(order_no, count), count, iso(at + CODE_LIFE), iso(at), order_no),
            )
        return self.query(order_no, at=at)

    def void(self, order_no: str, *, at: datetime) -> PaymentOrder:
        with self.transaction() as db:
            found = self._require(order_no)
            if found["state"] != PaymentState.VOIDED:
                self._demand_unpaid(found)
                db.execute(
                    "UPDATE orders SET state = ? WHERE order_no = ?",
                    (PaymentState.VOIDED.value, order_no),
                )
        return self.query(order_no, at=at)

    def pay_on_behalf(
        self, order_no: str, *, unit: str, officer_name: str, at: datetime
    ) -> PaymentOrder:
        with self.transaction():
            found = self._require(order_no)
            if found["method"] == PaymentMethod.ON_BEHALF:
                return order_of(found)
            self._pay(
                found, method=PaymentMethod.ON_BEHALF, paid_by=f"{unit} {officer_name}", at=at
            )
        return self.query(order_no, at=at)

    def pay(self, payment_code: str, *, at: datetime, paid_by: str = "") -> PaymentOrder:
        """A phone pays a code; also a code that has run out (banks are late).

        ``paid_by`` is whose phone it is, the person on the order where nobody else is named.
        """
        with self.transaction():
            found = self.row("SELECT * FROM orders WHERE payment_code = ?", payment_code)
            if found is None:
                raise self.reject("UNKNOWN_CODE", "支付码不存在或已更换。")
            paid_by = paid_by or found["payer_name"]
            self._pay(found, method=PaymentMethod.PAYER, paid_by=paid_by, at=at)
        return self.query(found["order_no"], at=at)

    def pay_again(self, order_no: str, *, at: datetime, paid_by: str = "") -> PaymentOrder:
        """A bank reports a second payment of a paid order, as of a code that was scanned offline.

        It is booked as an order of its own, which names the one that it repeats.
        """
        with self.transaction() as db:
            found = self._require(order_no)
            if found["paid_at"] is None:
                raise self.reject("NOT_PAID", "该订单还没有缴款。")
            count = self.number("SELECT count(*) FROM orders WHERE repeats = ?", order_no) + 1
            again = f"{order_no}C{count}"
            copied = ("case_number", "amount_fen", "payer_name", "item", "code_expires_at")
            db.execute(
                "INSERT INTO orders (order_no, reference, case_number, amount_fen, payer_name,"
                " item, code_expires_at, state, payment_code, created_at, code_made_at, repeats)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    again,
                    f"{found['reference']}#{count}",
                    *(found[name] for name in copied),
                    PaymentState.UNPAID.value,
                    code_of(again, 1),
                    iso(at),
                    iso(at),
                    order_no,
                ),
            )
            payer = paid_by or found["payer_name"]
            self._pay(self._require(again), method=PaymentMethod.PAYER, paid_by=payer, at=at)
        return self.query(again, at=at)

    def refund(self, order_no: str, *, reference: str, reason: str, at: datetime) -> PaymentOrder:
        with self.transaction() as db:
            found = self._require(order_no)
            if found["refund_reference"] == reference:
                return order_of(found)
            if found["state"] != PaymentState.PAID:
                raise self.reject("NOT_REFUNDABLE", "该笔缴款未到账或已在退费。")
            db.execute(
                "UPDATE orders SET state = ?, refund_reference = ?, refund_reason = ?,"
                " refund_asked_at = ? WHERE order_no = ?",
                (PaymentState.REFUNDING.value, reference, reason, iso(at), order_no),
            )
        return self.query(order_no, at=at)

    def finish_refund(self, order_no: str, *, at: datetime) -> PaymentOrder:
        """The treasury has given the money back."""
        with self.transaction() as db:
            found = self._require(order_no)
            if found["state"] != PaymentState.REFUNDING:
                raise self.reject("NOT_REFUNDING", "该笔缴款没有待办的退费。")
            db.execute(
                "UPDATE orders SET state = ?, refunded_at = ? WHERE order_no = ?",
                (PaymentState.REFUNDED.value, iso(at), order_no),
            )
            done = self.query(order_no, at=at)
            self.notify(PaymentRefunded(done), at=at)
        return done

    def fail_refund(self, order_no: str, *, at: datetime) -> PaymentOrder:
        """The bank could not give the money back: the order is paid as before, without a notice."""
        with self.transaction() as db:
            found = self._require(order_no)
            if found["state"] != PaymentState.REFUNDING:
                raise self.reject("NOT_REFUNDING", "该笔缴款没有待办的退费。")
            db.execute(
                "UPDATE orders SET state = ?, refund_reference = NULL, refund_asked_at = NULL"
                " WHERE order_no = ?",
                (PaymentState.PAID.value, order_no),
            )
        return self.query(order_no, at=at)

    def daily_statement(self, day: date, *, at: datetime) -> DailyStatement:
        start = at_local(day, clock=time.min)
        span = (iso(start), iso(start + timedelta(days=1)))
        paid = self.rows("SELECT * FROM orders WHERE paid_at >= ? AND paid_at < ?", *span)
        back = self.rows("SELECT * FROM orders WHERE refunded_at >= ? AND refunded_at < ?", *span)
        lines = [line_of(r, "paid_at", sign=1) for r in paid]
        lines += [line_of(r, "refunded_at", sign=-1) for r in back]
        lines.sort(key=lambda line: (line.moved_at, line.order_no))
        return DailyStatement(
            day=day, lines=tuple(lines), total_fen=sum(line.amount_fen for line in lines)
        )

    def tick(self, *, at: datetime) -> int:
        """Payers pay 20 to 90 seconds after the code was made; refunds take 2 to 10 minutes."""
        done = 0
        payable = self.rows(
            "SELECT * FROM orders WHERE state = 'UNPAID' AND code_expires_at > ?"
            " ORDER BY created_at",
            iso(at),
        )
        for row in payable:
            code = row["payment_code"]
            if self.is_due(row["code_made_at"], code, at=at, seconds=(20, 90)):
                self.pay(code, at=at)
                done += 1
        for row in self.rows("SELECT * FROM orders WHERE state = 'REFUNDING'"):
            order_no = row["order_no"]
            if self.is_due(row["refund_asked_at"], order_no, at=at, seconds=(120, 600)):
                self.finish_refund(order_no, at=at)
                done += 1
        return done

    def tables(self, *, at: datetime) -> list[Table]:
        return page.tables(self)

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        if name in ("pay", "pay_twice", "pay_late"):
            if name == "pay_late":
                self._expire(key, at=at)
            paid = self.pay(key, at=at)
            if name == "pay_twice":
                self.send_again(1, at=at)
            return f"已缴款 {yuan(paid.amount_fen)} 元，订单 {paid.order_no}。"
        if name == "expire":
            self._expire(key, at=at)
            return "支付码已过期。"
        if name == "finish_refund":
            return f"已退费，订单 {self.finish_refund(key, at=at).order_no}。"
        if name == "fail_refund":
            return f"退费未成，订单 {self.fail_refund(key, at=at).order_no}。"
        if name == "pay_again":
            return f"又缴了一次，订单 {self.pay_again(key, at=at).order_no}。"
        if name == "notify_again":
            with self.transaction():
                self.notify(PaymentPaid(self.query(key, at=at)), at=at)
            return "将再次通知。"
        return super().act(name, key=key, values=values, at=at)

    def _widen(self) -> None:
        """Give the books of an older file the column of second payments."""
        super()._widen()
        columns = {row["name"] for row in self.db.execute("PRAGMA table_info(orders)")}
        if "repeats" not in columns:
            self.db.execute("ALTER TABLE orders ADD COLUMN repeats TEXT NOT NULL DEFAULT ''")

    def _expire(self, payment_code: str, *, at: datetime) -> None:
        with self.transaction() as db:
            db.execute(
                "UPDATE orders SET code_expires_at = ? WHERE payment_code = ?",
                (iso(at - timedelta(seconds=1)), payment_code),
            )

    def _pay(
        self, found: sqlite3.Row, *, method: PaymentMethod, paid_by: str, at: datetime
    ) -> None:
        self._demand_unpaid(found)
        serial = self.number("SELECT count(receipt_number) FROM orders") + 1
        self.db.execute(
            "UPDATE orders SET state = ?, method = ?, paid_by = ?, paid_at = ?, is_late = ?,"
            " receipt_number = ? WHERE order_no = ?",
            (
                PaymentState.PAID.value,
                method.value,
                paid_by,
                iso(at),
                int(parse_iso(found["code_expires_at"]) < at),
                f"{serial:010d}",
                found["order_no"],
            ),
        )
        self.notify(PaymentPaid(self.query(found["order_no"], at=at)), at=at)

    def _require(self, order_no: str) -> sqlite3.Row:
        found = self.row("SELECT * FROM orders WHERE order_no = ?", order_no)
        if found is None:
            raise self.reject("UNKNOWN_ORDER", "没有这个订单。")
        return found

    def _demand_unpaid(self, found: sqlite3.Row) -> None:
        if found["state"] == PaymentState.VOIDED:
            raise self.reject("VOIDED", "订单已作废。")
        if found["state"] != PaymentState.UNPAID:
            raise self.reject("ALREADY_PAID", "订单已缴款。")
