"""退回并说明: the form, from what was typed, from a draft, or empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.desks.county.place import Place
from tongban.desks.county.screens import ReturnForm
from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem
from tongban.policy.vocabulary import Detail
from tongban.procedure.reasons import ReturnCategory

DRAFT = "return"
PHRASES = (
    "照片背景有阴影，请补光重拍",
    "照片头部位置偏移，请重新裁切",
    "双眼未睁开或有遮挡，请重拍",
    "着装与背景颜色相近，请换深色上衣重拍",
    "指纹质量偏低，请重新采集",
    "住址与户口簿不符，请核对后更正",
)
PROMISE_HERE = "受理地派出所会立即看到，并按这里写的改好再送来。"
PROMISE_THERE = "答复经上级系统送到受理地，受理地按这里写的改好再送来。"
_PREFIX = "field-"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class ReturnInput:
    """What the officer filled in. ``category`` None: not chosen yet."""

    category: ReturnCategory | None
    fields: tuple[str, ...]
    words: str

    @classmethod
    def of(cls, given: Mapping[str, str] | QueryDict) -> "ReturnInput":
        """Read a posted form or a draft of it."""
        chosen = given.get("category") or ""
        category = ReturnCategory(chosen) if chosen in ReturnCategory.__members__ else None
        fields = tuple(d.value for d in Detail if given.get(_PREFIX + d.value))
        return cls(category, fields, given.get("words") or "")

    def required(self) -> ReturnCategory:
        """The category; raises ``BadInput`` where none was chosen or the words are too long."""
        faults = []
        if self.category is None:
            faults.append(FieldFault("category", "请选择退回原因。", "第九条"))
        if len(self.words) > LONGEST:
            faults.append(FieldFault("words", f"请改短到 {LONGEST} 字以内。", "第九条"))
        if faults or self.category is None:
            raise BadInput(*faults)
        return self.category


def return_form(
    case_id: UUID,
    *,
    place: Place,
    given: ReturnInput,
    hidden: tuple[tuple[str, str], ...],
    is_incoming: bool = False,
    faults: Sequence[FieldFault] = (),
    is_open: bool = False,
) -> ReturnForm:
    """The form; with ``faults`` it is open and says each beside its field."""
    wrong = {one.field: one.sentence for one in faults}
    category, words = _category(given, wrong), _words(given, wrong)
    return ReturnForm(
        url=place.act_url("review-return", case_id),
        category=category,
        details=tuple(_detail(one, given) for one in Detail),
        words=words,
        phrases=PHRASES,
        problems=_problems(faults, category=category, words=words),
        open=is_open or bool(faults),
        open_url=place.case_url(case_id, **{"return": 1}),
        close_url=place.case_url(case_id),
        hidden=hidden,
        draft_url=draft_url(DRAFT, case_id),
        details_error=wrong.get("fields", ""),
        promise=PROMISE_THERE if is_incoming else PROMISE_HERE,
    )


def _category(given: ReturnInput, wrong: Mapping[str, str]) -> Field:
    keys = dict(zip(ReturnCategory, "123", strict=True))
    return Field(
        "category",
        "退回原因",
        FieldKind.RADIO,
        given.category or "",
        error=wrong.get("category", ""),
        options=tuple(Option(one.value, one.label, key=keys[one]) for one in ReturnCategory),
        focus=True,
    )


def _detail(detail: Detail, given: ReturnInput) -> Field:
    return Field(
        _PREFIX + detail.value,
        detail.label if detail is not Detail.ADDRESS else "住址",
        FieldKind.CHECKBOX,
        "1" if detail.value in given.fields else "",
        required=False,
    )


def _words(given: ReturnInput, wrong: Mapping[str, str]) -> Field:
    return Field(
        "words",
        "详细说明",
        FieldKind.TEXTAREA,
        given.words,
        hint="写明哪里不合格、怎样改，受理地照此补正",
        error=wrong.get("words", ""),
        maxlength=LONGEST,
    )


def _problems(
    faults: Sequence[FieldFault], *, category: Field, words: Field
) -> tuple[Problem, ...]:
    targets = {
        "category": category.input_id,
        "words": words.input_id,
        "fields": f"f-{_PREFIX}{Detail.NAME.value}",
    }
    return tuple(Problem(one.sentence, targets.get(one.field, ""), one.clause) for one in faults)
