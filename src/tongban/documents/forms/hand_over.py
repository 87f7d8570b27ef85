"""《居民身份证发放签收单》: identity checked, card received, old and temporary card taken back.

Source: 第十一条; 第十一条 of the ID-card law (the old card is handed in on collecting the new).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tongban.documents.forms.sheet import Bearer, Sheet, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReceipt:
    """``collector`` is 本人, or the guardian with name and relation."""

    template: ClassVar[str] = "hand-over"
    title: ClassVar[str] = "居民身份证发放签收单"

    sheet: Sheet
    bearer: Bearer
    case_number: str
    validity: str
    authority: str
    collector: str
    identity_check: str
    old_card: str
    temporary_card: str
    loss_statement: str
    handed_at: datetime
    signature: Signature | None = None
