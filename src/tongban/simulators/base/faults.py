"""How a simulator may misbehave, and whether it acts by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field


@dataclass(frozen=True)
class Faults:
    """Switches; all off is a well-behaved system. Labels are in `FAULT_LABELS`."""

    down: bool = False
    slow: Annotated[float, Field(ge=0, le=120)] = 0.0
    """Seconds added to every answer."""
    timeout: bool = False
    garbage: bool = False
    wrong_signature: bool = False
    duplicate: bool = False
    out_of_order: bool = False
    silent: bool = False


FAULT_LABELS: dict[str, str] = {
    "down": "停机（503）",
    "slow": "变慢（秒）",
    "timeout": "不答复（超时）",
    "garbage": "答复乱码",
    "wrong_signature": "签名错误",
    "duplicate": "回调发两次",
    "out_of_order": "回调次序颠倒",
    "silent": "不发回调",
}


@dataclass(frozen=True)
class Automatic:
    """Whether the other side acts by itself, with which seed and how fast."""

    on: bool = False
    seed: int = 1
    speed: Annotated[float, Field(gt=0, le=1_000_000)] = 1.0
    """1 is a believable pace; 60 makes a minute of it a second."""
