"""The letter of an inquiry (协查函) to an office outside the city."""

from __future__ import annotations

from tongban.cases import facts
from tongban.cases.queries.inquiries import AskedInquiry
from tongban.desks.shared.details import shown
from tongban.desks.shared.papers_registration import content, unit_name
from tongban.documents.forms.inquiry_letter import AskedLine, InquiryLetter
from tongban.documents.forms.sheet import Bearer, Office, Sheet
from tongban.procedure.reasons import InquiryAnswer
from tongban.standards.zones import local_date


def inquiry_letter(asked: AskedInquiry, *, sheet: Sheet) -> InquiryLetter:
    """The letter as it was asked; without the picture once that is erased."""
    declared = shown(facts.details(asked.declared))
    registered = shown(facts.details(asked.record))
    photo = content(asked.live_photo) if asked.live_photo else b""
    return InquiryLetter(
        sheet=sheet,
        bearer=Bearer(name=asked.record["name"], id_number=asked.record["id_number"]),
        addressee=asked.home_office,
        question=asked.question,
        lines=tuple(
            AskedLine(label=one.label, declared=declared[one], registered=registered[one])
            for one in asked.details
        ),
        photo=photo or None,
        asked_at=asked.asked_at,
        answer_by=local_date(asked.due_at) if asked.due_at else None,
        answers=tuple(one.label for one in InquiryAnswer),
        reply_to=Office(name=unit_name(asked.station)),
    )
