"""`tongban demo-build`: fills a fresh demonstration; `prepare` does the same on the first start."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter

from tongban.cli.demo_city.build import Order, build_city
from tongban.standards.clock import SystemClock

MOST_WORKERS = 4


def build(data: Path) -> None:
    """Fill a database that is stamped as a demonstration, as of now; takes under a minute."""
    begun = perf_counter()
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    count = build_city(Order(data=data, now=SystemClock().now(), workers=workers))
    seconds = perf_counter() - begun
    print(f"演示数据已建好：{count} 次受理，用时 {seconds:.0f} 秒。", file=sys.stderr, flush=True)


def main(argv: list[str]) -> int:
    """Fill the data folder named; its database must be empty but for its tables."""
    parser = argparse.ArgumentParser(prog="tongban demo-build", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    build(parser.parse_args(argv).data)
    return 0
