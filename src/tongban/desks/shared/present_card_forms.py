"""The forms about the card of a case: lost or damaged, wrong data, what was found out."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from tongban.cases.queries.card_trace import Trace, TracedCard
from tongban.desks.shared.card_screens import CardForm
from tongban.desks.shared.fields import Field, FieldKind, Option, problems_of
from tongban.desks.shared.pieces import Fact, KeyHint
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Fault, ReturnCategory

GO = "Ctrl+Enter"
NO_CARD = "这一件现在没有制成的证件，没有可以登记的。"


def _live(found: Trace) -> TracedCard | None:
    return next((one for one in found.cards if one.is_live and one.serial), None)


def _form(
    found: Trace,
    name: str,
    *,
    title: str,
    submit: str,
    note: str,
    fields: tuple[Field, ...],
    barred: str,
    card: TracedCard | None,
    facts: tuple[Fact, ...] = (),
) -> CardForm:
    about = (Fact("证件号", card.serial), Fact("现况", card.state.label)) if card else ()
    shown = () if barred else fields
    return CardForm(
        title=title,
        name=found.name,
        number=found.number,
        facts=about + facts,
        note=barred or note,
        warns=bool(barred),
        url=reverse(name, args=[found.case_id]),
        submit=submit,
        fields=shown,
        back_url=reverse("shared:card-trace", args=[found.case_id]),
        problems=problems_of(shown),
        keys=(KeyHint((GO,), submit),) if shown else (),
    )


def _words(typed: Mapping[str, str], errors: Mapping[str, str], *, label: str, hint: str) -> Field:
    return Field(
        "words",
        label,
        FieldKind.TEXTAREA,
        typed["words"],
        hint=hint,
        error=errors.get("words", ""),
        maxlength=300,
    )


def trouble_form(
    found: Trace,
    actor: Actor,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    barred: str,
) -> CardForm:
    """Lost or damaged; what follows stands beside each choice."""
    card = _live(found)
    options = (
        Option("MISSING", "遗失", "清单上有，找不到。以后找到的也不再发放。", key="1"),
        Option("DAMAGED", "损坏", "证件在手，坏证留在本单位待销毁。", key="2"),
    )
    fields = (
        Field(
            "kind",
            "怎么了",
            FieldKind.RADIO,
            typed["kind"],
            options=options,
            error=errors.get("kind", ""),
            clause="第十一条",
            focus=True,
        ),
        _words(
            typed,
            errors,
            label="发现经过",
            hint="在哪里、什么时候发现的，找过哪些地方；不要写公民身份号码。",
        ),
    )
    return _form(
        found,
        "shared:card-trouble",
        title="登记遗失或损坏并补制",
        submit="登记并补制",
        note="登记后立即补制新证，不再收费；县局督导查明去向。没有清点到的先核对清单、包裹和存放处。",
        fields=fields,
        barred=barred or ("" if card else NO_CARD),
        card=card,
    )


def wrong_form(
    found: Trace,
    actor: Actor,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    barred: str,
) -> CardForm:
    """Wrong data: whose fault decides whether it is made anew, or composed anew."""
    card = _live(found)
    faults = (
        Option(Fault.PRODUCTION, Fault.PRODUCTION.label, "立即补制新证。", key="1"),
        Option(Fault.RECORD, Fault.RECORD.label, "退回处理，改正后重新送审，再制新证。", key="2"),
    )
    fields = (
        Field(
            "fault",
            "错在哪里",
            FieldKind.RADIO,
            typed["fault"],
            options=faults,
            error=errors.get("fault", ""),
            clause="第十一条",
            focus=True,
        ),
        Field(
            "category",
            "哪一类受理信息有误",
            FieldKind.SELECT,
            typed["category"],
            options=tuple(Option(one.value, one.label) for one in ReturnCategory),
            hint="只在受理信息有误时选。",
            error=errors.get("category", ""),
            required=False,
            width="m",
        ),
        _words(typed, errors, label="错在哪一项", hint="证件上是什么，应当是什么。"),
        Field(
            "taken_in",
            "有误的证件已收下，留在本单位待销毁",
            FieldKind.CHECKBOX,
            typed["taken_in"],
            error=errors.get("taken_in", ""),
        ),
    )
    return _form(
        found,
        "shared:card-wrong",
        title="登记证件信息有误",
        submit="收下并登记",
        note="不再收费。已经领走的，申请人交回有误的证件后登记，这一件接着办理。",
        fields=fields,
        barred=barred or ("" if card else NO_CARD),
        card=card,
    )


def inquiry_form(
    found: Trace,
    actor: Actor,
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    barred: str,
) -> CardForm:
    """What became of the card, or that nothing is known."""
    lost = next((one for one in found.cards if _is_inquired(one)), None)
    notes = {
        CardInquiryOutcome.FOUND: "找回的证件由存放单位销毁并列入清单。",
        CardInquiryOutcome.EXPLAINED: "证件为什么遗失或损坏，怎样防止再发生。",
        CardInquiryOutcome.NOT_FOUND: "查过的地方都写明。",
    }
    fields = (
        Field(
            "outcome",
            "结果",
            FieldKind.RADIO,
            typed["outcome"],
            options=tuple(
                Option(one.value, one.label, notes[one], key=str(n))
                for n, one in enumerate(CardInquiryOutcome, start=1)
            ),
            error=errors.get("outcome", ""),
            focus=True,
        ),
        _words(typed, errors, label="查询情况", hint="查了哪里、问了谁；不要写公民身份号码。"),
    )
    where = "市局" if actor.unit_kind is UnitKind.CITY else "县局"
    return _form(
        found,
        "shared:card-inquiry",
        title="查明证件去向",
        submit="登记结果",
        note=f"由{where}督导登记；补制的新证照常流转，不等查询结果。",
        fields=fields,
        barred=barred or ("" if found.is_inquired else "没有待查的证件，可能已经查明。"),
        card=lost,
        facts=_said(lost),
    )


def _is_inquired(card: TracedCard) -> bool:
    return any(one.kind in (CardTrouble.MISSING, CardTrouble.DAMAGED) for one in card.findings)


def _said(card: TracedCard | None) -> tuple[Fact, ...]:
    if card is None:
        return ()
    return tuple(Fact(one.kind.label, one.words) for one in card.findings if one.words)
