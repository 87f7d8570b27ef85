"""For how long the card will be valid: by the age on the day of issue (居民身份证法 第五条)."""

from __future__ import annotations

from datetime import date, timedelta

from tongban.desks.shared.pieces import Fact, Tone
from tongban.desks.station.intake_state import Work
from tongban.standards.ages import full_years
from tongban.standards.card_validity import next_change, printed, validity, validity_years
from tongban.standards.zones import local_date

CLAUSE = "身份证法 第五条"


def validity_facts(work: Work) -> tuple[Fact, ...]:
    """What a card issued today is valid for, and from when it would be longer where that is near.

    Near is the legal time for issuing a card: whoever reaches an age within it may be issued either.
    """
    record = work.view.situation.record
    if record is None:
        return ()
    terms, today = work.rules.terms(work.at), local_date(work.at)
    birth = record.details.birth_date
    span = validity(birth, issued_on=today, leap_day=terms.leap_day_rule)
    term = _term(validity_years(full_years(birth, on=today)))
    note = _soon(birth, today=today, days=terms.legal_days)
    return (
        Fact(
            "有效期限",
            f"今天签发则 {printed(span)}（{term}）" if span[1] else "今天签发则长期",
            Tone.WARN if note else Tone.NONE,
            note=note or "以签发当天的年龄为准",
            clause=CLAUSE,
        ),
    )


def _soon(birth: date, *, today: date, days: int) -> str:
    change = next_change(birth, on=today)
    if change is None or change[0] > today + timedelta(days=days):
        return ""
    day, years = change
    age = full_years(birth, on=day)
    longer = "长期有效" if years is None else f"有效 {years} 年"
    return f"{day:%m月%d日}满 {age} 周岁，当天起签发的{longer}；以签发日为准"


def _term(years: int | None) -> str:
    return "长期" if years is None else f"{years} 年"
