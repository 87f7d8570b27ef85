"""The post's memory: every parcel of the card centre, and what happened to it in which order."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from tongban.ports.post import (
    CALLS,
    ENDS,
    NOTICES,
    SYSTEM,
    BackReason,
    Parcel,
    ParcelEvent,
    ParcelStep,
    Signer,
)
from tongban.simulators.base.ledger import Ledger, Table, iso, parse_iso
from tongban.simulators.base.parcels import PARCELS, CameBack, HandedIn
from tongban.simulators.post import page, tempo

SCHEMA = """
CREATE TABLE IF NOT EXISTS parcels (
    tracking_no TEXT PRIMARY KEY, order_no TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL,
    address TEXT NOT NULL, step TEXT NOT NULL, since TEXT NOT NULL, pace REAL NOT NULL,
    is_followed INTEGER NOT NULL DEFAULT 0, is_recalled INTEGER NOT NULL DEFAULT 0,
    reason TEXT) STRICT;
CREATE INDEX IF NOT EXISTS parcels_by_step ON parcels (step, since);
CREATE TABLE IF NOT EXISTS events (
    tracking_no TEXT NOT NULL REFERENCES parcels, seq INTEGER NOT NULL, at TEXT NOT NULL,
    step TEXT NOT NULL, place TEXT NOT NULL, signer TEXT, signer_name TEXT NOT NULL, reason TEXT,
    words TEXT NOT NULL, PRIMARY KEY (tracking_no, seq)) STRICT, WITHOUT ROWID;
"""

PEER = "card_centre"
CENTRE = "济南邮件处理中心"
OFFICE = "投递网点"


class PostLedger(Ledger):
    """Implements `PostPort`; the other methods are what happens to a parcel on its way."""

    system = SYSTEM
    title = "邮政速递"
    schema = SCHEMA
    calls = CALLS
    notices = NOTICES
    passes = PARCELS

    # Asked by the product.

    def follow(self, tracking_no: str, *, reference: str, at: datetime) -> Parcel:
        with self.transaction() as db:
            if not self._ours(tracking_no, reference)["is_followed"]:
                db.execute(
                    "UPDATE parcels SET is_followed = 1 WHERE tracking_no = ?", (tracking_no,)
                )
                for event in self._events(tracking_no):
                    self.notify(event, at=at)
        return self.track(tracking_no, at=at)

    def track(self, tracking_no: str, *, at: datetime) -> Parcel:
        found = self.find(tracking_no)
        return Parcel(
            tracking_no=tracking_no,
            step=ParcelStep(found["step"]),
            since=parse_iso(found["since"]),
            is_recalled=bool(found["is_recalled"]),
            events=self._events(tracking_no),
        )

    def recall(self, tracking_no: str, *, reference: str, at: datetime) -> Parcel:
        with self.transaction() as db:
            found = self._ours(tracking_no, reference)
            if not found["is_recalled"]:
                if ParcelStep(found["step"]) in ENDS:
                    raise self.reject("TOO_LATE", "邮件已妥投、已退回或已遗失，不能追回。")
                db.execute(
                    "UPDATE parcels SET is_recalled = 1 WHERE tracking_no = ?", (tracking_no,)
                )
                if found["step"] != ParcelStep.RETURNING:
                    self.turn_round(tracking_no, reason=BackReason.RECALLED, at=at)
        return self.track(tracking_no, at=at)

    # Handed in by the card centre.

    def take(self, given: object, at: datetime) -> None:
        """Take a parcel in; the same one again is no second parcel."""
        if not isinstance(given, HandedIn):
            raise self.reject("NOT_A_PARCEL", "不是交寄的邮件。")
        with self.transaction() as db:
            if self.row("SELECT 1 FROM parcels WHERE tracking_no = ?", given.tracking_no):
                return
            to = given.recipient
            db.execute(
                "INSERT INTO parcels (tracking_no, order_no, name, phone, address, step, since,"
                " pace) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(given.tracking_no, given.order_no, to.name, to.phone, to.address),
                    *(ParcelStep.COLLECTED, iso(given.at)),
                    self.chance("pace", given.tracking_no).random(),
                ),
            )
            self._happened(given.tracking_no, ParcelStep.COLLECTED, at=given.at, place=CENTRE)

    def take_back(self) -> list[CameBack]:
        """What went back to the centre since the last time (in-process use)."""
        return [one for one in self.take_notices(to=PEER) if isinstance(one, CameBack)]

    # On the way.

    def carry(self, tracking_no: str, *, at: datetime) -> ParcelStep:
        """The next ordinary step short of delivery; a returning parcel reaches its sender."""
        match ParcelStep(self.find(tracking_no)["step"]):
            case ParcelStep.COLLECTED:
                return self._happened(tracking_no, ParcelStep.IN_TRANSIT, at=at, place=CENTRE)
            case ParcelStep.IN_TRANSIT | ParcelStep.NOT_DELIVERED:
                return self._happened(tracking_no, ParcelStep.OUT_FOR_DELIVERY, at=at, place=OFFICE)
            case ParcelStep.RETURNING:
                return self._came_back(tracking_no, at=at)
            case _:
                raise self.reject("WRONG_STEP", "这一件不再运输：请登记妥投、投递未成功或退回。")

    def miss(self, tracking_no: str, *, words: str, at: datetime) -> None:
        """Nobody was there; it is tried again."""
        self._demand_on_the_way(tracking_no)
        self._happened(tracking_no, ParcelStep.NOT_DELIVERED, at=at, place=OFFICE, words=words)

    def deliver(self, tracking_no: str, *, signer: Signer, name: str, at: datetime) -> None:
        """Somebody signed for it; `name` as the postman wrote it down."""
        found = self._demand_on_the_way(tracking_no)
        self._happened(
            tracking_no,
            ParcelStep.DELIVERED,
            at=at,
            place=OFFICE,
            signer=signer,
            signer_name=name.strip() or found["name"],
        )

    def turn_round(
        self, tracking_no: str, *, reason: BackReason, at: datetime, words: str = ""
    ) -> None:
        """It goes back to its sender."""
        with self.transaction() as db:
            self._demand_on_the_way(tracking_no)
            db.execute("UPDATE parcels SET reason = ? WHERE tracking_no = ?", (reason, tracking_no))
            self._happened(
                tracking_no, ParcelStep.RETURNING, at=at, place=OFFICE, reason=reason, words=words
            )

    def lose(self, tracking_no: str, *, words: str, at: datetime) -> None:
        """It cannot be found any more: final."""
        if ParcelStep(self.find(tracking_no)["step"]) in ENDS:
            raise self.reject("WRONG_STEP", "这一件已经有了结果。")
        self._happened(tracking_no, ParcelStep.LOST, at=at, words=words)

    # The page and the automatic other side.

    def tables(self, *, at: datetime) -> list[Table]:
        return page.tables(self)

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        return page.act(self, name, key=key, values=values, at=at)

    def tick(self, *, at: datetime) -> int:
        return tempo.tick(self, at=at)

    def find(self, tracking_no: str) -> sqlite3.Row:
        found = self.row("SELECT * FROM parcels WHERE tracking_no = ?", tracking_no)
        if found is None:
            raise self.reject("UNKNOWN_PARCEL", "没有收寄过这个邮件号。")
        return found

    def _ours(self, tracking_no: str, reference: str) -> sqlite3.Row:
        found = self.find(tracking_no)
        if found["order_no"] != reference:
            raise self.reject("NOT_OURS", "邮件号与制证单号不符。")
        return found

    def _demand_on_the_way(self, tracking_no: str) -> sqlite3.Row:
        found = self.find(tracking_no)
        step = ParcelStep(found["step"])
        if step in ENDS or step is ParcelStep.RETURNING:
            raise self.reject("WRONG_STEP", f"这一件现为“{step.label}”，不能再投递。")
        return found

    def _came_back(self, tracking_no: str, *, at: datetime) -> ParcelStep:
        with self.transaction():
            found = self.find(tracking_no)
            reason = BackReason(found["reason"])
            step = self._happened(
                tracking_no, ParcelStep.SENT_BACK, at=at, place=CENTRE, reason=reason
            )
            self.notify(CameBack(tracking_no, found["order_no"], at), at=at, to=PEER)
        return step

    def _happened(
        self,
        tracking_no: str,
        step: ParcelStep,
        *,
        at: datetime,
        place: str = "",
        signer: Signer | None = None,
        signer_name: str = "",
        reason: BackReason | None = None,
        words: str = "",
    ) -> ParcelStep:
        """Write the next event, move the parcel, and tell whoever follows it."""
        with self.transaction() as db:
            seq = 1 + self.number("SELECT max(seq) FROM events WHERE tracking_no = ?", tracking_no)
            db.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (tracking_no, seq, iso(at), step, place, signer, signer_name, reason, words),
            )
            db.execute(
                "UPDATE parcels SET step = ?, since = ? WHERE tracking_no = ?",
                (step, iso(at), tracking_no),
            )
            if self.find(tracking_no)["is_followed"]:
                self.notify(self._events(tracking_no)[-1], at=at)
        return step

    def _events(self, tracking_no: str) -> tuple[ParcelEvent, ...]:
        found = self.rows("SELECT * FROM events WHERE tracking_no = ? ORDER BY seq", tracking_no)
        return tuple(
            ParcelEvent(
                tracking_no=tracking_no,
                seq=row["seq"],
                at=parse_iso(row["at"]),
                step=ParcelStep(row["step"]),
                place=row["place"],
                signer=Signer(row["signer"]) if row["signer"] else None,
                signer_name=row["signer_name"],
                reason=BackReason(row["reason"]) if row["reason"] else None,
                words=row["words"],
            )
            for row in found
        )
