"""Reading one field of a JSON object strictly; the first fault ends the reading."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")
JsonObject = Mapping[str, Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIVISION = re.compile(r"[0-9]{6}")


class Fault(ValueError):
    """A situation cannot be used: ``field`` (None: the whole) and a sentence, free of data."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def required(source: JsonObject, key: str, at: str = "") -> Any:  # noqa: ANN401 - raw JSON
    """The value under ``key``; ``at`` is the path of ``source``, ending in a dot."""
    try:
        return source[key]
    except KeyError:
        raise Fault(at + key, "缺少此项") from None


def text(source: JsonObject, key: str, at: str = "") -> str:
    """A string, as it stands."""
    value = required(source, key, at)
    if not isinstance(value, str):
        raise Fault(at + key, "应为文本")
    return value


def flag(source: JsonObject, key: str, at: str = "") -> bool:
    """true or false, and no number."""
    value = required(source, key, at)
    if value is True or value is False:
        return bool(value)
    raise Fault(at + key, "应为 true 或 false")


def flag_or_none(source: JsonObject, key: str, at: str = "") -> bool | None:
    """true, false or null."""
    value = required(source, key, at)
    if value is None or value is True or value is False:
        return None if value is None else bool(value)
    raise Fault(at + key, "应为 true、false 或 null")


def choice(source: JsonObject, key: str, at: str = "", *, among: Mapping[str, T]) -> T:
    """One of the fixed codes in ``among``."""
    value = required(source, key, at)
    if not isinstance(value, str) or value not in among:
        raise Fault(at + key, f"应为 {'、'.join(among)} 之一")
    return among[value]


def day(source: JsonObject, key: str, at: str = "") -> date:
    """A day written ``YYYY-MM-DD``."""
    return as_day(required(source, key, at), field=at + key)


def day_or_none(source: JsonObject, key: str, at: str = "") -> date | None:
    """A day, or null."""
    value = required(source, key, at)
    return None if value is None else as_day(value, field=at + key)


def as_day(value: object, *, field: str) -> date:
    """A JSON value as a day."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise Fault(field, "日期应写成 YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Fault(field, "没有这个日期") from None


def division(source: JsonObject, key: str, at: str = "") -> str:
    """A six-digit division code; which divisions exist is not judged."""
    value = required(source, key, at)
    if not isinstance(value, str) or not _DIVISION.fullmatch(value):
        raise Fault(at + key, "应为六位行政区划代码")
    return value


def child(source: JsonObject, key: str, at: str = "") -> JsonObject:
    """An object inside the object."""
    value = required(source, key, at)
    if not isinstance(value, dict):
        raise Fault(at + key, "应为对象")
    return value


def codes(members: type[T]) -> dict[str, T]:
    """Code → member of a string enumeration, for ``choice``."""
    return {str(member): member for member in members}  # type: ignore[attr-defined]
