"""How long a paper takes: warm, with all text of the case new each time.

    python -m bench.papers [ROUNDS]

The peer is the same layout by a compiler that is started for each paper, as a command line tool
would be. Prints one line per form; the goal is 20 ms for a warm form on an idle machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from tests.documents import specimens

from tongban.documents import slices
from tongban.documents.forms.sheet import Form
from tongban.documents.render import Press, render

ROUNDS = 30


def renewed(form: Form, turn: int) -> Form:
    """The form as of another case: other number, other name, other address."""
    changes: dict[str, Any] = {
        "sheet": replace(form.sheet, number=f"37081254000020260309{turn:04d}")
    }
    if hasattr(form, "bearer"):
        changes["bearer"] = replace(form.bearer, name=f"林晓{turn}", id_number=f"3708{turn:014d}")
    if hasattr(form, "applicant"):
        changes["applicant"] = replace(
            form.applicant, name=f"林晓{turn}", address=f"济宁市任城区中区街{turn}号"
        )
    return cast("Form", replace(cast("Any", form), **changes))


def milliseconds(work: Callable[[int], object], *, rounds: int) -> list[float]:
    """Sorted times of the work, one call per round."""
    times = []
    for turn in range(rounds):
        started = time.perf_counter()
        work(turn)
        times.append((time.perf_counter() - started) * 1e3)
    return sorted(times)


def _print_again(form: Form, turn: int) -> bytes:
    return render(renewed(form, turn))


def line(name: str, times: list[float]) -> str:
    """Best, median and 95th percentile."""
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    return f"{name:24} {times[0]:8.1f} {statistics.median(times):8.1f} {late:8.1f}"


def main(rounds: int) -> None:
    """Measure every form, the cold peer, and the slices of glyphs."""
    print(f"{'milliseconds':24} {'best':>8} {'median':>8} {'p95':>8}")
    for name, form in specimens.every_form().items():
        render(form)
        print(line(name, milliseconds(partial(_print_again, form), rounds=rounds)))
    form = specimens.registration()
    cold = milliseconds(
        lambda turn: Press().print(renewed(form, turn), output="pdf", ppi=None), rounds=5
    )
    print(line("registration, cold peer", cold))
    names = list(slices.slices())[:rounds]
    print(
        line(
            "a slice of glyphs",
            milliseconds(lambda turn: slices.cut(names[turn]), rounds=len(names)),
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
