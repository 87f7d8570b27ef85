"""JSON Lines: one answer for each line, in order."""

import json
from typing import Any

import orjson

from tongban.policy.assess import assess
from tongban.policy.terms import TermsBook
from tongban.policy.units import City
from tongban.policy.wire.fields import Fault
from tongban.policy.wire.read import read_question
from tongban.policy.wire.write import fault_json, verdict_json


def _not_json(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


# No field takes a number, so none is worth a big integer: floats bound the cost of a long one.
_DECODE = json.JSONDecoder(parse_constant=_not_json, parse_int=float).decode
_ENCODE_ASCII = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def answer_line(line: bytes, *, city: City, terms_book: TermsBook) -> tuple[bytes, bool]:
    """The answer to one line of UTF-8 JSON, without a line end, and whether it could be used."""
    question_id: str | None = None
    try:
        source = _object(line)
        given = source.get("id")
        question_id = given if isinstance(given, str) else None
        question = read_question(source, city=city, terms_book=terms_book)
        body = verdict_json(assess(question.situation, city=city, terms_book=terms_book))
    except Fault as fault:
        return _bytes({"id": question_id, **fault_json(fault.field, fault.message)}), False
    return _bytes({"id": question_id, **body}), True


def _object(line: bytes) -> dict[str, Any]:
    try:
        source = orjson.loads(line)
    except orjson.JSONDecodeError:
        source = _patiently(line)
    if not isinstance(source, dict):
        raise Fault(None, "此行应为一个 JSON 对象")
    return source


def _patiently(line: bytes) -> object:
    """Read what the quick reader refuses although it is JSON: half surrogate pairs, long numbers."""
    try:
        source: object = _DECODE(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Fault(None, "此行不是有效的 JSON") from None
    return source


def _bytes(answer: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(answer)
    except TypeError:  # an id with half a surrogate pair, echoed as it was escaped
        return _ENCODE_ASCII(answer).encode("ascii")
