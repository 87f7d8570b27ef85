"""All persistence of intakes and cases; only ``cases.operations`` and ``cases.queries`` use it."""

from tongban.cases.models.captures import CaptureElsewhere
from tongban.cases.models.card_trouble import CardFinding, DestroyedItem, Destruction
from tongban.cases.models.cards import Batch, Card
from tongban.cases.models.case import Case, ComposedVersion
from tongban.cases.models.cash import (
    CashClose,
    CashMove,
    MoneyDifference,
    StatementDay,
    StockReceipt,
)
from tongban.cases.models.file import FileAddition, FileSeal
from tongban.cases.models.inquiry import Inquiry
from tongban.cases.models.intake import Evidence, Intake, PersonSlot
from tongban.cases.models.money import Payment
from tongban.cases.models.parcels import Parcel
from tongban.cases.models.record import DailySequence, Draft, Event, Obligation, Outgoing, Paper
from tongban.cases.models.refusal import Refusal, RefusalCheck, RefusalLook, RefusalRecord
from tongban.cases.models.temporary import TemporaryDocument
from tongban.cases.models.watch import (
    Chase,
    CreditGap,
    CreditPush,
    CreditRecord,
    LookIn,
    Outage,
    StrayMessage,
    UpstreamHealth,
)

__all__ = [
    "Batch",
    "CaptureElsewhere",
    "Card",
    "CardFinding",
    "Case",
    "CashClose",
    "CashMove",
    "Chase",
    "ComposedVersion",
    "CreditGap",
    "CreditPush",
    "CreditRecord",
    "DailySequence",
    "DestroyedItem",
    "Destruction",
    "Draft",
    "Event",
    "Evidence",
    "FileAddition",
    "FileSeal",
    "Inquiry",
    "Intake",
    "LookIn",
    "MoneyDifference",
    "Obligation",
    "Outage",
    "Outgoing",
    "Paper",
    "Parcel",
    "Payment",
    "PersonSlot",
    "Refusal",
    "RefusalCheck",
    "RefusalLook",
    "RefusalRecord",
    "StatementDay",
    "StockReceipt",
    "StrayMessage",
    "TemporaryDocument",
    "UpstreamHealth",
]
