"""What every paper carries, and the small parts that several papers share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol

from tongban.documents.verification import Verification
from tongban.standards.money import Fen, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Head and foot of a paper.

    ``reprint`` counts copies after the first (0: the first). ``is_demo`` puts 样张 over the page.
    ``number`` is the number that identifies the paper or its case on sight.
    """

    number: str
    unit: str
    officer: str
    printed_at: datetime
    reprint: int = 0
    is_demo: bool = False
    verification: Verification | None = None


class Form(Protocol):
    """A paper: ``template`` names its layout, ``title`` what is printed above it."""

    template: ClassVar[str]
    title: ClassVar[str]

    @property
    def sheet(self) -> Sheet: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature taken on the pad: a PNG, who signed (``本人`` or ``监护人``) and when."""

    picture: bytes
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """The person a notice speaks to; the ID number in full or masked, as the paper needs."""

    name: str
    id_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A place to go or to call; what is unknown is left empty and not printed."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""


def validity_text(since: date, *, until: date | None) -> str:
    """Period of validity as the card prints it: ``2026.11.23-2046.11.23`` or ``…-长期``."""
    end = f"{until:%Y.%m.%d}" if until else "长期"
    return f"{since:%Y.%m.%d}-{end}"


def money_text(amount: Fen) -> str:
    """An amount of fen as forms write it: ``20.00 元``."""
    return f"{yuan(amount)} 元"
