"""From what was typed at the window to what the operations take; every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.intake_capture import Wishes
from tongban.cases.operations.intake_checks import Shown
from tongban.desks.station.look_up import division_of, searchable
from tongban.desks.station.registers import Asked
from tongban.policy.vocabulary import Delivery, EvidenceKind, Priority, Reason, Sex
from tongban.ports.registry import Register
from tongban.standards import ethnic_groups
from tongban.standards.id_number import IdNumberError, compact, parse
from tongban.standards.labels import Labelled
from tongban.standards.zones import local_date

Form = Mapping[str, str]
L = TypeVar("L", bound=Labelled)

LONGEST_NAME = 100
LONGEST_ADDRESS = 200
LONGEST_NOTE = 60


@dataclass(frozen=True, slots=True)
class LookUpForm:
    """Whom to look for, and the reason if it is known already."""

    asked: Asked
    reason: Reason | None


class Faults:
    """Collects what is wrong while a form is read."""

    def __init__(self) -> None:
        self.found: list[FieldFault] = []

    def add(self, field: str, sentence: str, clause: str = "") -> None:
        """Note a fault."""
        self.found.append(FieldFault(field, sentence, clause))

    def text(self, form: Form, field: str, *, longest: int) -> str:
        """A text without surrounding space; too long is a fault, never a cut."""
        text = form.get(field, "").strip()
        if len(text) > longest:
            self.add(field, f"最多 {longest} 个字，现在是 {len(text)} 个，请改短。")
        return text

    def day(self, form: Form, field: str) -> date | None:
        """A date, None when empty."""
        text = form.get(field, "").strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.add(field, "日期不对，请按 2026-11-23 这样填写。")
            return None

    def choice(self, form: Form, field: str, *, of: type[L]) -> L | None:
        """One of the listed codes, None when nothing is chosen."""
        code = form.get(field, "")
        if not code:
            return None
        try:
            return of(code)
        except ValueError:
            self.add(field, "请从所列的选项里选择。")
            return None

    def check(self) -> None:
        """Raise ``BadInput`` when there is any fault."""
        if self.found:
            raise BadInput(*self.found)


def chosen(form: Form) -> Asked:
    """The one of several people whom the officer chose; nobody in particular when none was."""
    is_nation = form.get("register") == Register.NATION
    return Asked(
        record_id=form.get("record_id", "").strip()[:40],
        register=Register.NATION if is_nation else Register.PROVINCE,
    )


def look_up_form(form: Form) -> LookUpForm:
    """Read the look-up: a number, or a name with a birth date."""
    faults = Faults()
    number = compact(form.get("id_number", ""))
    name = faults.text(form, "name", longest=LONGEST_NAME)
    birth = faults.day(form, "birth_date")
    reason = faults.choice(form, "reason", of=Reason)
    asked = chosen(form)
    if asked.record_id:
        pass
    elif number:
        asked = Asked(id_number=_searchable(number, faults))
    elif name and birth is not None:
        asked = Asked(name=name, birth_date=birth)
    elif name:
        faults.add("birth_date", "按姓名查询的，请同时填写出生日期。")
    else:
        faults.add("id_number", "请填写公民身份号码，或者姓名和出生日期；也可以按 F2 读卡。")
    faults.check()
    return LookUpForm(asked, reason)


def _searchable(number: str, faults: Faults) -> str:
    try:
        return searchable(number)
    except IdNumberError as error:
        faults.add("id_number", f"{error}。")
        return ""


def declared_form(form: Form, *, registered: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Read the declaration (第五条(二)) into its stored form; the address gets its division."""
    faults = Faults()
    name = faults.text(form, "name", longest=LONGEST_NAME)
    sex = faults.choice(form, "sex", of=Sex)
    ethnicity = ethnic_groups.canonical(form.get("ethnicity", ""))
    birth = faults.day(form, "birth_date")
    number = compact(form.get("id_number", ""))
    address = faults.text(form, "address", longest=LONGEST_ADDRESS)
    if not name:
        faults.add("name", "请填写申请人自报的姓名。")
    if sex is None:
        faults.add("sex", "请选择性别。")
    if ethnicity is None:
        faults.add("ethnicity", "请选择民族。")
    if birth is None and not any(f.field == "birth_date" for f in faults.found):
        faults.add("birth_date", "请填写出生日期。")
    if not address:
        faults.add("address", "请填写申请人自报的常住户口所在地住址。")
    try:
        parse(number, not_after=local_date(at))
    except IdNumberError as error:
        faults.add("id_number", f"{error}。")
    faults.check()
    return {
        "name": name,
        "sex": sex.value if sex else "",
        "ethnicity": ethnicity or "",
        "birth_date": birth.isoformat() if birth else "",
        "id_number": number,
        "address": address,
        "address_division": division_of(address, otherwise=registered["address_division"]),
    }


def shown_form(form: Form, *, pages: tuple[str, ...]) -> Shown:
    """Read a document shown at the window; its pictures are stored already."""
    faults = Faults()
    kind = faults.choice(form, "kind", of=EvidenceKind)
    until = faults.day(form, "valid_until")
    description = faults.text(form, "description", longest=LONGEST_NOTE)
    if kind is None and not faults.found:
        faults.add("kind", "请选择是哪一种证件。", "第三条(一)")
    read = {
        name: faults.text(form, f"read_{name}", longest=LONGEST_ADDRESS)
        for name in ("name", "id_number", "address")
    }
    read["id_number"] = compact(read["id_number"])
    faults.check()
    return Shown(
        kind=kind or EvidenceKind.OTHER,
        valid_until=until,
        description=description,
        read_fields={name: text for name, text in read.items() if text},
        pages=pages,
    )


def wishes_form(form: Form) -> Wishes:
    """Read the applicant's wishes; what the operation judges itself is left to it."""
    faults = Faults()
    reason = faults.choice(form, "reason", of=Reason)
    priority = faults.choice(form, "priority", of=Priority) or Priority.ORDINARY
    delivery = faults.choice(form, "delivery", of=Delivery) or Delivery.STATION
    note = faults.text(form, "priority_reason", longest=200)
    address = faults.text(form, "address", longest=LONGEST_ADDRESS)
    recipient = faults.text(form, "recipient", longest=LONGEST_NAME)
    phone = "".join(form.get("phone", "").split())
    if reason is None and not any(f.field == "reason" for f in faults.found):
        faults.add("reason", "请选择申领原因。", "第六条")
    faults.check()
    return Wishes(
        reason=reason or Reason.EXPIRED,
        priority=priority,
        priority_reason=note,
        delivery=delivery,
        address=address,
        phone=phone,
        temporary=form.get("temporary") == "1",
        recipient=recipient,
    )
