"""What the books say of a case: stage, duties, money, papers, the chain; ours and the other side's."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from tests.journeys.house import House, Row, until
from tests.journeys.window import Window
from tests.running import command


@dataclass(frozen=True)
class Books:
    """The books of one case."""

    house: House
    case: str

    @property
    def row(self) -> Row:
        """The case as it stands."""
        return self.house.one("SELECT * FROM cases_case WHERE id = %s", self.case)

    @property
    def stage(self) -> str:
        """The stage as it stands."""
        return str(self.row["stage"])

    def reaches(self, stage: str) -> None:
        """Wait until the case is at a stage."""
        until(f"stage {stage}", lambda: self.stage == stage)

    def owed(self) -> set[str]:
        """Kinds of the duties that are open.

        Without guidance to residence registration, which one visitor needs and another does not.
        """
        rows = self.house.ours(
            "SELECT kind FROM cases_obligation WHERE case_id = %s AND closed_at IS NULL"
            " AND kind <> 'GUIDE_RESIDENCE'",
            self.case,
        )
        return {row["kind"] for row in rows}

    def events(self) -> list[str]:
        """Names of the events in order."""
        rows = self.house.ours(
            "SELECT name FROM cases_event WHERE subject = %s ORDER BY seq", self.case
        )
        return [row["name"] for row in rows]

    @property
    def payment(self) -> Row:
        """The payment that counts."""
        return self.house.ours(
            "SELECT * FROM cases_payment WHERE case_id = %s ORDER BY n DESC", self.case
        )[0]

    @property
    def treasury_order(self) -> Row:
        """The treasury's own row of the payment."""
        order_no = self.payment["order_no"]
        return self.house.theirs("treasury", "SELECT * FROM orders WHERE order_no = ?", order_no)[0]

    @property
    def card(self) -> Row:
        """The newest card of the case."""
        return self.house.ours(
            "SELECT * FROM cases_card WHERE case_id = %s ORDER BY n DESC", self.case
        )[0]

    def filed(self) -> list[Row]:
        """The population system's own rows of the case, by version."""
        return self.house.theirs(
            "population",
            "SELECT version, state, words FROM submissions WHERE case_number = ? ORDER BY version",
            self.row["number"],
        )

    def paper(self, window: Window, kind: str, *, subject: str = "") -> str:
        """The text of a paper that was printed, as a reader of the PDF finds it."""
        found = until(
            f"paper {kind}",
            lambda: self.house.ours(
                "SELECT id FROM cases_paper WHERE subject = %s AND kind = %s",
                subject or self.case,
                kind,
            ),
        )
        return pdf_text(window.file(f"/papers/{found[0]['id']}/"))


def pdf_text(content: bytes) -> str:
    """The text of a PDF without its white space, which is layout."""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return "".join(text.split())


def verify(house: House) -> None:
    """Every chain of events and every seal of the audit log holds, by the product's own command."""
    line, environment = command("verify", "--data", str(house.product.data))
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
