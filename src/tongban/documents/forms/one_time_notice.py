"""《一次性告知单》: all that is still missing, at once, and what serves for each.

Source: 第十四条 (tell everything once, spare the second way), 第三条. Not an ending: the intake
waits and goes on at any station of the city.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Office, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingItem:
    """One thing that is missing, why, and everything that would serve for it."""

    what: str
    clause: str
    why: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeNotice:
    """``keeps_until`` is the last day on which the work done so far is kept."""

    template: ClassVar[str] = "one-time-notice"
    title: ClassVar[str] = "一次性告知单"

    sheet: Sheet
    bearer: Bearer
    matter: str
    items: tuple[MissingItem, ...]
    done: tuple[str, ...]
    keeps_until: date
    told_at: datetime
    contact: Office
