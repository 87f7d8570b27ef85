"""采集, 合成签名, 缴费, 收尾: faults, races, money; nothing twice."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

from tests.desks.station.test_intake_flow import pad
from tests.desks.station.window import Window, picture

from tongban.cases.models import Case, Event, Obligation, Paper, Payment
from tongban.cases.operations import review
from tongban.policy.vocabulary import Residence
from tongban.ports.registry import set_ports
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.roles import Role
from tongban.procedure.stages import PaymentStage, Stage
from tongban.simulators.people.person import Story


def composed(window: Window) -> tuple[UUID, Case]:
    """An intake that was composed, and its case."""
    intake = window.complete(window.person())
    window.do(intake, "compose")
    return intake, Case.objects.get(intake=intake)


def signed(window: Window) -> tuple[UUID, Case]:
    """The same, signed."""
    intake, case = composed(window)
    window.do(intake, "sign", signature_png=pad(), seen_version=str(case.version))
    case.refresh_from_db()
    return intake, case


def test_nothing_is_captured_before_identity_is_green(window: Window) -> None:
    intake = window.begin(window.person())
    for act in ("photo-upload", "finger/right"):
        answer = window.post(f"{intake}/do/{act}/", by="camera", act="scan")
        assert answer.status_code == 409
        assert "核对无误后才能采集" in answer.content.decode()
    assert "还不能采集" in window.text(f"{intake}/photo/")


def test_a_photo_is_cut_measured_and_kept(window: Window) -> None:
    intake = window.identified(window.person())
    window.do(intake, "photo-upload", image=picture(1600, 2000))
    text = window.text(f"{intake}/photo/")
    assert "照片标准" in text
    assert window.client.get(f"/station/intake/{intake}/picture/original/").status_code == 200
    frame = {"frame_x": "100", "frame_y": "0", "frame_w": "1000", "frame_h": "1232"}
    window.do(intake, "photo-store", **frame)
    row = window.row(intake)
    assert row.photo
    assert row.photo_report["measures"]
    assert "已保存的标准照片" in window.text(f"{intake}/photo/")


def test_a_photo_that_is_too_small_says_what_to_do(window: Window) -> None:
    intake = window.identified(window.person())
    window.do(intake, "photo-upload", image=picture(200, 250))
    answer = window.post(f"{intake}/do/photo-store/")
    assert answer.status_code == 422
    assert "选框内的画面太小" in answer.content.decode()
    assert not window.row(intake).photo


def test_text_as_a_photo_is_told_beside_the_field(window: Window) -> None:
    intake = window.identified(window.person())
    upload = io.BytesIO(b"no picture")
    upload.name = "photo.jpg"
    answer = window.post(f"{intake}/do/photo-upload/", image=upload)
    assert answer.status_code == 422
    assert 'id="photo-file-error"' in answer.content.decode()


def test_a_hand_without_a_print_gives_a_reason(window: Window) -> None:
    intake = window.identified(window.person())
    answer = window.post(f"{intake}/do/finger/right/", act="store")
    assert answer.status_code == 422
    assert "请先采集，或选择采不到的原因" in answer.content.decode()
    window.do(intake, "finger/right", act="store", right_reason="手指残缺", right_finger="12")
    assert window.row(intake).fingers == []
    window.do(intake, "finger/left", act="scan", left_finger="17")
    fingers = window.row(intake).fingers
    assert [f["code"] for f in fingers] == [12, 17]
    assert window.client.get(f"/station/intake/{intake}/picture/finger/17/").status_code == 200
    assert window.client.get(f"/pictures/intake/{intake}/finger-17").status_code == 200
    assert window.client.get(f"/pictures/intake/{intake}/finger-12").status_code == 404
    window.do(intake, "finger/right", act="scan")
    assert window.row(intake).fingers[0]["template"]


def test_a_collector_that_is_down_leaves_the_reason(window: Window) -> None:
    intake = window.identified(window.person())
    set_ports(window.ledgers.ports(down="devices"))
    answer = window.post(f"{intake}/do/finger/right/", act="scan")
    assert answer.status_code == 409
    assert "指纹采不到的可以写明原因" in answer.content.decode()


def test_wishes_come_back_with_every_fault_and_everything_typed(window: Window) -> None:
    intake = window.identified(window.person())
    answer = window.post(
        f"{intake}/do/details/",
        reason="DAMAGED",
        priority="EXPEDITED",
        delivery="COURIER",
        phone="12345",
        address="<script>1</script>",
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("电话号码不对", "请写明原因", "没有写省", 'value="12345"'):
        assert words in text
    assert "<script>1" not in text
    assert window.row(intake).reason != "DAMAGED"


def test_the_courier_may_be_chosen_and_costs_nothing_here(window: Window) -> None:
    intake = window.identified(window.person())
    text = window.text(f"{intake}/details/")
    assert "邮费由收件人签收时付给邮政" in text
    window.do(
        intake,
        "details",
        reason="DAMAGED",
        phone="13800000000",
        delivery="COURIER",
        recipient="颜母",
        address="山东省济宁市任城区古槐路1号2单元",
    )
    row = window.row(intake)
    assert (row.delivery, row.recipient) == ("COURIER", "颜母")
    assert 'value="COURIER" checked' in window.text(f"{intake}/details/")


def test_a_child_needs_a_guardian_who_signs(window: Window) -> None:
    intake = window.identified(window.person(Story.NEARLY_16, prints=False), reason="DAMAGED")
    details = {"reason": "DAMAGED", "phone": "13800000000"}
    assert "监护人代为申领" in window.text(f"{intake}/details/")
    guardian = {
        "guardian_ward": "MINOR",
        "guardian_name": "林父",
        "guardian_id_number": "370811199001010014",
        "guardian_relation": "父亲",
        "guardian_phone": "13900000000",
        "guardian_evidence": "ID_CARD",
    }
    window.do(intake, "guardian", **guardian, guardian_image=picture())
    assert "监护人 林父（父亲）" in window.text(f"{intake}/details/")
    window.do(intake, "details", **details)
    window.do(intake, "photo-upload", by="camera")
    window.do(intake, "photo-store")
    for hand in ("right", "left"):
        window.do(intake, f"finger/{hand}", act="scan")
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    seen = {"seen_version": str(case.version), "signature_png": pad()}
    alone = window.post(f"{intake}/do/sign/", **seen)
    assert alone.status_code == 422
    assert "请由监护人签名" in alone.content.decode()
    window.do(intake, "sign", signer="GUARDIAN", **seen)


def test_what_is_missing_is_listed_before_composing(window: Window) -> None:
    intake = window.identified(window.person())
    text = window.text(f"{intake}/compose/")
    for words in ("采集标准照片", "采集指纹", "填写联系电话"):
        assert words in text
    assert window.post(f"{intake}/do/compose/").status_code in (409, 422)
    assert not Case.objects.exists()


def test_a_double_click_composes_once(window: Window) -> None:
    intake = window.complete(window.person())
    request = "01a20934-9401-76a8-aa82-d274e04bba06"
    for _ in range(2):
        window.do(intake, "compose", request_id=request)
    again = window.post(f"{intake}/do/compose/")
    assert again.status_code == 409
    assert Case.objects.count() == 1


def test_a_signature_is_needed_and_a_scan_will_do(window: Window) -> None:
    intake, case = composed(window)
    seen = str(case.version)
    empty = window.post(f"{intake}/do/sign/", seen_version=seen)
    assert empty.status_code == 422
    assert "请申请人在签名板上签名" in empty.content.decode()
    broken = window.post(f"{intake}/do/sign/", seen_version=seen, signature_png="data:,x")
    assert broken.status_code == 422
    scan = io.BytesIO(b"%PDF-1.4 signed")
    scan.name = "signed.pdf"
    window.do(intake, "sign", seen_version=seen, signed_page=scan)
    case.refresh_from_db()
    assert case.stage == Stage.IN_REVIEW
    kinds = set(Obligation.objects.filter(case=case).values_list("kind", flat=True))
    assert {"REVIEW", "PAY"} <= kinds


def test_two_officers_the_second_is_told_who_was_first(window: Window) -> None:
    intake, case = composed(window)
    seen = str(case.version)
    window.do(intake, "void", words="信息有误", seen_version=seen)
    answer = window.post(f"{intake}/do/sign/", seen_version=seen, signature_png=pad())
    assert answer.status_code == 409
    assert "刚刚作废" in answer.content.decode()
    assert window.row(intake).stage == "OPEN"
    assert "这次合成已经作废" in window.text(f"{intake}/?said=undone")
    window.do(intake, "compose")
    assert Case.objects.count() == 2


def test_the_treasury_down_leaves_cash_and_the_code_for_later(window: Window) -> None:
    intake, case = composed(window)
    set_ports(window.ledgers.ports(down="treasury"))
    answer = window.do(intake, "sign", seen_version=str(case.version), signature_png=pad())
    assert answer.headers["Location"].endswith("?said=code-later")
    asked = window.post(f"{intake}/do/fee-code/")
    assert asked.status_code == 409
    assert "可以先收现金" in asked.content.decode()
    window.do(intake, "fee-cash")
    payment = Payment.objects.get(case=case)
    assert (payment.state, payment.code) == (PaymentStage.CASH_HELD, "")
    assert window.post(f"{intake}/do/fee-behalf/").status_code == 409
    set_ports(window.ledgers.ports())
    window.do(intake, "fee-behalf")
    payment.refresh_from_db()
    assert payment.state == PaymentStage.PAID
    assert not Obligation.objects.filter(case=case, kind="PAY_ON_BEHALF", closed_at=None).exists()


def test_a_code_is_shown_renewed_and_its_payment_noticed(window: Window) -> None:
    intake, case = signed(window)
    first = Payment.objects.get(case=case).code
    window.do(intake, "fee-code", renew="1")
    payment = Payment.objects.get(case=case)
    assert payment.code != first
    assert payment.code in window.text(f"{intake}/fee/")
    not_paid = window.do(intake, "fee-query")
    assert not_paid.headers["Location"].endswith("?said=not-paid")
    poll = f"/station/intake/{intake}/fee/poll/?state=DUE&receipt="
    assert window.client.get(poll).status_code == 204
    window.ledgers.treasury.pay_on_behalf(
        payment.order_no, unit=window.unit, officer_name="缴款人", at=window.world.at
    )
    for _ in range(2):
        window.post(f"{intake}/do/fee-query/")
    assert Event.objects.filter(subject=case.id, name="Paid").count() == 1
    assert window.client.get(poll).headers["HX-Redirect"].endswith("/fee/")


def test_cash_is_taken_once(window: Window) -> None:
    intake, case = signed(window)
    window.do(intake, "fee-cash")
    again = window.post(f"{intake}/do/fee-cash/")
    assert again.status_code == 409
    assert Event.objects.filter(subject=case.id, name="CashTaken").count() == 1


def test_a_withdrawal_needs_words_and_a_signed_paper(window: Window) -> None:
    intake, case = signed(window)
    seen = {"seen_version": str(case.version)}
    empty = window.post(f"{intake}/do/withdraw-case/", **seen)
    assert empty.status_code == 422
    assert "撤回须由申请人签名" in empty.content.decode()
    page = picture()
    window.do(intake, "withdraw-case", words="回户籍地办理", signed_page=page, **seen)
    case.refresh_from_db()
    assert case.stage == Stage.WITHDRAWN
    answer = window.client.post(f"/papers/case/{case.id}/withdrawal/", follow=True)
    assert answer.content.startswith(b"%PDF-")


def test_an_applicant_who_leaves_ends_the_intake_in_his_own_words(window: Window) -> None:
    intake = window.begin(window.person())
    assert window.post(f"{intake}/do/withdraw/", words="").status_code == 422
    window.do(intake, "withdraw", words="改天再办")
    assert window.row(intake).stage == "WITHDRAWN"
    assert "任何时候都可以重新申请" in window.text(f"{intake}/finish/")
    assert window.begin(window.person()) != intake


def test_residence_guidance_ends_the_duty(window: Window) -> None:
    person = window.person()
    home = window.world.city.require(str(person.record.home_unit))
    assert not home.urban_area, "among the six urban bureaus nothing is due"
    window.ledgers.residence.put(
        person.record.id_number,
        division=window.world.city.require(window.unit).division,
        status=Residence.DUE,
        since=date(2026, 11, 1),
    )
    intake = window.complete(person)
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    window.do(intake, "sign", seen_version=str(case.version), signature_png=pad())
    assert "居住登记告知单" in window.text(f"{intake}/finish/")
    window.do(intake, "residence-start")
    page = window.text(f"{intake}/finish/")
    assert "请申请人扫码接着填写" in page
    reference = Paper.objects.get(kind="RESIDENCE_SHEET").contents["reference"]
    assert reference in page
    window.do(intake, "residence-start")
    answer = window.client.post(f"/papers/case/{case.id}/residence-sheet/", follow=True)
    assert answer.content.startswith(b"%PDF-")
    assert Paper.objects.get(kind="RESIDENCE_SHEET").prints == 1
    assert window.post(f"{intake}/do/residence/", outcome="").status_code == 422
    window.do(intake, "residence", outcome="GUIDED")
    duty = Obligation.objects.get(case=case, kind="GUIDE_RESIDENCE")
    assert duty.outcome == "GUIDED"
    assert "已指导" in window.text(f"{intake}/finish/")
    assert window.post(f"{intake}/do/residence-start/").status_code == 409


def test_a_platform_that_knows_the_person_or_is_down_says_so(window: Window) -> None:
    person = window.person()
    division = window.world.city.require(window.unit).division
    number = person.record.id_number
    window.ledgers.residence.put(
        number, division=division, status=Residence.DUE, since=date(2026, 11, 1)
    )
    intake = window.complete(person)
    window.do(intake, "compose")
    case = Case.objects.get(intake=intake)
    window.do(intake, "sign", seen_version=str(case.version), signature_png=pad())
    window.ledgers.residence.put(
        number, division=division, status=Residence.REGISTERED, since=date(2026, 11, 2)
    )
    known = window.post(f"{intake}/do/residence-start/")
    assert known.status_code == 409
    assert "已有此人的居住登记" in known.content.decode()
    set_ports(window.ledgers.ports(down="residence"))
    down = window.post(f"{intake}/do/residence-start/")
    assert down.status_code == 409
    assert "不影响受理" in down.content.decode()


def test_a_returned_case_leads_to_its_correction(window: Window) -> None:
    intake, case = signed(window)
    review.return_for_correction(
        case.id,
        window.world.call(window.world.officer("审核甲", case.home_county, Role.REVIEW)),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="照片背景不均匀，请重新采集。",
        seen_version=case.version,
    )
    assert window.where(intake) == "compose"
    assert f"/station/returns/{case.id}/" in window.text(f"{intake}/compose/")


def test_what_was_typed_and_not_sent_is_there_again(window: Window) -> None:
    intake = window.begin(window.person())
    window.client.post(f"/drafts/details/{intake}", {"phone": "139", "reason": "LOST"})
    text = window.text(f"{intake}/details/")
    assert 'value="139"' in text
    assert "还没有保存的内容" in text
    window.do(intake, "details", reason="DAMAGED", phone="13800000000")
    assert "还没有保存的内容" not in window.text(f"{intake}/details/")
