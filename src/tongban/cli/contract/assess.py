"""``tongban assess FILE|-``: situations as JSON Lines in, verdicts as JSON Lines out."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tongban.cli.contract.arguments import USAGE_ERROR, Parser, UsageError, complain
from tongban.cli.contract.overlay import overlay_folder
from tongban.policy.terms import TermsBook, load_terms
from tongban.policy.terms_file import TermsError
from tongban.policy.units import shipped_city
from tongban.policy.wire.lines import answer_line

_UNUSABLE_LINES = 1
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def main(argv: list[str]) -> int:
    """Answer every line; exit status 1 when one could not be used, 2 when nothing could start."""
    parser = Parser(prog="tongban assess", description="按规范判定异地申办情形。")
    parser.add_argument("file", metavar="FILE", help="JSON Lines 文件，- 为标准输入")
    try:
        name = parser.parse_args(argv).file
        terms_book = load_terms(overlay_folder())
        with _without_cycle_collector():
            if name == "-":
                return _answer(sys.stdin.buffer, terms_book=terms_book, is_eager=True)
            with Path(name).open("rb") as lines:
                return _answer(lines, terms_book=terms_book, is_eager=False)
    except (UsageError, TermsError) as error:
        complain(str(error))
    except BrokenPipeError:  # nobody reads on: end quietly, also while the interpreter closes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNUSABLE_LINES
    except OSError as error:
        complain(f"无法读取文件：{error.strerror}")
    return USAGE_ERROR


@contextmanager
def _without_cycle_collector() -> Iterator[None]:
    """Judging makes no reference cycles; looking for them would cost a seventh of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _answer(lines: Iterable[bytes], *, terms_book: TermsBook, is_eager: bool) -> int:
    """Write the answers; eagerly means each at once, for somebody who waits at a pipe."""
    out = sys.stdout.buffer
    city = shipped_city()
    status = 0
    for number, line in enumerate(lines):
        text = (line.removeprefix(_BYTE_ORDER_MARK) if number == 0 else line).strip()
        if not text:
            continue
        answer, is_usable = answer_line(text, city=city, terms_book=terms_book)
        out.write(answer + b"\n")
        if is_eager:
            out.flush()
        if not is_usable:
            status = _UNUSABLE_LINES
    out.flush()
    return status
