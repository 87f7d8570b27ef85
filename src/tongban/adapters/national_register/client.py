"""The national register over HTTP."""

from __future__ import annotations

from tongban.adapters.base.register import HttpRegister


class HttpNationalRegister(HttpRegister):
    """`NationalRegisterPort` on the wire."""
