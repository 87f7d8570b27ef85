"""The rows of the tester's tables."""

from __future__ import annotations

from sqlite3 import Row
from typing import TYPE_CHECKING

from tongban.policy.units import shipped_city
from tongban.ports.population import FiledState
from tongban.ports.remote import CaseArrived, CaseWithdrawn, Change
from tongban.simulators.base.ledger import iso, when

if TYPE_CHECKING:
    from tongban.simulators.remote.ledger import RemoteLedger

SHOWN = 40


def arrived(ledger: RemoteLedger) -> list[tuple[object, ...]]:
    """Cases of our households by their last version, the latest first."""
    return [
        (
            row["case_number"],
            row["version"],
            row["name"],
            _unit(row["home_unit"]),
            _withdrawn(row),
            when(row["received_at"]),
            row["words"],
        )
        for row in ledger.last_versions(are_ours=False, limit=SHOWN)
    ]


def ours(ledger: RemoteLedger) -> list[tuple[object, ...]]:
    """Cases that stations of this city accepted, by their last version, the latest first."""
    return [
        (
            row["case_number"],
            row["version"],
            row["home_office"],
            FiledState(row["state"]).label,
            when(row["received_at"]),
            row["chases"],
            row["answer"],
            row["words"],
        )
        for row in ledger.last_versions(are_ours=True, limit=SHOWN)
    ]


def changes(ledger: RemoteLedger) -> list[tuple[object, ...]]:
    """The end of the list that this city reads, the latest first."""
    return [_entry(change) for change in ledger.change_list.newest(limit=SHOWN)]


def chases(ledger: RemoteLedger) -> list[tuple[object, ...]]:
    """What stations of this city reminded of, the latest first."""
    found = ledger.rows("SELECT * FROM chases ORDER BY id DESC LIMIT ?", SHOWN)
    return [(row["case_number"], row["version"], row["words"], when(row["at"])) for row in found]


def _withdrawn(row: Row) -> str:
    state = FiledState(row["state"])
    return "已撤回" if state is FiledState.CANCELLED else state.label


def _unit(code: str) -> str:
    unit = shipped_city().get(code)
    return unit.short_name if unit is not None else code


def _entry(change: Change) -> tuple[object, ...]:
    if isinstance(change, CaseArrived):
        said = "到达" if change.version == 1 else "重新报送"
    elif isinstance(change, CaseWithdrawn):
        said = f"撤回：{change.words}"
    else:
        decision = change.decision
        said = "：".join(part for part in (decision.outcome.label, decision.words) if part)
    return (change.seq, change.case_number, change.version, said, when(iso(change.at)))
