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
from tongban.cases.models import Case
from tongban.cases.queries.chains import broken_chains
from tongban.procedure.stages import Stage


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


def check(by_http: int, count: int) -> int:
    """The number of faults: chains that do not hold, cases that nobody has issued.

    The first ``by_http`` of ``count`` cases were done by HTTP. pgbench writes the same hashes again
    and again, so that the chains of its cases must not be looked at; but an act of its own that
    found no row would be no limit.
    """
    faults = [str(one) for one in broken_chains() if one.subject < id_of(by_http)]
    left = Case.objects.filter(id__lt=id_of(count)).exclude(stage=Stage.ISSUED)
    faults += [f"not issued: {one}" for one in left.values_list("id", flat=True)]
    for fault in faults[:5]:
        print(fault)
    return len(faults)


def main() -> int:
    """``prepare COUNT PLAN`` or ``check BY_HTTP COUNT``."""
    if sys.argv[1] == "check":
        return 1 if check(int(sys.argv[2]), int(sys.argv[3])) else 0
    prepare(int(sys.argv[2]), Path(sys.argv[3]))
    return 0
