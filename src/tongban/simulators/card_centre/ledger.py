"""The card centre's memory: orders, cards made, and what went into which batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import (
    CALLS,
    NOTICES,
    SYSTEM,
    CardOrder,
    CardProduced,
    Fault,
    OrderAccepted,
    OrderReceipt,
    OrderRejected,
    OrderStage,
    OrderStatus,
    Redirection,
)
from tongban.simulators.base.ledger import Ledger, Table, iso, parse_iso
from tongban.simulators.base.parcels import PARCELS, HandedIn
from tongban.simulators.card_centre import page, tempo
from tongban.simulators.card_centre.check import fault_of, way_fault
from tongban.simulators.card_centre.dispatch import PEER, Dispatch
from tongban.simulators.card_centre.schema import SCHEMA
from tongban.standards.zones import local

_ORDER = TypeAdapter(CardOrder)


class CardCentreLedger(Ledger):
    """Implements `CardCentrePort`; the other methods are what the centre does to an order."""

    system = SYSTEM
    title = "省厅制证中心"
    schema = SCHEMA
    calls = CALLS
    notices = NOTICES
    passes = PARCELS

    def order(self, order: CardOrder, *, at: datetime) -> OrderReceipt:
        body = _ORDER.dump_json(order).decode()
        with self.transaction() as db:
            known = self.row("SELECT * FROM orders WHERE order_no = ?", order.order_no)
            if known is not None:
                if _printed(_ORDER.validate_json(known["body"])) != _printed(order):
                    raise self.reject("ORDER_CONFLICT", "该制证单号已用于另一份制证数据。")
                return _receipt(known)
            self._check(order)
            centre_no = self._centre_no(at)
            db.execute(
                "INSERT INTO orders (order_no, centre_no, body, county, station, delivery,"
                " received_at, stage, since, pace) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    order.order_no,
                    centre_no,
                    body,
                    order.destination.county,
                    order.destination.station,
                    order.delivery,
                    iso(at),
                    OrderStage.RECEIVED,
                    iso(at),
                    self.chance("pace", order.order_no).random(),
                ),
            )
        return OrderReceipt(order_no=order.order_no, centre_no=centre_no, received_at=at)

    def redirect(self, redirection: Redirection, *, at: datetime) -> OrderStatus:
        order_no, reference = redirection.order_no, redirection.reference
        with self.transaction() as db:
            found = self.find(order_no)
            if self.row("SELECT 1 FROM redirections WHERE reference = ?", reference) is None:
                fault = way_fault(redirection.delivery, redirection.recipient)
                if fault is not None:
                    raise self.reject("BAD_ORDER", fault)
                if found["stage"] == OrderStage.SHIPPED:
                    raise self.reject("ALREADY_SHIPPED", "证件已经寄出，不能改寄。")
                self._send_elsewhere(redirection)
                db.execute(
                    "INSERT INTO redirections VALUES (?, ?, ?)", (reference, order_no, iso(at))
                )
                if found["stage"] == OrderStage.SENT_BACK:
                    self.move(order_no, OrderStage.PRODUCED, at=at, of=(OrderStage.SENT_BACK,))
        return self.status(order_no, at=at)

    def status(self, order_no: str, *, at: datetime) -> OrderStatus:
        found = self.find(order_no)
        return OrderStatus(
            order_no=order_no,
            centre_no=found["centre_no"],
            stage=OrderStage(found["stage"]),
            since=parse_iso(found["since"]),
            card_serial=found["card_serial"],
            batch_no=found["batch_no"],
            tracking_no=found["tracking_no"],
            fault=None if found["fault"] is None else Fault(found["fault"]),
            reason=found["reason"],
        )

    def ordered(self, order_no: str) -> CardOrder:
        """The order as it arrived: the centre's proof of what it was told to print."""
        return _ORDER.validate_json(self.find(order_no)["body"])

    def accept(self, order_no: str, *, at: datetime) -> None:
        """Take the order into production."""
        with self.transaction():
            self.move(order_no, OrderStage.ACCEPTED, at=at, of=(OrderStage.RECEIVED,))
            self.notify(OrderAccepted(order_no=order_no, at=at), at=at)

    def turn_down(self, order_no: str, *, fault: Fault, reason: str, at: datetime) -> None:
        """Refuse the order for good; `reason` is a Chinese sentence the station will read."""
        if not reason.strip():
            raise self.reject("NO_REASON", "请写明退单原因。")
        with self.transaction() as db:
            self.move(
                order_no,
                OrderStage.REJECTED,
                at=at,
                of=(OrderStage.RECEIVED, OrderStage.ACCEPTED),
            )
            db.execute(
                "UPDATE orders SET fault = ?, reason = ? WHERE order_no = ?",
                (fault, reason, order_no),
            )
            self.notify(OrderRejected(order_no=order_no, at=at, fault=fault, reason=reason), at=at)

    def produce(self, order_no: str, *, at: datetime) -> str:
        """Make the card, accepting the order first where that is still to be done."""
        with self.transaction() as db:
            if self.find(order_no)["stage"] == OrderStage.RECEIVED:
                self.accept(order_no, at=at)
            self.move(order_no, OrderStage.PRODUCED, at=at, of=(OrderStage.ACCEPTED,))
            made = self.number("SELECT count(*) FROM orders WHERE card_serial IS NOT NULL")
            serial = f"37{local(at):%y}{made + 1:08d}"
            db.execute("UPDATE orders SET card_serial = ? WHERE order_no = ?", (serial, order_no))
            self.notify(CardProduced(order_no=order_no, at=at, card_serial=serial), at=at)
        return serial

    @property
    def dispatch(self) -> Dispatch:
        """The packing room: batches and courier parcels."""
        return Dispatch(self)

    def take_handed_in(self) -> list[HandedIn]:
        """Parcels given to the post since the last time (in-process use)."""
        return [one for one in self.take_notices(to=PEER) if isinstance(one, HandedIn)]

    def find(self, order_no: str) -> sqlite3.Row:
        found = self.row("SELECT * FROM orders WHERE order_no = ?", order_no)
        if found is None:
            raise self.reject("UNKNOWN_ORDER", "没有收到过这个制证单号。")
        return found

    def move(
        self, order_no: str, to: OrderStage, *, at: datetime, of: tuple[OrderStage, ...]
    ) -> None:
        """Change an order's stage inside the present transaction, from one of `of` only."""
        stage = OrderStage(self.find(order_no)["stage"])
        if stage not in of:
            raise self.reject("WRONG_STAGE", f"该单现为“{stage.label}”，不能改为“{to.label}”。")
        self.db.execute(
            "UPDATE orders SET stage = ?, since = ? WHERE order_no = ?", (to, iso(at), order_no)
        )

    def tables(self, *, at: datetime) -> list[Table]:
        return page.tables(self)

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        return page.act(self, name, key=key, values=values, at=at)

    def tick(self, *, at: datetime) -> int:
        return tempo.tick(self, at=at)

    def _send_elsewhere(self, redirection: Redirection) -> None:
        changed = replace(
            self.ordered(redirection.order_no),
            delivery=redirection.delivery,
            recipient=redirection.recipient,
        )
        self.db.execute(
            "UPDATE orders SET body = ?, delivery = ?, tracking_no = NULL WHERE order_no = ?",
            (_ORDER.dump_json(changed).decode(), redirection.delivery, redirection.order_no),
        )

    def _check(self, order: CardOrder) -> None:
        fault = fault_of(order)
        if fault is not None:
            raise self.reject("BAD_ORDER", fault)
        former = order.remake_of
        if former is not None and not self.rows("SELECT 1 FROM orders WHERE order_no = ?", former):
            raise self.reject("UNKNOWN_REMAKE", "补制所指的原制证单不存在。")

    def _centre_no(self, at: datetime) -> str:
        head = f"ZZ{local(at):%Y%m%d}"
        count = self.number("SELECT count(*) FROM orders WHERE centre_no LIKE ?", head + "%")
        return f"{head}{count + 1:05d}"


def _printed(order: CardOrder) -> CardOrder:
    """An order without where its card goes, which may have been changed since."""
    return replace(order, delivery=Delivery.STATION, recipient=None)


def _receipt(row: sqlite3.Row) -> OrderReceipt:
    return OrderReceipt(
        order_no=row["order_no"],
        centre_no=row["centre_no"],
        received_at=parse_iso(row["received_at"]),
    )
