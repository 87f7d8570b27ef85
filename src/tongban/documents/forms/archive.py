"""《居民身份证异地申办档案》: cover, contents and every paper of a file, as one document (第八条)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Form, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePage:
    """A picture of the file on a page of its own: a copy of evidence, a scanned form."""

    template: ClassVar[str] = "picture-page"
    title: ClassVar[str] = "影像"

    sheet: Sheet
    caption: str
    picture: bytes
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A paper bound into the file: ``template`` and ``title`` are the paper's own."""

    template: str
    title: str
    data: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One line of what a file must hold and whether it does."""

    label: str
    state: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFile:
    """``digest`` is of the seal, empty while the file is open; ``kept_until`` the last day."""

    template: ClassVar[str] = "archive"
    title: ClassVar[str] = "居民身份证异地申办档案"

    sheet: Sheet
    bearer: Bearer
    case_number: str
    category: str
    ended: str
    ended_at: datetime
    sealed_at: datetime | None
    kept_until: date
    digest: str
    parts: tuple[PartLine, ...]
    bound: tuple[Bound, ...]
