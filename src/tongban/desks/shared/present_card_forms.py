"""The forms about the card of a case: lost or damaged, wrong data, what was found out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from tongban.cases.queries.card_trace import Trace, TracedCard
from tongban.desks.shared.card_screens import CardForm
from tongban.desks.shared.fields import Field, FieldKind, Option, problems_of
from tongban.desks.shared.pieces import Fact
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Fault, ReturnCategory
from tongban.standards.labels import Labelled

GO = "Ctrl+Enter"
NO_CARD = "这一件现在没有制成的证件，没有可以登记的。"
NO_NUMBER = "不要写公民身份号码。"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a form about which case, what was typed, what is wrong with it, why not at all."""

    found: Trace
    actor: Actor
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    barred: str

    def choice(
        self,
        name: str,
        label: str,
        notes: Iterable[tuple[Labelled, str]],
        *,
        clause: str = "第十一条",
    ) -> Field:
        """One of several, with what follows beside each; keys 1, 2, 3."""
        options = tuple(
            Option(one.value, one.label, note, key=str(n))
            for n, (one, note) in enumerate(notes, start=1)
        )
        return Field(
            name,
            label,
            FieldKind.RADIO,
            self.typed[name],
            options=options,
            error=self.errors.get(name, ""),
            clause=clause,
            focus=True,
        )

    def words(self, label: str, hint: str) -> Field:
        """What happened, in the officer's words."""
        return Field(
            "words",
            label,
            FieldKind.TEXTAREA,
            self.typed["words"],
            hint=hint,
            error=self.errors.get("words", ""),
            maxlength=300,
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: its address by name, its heading, its button, what follows."""

    name: str
    title: str
    submit: str
    note: str


def _form(
    asked: Asked,
    said: Said,
    fields: tuple[Field, ...],
    *,
    card: TracedCard | None,
    nothing: str = "",
    facts: tuple[Fact, ...] = (),
) -> CardForm:
    """The form, or why nothing can be recorded now: barred, or ``nothing`` there to record."""
    found, barred = asked.found, asked.barred or nothing
    about: tuple[Fact, ...] = ()
    if card is not None:
        about = (Fact("证件号", card.serial or "尚未制成"), Fact("现况", card.state.label))
    shown = () if barred else fields
    return CardForm(
        title=said.title,
        name=found.name,
        number=found.number,
        facts=(*about, *facts),
        note=barred or said.note,
        warns=bool(barred),
        url=reverse(said.name, args=[found.case_id]),
        submit=said.submit,
        fields=shown,
        back_url=reverse("shared:card-trace", args=[found.case_id]),
        problems=problems_of(shown),
    )


_TROUBLE = Said(
    "shared:card-trouble",
    title="登记遗失或损坏并补制",
    submit="登记并补制",
    note="登记后立即补制新证，不再收费；县局督导查明去向。没有清点到的先核对清单、包裹和存放处。",
)
_TROUBLE_OVER = Said(
    "shared:card-trouble",
    title="登记遗失或损坏",
    submit="登记",
    note="这一件已经撤销或终结，不补制。遗失的由县局督导查明去向。没有清点到的先核对清单、包裹和存放处。",
)


def trouble_form(asked: Asked) -> CardForm:
    """Lost or damaged; what follows stands beside each choice."""
    card, is_over = asked.found.live, asked.found.is_unwanted
    lost = "清单上有，找不到。以后找到的也不再发放。"
    if is_over and card is not None and not card.serial:
        lost = "制证中心确认没有制成，不会寄来。"
    kinds = (
        (CardTrouble.MISSING, lost),
        (CardTrouble.DAMAGED, "证件在手，坏证留在本单位待销毁。"),
    )
    fields = (
        asked.choice("kind", "怎么了", kinds),
        asked.words("发现经过", f"在哪里、什么时候发现的，找过哪些地方；{NO_NUMBER}"),
    )
    said = _TROUBLE_OVER if is_over else _TROUBLE
    return _form(asked, said, fields, card=card, nothing="" if card else NO_CARD)


def wrong_form(asked: Asked) -> CardForm:
    """Wrong data: whose fault decides whether it is made anew, or composed anew."""
    card = asked.found.live
    faults = (
        (Fault.PRODUCTION, "立即补制新证。"),
        (Fault.RECORD, "退回处理，改正后重新送审，再制新证。"),
    )
    category = Field(
        "category",
        "哪一类受理信息有误",
        FieldKind.SELECT,
        asked.typed["category"],
        options=tuple(Option(one.value, one.label) for one in ReturnCategory),
        hint="只在受理信息有误时选。",
        error=asked.errors.get("category", ""),
        required=False,
        width="m",
    )
    taken_in = Field(
        "taken_in",
        "有误的证件已收下，留在本单位待销毁",
        FieldKind.CHECKBOX,
        asked.typed["taken_in"],
        error=asked.errors.get("taken_in", ""),
    )
    words = asked.words("错在哪一项", "证件上是什么，应当是什么。")
    said = Said(
        "shared:card-wrong",
        title="登记证件信息有误",
        submit="收下并登记",
        note="不再收费。已经领走的，申请人交回有误的证件后登记，这一件接着办理。",
    )
    fields = (asked.choice("fault", "错在哪里", faults), category, words, taken_in)
    return _form(asked, said, fields, card=card, nothing="" if card else NO_CARD)


_OUTCOMES = (
    (CardInquiryOutcome.FOUND, "找回的证件由存放单位销毁并列入清单。"),
    (CardInquiryOutcome.EXPLAINED, "证件为什么遗失或损坏，怎样防止再发生。"),
    (CardInquiryOutcome.NOT_FOUND, "查过的地方都写明。"),
)


def inquiry_form(asked: Asked) -> CardForm:
    """What became of the card, or that nothing is known."""
    found = asked.found
    lost = next((one for one in found.cards if _is_inquired(one)), None)
    where = "市局" if asked.actor.unit_kind is UnitKind.CITY else "县局"
    anew = "" if found.is_unwanted else "；补制的新证照常流转，不等查询结果"
    fields = (
        asked.choice("outcome", "结果", _OUTCOMES, clause=""),
        asked.words("查询情况", f"查了哪里、问了谁；{NO_NUMBER}"),
    )
    said = Said(
        "shared:card-inquiry",
        title="查明证件去向",
        submit="登记结果",
        note=f"由{where}督导登记{anew}。",
    )
    nothing = "" if found.is_inquired else "没有待查的证件，可能已经查明。"
    return _form(asked, said, fields, card=lost, nothing=nothing, facts=_heard(lost))


def _is_inquired(card: TracedCard) -> bool:
    return any(one.kind in (CardTrouble.MISSING, CardTrouble.DAMAGED) for one in card.findings)


def _heard(card: TracedCard | None) -> tuple[Fact, ...]:
    if card is None:
        return ()
    return tuple(Fact(one.kind.label, one.words) for one in card.findings if one.words)
