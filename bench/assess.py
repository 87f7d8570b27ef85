"""Situations judged per second through ``tongban assess``, beside what JSON alone costs.

The limit is ``json.loads`` of every line and ``json.dumps`` of every answer in the same run: what
any program must pay that reads and writes these lines. The best of three runs counts, for both.
Run: ``python bench/assess.py [COUNT]``.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOAL = 10_000
ROUNDS = 3
LAUNCH = "import sys; from tongban.cli.contract.assess import main; sys.exit(main(sys.argv[1:]))"
SRC = Path(__file__).resolve().parent.parent / "src"


def situation(number: int, *, rng: random.Random) -> dict[str, object]:
    """One synthetic situation; about half can be accepted."""
    person = {
        "name": "张三·测试",
        "sex": "1",
        "ethnicity": "01",
        "birth_date": "1990-03-07",
        "id_number": "37081119900307007X",
        "address": "山东省曲阜市鲁城街道测试路1号",
        "address_division": "370881",
    }
    record = {
        **person,
        "name": rng.choice(["张三•测试", "张三·测试", "李四"]),
        "home_unit": rng.choice(["370881510000", "370811550000", "370802510000"]),
        "card": {"issued": True, "expires": "2026-05-19", "fingerprint_registered": True},
    }
    return {
        "id": f"s{number}",
        "at": "2026-03-02T10:15:00+08:00",
        "accepting_unit": "370811550000",
        "reason": rng.choice(["EXPIRED", "DAMAGED", "LOST"]),
        "declared": person,
        "record": record,
        "evidence": [{"kind": "DRIVING_LICENCE", "valid_until": "2027-01-01"}],
        "comparison": {
            "history_viewed": True,
            "face": rng.choice(["SAME", "UNCLEAR", "DIFFERENT"]),
            "fingerprint": rng.choice(["SAME", "NOT_DONE"]),
        },
        "identity_confirmed": rng.choice([True, False, None]),
        "commitment_signed": True,
        "document_offence": rng.random() < 0.02,
        "bad_credit": rng.random() < 0.02,
        "expedited": False,
        "delivery": "STATION",
        "wants_temporary": True,
        "residence": "DUE",
    }


def main() -> int:
    """Measure and print; exit status 1 below the goal."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    rng = random.Random(20200901)  # noqa: S311 - synthetic data
    lines = [json.dumps(situation(n, rng=rng), ensure_ascii=False) for n in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "situations.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        runs = [_whole_process(path, data=folder) for _ in range(ROUNDS)]
    seconds, printed = min(runs)
    answers = [json.loads(line) for line in printed.splitlines()]
    limit = min(_json_alone(lines, answers=answers) for _ in range(ROUNDS))
    print(f"situations           {count}")
    print(f"assess, whole process {count / seconds:>10,.0f} /s  ({seconds:.2f} s with start-up)")
    print(f"JSON alone            {count / limit:>10,.0f} /s")
    print(f"ratio to the limit    {limit / seconds:>10.2f}")
    print(f"goal                  {GOAL:>10,} /s")
    return 0 if count / seconds >= GOAL else 1


def _whole_process(path: Path, *, data: str) -> tuple[float, bytes]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LAUNCH, str(path)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(SRC), "TONGBAN_DATA": data},
        check=True,
    )
    return time.perf_counter() - started, done.stdout


def _json_alone(lines: list[str], *, answers: list[object]) -> float:
    started = time.perf_counter()
    for line, answer in zip(lines, answers, strict=True):
        json.loads(line)
        json.dumps(answer, ensure_ascii=False)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
