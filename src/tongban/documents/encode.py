"""From a form's dataclass to the JSON that its template reads."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from tongban.documents.typefaces import spell
from tongban.standards.zones import local


def encode(form: object) -> str:
    """One JSON text; dates in words, times in China's, pictures as lists of bytes."""
    return json.dumps(_plain(form), ensure_ascii=False, separators=(",", ":"))


def day(value: date) -> str:
    """``2026年11月3日``, as forms write it."""
    return f"{value.year}年{value.month}月{value.day}日"


def minute(value: datetime) -> str:
    """``2026年11月3日 09:05`` in China's time; the moment must be aware."""
    moment = local(value)
    return f"{day(moment)} {moment:%H:%M}"


def _plain(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return spell(str(getattr(value, "label", value.value)))
        case str():
            return spell(value)
        case bytes():
            return list(value)
        case datetime():
            return minute(value)
        case date():
            return day(value)
        case tuple() | list():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        case _:
            raise TypeError(f"a paper cannot hold {type(value).__name__}")
