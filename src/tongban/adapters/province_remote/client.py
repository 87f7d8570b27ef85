"""The province's module for remote cases over HTTP."""

from __future__ import annotations

from tongban.adapters.base.remote import HttpRemote


class HttpProvinceRemote(HttpRemote):
    """`ProvinceRemotePort` on the wire."""
