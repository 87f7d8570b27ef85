"""Enumerations whose members carry the word shown on screen and on paper."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enumeration whose members have a Chinese ``label``.

    Write members as ``NAME = "NAME", "标签"``; the value is the code that is stored.
    """

    label: str

    # The default only lets type checkers read `Kind("CODE")`, the look-up by code.
    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
