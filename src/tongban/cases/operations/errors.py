"""Why an operation did not happen, in words an officer can act on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


class OperationError(Exception):
    """An act that did not happen; nothing was written. ``sentence`` is shown as it is."""

    def __init__(self, sentence: str, *, clause: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.clause = clause


class NotFound(OperationError):
    """No such thing for this actor; another unit's case looks the same as none (404)."""


class Forbidden(OperationError):
    """The actor's role or unit may not do this (403)."""


class WrongStage(OperationError):
    """The table has no such act at the present stage (409)."""


class LostRace(OperationError):
    """Somebody else was first; the sentence says who did what (409)."""


class Barred(OperationError):
    """A rule of the regulation bars the act, e.g. a ground or something still missing (409)."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field and what to do."""

    field: str
    sentence: str
    clause: str = ""


class BadInput(OperationError):
    """Input that cannot be used (422): every fault at once, each with its field."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__("；".join(f.sentence for f in faults))
        self.faults = faults


class Occupied(OperationError):
    """The person already has an open intake or case; ``intake`` or ``case`` leads to it."""

    def __init__(self, sentence: str, *, intake: UUID | None, case: UUID | None) -> None:
        super().__init__(sentence)
        self.intake = intake
        self.case = case
