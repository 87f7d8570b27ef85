"""Reading one field of a JSON object strictly; the first fault ends the reading."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")
JsonObject = Mapping[str, Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Fault(ValueError):
    """A situation cannot be used: ``field`` (None: the whole) and a sentence, free of data."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def wrong(source: JsonObject, key: str, at: str, message: str) -> Fault:
    """The fault of a field that is missing, or else is not what ``message`` asks for."""
    return Fault(at + key, message if key in source else "缺少此项")


def required(source: JsonObject, key: str, at: str = "") -> Any:  # noqa: ANN401 - raw JSON
    """The value under ``key``; ``at`` is the path of ``source``, ending in a dot."""
    if key not in source:
        raise wrong(source, key, at, "")
    return source[key]


def text(source: JsonObject, key: str, at: str = "") -> str:
    """A string, as it stands."""
    value = source.get(key)
    if isinstance(value, str):
        return value
    raise wrong(source, key, at, "应为文本")


def flag(source: JsonObject, key: str, at: str = "") -> bool:
    """true or false, and no number."""
    value = source.get(key)
    if value is True or value is False:
        return value
    raise wrong(source, key, at, "应为 true 或 false")


def flag_or_none(source: JsonObject, key: str, at: str = "") -> bool | None:
    """true, false or null."""
    value = required(source, key, at)
    if value is None or value is True or value is False:
        return value
    raise Fault(at + key, "应为 true、false 或 null")


def choice(source: JsonObject, key: str, at: str = "", *, among: Mapping[str, T]) -> T:
    """One of the fixed codes in ``among``."""
    try:
        return among[source[key]]
    except (KeyError, TypeError):
        raise wrong(source, key, at, f"应为 {'、'.join(among)} 之一") from None


def day(source: JsonObject, key: str, at: str = "") -> date:
    """A day written ``YYYY-MM-DD``."""
    value = required(source, key, at)
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise Fault(at + key, "日期应写成 YYYY-MM-DD")
    try:
        return _day_of(value)
    except ValueError:
        raise Fault(at + key, "没有这个日期") from None


def day_or_none(source: JsonObject, key: str, at: str = "") -> date | None:
    """A day, or null."""
    return None if required(source, key, at) is None else day(source, key, at)


# The same days come again and again in a long file.
_day_of = lru_cache(maxsize=1 << 16)(date.fromisoformat)


def division(source: JsonObject, key: str, at: str = "") -> str:
    """A six-digit division code; which divisions exist is not judged."""
    value = source.get(key)
    if isinstance(value, str) and len(value) == 6 and value.isascii() and value.isdigit():
        return value
    raise wrong(source, key, at, "应为六位行政区划代码")


def child(source: JsonObject, key: str, at: str = "") -> JsonObject:
    """An object inside the object."""
    value = source.get(key)
    if isinstance(value, dict):
        return value
    raise wrong(source, key, at, "应为对象")


def codes(members: type[T]) -> dict[str, T]:
    """Code → member of a string enumeration, for ``choice``."""
    return {str(member): member for member in members}  # type: ignore[attr-defined]
