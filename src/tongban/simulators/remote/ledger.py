"""The ledger that both systems of the exchange between bureaus share (第九条)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from tongban.ports import remote
from tongban.ports.calls import Call
from tongban.ports.population import Acknowledgement, Decision, FiledState
from tongban.ports.remote import CaseFile, ChangePage
from tongban.simulators.base.filing import FILING_SCHEMA, Filing, acknowledgement
from tongban.simulators.base.ledger import Ledger, iso
from tongban.simulators.people.beside import PeopleBeside
from tongban.simulators.remote.change_list import ChangeList
from tongban.simulators.remote.schema import SCHEMA
from tongban.standards.zones import local_date


class RemoteLedger(Ledger):
    """`ProvinceRemotePort` in process; a subclass names the system."""

    schema = FILING_SCHEMA + SCHEMA
    calls: ClassVar[Sequence[Call[Any, Any]]] = remote.CALLS

    def __init__(
        self,
        path: Path | None = None,
        *,
        seed: int = 1,
        people: sqlite3.Connection | None = None,
    ) -> None:
        """`people`: the population ledger's connection, when it lives in this process."""
        super().__init__(path, seed=seed)
        self.people = PeopleBeside(path, given=people)

    @property
    def filing(self) -> Filing:
        """All versions on file: ours, and those of our households accepted elsewhere."""
        return Filing(self, prefix="YD")

    @property
    def change_list(self) -> ChangeList:
        """What this city reads."""
        return ChangeList(self)

    def changes(self, after: int, *, limit: int, at: datetime) -> ChangePage:
        return self.change_list.page(after, limit=limit, at=at)

    def case_file(self, case_number: str, *, version: int, at: datetime) -> CaseFile:
        raise self.reject("UNKNOWN_CASE", "没有这个受理件或版本。")

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        with self.transaction():
            found = self.filing.require(decision.case_number, decision.version)
            if not self.has_arrived(decision.case_number):
                raise self.reject("NOT_IN_REVIEW", "该件由户籍地审核签发，不在本市待审之列。")
            if found["decision_digest"] is None:
                self._demand_open(decision)
            return self.filing.decide(decision, at=at)

    def chase(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        with self.transaction() as db:
            found = self.filing.last(case_number)
            if self.has_arrived(case_number) or found["state"] != FiledState.IN_REVIEW:
                raise self.reject("NOT_WAITING", "该件不在等待户籍地审核签发，不需催办。")
            said = self.row(
                "SELECT at FROM chases WHERE case_number = ? AND version = ? AND words = ?"
                " ORDER BY id DESC LIMIT 1",
                *(case_number, found["version"], words),
            )
            if said is not None and local_date(datetime.fromisoformat(said["at"])) == local_date(
                at
            ):
                return acknowledgement(found, is_repeat=True)
            db.execute(
                "INSERT INTO chases (case_number, version, words, at) VALUES (?, ?, ?, ?)",
                (case_number, found["version"], words, iso(at)),
            )
            return acknowledgement(found, is_repeat=False)

    def has_arrived(self, case_number: str) -> bool:
        """Whether this is a case of one of our households, accepted elsewhere."""
        return self.row("SELECT 1 FROM arrivals WHERE case_number = ?", case_number) is not None

    def close(self) -> None:
        self.people.close()
        super().close()

    def _demand_open(self, decision: Decision) -> None:
        """Only the version that arrived last can be decided, and only while it is there."""
        last = self.filing.last(decision.case_number)
        if last["state"] == FiledState.CANCELLED:
            raise self.reject("WITHDRAWN", "申请人已在受理地撤回，不需审核签发。")
        if last["version"] != decision.version:
            raise self.reject("SUPERSEDED", "受理地已重新报送，请审核最新版本。")
