"""Points in time as text: RFC 3339, with an offset always."""

import re
from datetime import UTC, datetime, timedelta

from tongban.standards.zones import CN

_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:([0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_WITHOUT_OFFSET = re.compile(r"[0-9-]{10}[Tt ][0-9:.]+")


def parse(text: str) -> datetime:
    """The aware moment that ``text`` names, in +08:00.

    A leap second is read as the second after it. Raises ``ValueError`` with a Chinese sentence.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        if _WITHOUT_OFFSET.fullmatch(text):
            raise ValueError("时间须带时区，如 2026-03-02T10:00:00+08:00")
        raise ValueError("时间应写成 RFC 3339 格式，如 2026-03-02T10:00:00+08:00")
    try:
        if form[1] == "60":
            return _leap_second(text, at=form.start(1))
        return datetime.fromisoformat(text.upper()).astimezone(CN)
    except (ValueError, OverflowError):
        raise ValueError("没有这个时间，请核对日期、时刻与时区") from None


def _leap_second(text: str, *, at: int) -> datetime:
    before = datetime.fromisoformat(f"{text[:at]}59{text[at + 2 :]}".upper()).astimezone(UTC)
    if (before.hour, before.minute) != (23, 59):
        raise ValueError("leap seconds end a day in UTC")
    return (before + timedelta(seconds=1)).astimezone(CN)


def write(moment: datetime) -> str:
    """``2026-03-02T17:00:00+08:00``."""
    return moment.astimezone(CN).isoformat()
