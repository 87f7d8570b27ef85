"""Fills the database for ``bench.acts`` and writes what it needs to know; Django is set up here."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.acts_city import build
from bench.acts_ids import id_of
from bench.acts_limit import script, statements
from django.db import connection

from tongban.accounts.models import Officer
from tongban.cases.queries.chains import broken_chains


def prepare(count: int, plan: Path) -> None:
    """Insert ``count`` cases, and three more of which one gives the statements."""
    waiting = build(count + 3, at=datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself in time
    found = statements(count, waiting=waiting)
    kept = frozenset(Officer.objects.values_list("id", flat=True))
    plan.write_text(
        json.dumps(
            {
                "token": waiting.token,
                "version": waiting.version,
                "statements": found,
                "script": script(found, n=count, kept=kept),
            }
        )
    )


def check(count: int) -> int:
    """The number of faults in the chains of the first ``count`` cases: those done by HTTP.

    pgbench writes the same hashes again and again, so its cases must not be looked at.
    """
    faults = [one for one in broken_chains() if one.subject < id_of(count)]
    for fault in faults[:5]:
        print(fault)
    return len(faults)


def main() -> int:
    """``prepare COUNT PLAN`` or ``check COUNT``."""
    if sys.argv[1] == "check":
        return 1 if check(int(sys.argv[2])) else 0
    prepare(int(sys.argv[2]), Path(sys.argv[3]))
    return 0
