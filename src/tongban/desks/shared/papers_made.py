"""From stored rows to the contents of each paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tongban.accounts.sessions import UnitNames
from tongban.cases.operations.office import office
from tongban.cases.operations.papers import Counted
from tongban.cases.queries.commitment import commitment_paper
from tongban.cases.queries.counter import handed_card
from tongban.cases.queries.inquiries import letter_of
from tongban.cases.queries.papers import (
    CasePaper,
    IntakePaper,
    PaperRow,
    case_paper,
    intake_paper,
)
from tongban.cases.queries.temporary import document_paper
from tongban.desks.shared.papers_commitment import commitment_form
from tongban.desks.shared.papers_endings import (
    closing_notice,
    lapse_notice,
    revocation_notice,
    void_notice,
)
from tongban.desks.shared.papers_hand_over import hand_over_receipt
from tongban.desks.shared.papers_inquiry import inquiry_letter
from tongban.desks.shared.papers_kinds import PaperKind
from tongban.desks.shared.papers_receipt import receipt_slip
from tongban.desks.shared.papers_refusal import refusal_notice
from tongban.desks.shared.papers_registration import home_bureau, registration_form, unit_name
from tongban.desks.shared.papers_registration import signature as signature_of
from tongban.desks.shared.papers_slip import mailed_to, slip_notes, to_bring
from tongban.desks.shared.papers_temporary import temporary_paper
from tongban.desks.shared.printing import sheet_of
from tongban.documents.forms.collection_slip import CollectionSlip
from tongban.documents.forms.one_time_notice import MissingItem, OneTimeNotice
from tongban.documents.forms.residence_sheet import ResidenceSheet
from tongban.documents.forms.sheet import Bearer, Form, Office, Sheet, money_text
from tongban.documents.forms.statement import Fact, WithdrawalRequest
from tongban.documents.verification import qr_picture
from tongban.policy.vocabulary import Ask, Delivery, Reason
from tongban.procedure.actors import Actor
from tongban.standards.id_number import mask
from tongban.standards.zones import local_date


@dataclass(frozen=True, slots=True)
class Making:
    """A paper being made: its row, who looks at it where and when, where it can be checked."""

    row: PaperRow
    actor: Actor
    unit: UnitNames
    at: datetime
    origin: str

    @property
    def paper(self) -> Counted:
        """The print; ``reprint`` counts the copies after the first."""
        row = self.row
        return Counted(row.id, row.code, max(row.prints - 1, 0), is_noted=row.is_noted)

    def sheet(self, *, number: str, unit: str) -> Sheet:
        """Head and foot of the paper; ``unit`` is a code."""
        return sheet_of(
            self.paper,
            number=number,
            unit=unit_name(unit),
            officer=self.row.made_by or self.actor.name,
            at=self.at,
            origin=self.origin,
        )


def make(making: Making) -> Form | None:
    """Return the paper's contents, None when its subject may not be seen."""
    kind = PaperKind(making.row.kind) if making.row.kind in PaperKind.__members__ else None
    if kind is None:
        return None
    if kind is PaperKind.COMMITMENT:
        return _commitment(making)
    if kind.is_of_intake:
        intake = intake_paper(making.actor, making.row.subject)
        return _OF_INTAKE[kind](making, intake) if intake else None
    if kind.is_of_document:
        return _temporary(making)
    version = making.row.contents.get("version")
    case = case_paper(making.actor, making.row.subject, version=version)
    return _OF_CASE[kind](making, case) if case else None


def _commitment(making: Making) -> Form | None:
    found = commitment_paper(making.actor, making.row)
    if found is None:
        return None
    number = f"承诺 {making.row.id.hex[-8:].upper()}"
    return commitment_form(found, sheet=making.sheet(number=number, unit=found.station))


def _temporary(making: Making) -> Form | None:
    """A temporary card or certificate, as long as it is good; the register keeps the rest."""
    found = document_paper(making.actor, making.row.subject)
    if found is None or not found.document.is_good(local_date(making.at)):
        return None
    document = found.document
    sheet = replace(
        making.sheet(number=document.number, unit=document.issued_unit), officer=document.issued_by
    )
    return temporary_paper(found, sheet=sheet)


def _registration(making: Making, case: CasePaper) -> Form:
    return registration_form(case, sheet=making.sheet(number=case.number, unit=case.accepting_unit))


def _slip(making: Making, case: CasePaper) -> Form:
    days = office().terms(case.composed_at).legal_days
    begins = case.signed_at or case.composed_at
    is_mailed = case.way_now.delivery is Delivery.COURIER
    return CollectionSlip(
        sheet=making.sheet(number=case.number, unit=case.accepting_unit),
        bearer=Bearer(name=case.details.name, id_number=mask(case.details.id_number)),
        case_number=case.number,
        reason=case.reason.label,
        fee=money_text(case.fee_fen),
        delivery=case.way_now.delivery.label,
        place=mailed_to(case) if is_mailed else Office(name=unit_name(case.accepting_unit)),
        latest_on=local_date(begins) + timedelta(days=days),
        bring=to_bring(case),
        accepted_at=case.composed_at,
        notes=(*_reviewed_by(case), *slip_notes(case)),
        is_mailed=is_mailed,
    )


def _receipt_slip(making: Making, case: CasePaper) -> Form | None:
    sheet = making.sheet(number=case.number, unit=case.accepting_unit)
    return receipt_slip(making.row.subject, sheet=sheet)


def _reviewed_by(case: CasePaper) -> tuple[str, ...]:
    """Who decides on an application of another city's household; nobody has to travel for it."""
    if not case.elsewhere:
        return ()
    return (f"由{home_bureau(case)}审核签发，不需要您回户籍地办理。",)


def _residence(making: Making, case: CasePaper) -> Form:
    link = str(making.row.contents.get("link", ""))
    return ResidenceSheet(
        sheet=making.sheet(number=case.number, unit=case.accepting_unit),
        bearer=Bearer(name=case.details.name, id_number=mask(case.details.id_number)),
        case_number=case.number,
        why="您在本地居住，按照山东省流动人口服务管理有关规定应当办理居住登记，目前尚未查到登记记录。"
        "是否登记不影响本次申办和领证。",
        period="离开常住户口所在县（市、区）居住三日以上的，应当自到达之日起三个工作日内登记，"
        "登记不收费。",
        steps=(
            "打开“山东公安居住登记平台”，或者在派出所由民警帮助打开。",
            "使用本人姓名和公民身份号码登录，填写现居住地址和居住事由。",
            "提交后保存登记回执，把居住证明材料交到居住地户籍派出所。",
        ),
        bring=(
            "居民身份证或者本次领取凭证",
            "居住地址证明：房屋租赁合同、房产证明或者用人单位、学校出具的证明，任选一件",
        ),
        platform=link or "山东公安居住登记平台",
        platform_qr=qr_picture(link) if link else None,
        hand_to=Office(name="居住地户籍派出所"),
        told_at=making.row.made_at,
    )


def _withdrawal(making: Making, case: CasePaper) -> Form:
    return WithdrawalRequest(
        sheet=making.sheet(number=case.number, unit=case.accepting_unit),
        bearer=Bearer(name=case.details.name, id_number=case.details.id_number),
        facts=(
            Fact(label="受理编号", value=case.number),
            Fact(label="申领原因", value=case.reason.label),
        ),
        paragraphs=(str(making.row.contents.get("words", "")),),
        at=making.row.made_at,
        notes=(
            "已缴工本费原路退回；由民警代缴的，退回后由派出所退还现金。",
            "撤回后可以随时重新申办。",
        ),
        signs="申请人",
        signature=signature_of(making.row.blob, by="申请人", at=making.row.made_at),
    )


def _revocation(making: Making, case: CasePaper) -> Form:
    sheet = making.sheet(number=case.number, unit=office().city.county_of(case.accepting_unit).code)
    return revocation_notice(case, making.row.contents, sheet=sheet, at=making.row.made_at)


def _closing(making: Making, case: CasePaper) -> Form:
    sheet = making.sheet(number=case.number, unit=office().city.county_of(case.accepting_unit).code)
    return closing_notice(case, making.row.contents, sheet=sheet, at=making.row.made_at)


def _voiding(making: Making, case: CasePaper) -> Form:
    sheet = making.sheet(number=case.number, unit=case.accepting_unit)
    return void_notice(case, making.row.contents, sheet=sheet, at=making.row.made_at)


def _hand_over(making: Making, case: CasePaper) -> Form:
    sheet = making.sheet(number=case.number, unit=case.accepting_unit)
    return hand_over_receipt(case, card=handed_card(case.id), sheet=sheet, at=making.at)


def _refusal(making: Making, intake: IntakePaper) -> Form | None:
    refused = intake.refusal
    if refused is None:
        return None
    sheet = making.sheet(number=refused.number, unit=intake.station)
    return refusal_notice(intake, refused, matter=_matter(intake), sheet=sheet)


def _notice(making: Making, intake: IntakePaper) -> Form:
    asks = [Ask(code) for code in making.row.contents.get("asks", ())]
    days = office().terms(making.row.made_at).intake_lapse_days
    done = [f"交验{one}" for one in intake.evidence]
    done += ["现场比对"] if intake.is_compared else []
    done += ["采集标准照片"] if intake.has_photo else []
    done += ["采集指纹"] if intake.has_fingers else []
    return OneTimeNotice(
        sheet=making.sheet(number=f"告知 {making.row.id.hex[-8:].upper()}", unit=intake.station),
        bearer=Bearer(name=intake.name, id_number=mask(intake.id_number)),
        matter=_matter(intake),
        items=tuple(_item(ask, reason=intake.reason) for ask in asks if ask not in _OURS),
        done=("人口信息核对", *done),
        keeps_until=local_date(making.row.made_at) + timedelta(days=days),
        told_at=making.row.made_at,
        contact=Office(name=unit_name(intake.station)),
    )


def _lapse(making: Making, intake: IntakePaper) -> Form:
    number = f"失效 {making.row.id.hex[-8:].upper()}"
    sheet = making.sheet(number=number, unit=intake.station)
    return lapse_notice(intake, matter=_matter(intake), sheet=sheet, at=making.row.made_at)


def _inquiry_letter(making: Making, intake: IntakePaper) -> Form | None:
    asked = letter_of(making.actor, intake.id)
    if asked is None:
        return None
    return inquiry_letter(asked, sheet=making.sheet(number=asked.number, unit=asked.station))


def _matter(intake: IntakePaper) -> str:
    reason = intake.reason.label if intake.reason else "申领"
    return f"居民身份证异地{reason}"


DOCUMENTS = ("居民户口簿", "居住证", "机动车驾驶证", "护照", "其他可以证明身份的有效身份证件")
_ITEMS: Mapping[Ask, tuple[str, str, tuple[str, ...]]] = {
    Ask.SHOW_EVIDENCE: (
        "第三条(一)",
        "还没有可以作为受理凭证的有效证件，下列证件任交一种即可。",
        DOCUMENTS,
    ),
    Ask.COMPARE_ON_SITE: (
        "第六条",
        "还没有完成本人与人口系统照片、指纹的现场比对。",
        ("本人到任一户籍派出所当场比对",),
    ),
    Ask.SETTLE_IDENTITY: (
        "第三条(二)",
        "现有材料还不能确认身份。",
        (*DOCUMENTS, "由户籍派出所协查证明"),
    ),
    Ask.SIGN_COMMITMENT: (
        "第三条",
        "还没有可以作为受理凭证的有效证件，下列证件任交一种即可；确实没有的，可以容缺受理。",
        (*DOCUMENTS, "都没有的：本人到场签署书面承诺"),
    ),
    Ask.CHOOSE_REASON: ("第七条", "还没有选定申领原因。", ("有效期满换领、损坏换领或者丢失补领",)),
}


_OURS = frozenset({Ask.RECORD_LOOKUP, Ask.VIEW_HISTORY})
"""What the police do by themselves: nothing the applicant could bring."""
_WHAT = {Ask.SIGN_COMMITMENT: "出示有效身份证件或者签署书面承诺"}


def _item(ask: Ask, *, reason: Reason | None) -> MissingItem:
    clause, why, serves = _ITEMS.get(ask, ("第六条", "", ("本人到任一户籍派出所办理",)))
    if ask in (Ask.SHOW_EVIDENCE, Ask.SIGN_COMMITMENT) and reason in (
        Reason.EXPIRED,
        Reason.DAMAGED,
    ):
        serves = ("原居民身份证", *serves)
    return MissingItem(what=_WHAT.get(ask, ask.label), clause=clause, why=why, serves=serves)


_OF_CASE: Mapping[PaperKind, Callable[[Making, CasePaper], Form | None]] = {
    PaperKind.REGISTRATION: _registration,
    PaperKind.COLLECTION_SLIP: _slip,
    PaperKind.RESIDENCE_SHEET: _residence,
    PaperKind.WITHDRAWAL: _withdrawal,
    PaperKind.HAND_OVER: _hand_over,
    PaperKind.RECEIPT_SLIP: _receipt_slip,
    PaperKind.REVOCATION: _revocation,
    PaperKind.CLOSING: _closing,
    PaperKind.VOIDING: _voiding,
}
_OF_INTAKE: Mapping[PaperKind, Callable[[Making, IntakePaper], Form | None]] = {
    PaperKind.REFUSAL: _refusal,
    PaperKind.ONE_TIME_NOTICE: _notice,
    PaperKind.LAPSE: _lapse,
    PaperKind.INQUIRY_LETTER: _inquiry_letter,
}
