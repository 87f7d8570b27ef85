"""The operator's files are read before the start: a mistake is told there, not on every page."""

from pathlib import Path

from tongban.cli.errors import CannotStart
from tongban.policy.terms import load_terms
from tongban.policy.terms_file import TermsError
from tongban.policy.working_calendar import CalendarError, load_calendar


def check_overlay(folder: Path) -> None:
    """Read ``terms.yaml`` and ``calendar.yaml`` of ``folder``; raises ``CannotStart``."""
    try:
        load_terms(folder)
        load_calendar(folder)
    except (TermsError, CalendarError) as error:
        raise CannotStart(
            f"{folder} 里的文件用不了：{error}。改好后再启动。",
            f"A file in {folder} cannot be used ({error}). Put it right and start again.",
        ) from error
