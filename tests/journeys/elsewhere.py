"""Stations outside the city, as a tester acts for them, and what their system has on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.journeys.books import Books
from tests.journeys.house import House, Row, until
from tests.journeys.people import Visitor

from tongban.simulators.remote.offices import Office
from tongban.standards.zones import local

_LONGEST = 60.0
"""Seconds until a change has come over: lists are fetched three times a minute."""


@dataclass(frozen=True)
class There:
    """A case of one of our households at a station elsewhere, in the system between."""

    house: House
    system: str
    office: Office
    number: str
    person: Visitor

    def books(self) -> Books:
        """Our books of the case; waits until it has come over."""
        found = until(
            f"{self.number} here",
            lambda: self.house.ours("SELECT id FROM cases_case WHERE number = %s", self.number),
            seconds=_LONGEST,
        )
        return Books(self.house, str(found[0]["id"]))

    def arrived(self) -> str:
        """The minute at which the system had the newest version, by our clocks."""
        return f"{local(datetime.fromisoformat(self._filed()[-1]['received_at'])):%H:%M}"

    def filed(self) -> list[tuple[int, str, str]]:
        """Version, state and words that the system has on file."""
        return [(row["version"], row["state"], row["words"]) for row in self._filed()]

    def decisions(self) -> list[Row]:
        """Our decisions as the system keeps them for the station, by version."""
        return self.house.theirs(
            self.system,
            "SELECT decision ->> '$.outcome' AS outcome, decision ->> '$.category' AS category,"
            " decision ->> '$.words' AS words FROM arrivals WHERE case_number = ? ORDER BY version",
            self.number,
        )

    def answers_taken(self) -> list[int]:
        """Versions of the answers that the system took, each as often as it was handed over."""
        rows = self.house.theirs(
            self.system,
            "SELECT version FROM submissions JOIN answered"
            " ON instr(CAST(body AS TEXT), '\"' || receipt_no || '\"') AND status = 200"
            " WHERE case_number = ? ORDER BY version",
            self.number,
        )
        return [row["version"] for row in rows]

    def resubmit(self, answer: str) -> None:
        """The station sends the corrected version with an answer."""
        said = self.house.act(self.system, "resubmit", key=self.number, 答复说明=answer)
        assert "第 2 版" in said

    def withdraw(self, words: str) -> None:
        """The applicant withdraws at the station."""
        self.house.act(self.system, "withdraw", key=self.number, 原因=words)

    def _filed(self) -> list[Row]:
        return self.house.theirs(
            self.system,
            "SELECT version, state, words, received_at FROM submissions WHERE case_number = ?"
            " ORDER BY version",
            self.number,
        )


def accepted_there(
    house: House, system: str, person: Visitor, *, office: Office, flaw: str = ""
) -> There:
    """The station accepts somebody of ours; the case waits in the system's list."""
    said = house.act(system, "accept", key=office.code, 身份号码=person.id_number, 缺陷=flaw)
    number = said.rpartition("受理编号 ")[2].rstrip("。")
    assert number.startswith(office.code), said
    return There(house, system, office, number, person)


def reaches(books: Books, stage: str) -> None:
    """Wait until what happened there has come over."""
    until(f"stage {stage}", lambda: books.stage == stage, seconds=_LONGEST)
