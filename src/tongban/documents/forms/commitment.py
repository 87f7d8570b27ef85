"""《容缺受理书面承诺书》: what was compared on site, and what the applicant commits to.

Source: 第三条(二); kept in the file instead of a copy of a document (第八条).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Sheet, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that was done at the window: its outcome, who judged it and when."""

    what: str
    outcome: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The guardian who commits for the applicant."""

    name: str
    id_number: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentForm:
    """``signature`` None leaves the place to sign on paper; ``is_scan``: signed on paper already.

    ``committed_at`` None: not signed yet.
    """

    template: ClassVar[str] = "commitment"
    title: ClassVar[str] = "容缺受理书面承诺书"

    sheet: Sheet
    bearer: Bearer
    parts: tuple[Part, ...]
    opening: str
    commitments: tuple[str, ...]
    clause: str
    signs: str
    guardian: Signer | None = None
    signature: Signature | None = None
    committed_at: datetime | None = None
    is_scan: bool = False
