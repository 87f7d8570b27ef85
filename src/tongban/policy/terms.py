"""The numbers of the policy, by version and day in force (第十六条).

``load_terms`` reads the shipped file and an operator's overlay; rules read ``Terms`` only.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import pairwise
from pathlib import Path

from tongban.policy.duty import Duty
from tongban.policy.terms_file import TermsError, Version, overlaid, read_versions
from tongban.policy.terms_values import CONVERTERS, converted, duty_from
from tongban.policy.vocabulary import Reason
from tongban.standards.months import LeapDay
from tongban.standards.zones import local_date


class NoPolicyInForce(LookupError):
    """The moment lies before the first policy version."""


class UnknownVersion(LookupError):
    """No policy version has this name."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a term comes from."""

    clause: str
    source: str


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of the policy's numbers. Units are in the names; money is in fen.

    ``cities_without_provincial_system`` holds four-digit division prefixes (第十二条);
    ``calendar_alarm_from`` is month and day. ``duties`` has the deadline of every kind of
    obligation, ``citations`` the clause and source of every other term.
    """

    version: str
    in_force_from: date
    fee_expired_fen: int
    fee_damaged_fen: int
    fee_lost_fen: int
    cities_without_provincial_system: frozenset[str]
    temporary_card_months: int
    temporary_certificate_days: int
    close_of_business: time
    reviewers_per_case: int
    archive_years: int
    guardian_below_age: int
    leap_day_rule: LeapDay
    legal_days: int
    look_in_fresh_minutes: int
    intake_lapse_days: int
    intake_lapse_notice_days: int
    close_after_days: int
    correction_reminders: int
    biometrics_kept_days: int
    refusal_picture_kept_days: int
    credit_silence_days: int
    calendar_alarm_from: tuple[int, int]
    duties: Mapping[str, Duty]
    citations: Mapping[str, Citation]

    @property
    def fees_fen(self) -> dict[Reason, int]:
        """Every amount that may be charged, by reason; there is no other (第七条)."""
        return {
            Reason.EXPIRED: self.fee_expired_fen,
            Reason.DAMAGED: self.fee_damaged_fen,
            Reason.LOST: self.fee_lost_fen,
        }


class TermsBook:
    """All versions in the order in which they came into force."""

    __slots__ = ("_starts", "versions")

    def __init__(self, versions: Iterable[Terms]) -> None:
        self.versions: tuple[Terms, ...] = tuple(sorted(versions, key=lambda t: t.in_force_from))
        self._starts = [terms.in_force_from for terms in self.versions]
        for earlier, later in pairwise(self.versions):
            if earlier.in_force_from == later.in_force_from:
                raise TermsError(f"版本 {earlier.version} 与 {later.version} 同日生效，请改其一")

    def at(self, moment: datetime) -> Terms:
        """The version in force at the aware ``moment``; raises ``NoPolicyInForce``."""
        index = bisect_right(self._starts, local_date(moment))
        if index == 0:
            raise NoPolicyInForce(f"该时间早于规范施行日 {self._starts[0].isoformat()}")
        return self.versions[index - 1]

    def at_or_first(self, moment: datetime) -> Terms:
        """The version in force at ``moment``, the first one for anything before it.

        For counting days, which needs a length and no verdict.
        """
        index = bisect_right(self._starts, local_date(moment))
        return self.versions[max(index - 1, 0)]

    def version(self, name: str) -> Terms:
        """The version called ``name``: a case keeps the one it was accepted under.

        Raises ``UnknownVersion``.
        """
        for terms in self.versions:
            if terms.version == name:
                return terms
        raise UnknownVersion(name)


def load_terms(overlay: Path | None = None) -> TermsBook:
    """The shipped terms, with ``overlay``/terms.yaml merged over them where it exists.

    A version that says nothing of an entry has it from the version before. Raises
    ``TermsError`` for a file that cannot be used.
    """
    written = sorted(read_versions(overlay), key=_day_in_force)
    book: list[Terms] = []
    base: Version | None = None
    for version in written:
        full = version if base is None else overlaid(base, by=version)
        book.append(_terms(full))
        base = full
    return TermsBook(book)


@cache
def shipped_terms() -> TermsBook:
    """The terms as shipped, without an overlay."""
    return load_terms(None)


def _day_in_force(version: Version) -> date:
    value = version.in_force_from.get("value")
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TermsError(f"版本 {version.name} 的 in_force_from 应为日期，如 2027-01-01")
    return value


def _terms(version: Version) -> Terms:
    unknown = version.terms.keys() - CONVERTERS.keys()
    if unknown:
        raise TermsError(f"版本 {version.name} 有未知参数：{'、'.join(sorted(unknown))}")
    values = converted(version)
    closing: time = values["close_of_business"]
    return Terms(
        version=version.name,
        in_force_from=_day_in_force(version),
        duties={
            kind: duty_from(kind, entry, version=version.name, closing=closing)
            for kind, entry in version.obligations.items()
        },
        citations={
            name: Citation(str(entry.get("clause", "")), str(entry.get("source", "")))
            for name, entry in version.terms.items()
        },
        **values,
    )
