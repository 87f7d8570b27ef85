"""《临时居民身份证》 and 《临时身份证明》 out of their rows, and the register of a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tongban.cases.queries.temporary import Document, DocumentPaper, RegisterTotals
from tongban.desks.shared.papers_kinds import PaperKind
from tongban.desks.shared.papers_registration import content, unit_name
from tongban.documents.forms.sheet import Sheet, validity_text
from tongban.documents.forms.temporary import (
    Holder,
    RegisterRow,
    TemporaryCard,
    TemporaryCertificate,
    TemporaryRegister,
)
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.standards import ethnic_groups
from tongban.standards.id_number import mask
from tongban.standards.zones import local

KIND_OF: Mapping[Kind, PaperKind] = {
    Kind.CARD: PaperKind.TEMPORARY_CARD,
    Kind.CERTIFICATE: PaperKind.TEMPORARY_CERTIFICATE,
}


def temporary_paper(found: DocumentPaper, *, sheet: Sheet) -> TemporaryCard | TemporaryCertificate:
    """The paper of a document, with the text and the photo of the version it was given out on."""
    document = found.document
    if document.kind is Kind.CARD:
        return TemporaryCard(
            sheet=sheet,
            number=document.number,
            holder=_holder(found),
            issuer=unit_name(found.accepting_county),
            validity=validity_text(document.valid_from, until=document.valid_until),
            case_number=document.case_number,
            issued_at=document.issued_at,
        )
    return TemporaryCertificate(
        sheet=sheet,
        number=document.number,
        holder=_holder(found),
        matter=f"居民身份证异地{found.reason.label}",
        purpose=document.purpose,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        case_number=document.case_number,
        issued_at=document.issued_at,
    )


def _holder(found: DocumentPaper) -> Holder:
    details = found.details
    return Holder(
        name=details.name,
        sex=details.sex.label,
        ethnicity=ethnic_groups.NAMES.get(
            ethnic_groups.canonical(details.ethnicity) or "", details.ethnicity
        ),
        birth_date=details.birth_date,
        id_number=details.id_number,
        address=details.address,
        photo=content(found.photo),
    )


def ending_words(one: Document, *, today: date) -> str:
    """How a document stands: 有效, 已过有效期, or its ending with the day."""
    if one.ending is not None and one.ended_at is not None:
        return f"{one.ending.label} {local(one.ended_at):%Y-%m-%d}"
    return "有效" if one.is_good(today) else "已过有效期"


def register_sheet(
    lines: Sequence[Document], *, totals: RegisterTotals, month: date, sheet: Sheet, today: date
) -> TemporaryRegister:
    """The register of a month, in the order of giving out."""
    return TemporaryRegister(
        sheet=sheet,
        month=f"{month.year}年{month.month}月",
        rows=tuple(_row(one, today=today) for one in lines),
        cards=f"{totals.cards} 张",
        certificates=f"{totals.certificates} 份",
        out=f"{totals.out} 张",
    )


def _row(one: Document, *, today: date) -> RegisterRow:
    again = one.prints - 1
    return RegisterRow(
        number=one.number,
        kind=one.kind.label,
        name=one.name,
        id_number=mask(one.id_number),
        case_number=one.case_number,
        issued_at=one.issued_at,
        officer=one.issued_by,
        valid_until=one.valid_until,
        reprints=str(again) if again > 0 else "",
        ending=ending_words(one, today=today),
        remark=one.words or (f"用途：{one.purpose}" if one.purpose else ""),
    )
