"""``tongban units [--json]``: the units of the shipped city."""

import json
import sys

from tongban.cli.contract.arguments import USAGE_ERROR, Parser, UsageError, complain
from tongban.policy.units import Unit, shipped_city
from tongban.policy.wire.units import unit_json


def main(argv: list[str]) -> int:
    """Print one unit per line, as JSON objects or as a table; exit status 0, or 2 for usage."""
    parser = Parser(prog="tongban units", description="列出本市公安机关。")
    parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    try:
        options = parser.parse_args(argv)
    except UsageError as error:
        complain(str(error))
        return USAGE_ERROR
    row = _json_row if options.json else _table_row
    lines = "".join(f"{row(unit)}\n" for unit in shipped_city().units)
    sys.stdout.buffer.write(lines.encode("utf-8"))
    sys.stdout.buffer.flush()
    return 0


def _json_row(unit: Unit) -> str:
    return json.dumps(unit_json(unit), ensure_ascii=False)


def _table_row(unit: Unit) -> str:
    urban = "市辖区" if unit.urban_area else "　　　"
    return f"{unit.code}  {unit.kind:<7}  {unit.division}  {urban}  {unit.name}"
