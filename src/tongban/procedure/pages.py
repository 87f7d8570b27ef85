"""The pages of ``docs/flow/``, generated from the table: ``python -m tongban.procedure.pages DIR``."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tongban.policy.vocabulary import Stream
from tongban.procedure.chart import chart_svg
from tongban.procedure.obligations import OWED, TERM
from tongban.procedure.rows import Hold, Row
from tongban.procedure.stages import IntakeStage, Stage
from tongban.procedure.table import INTAKE_ROWS, OPERATED, ROWS

_HEAD = """# The procedure as a table

Generated from `tongban.procedure` by `python -m tongban.procedure.pages docs/flow`; do not edit.
Charts: [all](all.svg) · [internal](internal.svg) · [outgoing](outgoing.svg) · [incoming](incoming.svg).

Streams: I internal, O outgoing, N incoming. Acts marked ○ stand in the table and are not operated
yet. Opens: + always, ? by the facts; − closes. "term" in the last column: an operator's term.
"""


def pages() -> Mapping[str, str]:
    """Return every page of the folder by its file name."""
    charts = {f"{stream.lower()}.svg": chart_svg(stream) for stream in Stream}
    return {"all.svg": chart_svg(None), **charts, "README.md": _readme()}


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join([_line(heads), _line("---" for _ in heads), *map(_line, rows)])


def _stages(stages: Iterable[Stage]) -> str:
    return " ".join(stage for stage in Stage if stage in set(stages)) or "–"


def _act(row: Row) -> str:
    mark = "" if row.act in OPERATED else " ○"
    hold = {Hold.BARRED: " (not held)", Hold.NEEDED: " (held)"}.get(row.hold, "")
    return f"{row.act} {row.act.label}{mark}{hold}"


def _duties(row: Row) -> str:
    signs = (("+", row.opens), ("?", row.may_open), ("−", row.closes))
    return " ".join(f"{sign}{kind}" for sign, kinds in signs for kind in sorted(kinds))


def _source(source: str) -> str:
    return "term" if source == TERM else source


def _case_line(row: Row) -> tuple[str, ...]:
    streams = "".join({"INTERNAL": "I", "OUTGOING": "O", "INCOMING": "N"}[s] for s in row.streams)
    order = "".join(letter for letter in "ION" if letter in streams)
    if row.payments is not None:
        then = " / ".join(row.pays) or "same"
        where = f"payment {' '.join(sorted(row.payments))}"
    else:
        then = " / ".join(row.then) or "same"
        where = _stages(row.stages)
    actors = " ".join(row.actors)
    return where, _act(row), order, actors, then, _duties(row), row.sentence, _source(row.source)


def _readme() -> str:
    heads = ("stage", "act", "streams", "actor", "then", "obligations", "what", "source")
    intake = (
        (
            f"{row.act} {row.act.label}{'' if row.act in OPERATED else ' ○'}",
            " ".join(stage for stage in IntakeStage if stage in row.stages),
            " ".join(row.actors),
            " / ".join(row.then) or "same",
            row.sentence,
            _source(row.source),
        )
        for row in INTAKE_ROWS
    )
    owed = (
        (f"{o.kind} {o.kind.label}", o.owner.label, o.sentence, _source(o.source))
        for o in OWED.values()
    )
    parts = (
        _HEAD,
        "## Intake\n",
        _table(("act", "stage", "actor", "then", "what", "source"), intake),
        "\n## Case\n",
        _table(heads, map(_case_line, ROWS)),
        "\n## Obligations\n",
        _table(("obligation", "owner", "what", "source of its time"), owed),
    )
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write the pages into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
