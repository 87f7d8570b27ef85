"""The guardian's part of step 2: who acts for the applicant, and the document he showed."""

from __future__ import annotations

from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Photo
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.steps_tolerant import GuardianPart
from tongban.policy.vocabulary import EvidenceKind, Ward
from tongban.standards.ages import full_years
from tongban.standards.id_number import group
from tongban.standards.zones import local_date

RELATIONS = (
    "父亲",
    "母亲",
    "祖父母",
    "外祖父母",
    "兄姐",
    "配偶",
    "子女",
    "其他近亲属",
    "指定的监护人",
)


def guardian_part(work: Work) -> GuardianPart:
    """Asked for below the age, offered folded to everybody else (无民事行为能力)."""
    stored = work.view.guardian
    typed = any(name.startswith("guardian_") for name in work.typed.errors)
    return GuardianPart(
        save_url=act_url(work.view.id, "guardian"),
        ward=_ward(work),
        fields=_fields(work),
        note=_note(work),
        needed=work.lacks_guardian,
        registered=guardian_facts(work),
        pages=_pages(work),
        remove=Action(
            "移除监护人",
            url=act_url(work.view.id, "guardian-out"),
            post=True,
            style=ActionStyle.QUIET,
        )
        if stored
        else None,
        open=typed or work.lacks_guardian,
        is_next=_is_next(work),
    )


def _is_next(work: Work) -> bool:
    return work.lacks_guardian and (work.is_evidence_done or work.is_tolerant_begun)


def guardian_facts(work: Work) -> tuple[Fact, ...]:
    """The one in force, in words; nothing where none is registered."""
    stored = work.view.guardian
    if not stored:
        return ()
    shown = stored.get("evidence")
    document = stored.get("description") or (EvidenceKind(shown).label if shown else "没有登记")
    return (
        Fact("监护人", f"{stored['name']}（{stored['relation']}）"),
        Fact("公民身份号码", group(stored["id_number"])),
        Fact("联系电话", stored.get("phone") or "没有登记"),
        Fact("出示证件", document),
        Fact("申请人", Ward(stored.get("ward", Ward.MINOR)).label, clause="第六条"),
    )


def _pages(work: Work) -> tuple[Photo, ...]:
    count = len((work.view.guardian or {}).get("pages", ()))
    return tuple(
        Photo(intake_picture_url(work.view.id, f"guardian-{n}"), "监护人证件影像", "监护人证件")
        for n in range(1, count + 1)
    )


def _age(work: Work) -> int:
    record = work.view.situation.record
    return full_years(record.details.birth_date, on=local_date(work.at)) if record else 0


def _note(work: Work) -> str:
    limit = work.rules.terms(work.at).guardian_below_age
    age = _age(work)
    if age < limit:
        return f"申请人 {age} 周岁，未满 {limit} 周岁，由监护人代为申领并签名。"
    return f"申请人 {age} 周岁，由本人申领和签名；无民事行为能力的，由监护人代为申领并签名。"


def _ward(work: Work) -> Field:
    limit = work.rules.terms(work.at).guardian_below_age
    is_minor = _age(work) < limit
    stored = (work.view.guardian or {}).get("ward", "")
    usual = Ward.MINOR if is_minor else Ward.NO_CAPACITY
    too_old = "" if is_minor else f"已满 {limit} 周岁"
    options = (
        Option(Ward.MINOR.value, Ward.MINOR.label, blocked=too_old),
        Option(Ward.NO_CAPACITY.value, Ward.NO_CAPACITY.label),
    )
    return Field(
        "guardian_ward",
        "由监护人代办，因为申请人",
        FieldKind.RADIO,
        work.typed.value("guardian_ward", stored or usual.value),
        options=options,
        error=work.typed.error("guardian_ward"),
        clause="第六条",
    )


def _fields(work: Work) -> tuple[Field, ...]:
    given, typed = work.view.guardian or {}, work.typed

    def of(key: str, label: str, **more: object) -> Field:
        name = f"guardian_{key}"
        return Field(
            name,
            label,
            value=typed.value(name, str(given.get(key, ""))),
            error=typed.error(name),
            width="m",
            **more,  # type: ignore[arg-type]
        )

    relations = tuple(Option(one, one) for one in RELATIONS)
    kinds = tuple(Option(kind.value, kind.label) for kind in EvidenceKind)
    return (
        of("name", "监护人姓名", maxlength=100, focus=_is_next(work) and not typed.errors),
        of("id_number", "监护人公民身份号码", maxlength=24, spaced=True),
        of("relation", "与申请人的关系", kind=FieldKind.SELECT, options=relations),
        of("phone", "监护人联系电话", kind=FieldKind.TEL, inputmode="tel", maxlength=24),
        of("evidence", "监护人出示的证件", kind=FieldKind.SELECT, options=kinds),
        of("description", "证件名称", required=False, hint="选“其他”的写明名称。", maxlength=60),
        Field(
            "guardian_image",
            "监护人证件影像（可多选）",
            FieldKind.FILE,
            required=False,
            width="m",
            accept="image/jpeg,image/png,image/webp",
            multiple=True,
            error=typed.error("guardian_image"),
            hint="每页一张，存入一人一档。",
        ),
    )
