"""《居住登记告知单》: guidance to residence registration after acceptance, never a condition.

Source: 第四条; 山东省流动人口服务管理 rules for the period, which are operator's terms.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Office, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceSheet:
    """``platform`` is the address shown and put into the QR code ``platform_qr`` (SVG)."""

    template: ClassVar[str] = "residence-sheet"
    title: ClassVar[str] = "居住登记告知单"

    sheet: Sheet
    bearer: Bearer
    case_number: str
    why: str
    period: str
    steps: tuple[str, ...]
    bring: tuple[str, ...]
    platform: str
    hand_to: Office
    told_at: datetime
    platform_qr: bytes | None = None
