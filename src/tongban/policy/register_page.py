"""Writes the clause register as a page: ``python -m tongban.policy.register_page FILE``."""

import sys
from pathlib import Path

from tongban.policy.register import ClauseDuty, register

_HEAD = """# The regulation, clause by clause

Made from `src/tongban/policy/data/clauses.yaml`; do not edit. Rules are functions of
`tongban.policy`, acts and obligations are codes of `tongban.procedure`. The wording of the
duties is ours; the official text prevails.

| clause | duty | rules | acts | obligations |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page, in Markdown."""
    return _HEAD + "".join(f"{_row(duty)}\n" for duty in register())


def _row(duty: ClauseDuty) -> str:
    if duty.outside:
        return f"| {duty.clause} | {duty.duty} | no part of the software: {duty.outside} | | |"
    cells = (_codes(duty.rules), _codes(duty.acts), _codes(duty.obligations))
    return f"| {duty.clause} | {duty.duty} | {' | '.join(cells)} |"


def _codes(names: tuple[str, ...]) -> str:
    return " ".join(f"`{name}`" for name in names) or "–"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
