"""《协查函》: to a home office outside the city, asking who somebody is; the answer's space below.

Source: 第三条(二), 第五条(二) (identity is to be settled before anything else); an operator's form.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Office, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """One detail to be looked at: what the applicant says, what the register has."""

    label: str
    declared: str
    registered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryLetter:
    """``answer_by`` is the day until which an answer is asked for; None where it is not known."""

    template: ClassVar[str] = "inquiry-letter"
    title: ClassVar[str] = "居民身份证异地受理协查函"

    sheet: Sheet
    bearer: Bearer
    addressee: str
    question: str
    lines: tuple[AskedLine, ...]
    photo: bytes | None
    asked_at: datetime
    answer_by: date | None
    answers: tuple[str, ...]
    reply_to: Office
