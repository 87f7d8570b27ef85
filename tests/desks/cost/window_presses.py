"""The intake window, from the look-up to the fee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from tests.cases.world import MORNING
from tests.desks.cost.model import Press, Ready, of_intake
from tests.desks.station.test_inquiry import asked, home_of
from tests.desks.station.test_intake_flow import pad
from tests.desks.station.window import Window, picture

from tongban.cases.models import Case, Evidence, Intake, Payment
from tongban.cases.operations import credit
from tongban.policy.vocabulary import Residence
from tongban.procedure.acts import Act
from tongban.simulators.people.person import Story


def begun(window: Window) -> UUID:
    return window.begin(window.person(), reason="EXPIRED")


def identified(window: Window) -> UUID:
    return window.identified(window.person())


def cut(window: Window) -> UUID:
    """An intake whose photo is being cut."""
    intake = identified(window)
    window.do(intake, "photo-upload", by="camera")
    return intake


def composed(window: Window) -> UUID:
    intake = window.complete(window.person())
    window.do(intake, "compose")
    return intake


def to_ask(window: Window) -> Ready:
    """A question to the home station."""
    question = {"name": "1", "question": "请核对。"}
    return of_intake(window, begun(window), **question)


def to_answer(window: Window) -> Ready:
    """The home station with a question before it."""
    person = window.person()
    row = asked(window, person)
    home = home_of(window, person)
    return Ready(home.client, {"inquiry_id": row.id}, {"answer": "SAME"})


def seen(intake: UUID) -> dict[str, str]:
    return {"seen_version": str(Case.objects.get(intake=intake).version)}


def signed(window: Window) -> UUID:
    intake = composed(window)
    window.do(intake, "sign", signature_png=pad(), **seen(intake))
    return intake


def cashed(window: Window) -> UUID:
    intake = signed(window)
    window.do(intake, "fee-cash")
    return intake


def at(stage: Callable[[Window], UUID], **form: object) -> Callable[[Window], Ready]:
    """A button of an intake brought to a stage."""
    return lambda window: of_intake(window, stage(window), **form)


def found(**form: object) -> Callable[[Window], Ready]:
    """Somebody is looked up by number."""
    return lambda window: Ready(
        window.client, {}, {"id_number": window.person().record.id_number, **form}
    )


def taken_over(window: Window) -> Ready:
    person = window.person()
    elsewhere = window.of_unit(window.elsewhere(person))
    return of_intake(window, elsewhere.begin(person), record_id=person.record.record_id)


def declared(window: Window) -> Ready:
    person = window.person()
    record = person.record
    return of_intake(
        window,
        window.begin(person),
        name=record.name,
        sex=record.sex.value,
        ethnicity=record.ethnicity,
        birth_date=record.birth_date.isoformat(),
        id_number=record.id_number,
        address="山东省济宁市任城区古槐路1号",
    )


def removed(window: Window) -> Ready:
    intake = begun(window)
    window.do(intake, "evidence", kind="PASSPORT")
    arguments = {"intake_id": intake, "evidence_id": Evidence.objects.get().id}
    return Ready(window.client, arguments)


def first_finger(window: Window) -> Ready:
    return Ready(window.client, {"intake_id": identified(window), "hand": "right"}, {"act": "scan"})


def second_finger(window: Window) -> Ready:
    intake = identified(window)
    window.do(intake, "finger/right", act="scan")
    return Ready(window.client, {"intake_id": intake, "hand": "left"}, {"act": "scan"})


def refused(window: Window) -> Ready:
    """Somebody on the bad credit list, which came after the look-up (第五条(五))."""
    person = window.person()
    intake = window.begin(person, reason="EXPIRED")
    about = credit.CreditAddition("C1", person.record.id_number, "冒领证件", window.world.at.date())
    credit.apply_push(
        1, is_full=True, issued_at=MORNING, additions=[about], withdrawals=[], at=MORNING
    )
    return of_intake(window, intake, words="信用平台推送的记录。")


OFFENCE = {
    "offence_kind": "MISUSED",
    "offence_document": "ID_CARD",
    "offence_source": "RECORD",
    "offence_on": "2026-11-20",
    "offence_system": "违法犯罪信息系统",
    "offence_number": "WF2026112001",
    "offence_words": "查询到冒用他人身份证的处罚记录。",
}


def taken_out(window: Window) -> Ready:
    intake = begun(window)
    window.do(intake, "offence", **OFFENCE)
    offence_id = Intake.objects.get(id=intake).offences[0]["id"]
    return Ready(window.client, {"intake_id": intake, "offence_id": offence_id})


def marked(window: Window) -> UUID:
    intake = begun(window)
    window.do(intake, "green", green_reason="AGED")
    return intake


def to_sign(window: Window) -> Ready:
    intake = composed(window)
    return of_intake(window, intake, signature_png=pad(), **seen(intake))


def to_void(window: Window) -> Ready:
    intake = composed(window)
    return of_intake(window, intake, words="信息有误", **seen(intake))


def to_withdraw(window: Window) -> Ready:
    intake = signed(window)
    return of_intake(window, intake, words="不办了", signed_page=picture(), **seen(intake))


def to_guide(window: Window) -> Ready:
    person = window.person()
    window.ledgers.residence.put(
        person.record.id_number,
        division=window.world.city.require(window.unit).division,
        status=Residence.DUE,
        since=date(2026, 11, 1),
    )
    intake = window.complete(person)
    window.do(intake, "compose")
    window.do(intake, "sign", signature_png=pad(), **seen(intake))
    return of_intake(window, intake, outcome="GUIDED")


def code_later(window: Window) -> UUID:
    """Cash was taken before any code had been shown."""
    intake = composed(window)
    window.do(intake, "fee-cash")
    return intake


def paid_there(window: Window) -> Ready:
    intake = signed(window)
    window.ledgers.treasury.pay_on_behalf(
        Payment.objects.get().order_no, unit=window.unit, officer_name="x", at=window.world.at
    )
    return of_intake(window, intake)


def to_commit(window: Window) -> Ready:
    """Without any document: history seen, compared, identity stated."""
    intake = window.begin(window.person(), reason="LOST")
    window.do(intake, "history")
    window.do(intake, "fingerprint")
    window.do(intake, "identity", confirmed="yes")
    return of_intake(window, intake, signature_png=pad())


def child(window: Window) -> UUID:
    return window.begin(window.person(Story.NEARLY_16, prints=False), reason="DAMAGED")


def guarded(window: Window) -> UUID:
    intake = child(window)
    window.do(intake, "guardian", **GUARDIAN)
    return intake


GUARDIAN = {
    "guardian_ward": "MINOR",
    "guardian_name": "林父",
    "guardian_id_number": "370811199001010014",
    "guardian_relation": "父亲",
    "guardian_phone": "13900000000",
    "guardian_evidence": "ID_CARD",
}
SMALL = {"reason": "EXPIRED", "phone": "13800000000"}
PRESSES: list[Press[Window]] = [
    Press("station:intake-find", (Act.OPEN_INTAKE,), found(reason="EXPIRED")),
    Press(
        "station:intake-find",
        (Act.OPEN_INTAKE, Act.SHOW_EVIDENCE),
        found(by="card"),
        case="by card",
    ),
    Press("station:intake-take-over", (Act.TAKE_OVER,), taken_over),
    Press("station:intake-declare", (Act.DECLARE,), declared),
    Press(
        "station:intake-evidence",
        (Act.SHOW_EVIDENCE,),
        lambda window: of_intake(window, begun(window), kind="PASSPORT", image=picture()),
    ),
    Press("station:intake-read-card", (Act.SHOW_EVIDENCE,), at(begun)),
    Press("station:intake-evidence-remove", (Act.SHOW_EVIDENCE,), removed),
    Press("station:intake-live", (Act.COMPARE,), at(begun, by="camera")),
    Press("station:intake-face", (Act.COMPARE,), at(begun, face="SAME")),
    Press("station:intake-fingerprint", (Act.COMPARE,), at(begun)),
    Press("station:intake-history", (Act.VIEW_HISTORY,), at(begun)),
    Press(
        "station:intake-identity",
        (Act.COMPARE, Act.STATE_IDENTITY),
        at(begun, confirmed="yes"),
    ),
    Press(
        "station:intake-identity",
        (Act.STATE_IDENTITY,),
        at(begun, confirmed="not-yet"),
        case="not yet",
    ),
    Press("station:intake-inquiry", (Act.ASK_INQUIRY,), to_ask),
    Press("station:inquiry-answer", (Act.ANSWER_INQUIRY,), to_answer),
    Press(
        "station:intake-guardian",
        (Act.SET_DETAILS,),
        lambda window: of_intake(window, child(window), **GUARDIAN, guardian_image=picture()),
    ),
    Press("station:intake-guardian-out", (Act.SET_DETAILS,), at(guarded)),
    Press("station:intake-commit", (Act.COMMIT,), to_commit),
    Press("station:intake-photo-upload", (), at(identified, by="camera")),
    Press("station:intake-photo-store", (Act.STORE_PHOTO,), at(cut)),
    Press("station:intake-photo-drop", (), at(cut)),
    Press("station:intake-finger", (), first_finger, case="one hand"),
    Press("station:intake-finger", (Act.STORE_FINGERPRINTS,), second_finger),
    Press("station:intake-details", (Act.SET_DETAILS,), at(begun, **SMALL)),
    Press("station:intake-notice", (Act.PRINT_ONE_TIME_NOTICE,), at(begun)),
    Press("station:intake-green", (Act.SET_GREEN,), at(begun, green_reason="AGED")),
    Press("station:intake-green-out", (Act.SET_GREEN,), at(marked)),
    Press("station:intake-offence", (Act.RECORD_OFFENCE,), at(begun, **OFFENCE)),
    Press("station:intake-offence-remove", (Act.RECORD_OFFENCE,), taken_out),
    Press("station:intake-refuse", (Act.REFUSE,), refused),
    Press("station:intake-withdraw", (Act.WITHDRAW_INTAKE,), at(begun, words="改天")),
    Press(
        "station:intake-compose",
        (Act.COMPOSE,),
        lambda window: of_intake(window, window.complete(window.person())),
    ),
    Press("station:intake-sign", (Act.SIGN, Act.SHOW_CODE), to_sign),
    Press("station:intake-void", (Act.VOID,), to_void),
    Press("station:intake-withdraw-case", (Act.WITHDRAW,), to_withdraw),
    Press("station:intake-residence", (Act.GUIDE_RESIDENCE,), to_guide),
    Press("station:intake-fee-code", (Act.SHOW_CODE,), at(composed)),
    Press(
        "station:intake-fee-code",
        (Act.SHOW_CODE,),
        at(signed, renew="1"),
        case="renewed",
    ),
    Press("station:intake-fee-cash", (Act.TAKE_CASH,), at(signed)),
    Press("station:intake-fee-behalf", (Act.CONFIRM_PAID,), at(cashed)),
    Press(
        "station:intake-fee-behalf",
        (Act.SHOW_CODE, Act.CONFIRM_PAID),
        at(code_later),
        case="without a code",
    ),
    Press("station:intake-fee-query", (Act.CONFIRM_PAID,), paid_there),
]
