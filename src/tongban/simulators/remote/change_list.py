"""The numbered list of what happened, from which this city reads on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter

from tongban.ports.remote import CaseAnswered, CaseArrived, CaseWithdrawn, Change, ChangePage
from tongban.simulators.base.ledger import Ledger, iso

LONGEST = 500
"""Changes on one page at the most, however many are asked for."""

C = TypeVar("C", CaseAnswered, CaseArrived, CaseWithdrawn)

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


@dataclass(frozen=True)
class ChangeList:
    """Entries are added and never changed; `seq` runs without gaps from 1."""

    ledger: Ledger

    def add(self, make: Callable[[int], C]) -> C:
        """Write the entry that `make` gives for the next number, in the present transaction."""
        seq = self.ledger.number("SELECT max(seq) FROM changes") + 1
        change = make(seq)
        self.ledger.db.execute(
            "INSERT INTO changes VALUES (?, ?, ?, ?)",
            (seq, iso(change.at), change.case_number, _CHANGE.dump_json(change).decode()),
        )
        return change

    def page(self, after: int, *, limit: int, at: datetime) -> ChangePage:
        """The entries above `after`, at most `limit`; the same ones however often they are read."""
        if after < 0 or limit < 1:
            raise self.ledger.reject("BAD_RANGE", "变更序号不能为负，条数至少为 1。")
        most = min(limit, LONGEST)
        found = self.ledger.rows(
            "SELECT body FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", after, most + 1
        )
        return ChangePage(
            changes=tuple(_CHANGE.validate_json(row["body"]) for row in found[:most]),
            is_complete=len(found) <= most,
            as_of=at,
        )

    def of_case(self, case_number: str) -> list[Change]:
        """Everything said about one case, in order."""
        found = self.ledger.rows(
            "SELECT body FROM changes WHERE case_number = ? ORDER BY seq", case_number
        )
        return [_CHANGE.validate_json(row["body"]) for row in found]

    def newest(self, *, limit: int) -> list[Change]:
        """The end of the list, the latest entry first."""
        found = self.ledger.rows("SELECT body FROM changes ORDER BY seq DESC LIMIT ?", limit)
        return [_CHANGE.validate_json(row["body"]) for row in found]
