"""The nation's own register: everybody, as the provinces reported them when it was filled."""

from __future__ import annotations

from tongban.ports import national_register
from tongban.simulators.people.register import REGISTER_SCHEMA, Register


class NationalRegisterLedger(Register):
    """`NationalRegisterPort` in process."""

    system = "national_register"
    title = "部人口信息管理系统"
    schema = REGISTER_SCHEMA
    calls = national_register.CALLS
