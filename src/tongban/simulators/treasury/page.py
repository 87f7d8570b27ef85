"""The tester's view of the treasury: what waits to be paid, what goes back, what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.simulators.base.ledger import Act, Table
from tongban.simulators.treasury.rows import cells

if TYPE_CHECKING:
    from tongban.simulators.treasury.ledger import TreasuryLedger


def tables(ledger: TreasuryLedger) -> list[Table]:
    """The three lists, each with its buttons."""
    return [_unpaid(ledger), _refunding(ledger), _paid(ledger)]


def _unpaid(ledger: TreasuryLedger) -> Table:
    rows = ledger.rows(
        "SELECT * FROM orders WHERE state = 'UNPAID' ORDER BY created_at DESC LIMIT 50"
    )
    return Table(
        title="待缴款",
        columns=("支付码", "订单号", "缴款人", "金额（元）", "支付码有效期"),
        rows=[cells(r, "payment_code", "order_no", "payer_name", "code_expires_at") for r in rows],
        acts={
            "pay": Act("缴款"),
            "pay_twice": Act("缴款并通知两次"),
            "expire": Act("令支付码过期"),
            "pay_late": Act("过期后缴款"),
        },
    )


def _refunding(ledger: TreasuryLedger) -> Table:
    rows = ledger.rows("SELECT * FROM orders WHERE state = 'REFUNDING' LIMIT 50")
    return Table(
        title="退费中",
        columns=("订单号", "支付码", "缴款人", "金额（元）", "申请时间"),
        rows=[cells(r, "order_no", "payment_code", "payer_name", "refund_asked_at") for r in rows],
        acts={"finish_refund": Act("退费到账"), "fail_refund": Act("退费未成")},
    )


def _paid(ledger: TreasuryLedger) -> Table:
    rows = ledger.rows(
        "SELECT * FROM orders WHERE paid_at IS NOT NULL ORDER BY paid_at DESC LIMIT 30"
    )
    return Table(
        title="最近到账",
        columns=("订单号", "票据号码", "缴款人", "金额（元）", "到账时间"),
        rows=[cells(r, "order_no", "receipt_number", "payer_name", "paid_at") for r in rows],
        acts={"notify_again": Act("再次通知"), "pay_again": Act("又缴一次")},
    )
