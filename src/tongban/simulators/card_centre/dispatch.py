"""The packing room: which cards go into which parcel, and what is really inside.

The list sent with a batch and the parcel's contents are kept apart, because a county bureau
counts what it finds (第十一条), and the two may differ.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import BatchShipped, CardPosted, OrderStage, ShippedCard
from tongban.simulators.base.ledger import iso
from tongban.simulators.base.parcels import CameBack, HandedIn
from tongban.standards.zones import local

if TYPE_CHECKING:
    from sqlite3 import Row

    from tongban.simulators.card_centre.ledger import CardCentreLedger

PEER = "post"


@dataclass(frozen=True)
class Dispatch:
    """What the packing room can do with made cards."""

    ledger: CardCentreLedger

    def ready(self, county: str) -> list[Row]:
        """Orders whose made cards wait for the next batch to a county bureau; no courier's."""
        return self.ledger.rows(
            "SELECT * FROM orders WHERE stage = ? AND delivery = ? AND county = ?"
            " ORDER BY since, order_no",
            OrderStage.PRODUCED,
            Delivery.STATION,
            county,
        )

    def ship(
        self,
        county: str,
        *,
        at: datetime,
        left_out: Collection[str] = (),
        surplus: Collection[str] = (),
    ) -> BatchShipped:
        """Send every waiting card of a county bureau as one batch.

        `left_out` are serials that the list names but the parcel lacks; `surplus` are serials
        that lie in the parcel but are not on the list.
        """
        ledger = self.ledger
        with ledger.transaction() as db:
            ready = self.ready(county)
            listed = {row["card_serial"] for row in ready}
            if not ready:
                raise ledger.reject("NOTHING_TO_SHIP", "该县局没有待发的证件。")
            if not set(left_out) <= listed or set(surplus) & listed:
                raise ledger.reject("BAD_CONTENTS", "缺少的应在清单内，多出的应在清单外。")
            gone = set(left_out) | self._strayed(listed)
            batch = self._batch(county, ready, at)
            db.execute(
                "INSERT INTO batches VALUES (?, ?, ?, ?)",
                (batch.batch_no, county, batch.carrier_no, iso(at)),
            )
            db.executemany(
                "INSERT INTO batch_cards VALUES (?, ?, ?, ?)",
                [(batch.batch_no, s, True, s not in gone) for s in sorted(listed)]
                + [(batch.batch_no, s, False, True) for s in sorted(surplus)],
            )
            for row in ready:
                ledger.move(row["order_no"], OrderStage.SHIPPED, at=at, of=(OrderStage.PRODUCED,))
                db.execute(
                    "UPDATE orders SET batch_no = ? WHERE order_no = ?",
                    (batch.batch_no, row["order_no"]),
                )
            ledger.notify(batch, at=at)
        return batch

    def post(self, order_no: str, *, at: datetime) -> str:
        """Send one courier card straight to the applicant; returns the tracking number."""
        ledger = self.ledger
        with ledger.transaction() as db:
            found = ledger.find(order_no)
            if found["delivery"] != Delivery.COURIER:
                raise ledger.reject("NOT_A_PARCEL", "到派出所领取的证件随批次发出，不单独邮寄。")
            ledger.move(order_no, OrderStage.SHIPPED, at=at, of=(OrderStage.PRODUCED,))
            times = ledger.number("SELECT count(*) FROM parcels WHERE order_no = ?", order_no)
            tracking = self._carrier_no("post", order_no, *([str(times)] if times else []))
            db.execute("UPDATE orders SET tracking_no = ? WHERE order_no = ?", (tracking, order_no))
            db.execute(
                "INSERT INTO parcels (tracking_no, order_no, posted_at) VALUES (?, ?, ?)",
                (tracking, order_no, iso(at)),
            )
            posted = CardPosted(
                order_no=order_no,
                card_serial=found["card_serial"],
                tracking_no=tracking,
                at=at,
            )
            ledger.notify(posted, at=at)
            recipient = ledger.ordered(order_no).recipient
            if recipient is not None:
                ledger.notify(HandedIn(tracking, order_no, recipient, at), at=at, to=PEER)
        return tracking

    def take(self, given: object, at: datetime) -> None:
        """Have a parcel back from the post: its card waits for another address; once."""
        ledger = self.ledger
        if not isinstance(given, CameBack):
            raise ledger.reject("NOT_A_PARCEL", "不是退回的邮件。")
        with ledger.transaction() as db:
            met = db.execute(
                "UPDATE parcels SET back_at = ? WHERE tracking_no = ? AND order_no = ?"
                " AND back_at IS NULL RETURNING 1",
                (iso(given.at), given.tracking_no, given.order_no),
            ).fetchone()
            if met is not None:
                ledger.move(
                    given.order_no, OrderStage.SENT_BACK, at=given.at, of=(OrderStage.SHIPPED,)
                )

    def contents(self, batch_no: str) -> tuple[str, ...]:
        """Serials of the cards that really lie in a parcel, as the county bureau will scan them."""
        found = self.ledger.rows(
            "SELECT card_serial FROM batch_cards WHERE batch_no = ? AND is_inside"
            " ORDER BY card_serial",
            batch_no,
        )
        return tuple(row["card_serial"] for row in found)

    def stray(self, county: str) -> str:
        """A card that does not belong to a county bureau: another's waiting one, or a foreign one.

        A card that strays stays on its own order, to be missed in its own batch.
        """
        found = self.ledger.row(
            "SELECT card_serial FROM orders WHERE stage = ? AND delivery = ? AND county <> ?"
            " AND card_serial NOT IN (SELECT card_serial FROM batch_cards)"
            " ORDER BY since, order_no LIMIT 1",
            OrderStage.PRODUCED,
            Delivery.STATION,
            county,
        )
        if found is not None:
            return str(found["card_serial"])
        count = self.ledger.number("SELECT count(*) FROM batch_cards WHERE NOT is_listed")
        return f"36{count + 1:010d}"

    def _strayed(self, serials: Collection[str]) -> set[str]:
        """Those of `serials` that already lie in another bureau's parcel."""
        found = self.ledger.rows("SELECT card_serial FROM batch_cards WHERE NOT is_listed")
        return {row["card_serial"] for row in found} & set(serials)

    def _batch(self, county: str, ready: list[Row], at: datetime) -> BatchShipped:
        head = f"{county}-{local(at):%Y%m%d}"
        count = self.ledger.number(
            "SELECT count(*) FROM batches WHERE batch_no LIKE ?", head + "-%"
        )
        batch_no = f"{head}-{count + 1:02d}"
        return BatchShipped(
            batch_no=batch_no,
            county=county,
            carrier_no=self._carrier_no("batch", batch_no),
            at=at,
            cards=tuple(
                ShippedCard(
                    order_no=row["order_no"],
                    card_serial=row["card_serial"],
                    station=row["station"],
                )
                for row in ready
            ),
        )

    def _carrier_no(self, *about: str) -> str:
        """Thirteen digits as on a domestic parcel; they carry no check digit."""
        return f"1{self.ledger.chance('carrier', *about).randrange(10**11, 3 * 10**11)}"
