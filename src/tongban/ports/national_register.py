"""部人口信息管理系统: the nation's register, looked up for who is not in the province (第六、十三条).

It speaks the look-up half of the provincial system, same messages, and takes nothing in: cases of
other provinces' people go by `tongban.ports.remote`. It knows the people of this province too, as
the province last reported them; the province itself is asked first.
"""

from __future__ import annotations

from typing import Protocol

from tongban.ports.population import REGISTER_CALLS, RegisterPort


class NationalRegisterPort(RegisterPort, Protocol):
    """Every method raises an `UpstreamError`; nothing here changes anything."""


CALLS = REGISTER_CALLS
