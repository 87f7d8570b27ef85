"""The ledger that both systems of the exchange between bureaus share (第九条)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from pydantic_core import to_json

from tongban.ports import remote
from tongban.ports.calls import Call
from tongban.ports.population import Acknowledgement, Decision, FiledState
from tongban.ports.remote import CaseFile, ChangePage
from tongban.simulators.base.filing import FILING_SCHEMA, Filing, acknowledgement
from tongban.simulators.base.ledger import Ledger, Table, iso
from tongban.simulators.people.beside import PeopleBeside
from tongban.simulators.remote import page, tempo
from tongban.simulators.remote.answers import Answers
from tongban.simulators.remote.arrivals import Arrivals
from tongban.simulators.remote.change_list import ChangeList
from tongban.simulators.remote.offices import Office
from tongban.simulators.remote.schema import SCHEMA
from tongban.standards.zones import local_date


class RemoteLedger(Ledger):
    """`ProvinceRemotePort` in process; a subclass names the system."""

    offices: ClassVar[Sequence[Office]]
    """The stations outside the city that the system reaches."""
    pause: ClassVar[float]
    """Seconds of work between two cases that stations there accept, on the average."""
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
        self._looked_at: datetime | None = None

    @property
    def filing(self) -> Filing:
        """All versions on file: ours, and those of our households accepted elsewhere."""
        return Filing(self, prefix="YD")

    @property
    def change_list(self) -> ChangeList:
        """What this city reads."""
        return ChangeList(self)

    @property
    def arrivals(self) -> Arrivals:
        """Stations elsewhere, and what they accept of our households."""
        return Arrivals(self, self.offices)

    @property
    def answers(self) -> Answers:
        """Bureaus elsewhere, and what they say to our cases."""
        return Answers(self)

    def changes(self, after: int, *, limit: int, at: datetime) -> ChangePage:
        return self.change_list.page(after, limit=limit, at=at)

    def case_file(self, case_number: str, *, version: int, at: datetime) -> CaseFile:
        return self.arrivals.file(case_number, version=version)

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        with self.transaction():
            found = self.filing.require(decision.case_number, decision.version)
            if not self.arrivals.has(decision.case_number):
                raise self.reject("NOT_IN_REVIEW", "该件由户籍地审核签发，不在本市待审之列。")
            if found["decision_digest"] is None:
                self._demand_open(decision)
            answer = self.filing.decide(decision, at=at)
            if not answer.is_repeat:
                self.arrivals.decided(decision)
            return answer

    def chase(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        with self.transaction() as db:
            found = self.filing.last(case_number)
            if self.arrivals.has(case_number) or found["state"] != FiledState.IN_REVIEW:
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

    def last_versions(
        self, *, are_ours: bool, states: Collection[FiledState] = tuple(FiledState), limit: int
    ) -> list[sqlite3.Row]:
        """The last version of each case of ours, or of each accepted elsewhere, latest first."""
        return self.rows(
            "SELECT case_number, version, state, s.words, received_at, decided_at, home_unit,"
            " record ->> 'name' AS name, record ->> 'home_office' AS home_office,"
            " record ->> 'answer' AS answer,"
            " count(c.id) AS chases, min(c.at) AS chased_at"
            " FROM submissions s LEFT JOIN chases c USING (case_number, version)"
            " WHERE version = (SELECT max(version) FROM submissions WHERE case_number = s.case_number)"
            " AND ? = NOT EXISTS (SELECT 1 FROM arrivals a WHERE a.case_number = s.case_number)"
            " AND state IN (SELECT value FROM json_each(?))"
            " GROUP BY case_number, version ORDER BY received_at DESC, case_number LIMIT ?",
            *(are_ours, to_json([state.value for state in states]).decode(), limit),
        )

    def looks(self, at: datetime, *, every: float) -> bool:
        """Whether it is time for another look at what is due, `every` seconds."""
        last = self._looked_at
        if last is not None and timedelta(0) <= at - last < timedelta(seconds=every):
            return False
        self._looked_at = at
        return True

    def tables(self, *, at: datetime) -> list[Table]:
        return page.tables(self)

    def act(self, name: str, *, key: str, values: Mapping[str, str], at: datetime) -> str:
        return page.act(self, name, key=key, values=values, at=at)

    def tick(self, *, at: datetime) -> int:
        return tempo.tick(self, at=at)

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
