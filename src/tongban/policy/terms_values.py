"""From what is written in a file of terms to typed values."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from tongban.policy.duty import DueRule, Duty
from tongban.policy.terms_file import Entry, TermsError, Version
from tongban.standards.months import LeapDay

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_CITY_PREFIX = re.compile(r"[0-9]{4}")


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("应为不小于 0 的整数")
    return value


def _clock(value: object) -> time:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError('应为加引号的时刻，如 "17:00"')
    return time.fromisoformat(value)


def _month_day(value: object) -> tuple[int, int]:
    if not isinstance(value, str) or not _MONTH_DAY.fullmatch(value):
        raise ValueError('应为加引号的月日，如 "12-01"')
    return int(value[:2]), int(value[3:])


def _city_prefixes(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(
        isinstance(item, str) and _CITY_PREFIX.fullmatch(item) for item in value
    ):
        raise ValueError('应为加引号的四位区划代码的列表，如 ["3702"]')
    return frozenset(value)


def _leap_day(value: object) -> LeapDay:
    if value not in LeapDay.__members__:
        raise ValueError(f"应为 {'、'.join(LeapDay)} 之一")
    return LeapDay(str(value))


CONVERTERS: Mapping[str, Callable[[object], Any]] = {
    "fee_expired_fen": _count,
    "fee_damaged_fen": _count,
    "fee_lost_fen": _count,
    "cities_without_provincial_system": _city_prefixes,
    "temporary_card_months": _count,
    "temporary_certificate_days": _count,
    "close_of_business": _clock,
    "reviewers_per_case": _count,
    "archive_years": _count,
    "guardian_below_age": _count,
    "leap_day_rule": _leap_day,
    "legal_days": _count,
    "look_in_fresh_minutes": _count,
    "intake_lapse_days": _count,
    "intake_lapse_notice_days": _count,
    "close_after_days": _count,
    "correction_reminders": _count,
    "biometrics_kept_days": _count,
    "refusal_picture_kept_days": _count,
    "credit_silence_days": _count,
    "calendar_alarm_from": _month_day,
}
"""Every term by name; the names are those of the fields of ``Terms``."""


def converted(version: Version) -> dict[str, Any]:
    """Every term of a complete version as a typed value; raises ``TermsError``."""
    return {name: _converted(version, name) for name in CONVERTERS}


def _converted(version: Version, name: str) -> object:
    entry = version.terms.get(name)
    if entry is None or "value" not in entry:
        raise TermsError(f"版本 {version.name} 缺少参数 {name}")
    try:
        return CONVERTERS[name](entry["value"])
    except ValueError as error:
        raise TermsError(f"版本 {version.name} 的 {name} {error}") from error


def duty_from(kind: str, entry: Entry, *, version: str, closing: time) -> Duty:
    """The deadline of one kind of obligation; raises ``TermsError``.

    ``closing`` ends a period where the entry names no time of its own.
    """
    unknown = entry.keys() - {"rule", "amount", "expedited", "by", "reminders", "clause", "source"}
    try:
        if unknown:
            raise ValueError(f"有未知栏目：{'、'.join(sorted(map(str, unknown)))}")
        if entry.get("rule") not in DueRule.__members__:
            raise ValueError(f"的 rule 应为 {'、'.join(DueRule)} 之一")
        return Duty(
            kind=kind,
            rule=DueRule(str(entry["rule"])),
            amount=_count(entry.get("amount", 0)),
            expedited=_count(entry["expedited"]) if "expedited" in entry else None,
            by=_clock(entry["by"]) if "by" in entry else closing,
            reminders=tuple(_count(day) for day in entry.get("reminders", ())),
            clause=str(entry.get("clause", "")),
            source=str(entry.get("source", "")),
        )
    except (TypeError, ValueError) as error:
        raise TermsError(f"版本 {version} 的 obligations.{kind} {error}") from error
