"""Acts a second through real HTTP, beside the same SQL by prepared pgbench in the same run.

The act: a reviewer of a county bureau issues a case. Everything is on: granian as in production,
session, CSRF, permission, procedure, rules, event chain, request id, outgoing message, durable
commit. The limit is pgbench sending the very statements of that act, over the same socket. Eight
clients each; the load generator shares the machine. Run: ``PYTHONPATH=src python -m bench.acts``.
"""

import json
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.acts_http import Browser, issue_all
from bench.house import housed, inside, machine, served

from tongban.cli import postgres
from tongban.cli.programs import Programs

GOAL = 0.20
CLIENTS = 8
WARM = 50
EACH = 100
EACH_BY_PGBENCH = 250
ROUNDS = 3
HTTP_CASES = CLIENTS * (WARM + ROUNDS * EACH)
ALL_CASES = HTTP_CASES + ROUNDS * CLIENTS * EACH_BY_PGBENCH
PREPARE = "bench.acts_prepare"


@dataclass(frozen=True)
class Plan:
    """What the preparation left: the reviewer's session, the cases' version, the act's SQL."""

    token: str
    version: int
    statements: list[str]
    script: str


def main() -> int:
    """Measure and print; exit status 1 below the goal, with a broken chain or an act undone."""
    with housed() as (work, cluster):
        plan = _prepare(work)
        with served(work) as port:
            limits, taken, seconds = _measure(cluster, plan, port=port, run=work.folder.run)
        broken = inside(work, PREPARE, "check", str(HTTP_CASES), str(ALL_CASES))
    limit, rate = statistics.median(limits), CLIENTS * EACH / statistics.median(taken)
    slow = statistics.quantiles(seconds, n=20)[-1]
    print(f"machine               {machine()}")
    print(f"clients               {CLIENTS}")
    print(f"statements of one act {len(plan.statements):>8}")
    print(f"pgbench, prepared     {limit:>8,.0f} acts/s")
    print(f"HTTP                  {rate:>8,.0f} acts/s")
    print(f"one act, median       {statistics.median(seconds) * 1000:>8.1f} ms")
    print(f"one act, 95 %         {slow * 1000:>8.1f} ms")
    print(f"ratio to the limit    {rate / limit:>8.1%}   goal {GOAL:.0%}")
    return 1 if broken or rate / limit < GOAL else 0


def _measure(
    cluster: postgres.Cluster, plan: Plan, *, port: int, run: Path
) -> tuple[list[float], list[float], list[float]]:
    """Rounds by turns, so that a busy machine meets both: limits, taken seconds, each act's."""
    script = run / "act.sql"
    script.write_text(plan.script)
    browsers = [Browser(port, plan.token, plan.version) for _ in range(CLIENTS)]
    for browser in browsers:
        browser.open(0)
    issue_all(browsers, first=0, each=WARM)
    for browser in browsers:
        browser.seconds.clear()
    limits, taken = [], []
    for place in range(ROUNDS):
        limits.append(
            _pgbench(cluster, script, first=HTTP_CASES + place * CLIENTS * EACH_BY_PGBENCH)
        )
        taken.append(issue_all(browsers, first=CLIENTS * (WARM + place * EACH), each=EACH))
    return limits, taken, [one for browser in browsers for one in browser.seconds]


def _prepare(work: Programs) -> Plan:
    left = work.folder.run / "plan.json"
    if inside(work, PREPARE, "prepare", str(ALL_CASES), str(left)) != 0:
        raise SystemExit("the city could not be prepared")
    return Plan(**json.loads(left.read_text()))


def _pgbench(cluster: postgres.Cluster, script: Path, *, first: int) -> float:
    binary = next(Path(w).with_name("pgbench") for w in cluster.command if w.endswith("postgres"))
    command = [str(binary), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2"]
    command += ["-t", str(EACH_BY_PGBENCH), "-f", str(script), "-D", "i=-1"]
    command += ["-D", f"first={first}", "-D", f"each={EACH_BY_PGBENCH}", cluster.url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode != 0 or found is None:
        raise SystemExit(done.stderr)
    return float(found[1])


if __name__ == "__main__":
    sys.exit(main())
