"""《居民身份证转交清单》: a batch on its way, counted out and counted in.

Source: 第十一条 (the county bureau forwards within two working days).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One card; ``id_number`` masked, ``remark`` for 缺失, 损坏 and the like."""

    case_number: str
    name: str
    id_number: str
    priority: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSheet:
    """``received_count`` stays empty until the receiver has counted."""

    template: ClassVar[str] = "batch"
    title: ClassVar[str] = "居民身份证转交清单"

    sheet: Sheet
    batch_number: str
    sender: str
    receiver: str
    forwarded_at: datetime
    due_at: datetime | None
    rows: tuple[BatchRow, ...]
    received_count: int | None = None
    received_at: datetime | None = None
