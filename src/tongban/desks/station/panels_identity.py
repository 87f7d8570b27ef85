"""The middle of step 1: what is declared beside what the register says."""

from __future__ import annotations

from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.present_identity import (
    comparison,
    record_facts,
    register_photo,
)
from tongban.desks.station.steps import (
    IdentityPanel,
)
from tongban.policy.vocabulary import (
    Sex,
)
from tongban.standards import ethnic_groups

DECLARE = "declare"


def identity_panel(work: Work) -> IdentityPanel:
    """Step 1 once the person is found: what is declared, beside what the register says."""
    return IdentityPanel(
        lookup_url="",
        lookup=(),
        declare_url=act_url(work.view.id, "declare"),
        draft_url=draft_url(DECLARE, work.view.id),
        declared=_declared(work),
        comparison=comparison(work, with_paper=False),
        record=record_facts(work),
        photo=register_photo(work),
        typed_again=bool(work.view.draft),
    )


def _declared(work: Work) -> tuple[Field, ...]:
    stored, typed = work.view.declared, work.typed

    def of(name: str, label: str, **more: object) -> Field:
        return Field(
            name,
            label,
            value=typed.value(name, stored[name]),
            error=typed.error(name),
            **more,  # type: ignore[arg-type]
        )

    return (
        of("name", "姓名", maxlength=100, focus=True),
        of(
            "sex",
            "性别",
            kind=FieldKind.SELECT,
            options=tuple(Option(s.value, s.label) for s in Sex),
        ),
        of(
            "ethnicity",
            "民族",
            kind=FieldKind.SELECT,
            options=tuple(Option(c, n) for c, n in ethnic_groups.NAMES.items()),
        ),
        of("birth_date", "出生日期", kind=FieldKind.DATE),
        of("id_number", "公民身份号码", maxlength=24, spaced=True),
        of("address", "常住户口所在地住址", maxlength=200),
    )
