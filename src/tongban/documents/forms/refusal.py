"""《不予异地受理通知书》: one of the five grounds, where to go instead, how to complain.

Source: 第五条, 第十五条(一) (tell the applicant that the home station takes the application).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Office, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLine:
    """A ground: its clause as 第五条(二), its words, and the facts found in this case."""

    clause: str
    label: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalNotice:
    """``complaint`` is the city bureau's office for complaints, not the refusing station."""

    template: ClassVar[str] = "refusal"
    title: ClassVar[str] = "不予异地受理通知书"

    sheet: Sheet
    bearer: Bearer
    matter: str
    grounds: tuple[GroundLine, ...]
    home_station: Office
    complaint: Office
    refused_at: datetime
