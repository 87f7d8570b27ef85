"""Citizen identification number, GB 11643-1999 (and the 15-digit form of 1989, for search)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import getitem

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FORM = re.compile(r"[0-9]{15}")
_CHECK = "10X98765432"
# The weight of each place as a table of products, so that checking is seventeen look-ups.
_PRODUCTS: tuple[dict[str, int], ...] = tuple(
    {str(digit): digit * weight for digit in range(10)}
    for weight in (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
)


class IdNumberFault(StrEnum):
    """What is wrong with a text that should be an ID number."""

    LENGTH = "LENGTH"
    DATE = "DATE"
    CHECK_DIGIT = "CHECK_DIGIT"


_SENTENCES = {
    IdNumberFault.LENGTH: "公民身份号码应为 18 位，前 17 位为数字，末位为数字或 X",
    IdNumberFault.DATE: "公民身份号码中的出生日期不存在或晚于办理日期",
    IdNumberFault.CHECK_DIGIT: "公民身份号码校验位不符，请核对是否输错",
}


class IdNumberError(ValueError):
    """The text is not an ID number; ``fault`` says why and ``str()`` says it in Chinese."""

    def __init__(self, fault: IdNumberFault) -> None:
        super().__init__(_SENTENCES[fault])
        self.fault = fault


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that satisfies GB 11643-1999, X in upper case.

    ``division`` is where the number was first given, never where the household is now.
    """

    text: str
    division: str
    birth_date: date
    sequence: str

    @property
    def is_male(self) -> bool:
        """Whether the sequence is odd, as the standard gives to men."""
        return int(self.sequence[-1]) % 2 == 1


def check_digit(first_17: str) -> str:
    """The check character for seventeen digits (ISO 7064 MOD 11-2)."""
    total = sum(map(getitem, _PRODUCTS, first_17))
    return _CHECK[total % 11]


def checked(text: str, *, not_after: date | None = None) -> str:
    """The number as stored: 18 characters, a small ``x`` read as ``X``.

    ``not_after``: the last day on which the bearer may be born. Raises ``IdNumberError`` with
    the first fault in the order length, date, check digit. An unknown division is no fault.
    """
    number = text[:17] + "X" if text[17:] == "x" else text
    if _FORM.fullmatch(number) is None:
        raise IdNumberError(IdNumberFault.LENGTH)
    try:
        birth_date = _birth_date(number)
    except ValueError:
        raise IdNumberError(IdNumberFault.DATE) from None
    if not_after is not None and birth_date > not_after:
        raise IdNumberError(IdNumberFault.DATE)
    if check_digit(number[:17]) != number[17]:
        raise IdNumberError(IdNumberFault.CHECK_DIGIT)
    return number


def parse(text: str, *, not_after: date | None = None) -> IdNumber:
    """The parts of a number; raises what ``checked`` raises."""
    number = checked(text, not_after=not_after)
    return IdNumber(
        text=number,
        division=number[:6],
        birth_date=_birth_date(number),
        sequence=number[14:17],
    )


def _birth_date(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_valid(text: str, *, not_after: date | None = None) -> bool:
    """Whether ``checked`` would accept the text."""
    try:
        checked(text, not_after=not_after)
    except IdNumberError:
        return False
    return True


def from_15_digits(text: str) -> IdNumber:
    """The 18-character number for a 15-digit one of GB 11643-1989; for searching old papers only.

    996–999 in the sequence mark people born in the 1800s. Raises ``IdNumberError``.
    """
    if _OLD_FORM.fullmatch(text) is None:
        raise IdNumberError(IdNumberFault.LENGTH)
    century = "18" if text[12:] in ("996", "997", "998", "999") else "19"
    first_17 = text[:6] + century + text[6:]
    return parse(first_17 + check_digit(first_17))


def compact(text: str) -> str:
    """A number as stored and compared: without spaces between the groups, ``X`` upper case."""
    return "".join(text.split()).upper()


def group(text: str) -> str:
    """For reading aloud: ``370811 19900307 007X``; other lengths come back unchanged."""
    return f"{text[:6]} {text[6:14]} {text[14:]}" if len(text) == 18 else text


def mask(text: str) -> str:
    """For lists: ``370811********007X``; of other lengths only the last four remain."""
    return f"{text[:6]}********{text[14:]}" if len(text) == 18 else "*" * 8 + text[-4:]
