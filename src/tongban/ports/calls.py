"""The JSON of a port, read from the signatures of its Protocol.

A port's Protocol is the only place where a message is described. `Call` turns one method of it
into a path, an encoder and a decoder for both sides, so that client and simulator cannot
disagree. `NoticeBook` does the same for messages that a system sends to us unasked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model
from pydantic_core import from_json, to_json

P = ParamSpec("P")
R = TypeVar("R")


class BadMessage(ValueError):
    """The JSON does not fit the contract; carries no content of the message."""


class Call(Generic[P, R]):
    """One method of a port on the wire: ``POST /v1/<name-with-dashes>``.

    `is_look_up` says that the method changes nothing, so it may be repeated freely and its
    answer is not kept by the other side.
    """

    def __init__(
        self, method: Callable[Concatenate[Any, P], R], *, is_look_up: bool = False
    ) -> None:
        hints = get_type_hints(method, include_extras=True)
        self.name = method.__name__
        self.path = "/v1/" + self.name.replace("_", "-")
        self.is_look_up = is_look_up
        self._signature = inspect.signature(method)
        self._request = _request_model(self.name, self._signature, hints)
        self._answer: TypeAdapter[R] = TypeAdapter(hints["return"])

    def encode_request(self, *args: P.args, **kwargs: P.kwargs) -> bytes:
        bound = self._signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        given = dict(list(bound.arguments.items())[1:])
        return self._request(**given).model_dump_json().encode()

    def decode_request(self, body: bytes) -> dict[str, Any]:
        """Keyword arguments for the method; `BadMessage` when they do not fit."""
        try:
            request = self._request.model_validate_json(body)
        except ValidationError as error:
            raise BadMessage(_places(error)) from None
        return {name: getattr(request, name) for name in self._request.model_fields}

    def encode_answer(self, answer: R) -> bytes:
        return self._answer.dump_json(answer)

    def decode_answer(self, body: bytes) -> R:
        """The method's result; `BadMessage` when the other side broke the contract."""
        try:
            return self._answer.validate_json(body)
        except ValidationError as error:
            raise BadMessage(_places(error)) from None


class NoticeBook:
    """The kinds of message one system may send to us; the kind is the class name."""

    def __init__(self, kinds: Iterable[type]) -> None:
        self._adapters: dict[str, TypeAdapter[Any]] = {k.__name__: TypeAdapter(k) for k in kinds}

    def encode(self, notice: object) -> bytes:
        kind = type(notice).__name__
        body = self._adapters[kind].dump_python(notice, mode="json")
        return to_json({"kind": kind, "body": body})

    def decode(self, body: bytes) -> object:
        """The notice, one of the kinds; `BadMessage` for an unknown kind or a body that does not fit."""
        try:
            message = from_json(body)
            return self._adapters[message["kind"]].validate_json(to_json(message["body"]))
        except ValidationError as error:
            raise BadMessage(_places(error)) from None
        except (KeyError, TypeError, ValueError):
            raise BadMessage("not a notice of this system") from None


def _request_model(
    name: str, signature: inspect.Signature, hints: dict[str, Any]
) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for parameter in list(signature.parameters.values())[1:]:
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (hints[parameter.name], default)
    model: type[BaseModel] = create_model(
        f"{name}_request", __config__=ConfigDict(extra="forbid"), **fields
    )
    return model


def _places(error: ValidationError) -> str:
    """Where the message is wrong, without its content: messages hold personal data."""
    return "; ".join(
        ".".join(map(str, item["loc"])) + " " + item["type"]
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    )
