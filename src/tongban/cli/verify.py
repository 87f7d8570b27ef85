"""``tongban verify``: are the event chains and the audit log what they were when written?"""

import argparse
import importlib
from pathlib import Path

from tongban.cli.connect import framework


def main(argv: list[str]) -> int:
    """Check every chain; exit 0 when all hold, 1 with a line for each that does not.

    Works beside a running server (``--data`` names its folder), on a folder at rest, or on
    ``DATABASE_URL``.
    """
    parser = argparse.ArgumentParser(prog="tongban verify", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="数据目录")
    arguments = parser.parse_args(argv)
    with framework(arguments.data):
        faults = _faults()
    for fault in faults:
        print(fault)
    told = f"发现 {len(faults)} 处不符 · faults found" if faults else "全部相符 · all chains hold"
    print(told)
    return 1 if faults else 0


def _faults() -> list[str]:
    # Models can be loaded only after Django has been set up.
    chains = importlib.import_module("tongban.cases.queries.chains")
    seals = importlib.import_module("tongban.audit.seals")
    found = [f"事件链 {one.subject} 第 {one.seq} 条：{one.why}" for one in chains.broken_chains()]
    audit = seals.verify()
    return [*found, f"审计日志：{audit.fault}"] if audit.fault else found
