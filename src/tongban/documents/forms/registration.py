"""《居民身份证异地受理登记表》: the record of acceptance that the applicant signs.

Source: 第六条 (printed on acceptance, signed by the applicant or the guardian), 第八条 (kept in the
file); the fields follow 第三条 of the ID-card law and the national form for remote acceptance.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The items of the card; ``ethnicity`` is the name without 族."""

    name: str
    former_name: str = ""
    sex: str
    ethnicity: str
    birth_date: date
    id_number: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Who applies for a person under sixteen."""

    name: str
    id_number: str
    relation: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerLine:
    """One print: ``finger`` as 右手拇指, ``result`` as 已登记 · 质量 82 or 未登记：手指残缺."""

    finger: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNote:
    """The home bureau's decision, filled in on papers printed after it."""

    unit: str
    officer: str
    opinion: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueNote:
    """Issuing: 签发机关 and the validity, which is fixed on the day of issue.

    ``officer`` is empty where a bureau outside the city issued: its answer names none.
    """

    authority: str
    officer: str
    validity: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm:
    """The form's contents; ``sheet.unit`` is the accepting station, ``photo`` a JPEG."""

    template: ClassVar[str] = "registration"
    title: ClassVar[str] = "居民身份证异地受理登记表"

    sheet: Sheet
    case_number: str
    version: int
    category: str
    applicant: Applicant
    photo: bytes
    home_station: str
    home_bureau: str
    reason: str
    priority: str
    fee: str
    delivery: str
    delivery_address: str
    evidence: str
    old_card: str
    temporary_document: str
    fingers: tuple[FingerLine, ...]
    accepted_at: datetime
    acceptance_opinion: str
    guardian: Guardian | None = None
    signature: Signature | None = None
    review: ReviewNote | None = None
    issue: IssueNote | None = None
