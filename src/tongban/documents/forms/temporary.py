"""《临时居民身份证》, 《临时身份证明》 and the register of both.

Source: 第十二条; 临时居民身份证管理办法 for the items of the card. Nothing is charged for either
(第七条).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The person's items as the card prints them; ``photo`` is the standard photo, a JPEG."""

    name: str
    sex: str
    ethnicity: str
    birth_date: date
    id_number: str
    address: str
    photo: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryCard:
    """Both faces in the size of a card, to be cut out and folded, and the counterfoil below.

    ``validity`` as ``2026.11.23-2027.02.23``; ``issuer`` is the county bureau that answers for it.
    """

    template: ClassVar[str] = "temporary-card"
    title: ClassVar[str] = "临时居民身份证"

    sheet: Sheet
    number: str
    holder: Holder
    issuer: str
    validity: str
    case_number: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryCertificate:
    """A certificate for those who can have no card; it ends with the collection of the card."""

    template: ClassVar[str] = "temporary-certificate"
    title: ClassVar[str] = "临时身份证明"

    sheet: Sheet
    number: str
    holder: Holder
    matter: str
    purpose: str
    valid_from: date
    valid_until: date
    case_number: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One document; ``id_number`` masked, ``ending`` as 有效, 已收回, 已失效, with its day."""

    number: str
    kind: str
    name: str
    id_number: str
    case_number: str
    issued_at: datetime
    officer: str
    valid_until: date
    reprints: str
    ending: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryRegister:
    """What a unit gave out in a month, in the order of giving out."""

    template: ClassVar[str] = "temporary-register"
    title: ClassVar[str] = "临时身份证件登记簿"

    sheet: Sheet
    month: str
    rows: tuple[RegisterRow, ...]
    cards: str
    certificates: str
    out: str
