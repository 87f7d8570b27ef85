"""Fills the database for ``bench.review`` and writes down the SQL of a page and of a decision."""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.acts_ids import case_path, id_of
from bench.acts_limit import of_any, written_down
from bench.review_city import Queue, build
from bench.review_http import decision
from bench.review_ids import from_the_end
from django.db import connection
from django.test import Client

from tongban.accounts.models import Officer
from tongban.accounts.requests import COOKIE
from tongban.cases.models import Case
from tongban.cases.queries.chains import broken_chains
from tongban.procedure.stages import Stage

_MARK = re.compile(r'name="mark" value="([^"]+)"')


def prepare(waiting: int, done: int, plan: Path) -> None:
    """Insert the cases, and four more of which one gives the statements."""
    queue = build(waiting + 4, done=done, at=datetime.now(UTC) - timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself in time
    page, decided = _statements(waiting, queue=queue)
    kept = frozenset(Officer.objects.values_list("id", flat=True))
    plan.write_text(
        json.dumps(
            {
                "token": queue.token,
                "page": of_any(page, n=waiting, kept=kept),
                "decision": of_any(decided, n=waiting, kept=kept),
            }
        )
    )


def _statements(n: int, *, queue: Queue) -> tuple[list[str], list[str]]:
    """Open and decide the ``n``-th case; two others before it, so that nothing is done anew."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"HX-Request": "true"})
    client.cookies[COOKIE] = queue.token
    for warm in (n + 1, n + 2):
        _decided(client, warm, queue=queue)
    return _decided(client, n, queue=queue)


def _decided(client: Client, n: int, *, queue: Queue) -> tuple[list[str], list[str]]:
    """Open a case and issue it; the statements of the page and of the decision."""
    with written_down() as page:
        shown = client.get(case_path(n)).content.decode()
    found = _MARK.search(shown)
    if found is None:
        raise RuntimeError("the page of a waiting case has no form")
    form = decision(seen_version=str(queue.version(n)), mark=found[1])
    with written_down() as decided:
        answer = client.post(f"{case_path(n)}issue", form)
    if answer.status_code != 204:
        raise RuntimeError(f"the decision answered {answer.status_code}")
    return page, decided


def check(by_http: int, waiting: int, by_sql: int) -> int:
    """The number of faults: chains that do not hold, cases that nobody has decided.

    The statements sent by psycopg write the same hashes again and again, so that the chains of
    their cases must not be looked at; but a decision that found no row would be no limit.
    """
    faults = [str(one) for one in broken_chains() if one.subject < id_of(by_http)]
    numbers = (*range(by_http), *from_the_end(waiting, count=by_sql))
    left = Case.objects.filter(id__in=[id_of(n) for n in numbers], stage=Stage.IN_REVIEW)
    faults += [f"not decided: {one}" for one in left.values_list("id", flat=True)]
    for fault in faults[:5]:
        print(fault)
    return len(faults)


def main() -> int:
    """``prepare WAITING DONE PLAN`` or ``check BY_HTTP WAITING BY_SQL``."""
    if sys.argv[1] == "check":
        return 1 if check(*(int(word) for word in sys.argv[2:5])) else 0
    prepare(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    return 0
