"""``tongban due KIND AT [--expedited]``: when something falls due."""

from tongban.cli.contract.arguments import USAGE_ERROR, Parser, UsageError, complain
from tongban.cli.contract.overlay import overlay_folder
from tongban.policy.due import due
from tongban.policy.terms import load_terms
from tongban.policy.terms_file import TermsError
from tongban.policy.working_calendar import CalendarError, load_calendar
from tongban.standards import timestamps
from tongban.standards.calendar import UnknownYear

KINDS = ("REVIEW", "FIX_RETURN", "FORWARD")
_UNKNOWN_YEAR = 3


def main(argv: list[str]) -> int:
    """Print the due time; exit status 2 for wrong arguments, 3 for a year without a calendar."""
    parser = Parser(prog="tongban due", description="计算办理期限。")
    parser.add_argument("kind", metavar="KIND", help="、".join(KINDS))
    parser.add_argument("at", metavar="AT", help="起算时间，如 2026-03-02T10:00:00+08:00")
    parser.add_argument("--expedited", action="store_true", help="加快证件（仅影响 FIX_RETURN）")
    try:
        options = parser.parse_args(argv)
        moment = _answer(options.kind, options.at, expedited=options.expedited)
    except UnknownYear as error:
        complain(f"{error}。请由运行单位载入该年工作日历后再试。")
        return _UNKNOWN_YEAR
    except (UsageError, TermsError, CalendarError, ValueError) as error:
        complain(str(error))
        return USAGE_ERROR
    print(moment)
    return 0


def _answer(kind: str, at: str, *, expedited: bool) -> str:
    if kind not in KINDS:
        raise UsageError(f"没有这种期限，可用的有：{'、'.join(KINDS)}")
    start = timestamps.parse(at)
    overlay = overlay_folder()
    moment = due(
        kind,
        start,
        calendar=load_calendar(overlay),
        terms=load_terms(overlay).at_or_first(start),
        expedited=expedited,
    )
    return timestamps.write(moment)
