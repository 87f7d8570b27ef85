"""Short papers in running words: the applicant's statements and the police's notices of an ending.

One layout, one dataclass each: 撤回申请书 (the applicant's own words, signed), 作废告知单, 终结告知单,
撤销通知书, 逾期失效告知单.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Sheet, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the table above the words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """``paragraphs`` are the words; ``signs`` is who signs below (empty: the unit alone)."""

    template: ClassVar[str] = "statement"

    sheet: Sheet
    bearer: Bearer
    facts: tuple[Fact, ...]
    paragraphs: tuple[str, ...]
    at: datetime
    notes: tuple[str, ...] = ()
    signs: str = ""
    signature: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequest(_Statement):
    """The applicant withdraws; ``paragraphs`` hold the applicant's words."""

    title: ClassVar[str] = "撤回居民身份证异地申办申请书"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidNotice(_Statement):
    """A composed record is void; what follows for the fee and for applying anew."""

    title: ClassVar[str] = "居民身份证异地受理作废告知单"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingNotice(_Statement):
    """A case ends because nobody came; it may be applied for anew at once."""

    title: ClassVar[str] = "居民身份证异地申办终结告知单"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationNotice(_Statement):
    """A case is revoked on one of the five grounds."""

    title: ClassVar[str] = "撤销异地受理通知书"


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseNotice(_Statement):
    """An intake ended because nobody went on with it; what was captured is erased."""

    title: ClassVar[str] = "居民身份证异地受理逾期失效告知单"
