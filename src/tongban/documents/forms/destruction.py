"""《居民身份证销毁清单》: old, temporary and spoiled cards that two persons destroyed.

Source: 第十一条, 第十二条 (what is taken in or back); two persons and a list are 运行参数.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionRow:
    """One thing; ``id_number`` masked, ``serial`` empty for an old card."""

    kind: str
    serial: str
    case_number: str
    name: str
    id_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionSheet:
    """Everything on one list; ``summary`` counts it by kind."""

    template: ClassVar[str] = "destruction"
    title: ClassVar[str] = "居民身份证销毁清单"

    sheet: Sheet
    list_number: str
    destroyed_at: datetime
    destroyed_by: str
    witness: str
    summary: str
    rows: tuple[DestructionRow, ...]
