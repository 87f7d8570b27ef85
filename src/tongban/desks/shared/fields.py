"""Form fields as the templates show them, from plain values or from a Django form."""

from dataclasses import dataclass
from enum import StrEnum

from django.forms import BoundField


class FieldKind(StrEnum):
    TEXT = "text"
    TEXTAREA = "textarea"
    DATE = "date"
    TEL = "tel"
    PASSWORD = "password"  # noqa: S105 - the HTML input type
    SELECT = "select"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    FILE = "file"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. ``blocked`` says why it cannot be chosen; ``key`` selects it."""

    value: str
    label: str
    note: str = ""
    key: str = ""
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One input with its label, hint and error.

    ``width`` is ``s``, ``m``, ``l`` or ``full``: as wide as what is expected in it.
    ``focus`` marks the first missing thing of the page (at most one per page). ``scope`` keeps
    ids apart where two forms of a page have a field of the same name. ``spaced`` is for numbers
    that are read digit by digit.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    hint: str = ""
    error: str = ""
    clause: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    width: str = "full"
    maxlength: int | None = None
    inputmode: str = ""
    autocomplete: str = "off"
    accept: str = ""
    multiple: bool = False
    key: str = ""
    focus: bool = False
    read_only: bool = False
    spaced: bool = False
    scope: str = ""

    @property
    def input_id(self) -> str:
        """The element id that label, hint, error and summary refer to."""
        return f"f-{self.scope}-{self.name}" if self.scope else f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of hint and error for aria-describedby."""
        ids = []
        if self.hint:
            ids.append(f"{self.input_id}-hint")
        if self.error:
            ids.append(f"{self.input_id}-error")
        return " ".join(ids)


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: what is wrong and what to do; ``target`` is an id."""

    text: str
    target: str = ""
    clause: str = ""


def problems_of(fields: tuple[Field, ...]) -> tuple[Problem, ...]:
    """The error summary of fields, in page order."""
    return tuple(
        Problem(text=f"{field.label}：{field.error}", target=field.input_id, clause=field.clause)
        for field in fields
        if field.error
    )


_KINDS = {
    "Textarea": FieldKind.TEXTAREA,
    "DateInput": FieldKind.DATE,
    "PasswordInput": FieldKind.PASSWORD,
    "Select": FieldKind.SELECT,
    "RadioSelect": FieldKind.RADIO,
    "CheckboxInput": FieldKind.CHECKBOX,
    "FileInput": FieldKind.FILE,
    "ClearableFileInput": FieldKind.FILE,
    "HiddenInput": FieldKind.HIDDEN,
}


def field_of(bound: BoundField, *, width: str = "full", focus: bool = False) -> Field:
    """The same field out of a bound field of a Django form."""
    widget = bound.field.widget
    choices = getattr(widget, "choices", ())
    value = bound.value()
    return Field(
        name=bound.html_name,
        label=str(bound.label),
        kind=_KINDS.get(type(widget).__name__, FieldKind.TEXT),
        value="" if value is None else str(value),
        hint=str(bound.help_text),
        error=" ".join(str(error) for error in bound.errors),
        options=tuple(Option(value=str(code), label=str(text)) for code, text in choices if code),
        required=bound.field.required,
        width=width,
        maxlength=getattr(bound.field, "max_length", None),
        focus=focus,
    )
