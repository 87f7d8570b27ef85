"""《居民身份证领取凭证》: what the applicant takes home after acceptance.

Source: 第十一条; the latest day is that of 第十二条 of the ID-card law (60 days from submission).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Office, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSlip:
    """Half a page to keep; the ID number masked. ``place``: where it lies, or goes by courier."""

    template: ClassVar[str] = "collection-slip"
    title: ClassVar[str] = "居民身份证领取凭证"

    sheet: Sheet
    bearer: Bearer
    case_number: str
    reason: str
    fee: str
    delivery: str
    place: Office
    latest_on: date
    bring: tuple[str, ...]
    accepted_at: datetime
    notes: tuple[str, ...] = ()
    is_mailed: bool = False
