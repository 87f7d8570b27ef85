"""Review at speed: how long a reviewer waits for the next case, and for a decision, over real HTTP.

One officer decides one case after the other, a tenth of them by returning it, in a queue of both
streams (never fewer than 200) in front of the books of a busy year. Everything is on, as in
``bench.acts``. Beside it in the same run: the very statements of a page and of a decision, sent by
psycopg over the same socket. Run: ``PYTHONPATH=src python -m bench.review [DONE]``.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import psycopg
from bench.acts_ids import case_path
from bench.house import housed, inside, machine, served
from bench.review_http import Reviewer
from bench.review_ids import from_the_end

from tongban.cli.programs import Programs

GOAL_MS = 150.0
LEAST = 200
WARM = 20
EACH = 50
ROUNDS = 5
RETURNED_EVERY = 10
BY_SQL = WARM + ROUNDS * EACH
BY_HTTP = WARM + ROUNDS * EACH
WAITING = BY_SQL + BY_HTTP + LEAST
DONE = 10_000
PREPARE = "bench.review_prepare"
_NUMBER = re.compile(r":n(?=::bigint)")


@dataclass(frozen=True)
class Plan:
    """What the preparation left: the reviewer's session, the SQL of a page and of a decision."""

    token: str
    page: list[str]
    decision: list[str]


@dataclass
class Direct:
    """The statements themselves; ``numbers`` are the cases, so that they do not meet the officer's."""

    connection: psycopg.Connection[tuple[object, ...]]
    plan: Plan
    numbers: Iterator[int]
    pages: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)

    def work(self, *, cases: int) -> None:
        """Send the statements of so many pages and decisions, each of another case."""
        for n in islice(self.numbers, cases):
            self.pages.append(self._send(self.plan.page, n))
            self.decisions.append(self._send(self.plan.decision, n))

    def _send(self, statements: Sequence[str], n: int) -> float:
        ready = [_NUMBER.sub(str(n), one) for one in statements]
        began = time.perf_counter()
        for one in ready:
            cursor = self.connection.execute(one.encode())
            if cursor.description is not None:
                cursor.fetchall()
        return time.perf_counter() - began


def main() -> int:
    """Measure and print; exit status 1 above the goal, with a broken chain or a case undone."""
    done = int(sys.argv[1]) if len(sys.argv) > 1 else DONE
    with housed() as (work, cluster):
        plan = _prepare(work, done=done)
        with served(work) as port, psycopg.connect(cluster.url, autocommit=True) as connection:
            direct = Direct(connection, plan, iter(from_the_end(WAITING, count=BY_SQL)))
            officer = Reviewer(port, plan.token, version=0)
            _measure(officer, direct)
        broken = inside(work, PREPARE, "check", str(BY_HTTP), str(WAITING), str(BY_SQL))
    print(f"machine               {machine()}")
    print(f"queue                 {WAITING} at first, {LEAST} at last; {done} cases done")
    print(f"statements            {len(plan.page)} a page, {len(plan.decision)} a decision")
    slow = {
        "page of the next case": _line("page of the next case", officer.pages, direct.pages),
        "decision": _line("decision", officer.decisions, direct.decisions),
    }
    both = [page + made for page, made in zip(officer.pages, officer.decisions, strict=True)]
    alone = [page + made for page, made in zip(direct.pages, direct.decisions, strict=True)]
    _line("both", both, alone)
    print(f"goal                  95 % of the decisions under {GOAL_MS:.0f} ms")
    return 1 if broken or slow["decision"] >= GOAL_MS else 0


def _line(name: str, seconds: Sequence[float], by_sql: Sequence[float]) -> float:
    """Print a figure beside the limit; the 95th of a hundred in milliseconds."""
    slow, limit = (statistics.quantiles(one, n=20)[-1] * 1000 for one in (seconds, by_sql))
    middle = statistics.median(seconds) * 1000
    print(
        f"{name:<21} median {middle:>6.1f} ms   95 % {slow:>6.1f} ms"
        f"   SQL alone 95 % {limit:>6.1f} ms   {limit / slow:>5.0%}"
    )
    return slow


def _measure(officer: Reviewer, direct: Direct) -> None:
    """Rounds by turns, so that a busy machine meets both."""
    officer.open(0)
    path = officer.work(case_path(0), cases=WARM, returned_every=RETURNED_EVERY)
    direct.work(cases=WARM)
    for seconds in (officer.pages, officer.decisions, direct.pages, direct.decisions):
        seconds.clear()
    for _ in range(ROUNDS):
        direct.work(cases=EACH)
        path = officer.work(path, cases=EACH, returned_every=RETURNED_EVERY)


def _prepare(work: Programs, *, done: int) -> Plan:
    left = work.folder.run / "plan.json"
    if inside(work, PREPARE, "prepare", str(WAITING), str(done), str(left)) != 0:
        raise SystemExit("the city could not be prepared")
    return Plan(**json.loads(left.read_text()))


if __name__ == "__main__":
    sys.exit(main())
