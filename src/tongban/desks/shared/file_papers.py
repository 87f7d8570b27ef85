"""A whole file as one paper: cover, contents, every paper and picture (第八条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from tongban.accounts.sessions import UnitNames
from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.cases.file_keeping import FileContents, Kept, file_contents, keep_until, pictures_of
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import Counted
from tongban.cases.queries.file_check import SealedFile
from tongban.cases.queries.files import FileLine
from tongban.cases.queries.papers import PaperRow, rows_of_file
from tongban.desks.shared.papers_kinds import PaperKind
from tongban.desks.shared.papers_made import Making, make
from tongban.desks.shared.papers_registration import unit_name
from tongban.desks.shared.printing import sheet_of
from tongban.documents.forms.archive import ArchiveFile, Bound, PartLine, PicturePage
from tongban.documents.forms.sheet import Bearer, Form, Sheet
from tongban.procedure.actors import Actor
from tongban.procedure.stages import Stage
from tongban.standards.zones import local_date

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What a page can show; other copies (a scan as PDF) are in the export."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A file being bound: its line and seal, for whom, when, where its papers can be checked."""

    line: FileLine
    seal: SealedFile | None
    actor: Actor
    unit: UnitNames
    at: datetime
    origin: str

    def sheet(self, paper: Counted | None) -> Sheet:
        """Head and foot; only the whole file is counted, not each page in it."""
        return sheet_of(
            paper,
            number=self.line.number,
            unit=unit_name(self.line.unit),
            officer=self.actor.name,
            at=self.at,
            origin=self.origin,
        )


def archive(binding: Binding, *, paper: Counted) -> ArchiveFile:
    """Return the whole file, ready to print."""
    line, seal = binding.line, binding.seal
    until = seal.keep_until if seal else keep_until(line.ended_at, years=_years(binding))
    return ArchiveFile(
        sheet=binding.sheet(paper),
        bearer=Bearer(name=line.name, id_number=line.id_number),
        case_number=line.number,
        category=f"{line.category.label}异地申办",
        ended=line.stage.label,
        ended_at=line.ended_at,
        sealed_at=line.sealed_at,
        kept_until=local_date(until - timedelta(seconds=1)),
        digest=seal.digest if seal else "",
        parts=tuple(
            PartLine(label=held.part.label, state=_STATES[held.is_there], note=held.note)
            for held in line.parts
        ),
        bound=tuple(
            Bound(template=form.template, title=form.title, data=form) for form in _forms(binding)
        ),
    )


_STATES = {True: "在档", False: "缺", None: "不需要"}


def _years(binding: Binding) -> int:
    return office().terms(binding.at).archive_years


def _forms(binding: Binding) -> Iterator[Form]:
    found = file_contents(binding.line.case_id)
    for row in _rows(binding, found):
        form = make(Making(row, binding.actor, binding.unit, binding.at, binding.origin))
        if form is not None:
            yield form
    for ref, label in pictures_of(found).items():
        if label.endswith(_SHOWN):
            yield _picture(binding, ref, label)


_SHOWN = ("登记表", "证明", *"0123456789")
"""Pictures with a page of their own: copies and scans; photo and signatures are on the papers."""


def _picture(binding: Binding, ref: str, label: str) -> PicturePage:
    sheet = binding.sheet(None)
    try:
        kept = store.get(ref)
    except BlobError:
        return PicturePage(sheet=sheet, caption=label, picture=b"")
    if kept.media_type not in PICTURES:
        note = f"{kept.media_type}，见导出的原件"
        return PicturePage(sheet=sheet, caption=label, picture=b"", note=note)
    return PicturePage(sheet=sheet, caption=label, picture=kept.content)


def _rows(binding: Binding, found: FileContents) -> Iterator[PaperRow]:
    """Each paper once as it stands: the form of every version, then what was printed or signed."""
    printed = rows_of_file(binding.line.case_id)
    forms = {row.contents.get("version"): row for row in printed if row.kind == _FORM}
    versions = [row for (kind, _), row in found.rows.items() if kind is Kept.VERSION]
    for version in sorted(versions, key=lambda one: one["n"]):
        blank = _unprinted(binding, _FORM, {"version": version["n"]})
        yield _first_print(forms.get(version["n"], blank))
    others = [row for row in printed if row.kind != _FORM]
    is_handed = binding.line.stage is Stage.HANDED_OVER
    if is_handed and all(row.kind != _RECEIPT for row in others):
        others.append(_unprinted(binding, _RECEIPT, {}))
    for row in others:
        if row.kind in PaperKind.__members__:
            yield _first_print(row)


_FORM, _RECEIPT = PaperKind.REGISTRATION.value, PaperKind.HAND_OVER.value


def _first_print(row: PaperRow) -> PaperRow:
    """A paper bound into the file is no reprint of it."""
    return replace(row, prints=min(row.prints, 1))


def _unprinted(binding: Binding, kind: str, contents: dict[str, int]) -> PaperRow:
    return PaperRow(
        id=UUID(int=0),
        kind=kind,
        subject=binding.line.case_id,
        made_at=binding.line.ended_at,
        made_by="",
        contents=contents,
        prints=0,
        blob="",
        code="",
        is_noted=True,
    )
