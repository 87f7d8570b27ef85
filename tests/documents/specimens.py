"""One specimen of each paper, with invented people, for tests and the measurement of speed."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from PIL import Image, ImageDraw

from tongban.documents.forms.batch import BatchRow, BatchSheet
from tongban.documents.forms.cash_day import CashDay, CashDayRow
from tongban.documents.forms.collection_slip import CollectionSlip
from tongban.documents.forms.commitment import CommitmentForm, Part
from tongban.documents.forms.fee import DayBook, DayBookRow
from tongban.documents.forms.hand_over import HandOverReceipt
from tongban.documents.forms.inquiry_letter import AskedLine, InquiryLetter
from tongban.documents.forms.one_time_notice import MissingItem, OneTimeNotice
from tongban.documents.forms.receipt_slip import ReceiptSlip
from tongban.documents.forms.refusal import GroundLine, RefusalNotice
from tongban.documents.forms.registration import (
    Applicant,
    FingerLine,
    Guardian,
    IssueNote,
    RegistrationForm,
    ReviewNote,
)
from tongban.documents.forms.residence_sheet import ResidenceSheet
from tongban.documents.forms.sheet import (
    Bearer,
    Form,
    Office,
    Sheet,
    Signature,
    money_text,
    validity_text,
)
from tongban.documents.forms.statement import (
    ClosingNotice,
    Fact,
    LapseNotice,
    RevocationNotice,
    VoidNotice,
    WithdrawalRequest,
)
from tongban.documents.forms.temporary import (
    Holder,
    RegisterRow,
    TemporaryCard,
    TemporaryCertificate,
    TemporaryRegister,
)
from tongban.documents.verification import qr_picture, verification

AT = datetime(2026, 3, 9, 1, 25, tzinfo=UTC)
UNIT = "济宁市公安局兖州分局鼓楼派出所"
CASE = "370812540000202603090007"
BEARER = Bearer(name="林晓", id_number="37081119900307007X")
CONTACT = Office(
    name=UNIT, address="济宁市兖州区建设路1号", phone="0537-0000000", hours="工作日 8:30–17:00"
)
HOME = Office(
    name="济宁市公安局任城分局古槐派出所", address="济宁市任城区中区街2号", phone="0537-0000001"
)
CITY = Office(name="济宁市公安局", address="济宁市任城区公安街3号", phone="0537-0000002")


def sheet(**changes: object) -> Sheet:
    values: dict[str, Any] = {
        "number": CASE,
        "unit": UNIT,
        "officer": "周明",
        "printed_at": AT,
        "verification": verification("K7QM2XRA9PHC", origin="http://127.0.0.1:8000"),
    } | changes
    return Sheet(**values)


def photo() -> bytes:
    """A drawn figure on white, 358 by 441."""
    picture = Image.new("RGB", (358, 441), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((76, 20, 282, 300), fill="#3a2f2a")
    draw.rectangle((40, 350, 318, 441), fill="#27364a")
    draw.ellipse((88, 70, 270, 330), fill="#e2b998")
    draw.ellipse((128, 175, 148, 190), fill="#222222")
    draw.ellipse((210, 175, 230, 190), fill="#222222")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70, dpi=(350, 350))
    return out.getvalue()


def signature() -> Signature:
    picture = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line(
        [(20, 90), (70, 20), (90, 100), (150, 40), (200, 95), (260, 30), (340, 70)],
        fill=(20, 30, 60, 255),
        width=5,
        joint="curve",
    )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Signature(picture=out.getvalue(), by="申领人", at=AT)


def registration(**changes: object) -> RegistrationForm:
    values: dict[str, Any] = {
        "sheet": sheet(),
        "case_number": CASE,
        "version": 1,
        "category": "市内跨县区异地申办",
        "applicant": Applicant(
            name="林晓",
            former_name="",
            sex="女",
            ethnicity="汉",
            birth_date=date(1990, 3, 7),
            id_number="37081119900307007X",
            address="山东省济宁市任城区古槐街道中区街12号院3号楼2单元501号",
            phone="13800000000",
        ),
        "photo": photo(),
        "home_station": HOME.name,
        "home_bureau": "济宁市公安局任城分局",
        "reason": "有效期满换领",
        "priority": "普通",
        "fee": money_text(2000),
        "delivery": "到受理地派出所领取",
        "delivery_address": UNIT,
        "evidence": "居民身份证（凭证受理）",
        "old_card": "有效期至 2026.03.20，领取新证时交回",
        "temporary_document": "申请临时居民身份证，当场制发",
        "fingers": (
            FingerLine(finger="右手拇指", result="已登记 · 质量 82"),
            FingerLine(finger="左手拇指", result="已登记 · 质量 77"),
        ),
        "accepted_at": AT,
        "acceptance_opinion": "经核对，申领人与人口信息一致，符合异地受理条件，同意受理。",
    } | changes
    return RegistrationForm(**values)


def full_registration() -> RegistrationForm:
    """Every optional part filled, with a long name and rare characters."""
    return registration(
        sheet=sheet(reprint=2, is_demo=True),
        version=2,
        applicant=Applicant(
            name="阿卜杜热西提·阿卜杜克热木·买买提江𠮷䶮𬱖",
            former_name="𠮷祥",
            sex="男",
            ethnicity="维吾尔",
            birth_date=date(2012, 10, 5),
            id_number="37081119900307007X",
            address="山东省济宁市微山县南四湖湖滨㙍头街道渔家新村一期东区18号楼1单元1802室",
            phone="13800000000",
        ),
        guardian=Guardian(
            name="阿卜杜克热木·买买提江",
            id_number="440524188001010014",
            relation="父亲",
            phone="13800000001",
        ),
        reason="丢失补领",
        priority="加快（高考报名）",
        fee=money_text(4000),
        delivery="邮政速递",
        delivery_address="济宁市兖州区建设路9号 收件人同申领人",
        evidence="居民户口簿、中华人民共和国机动车驾驶证",
        fingers=(
            FingerLine(finger="右手拇指", result="未登记：手指残缺"),
            FingerLine(finger="左手拇指", result="登记失败：指纹模糊，已换食指"),
            FingerLine(finger="左手食指", result="已登记 · 质量 61"),
        ),
        signature=signature(),
        review=ReviewNote(
            unit="济宁市公安局任城分局",
            officer="陈立",
            opinion="文字、照片、指纹审核通过。",
            at=AT,
        ),
        issue=IssueNote(
            authority="济宁市公安局任城分局",
            officer="陈立",
            validity=validity_text(date(2026, 3, 9), until=date(2036, 3, 9)),
            at=AT,
        ),
    )


def refusal() -> RefusalNotice:
    return RefusalNotice(
        sheet=sheet(number="不予〔2026〕0003"),
        bearer=BEARER,
        matter="居民身份证异地换领",
        grounds=(
            GroundLine(
                clause="第五条(二)",
                label="提供的信息与人口系统不一致，难以确认身份",
                facts="姓名、出生日期与人口信息不一致；查看历史受理信息并现场比对人像、指纹后，仍不能确认身份。",
            ),
        ),
        home_station=HOME,
        complaint=CITY,
        refused_at=AT,
    )


def inquiry_letter() -> InquiryLetter:
    return InquiryLetter(
        sheet=sheet(number="370811540000X202611230001"),
        bearer=BEARER,
        addressee="徐州市公安局云龙分局黄山派出所",
        question="申请人面貌与人口库照片差别较大，自报姓名用字与户口登记不同，请核对户口底册。",
        lines=(
            AskedLine(label="姓名", declared="颜龙", registered="颜𬭎"),
            AskedLine(label="出生日期", declared="1990-03-07", registered="1990-03-07"),
        ),
        photo=None,
        asked_at=datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
        answer_by=date(2026, 11, 26),
        answers=("是同一人", "不是同一人", "无法判断"),
        reply_to=Office(name="任城区分局古槐派出所", phone="0537-1234567"),
    )


def one_time_notice() -> OneTimeNotice:
    return OneTimeNotice(
        sheet=sheet(number="告知〔2026〕0012"),
        bearer=BEARER,
        matter="居民身份证异地丢失补领",
        items=(
            MissingItem(
                what="出示有效身份证件",
                clause="第三条(一)",
                why="补领时居民身份证不能作为受理凭证；您出示的护照已过有效期。",
                serves=(
                    "居民户口簿",
                    "居住证",
                    "机动车驾驶证",
                    "有效期内的护照",
                    "其他可以证明身份的有效身份证件",
                ),
            ),
            MissingItem(
                what="现场比对指纹",
                clause="第三条(二)",
                why="采集时手指受伤，尚未完成比对。",
                serves=("伤愈后到任一户籍派出所比对",),
            ),
        ),
        done=("人口信息核对", "现场人像比对"),
        keeps_until=date(2026, 4, 8),
        told_at=AT,
        contact=CONTACT,
    )


def collection_slip() -> CollectionSlip:
    return CollectionSlip(
        sheet=sheet(),
        bearer=Bearer(name="林晓", id_number="370811********007X"),
        case_number=CASE,
        reason="有效期满换领",
        fee=money_text(2000),
        delivery="到受理地派出所领取",
        place=CONTACT,
        latest_on=date(2026, 5, 8),
        bring=(
            "本凭证（遗失不影响领取）",
            "原居民身份证，领取新证时交回",
            "临时居民身份证，领取新证时一并交回",
        ),
        accepted_at=AT,
        notes=("换手机号或者改变领取方式的，请在制证前告知受理地派出所。",),
    )


def residence_sheet() -> ResidenceSheet:
    return ResidenceSheet(
        sheet=sheet(number="居告〔2026〕0021"),
        bearer=BEARER,
        case_number=CASE,
        why="根据山东省流动人口服务管理有关规定，您应当办理居住登记，目前尚未查到登记记录。",
        period="离开常住户口所在县（市、区）居住三日以上的，应当自到达之日起三个工作日内登记，登记不收费。",
        steps=(
            "扫描右侧二维码，或者在派出所由民警帮助打开平台。",
            "使用本人姓名和公民身份号码登录，填写现居住地址和居住事由。",
            "提交后保存登记回执，到居住地户籍派出所交验居住证明材料。",
        ),
        bring=(
            "居民身份证或者本次领取凭证",
            "居住地址证明：房屋租赁合同、房产证明或者用人单位、学校出具的证明，任选一件",
        ),
        platform="山东公安居住登记平台",
        hand_to=CONTACT,
        told_at=AT,
        platform_qr=qr_picture("https://example.invalid/residence"),
    )


def commitment(**changes: Any) -> CommitmentForm:
    values: dict[str, Any] = {
        "sheet": sheet(),
        "bearer": BEARER,
        "parts": (
            Part(what="历史受理信息", outcome="已查看", at=AT),
            Part(what="本人与人口系统照片", outcome="相同", by="周明", at=AT),
            Part(what="本人与登记指纹", outcome="相同", by="周明", at=AT),
            Part(what="身份认定", outcome="民警认定是本人", by="周明", at=AT),
        ),
        "opening": "本人因无法提供有效身份证件，申请容缺受理。本人承诺：",
        "commitments": (
            "所述身份信息真实，现场采集的照片、指纹为本人所有。",
            "如有虚假，本人愿意依法承担责任，并同意撤销本次受理。",
        ),
        "clause": "第三条(二)",
        "signs": "承诺人",
        "signature": signature(),
        "committed_at": AT,
    } | changes
    return CommitmentForm(**values)


def statements() -> list[Form]:
    common: dict[str, Any] = {
        "sheet": sheet(),
        "bearer": BEARER,
        "facts": (
            Fact(label="受理编号", value=CASE),
            Fact(label="申领原因", value="有效期满换领"),
        ),
        "at": AT,
    }
    return [
        WithdrawalRequest(
            **common,
            paragraphs=(
                "因近期回户籍地居住，本人申请撤回本次居民身份证异地申办，改在户籍地办理。",
            ),
            notes=(
                "已缴工本费原路退回；由民警代缴的，退回后由派出所退还现金。",
                "撤回后可以随时重新申办。",
            ),
            signs="申请人",
            signature=signature(),
        ),
        VoidNotice(
            **common,
            paragraphs=(
                "您的居民身份证异地受理信息因照片需重新采集，现予作废，本次受理继续办理，不需重新提出申请。",
            ),
        ),
        ClosingNotice(
            **common,
            paragraphs=(
                "本所多次通知您领取证件，至今未领取，现终结本次申办。您可以随时重新申办。",
            ),
        ),
        RevocationNotice(
            **common,
            paragraphs=("经核查，本次受理属于第五条（四）规定的情形，现予撤销。",),
        ),
        LapseNotice(
            **common,
            paragraphs=("本次受理没有办完，保留期 30 天内没有继续办理，现已失效。",),
            notes=("这不是不予受理。可以随即重新申办。",),
        ),
    ]


def day_book(rows: int = 9) -> DayBook:
    lines = tuple(
        DayBookRow(
            case_number=f"3708125400002026030900{index:02d}",
            payer="林*",
            taken_at=AT,
            amount=money_text(2000),
            payment_code=f"370800260000000000{index:02d}",
            paid_at=None if index == 3 else AT,
            receipt_number="" if index == 3 else f"00000000{index:02d}",
        )
        for index in range(rows)
    )
    return DayBook(
        sheet=sheet(number="日结〔2026〕0309"),
        day=date(2026, 3, 9),
        cashier="周明",
        rows=lines,
        taken=money_text(2000 * rows),
        paid_on=money_text(2000 * (rows - 1)),
        in_hand=money_text(2000),
        remarks="第 4 笔因财政系统短时不可用，恢复后当日补缴。",
    )


def receipt_slip() -> ReceiptSlip:
    return ReceiptSlip(
        sheet=sheet(reprint=1),
        case_number=CASE,
        payer="林小雨",
        item="居民身份证工本费（有效期满换领）",
        amount=money_text(2000),
        way="支付码",
        paid_at=AT,
        receipt_code="37060126",
        receipt_number="0000123456",
        check_code="a1b2c3",
    )


def cash_day() -> CashDay:
    kinds = ("收取现金", "代缴入财政", "代缴款退回", "退还现金")
    lines = tuple(
        CashDayRow(
            case_number=f"3708125400002026030900{index:02d}",
            what=kinds[index % 4],
            amount="+20.00" if index % 2 == 0 else "-20.00",
            at="09:30",
            slip=f"X{index:04d}",
        )
        for index in range(8)
    )
    return CashDay(
        sheet=sheet(number="日清20260309"),
        day=date(2026, 3, 9),
        cashier="周明",
        closed_at=AT,
        opening=money_text(2000),
        taken=money_text(4000),
        paid_on=money_text(4000),
        came_back=money_text(4000),
        given_back=money_text(4000),
        closing=money_text(2000),
        counted=money_text(2000),
        rows=lines,
        words="银行系统停机，明早代缴。",
    )


def hand_over() -> HandOverReceipt:
    return HandOverReceipt(
        sheet=sheet(),
        bearer=BEARER,
        case_number=CASE,
        validity=validity_text(date(2026, 3, 12), until=date(2046, 3, 12)),
        authority="济宁市公安局任城分局",
        collector="本人",
        identity_check="人像比对一致，指纹比对一致",
        old_card="已交回",
        temporary_card="未能交回",
        loss_statement="领取人书面说明临时居民身份证已遗失。",
        handed_at=AT,
        signature=signature(),
    )


def batch(rows: int = 14) -> BatchSheet:
    lines = tuple(
        BatchRow(
            case_number=f"3708125400002026030900{index:02d}",
            name="林晓" if index % 5 else "欧阳𠮷祥",
            id_number="370811********007X",
            priority="加快" if index == 2 else "普通",
            remark="证件边角受损" if index == 6 else "",
        )
        for index in range(rows)
    )
    return BatchSheet(
        sheet=sheet(unit="济宁市公安局兖州分局", number="P2026031101"),
        batch_number="P2026031101",
        sender="济宁市公安局兖州分局",
        receiver=UNIT,
        forwarded_at=AT,
        due_at=datetime(2026, 3, 11, 9, 0, tzinfo=UTC),
        rows=lines,
    )


def holder(**changes: str) -> Holder:
    values: dict[str, Any] = {
        "name": "林晓",
        "sex": "女",
        "ethnicity": "汉",
        "birth_date": date(1990, 3, 7),
        "id_number": "37081119900307007X",
        "address": "山东省济宁市任城区古槐街道中区街12号院3号楼2单元501号",
        "photo": photo(),
    } | changes
    return Holder(**values)


def temporary_card(**changes: Any) -> TemporaryCard:
    number = "370812540000L202603090003"
    values: dict[str, Any] = {
        "sheet": sheet(number=number, verification=None),
        "number": number,
        "holder": holder(),
        "issuer": "济宁市公安局兖州分局",
        "validity": validity_text(date(2026, 3, 9), until=date(2026, 6, 9)),
        "case_number": CASE,
        "issued_at": AT,
    } | changes
    return TemporaryCard(**values)


def temporary_certificate(**changes: Any) -> TemporaryCertificate:
    number = "370812540000M202603090001"
    values: dict[str, Any] = {
        "sheet": sheet(number=number, verification=None),
        "number": number,
        "holder": holder(address="江苏省徐州市铜山区青山泉镇前河路6号"),
        "matter": "居民身份证异地丢失补领",
        "purpose": "乘坐火车、办理住宿登记",
        "valid_from": date(2026, 3, 9),
        "valid_until": date(2026, 4, 8),
        "case_number": CASE,
        "issued_at": AT,
    } | changes
    return TemporaryCertificate(**values)


def temporary_register(rows: int = 11) -> TemporaryRegister:
    lines = tuple(
        RegisterRow(
            number=f"370812540000{'M' if index % 4 == 3 else 'L'}2026030900{index:02d}",
            kind="临时身份证明" if index % 4 == 3 else "临时居民身份证",
            name="欧阳𠮷祥" if index % 5 == 2 else "林晓",
            id_number="370811********007X",
            case_number=f"3708125400002026030900{index:02d}",
            issued_at=AT,
            officer="周明",
            valid_until=date(2026, 4, 8) if index % 4 == 3 else date(2026, 6, 9),
            reprints="1" if index == 4 else "",
            ending="已收回 03-28" if index % 3 else "有效",
            remark="候车时遗失，找到即交回。" if index == 7 else "",
        )
        for index in range(rows)
    )
    return TemporaryRegister(
        sheet=sheet(number="临时证件 202603", verification=None),
        month="2026年3月",
        rows=lines,
        cards="8 张",
        certificates="3 份",
        out="3 张",
    )


def every_form() -> dict[str, Form]:
    forms: list[Form] = [
        full_registration(), refusal(), one_time_notice(), inquiry_letter(), collection_slip(), residence_sheet(),
        *statements(), day_book(), cash_day(), receipt_slip(), hand_over(), batch(),
        commitment(), temporary_card(), temporary_certificate(), temporary_register(),
    ]  # fmt: skip
    return {"registration-plain": registration()} | {type(form).__name__: form for form in forms}
