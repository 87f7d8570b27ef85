"""``tongban verify``: are the event chains and the audit log what they were when written?"""

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from psycopg import Error as DatabaseError

from tongban.cli.connect import framework
from tongban.cli.errors import CannotStart

NOT_REACHED = (
    "无法连接数据库，没有校验。请用 --data 指定正在使用的数据目录，或检查 DATABASE_URL。\n"
    "The database cannot be reached; nothing was verified. Name the folder with --data, "
    "or check DATABASE_URL."
)


def main(argv: list[str]) -> int:
    """Check every chain: 0 when all hold, 1 with a line for each fault, 2 when nothing was checked.

    Works beside a running server (``--data`` names its folder), on a folder at rest, or on
    ``DATABASE_URL``.
    """
    parser = argparse.ArgumentParser(prog="tongban verify", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="数据目录")
    arguments = parser.parse_args(argv)
    count = 0
    try:
        _refuse_missing(arguments.data)
        with framework(arguments.data):
            for fault in faults():
                count += 1
                print(fault, flush=True)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    except (OSError, DatabaseError) as error:
        return _not_reached(error)
    except Exception as error:
        # Django's own database errors can be named only after it has been set up.
        if isinstance(error.__cause__, DatabaseError):
            return _not_reached(error)
        raise
    print(f"发现 {count} 处不符 · faults found" if count else "全部相符 · all chains hold")
    return 1 if count else 0


def faults() -> Iterator[str]:
    """Yield a line for each fault found in the database Django is set up on."""
    # Models can be loaded only after Django has been set up.
    chains = importlib.import_module("tongban.cases.queries.chains")
    seals = importlib.import_module("tongban.audit.seals")
    for one in chains.broken_chains():
        yield f"事件链 {one.subject} 第 {one.seq} 条：{one.why}"
    audit = seals.verify()
    if not audit.holds:
        yield f"审计日志：{audit.fault}"


def _refuse_missing(root: Path | None) -> None:
    """A mistyped folder is not to be made by a check."""
    if root is not None and not root.is_dir():
        raise CannotStart(
            f"没有数据目录 {root}。请用 --data 指定正确的目录。",
            f"There is no data folder {root}. Name the right one with --data.",
        )


def _not_reached(error: Exception) -> int:
    print(f"{NOT_REACHED} ({type(error).__name__})", file=sys.stderr)
    return 2
