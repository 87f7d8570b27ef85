"""What all desks share: a case, finding, help, pictures, drafts."""

from collections.abc import Callable
from uuid import UUID

from tests.cases import elsewhere
from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import EVERYONE, WORKERS, Arguments, Place, Row, World, at

from tongban.cases.models import MoneyDifference, Refusal
from tongban.cases.operations import (
    cash_close,
    fee,
    intake_end,
    intake_open,
    refusals,
    temporary,
    withdraw,
)
from tongban.cases.queries import next_steps
from tongban.policy.units import UnitKind
from tongban.procedure.reasons import RefusalFinding
from tongban.procedure.roles import Role

CITY = at(UnitKind.CITY, Role.SUPERVISION)


def _case(made: CaseWorld) -> Arguments:
    return {"case_id": made.signed(photo_ref="P1").id}


def _case_near(world: World) -> Arguments:
    return _case(near())


def _case_far(world: World) -> Arguments:
    return _case(far())


def _picture_near(world: World) -> Arguments:
    return {**_case(near()), "version": 1, "which": "register"}


def _picture_far(world: World) -> Arguments:
    return {**_case(far()), "version": 1, "which": "register"}


def _intake_near(world: World) -> Arguments:
    return {"intake_id": near().open_intake(photo_ref="P1").id, "which": "register"}


def _intake_far(world: World) -> Arguments:
    return {"intake_id": far().open_intake(photo_ref="P1").id, "which": "register"}


def _draft(world: World) -> Arguments:
    return {"kind": "return", "subject": UUID(int=7)}


def _given_out(made: CaseWorld) -> Arguments:
    case = made.signed()
    document_id = intake_open.new_id()
    call = made.call(made.acceptor, minutes=20)
    temporary.issue_temporary(case.id, call, document_id=document_id)
    return {"case_id": case.id, "document_id": document_id}


def _out(made: CaseWorld) -> Arguments:
    return {"case_id": _given_out(made)["case_id"]}


def _document(made: CaseWorld) -> Arguments:
    return {"document_id": _given_out(made)["document_id"]}


def _ended(made: CaseWorld) -> Arguments:
    arguments = _out(made)
    case = next_steps.case_now(UUID(str(arguments["case_id"])))
    withdraw.withdraw(
        UUID(str(arguments["case_id"])),
        made.call(made.acceptor, minutes=30),
        words="不办了",
        signature="pad",
        seen_version=case.version,
    )
    return arguments


def _temporary(
    name: str,
    allowed: frozenset[Place],
    make: Callable[[CaseWorld], Arguments],
    *,
    method: str = "POST",
) -> Row:
    return Row(
        name,
        allowed,
        method=method,
        own=lambda _: make(near()),
        other=lambda _: make(far()),
        data={"request_id": str(UUID(int=5)), "temporary": "RETURNED", "words": "联系不上"},
    )


def _contradicted(made: CaseWorld) -> Arguments:
    case = elsewhere.outgoing(made)
    elsewhere.answer(made, case, elsewhere.issued())
    return {"case_id": elsewhere.answer(made, case, elsewhere.returned(), minutes=40).id}


def _settle(method: str) -> Row:
    return Row(
        "shared:settle",
        at(UnitKind.COUNTY, Role.SUPERVISION) | CITY,
        method=method,
        own=lambda _: _contradicted(near()),
        other=lambda _: _contradicted(far()),
        beyond=CITY,
        data={"request_id": str(UUID(int=5)), "seen_version": "2"},
    )


def _difference(made: CaseWorld) -> Arguments:
    """Cash that an officer still had at the day's close."""
    case = made.signed()
    fee.take_cash(case.id, made.call(made.acceptor, minutes=20))
    cash_close.close_day(
        made.call(made.acceptor, minutes=30), counted_fen=2000, words="明天代缴", seen_fen=2000
    )
    return {"difference_id": MoneyDifference.objects.get().id}


def _differs(method: str) -> Row:
    return Row(
        "shared:difference",
        OVER_MONEY,
        method=method,
        own=lambda _: _difference(near()),
        other=lambda _: _difference(far()),
        beyond=CITY,
        data={"request_id": str(UUID(int=6)), "outcome": "PAID_ON", "words": "已经代缴入财政。"},
    )


OVER_MONEY = at(UnitKind.STATION, Role.ACCEPTANCE) | at(UnitKind.COUNTY, Role.SUPERVISION) | CITY


def _refused(made: CaseWorld, *, lifted: bool = False) -> Arguments:
    made.discredit()
    intake = made.open_intake()
    intake_end.refuse(intake.id, made.call(made.acceptor), words="信用平台推送的记录。")
    if lifted:
        refusals.check_refusal(
            intake.id,
            made.call(made.supervisor),
            finding=RefusalFinding.WRONG,
            words="记录是同名的另一人。",
        )
    return {"refusal_id": Refusal.objects.get(intake=intake).id}


SUPERVISORS = at(UnitKind.COUNTY, Role.SUPERVISION) | CITY
SEE_REFUSALS = at(UnitKind.STATION, Role.ACCEPTANCE) | SUPERVISORS


def _refusal(
    name: str, allowed: frozenset[Place], *, method: str = "POST", lifted: bool = False
) -> Row:
    return Row(
        name,
        allowed,
        method=method,
        own=lambda _: _refused(near(), lifted=lifted),
        other=lambda _: _refused(far(), lifted=lifted),
        beyond=CITY & allowed,
        data={
            "request_id": str(UUID(int=5)),
            "finding": "RIGHT",
            "way": "PHONE",
            "words": "核对了照片和记录，依据齐全。",
        },
    )


KEEPERS = at(UnitKind.STATION, Role.ACCEPTANCE, Role.DELIVERY)
ISSUERS = at(UnitKind.STATION, Role.ACCEPTANCE) | at(UnitKind.COUNTY, Role.ACCEPTANCE)
"""第十三条: the accepting station and the county bureau above it."""

ROWS = [
    Row("shared:temporary-register", ISSUERS),
    Row("shared:temporary-register-print", ISSUERS, method="POST"),
    _temporary(
        "shared:temporary",
        KEEPERS | at(UnitKind.COUNTY, Role.ACCEPTANCE, Role.DELIVERY),
        _case,
        method="GET",
    ),
    _temporary("shared:temporary-issue", ISSUERS, _case),
    _temporary("shared:temporary-take-back", KEEPERS, _out),
    _temporary("shared:temporary-write-off", at(UnitKind.STATION, Role.ACCEPTANCE), _ended),
    _temporary("shared:temporary-print", ISSUERS, _document),
    Row("shared:differences", OVER_MONEY),
    _differs("GET"),
    _differs("POST"),
    _settle("GET"),
    _settle("POST"),
    Row("shared:refusals", SEE_REFUSALS),
    Row("shared:refusal-rates", SUPERVISORS),
    Row("shared:refusal-ended", SUPERVISORS),
    _refusal("shared:refusal", SEE_REFUSALS, method="GET"),
    _refusal("shared:refusal-check", SUPERVISORS),
    _refusal("shared:refusal-told", at(UnitKind.STATION, Role.ACCEPTANCE), lifted=True),
    Row("shared:case", WORKERS, own=_case_near, other=_case_far, beyond=CITY),
    Row("shared:find", EVERYONE),
    Row("shared:find", EVERYONE, method="POST", data={"q": "颜"}),
    Row("shared:help", EVERYONE),
    Row("shared:flow", EVERYONE),
    Row("shared:case-picture", WORKERS, own=_picture_near, other=_picture_far, beyond=CITY),
    Row("shared:intake-picture", WORKERS, own=_intake_near, other=_intake_far, beyond=CITY),
    Row("shared:draft", WORKERS, method="POST", own=_draft),
]
