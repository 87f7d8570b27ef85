"""Work items of the city bureau about the upstream systems (第十三条(三)).

Messages that could not be acted upon, and times in which a list could not be had. What comes in is
stored and tried elsewhere (``inbound``); here stands only what a person must see to, so that the
city's pages find it beside the other duties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from tongban.audit.log import record
from tongban.audit.words import What
from tongban.cases.models import Outage, StrayMessage
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden, NotFound
from tongban.policy.units import UnitKind
from tongban.procedure.roles import Role

LEAST_WORDS = 5
MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Stray:
    """A message as it came: the id on the wire, from which system, about which number."""

    id: UUID
    system: str
    kind: str
    about: str
    received_at: datetime


def keep(stray: Stray, *, reason: str, at: datetime) -> None:
    """Nothing here fits the message: it waits for a person, however often it was seen to before."""
    _note(stray, {"is_waiting": False, "reason": reason, "noted_at": at, "settled_at": None})


def wait(stray: Stray, *, reason: str, at: datetime) -> None:
    """The message is taken up again by itself; a person sees that it waits, and why."""
    _note(stray, {"is_waiting": True, "reason": reason, "noted_at": at})


def _note(stray: Stray, noted: Mapping[str, object]) -> None:
    given = {k: v for k, v in asdict(stray).items() if k != "id"}
    StrayMessage.objects.update_or_create(
        id=stray.id, defaults=dict(noted), create_defaults={**given, **noted}
    )


def acted(message_id: UUID, *, at: datetime) -> None:
    """The message was acted upon after all: nothing is left to see to."""
    StrayMessage.objects.filter(id=message_id, settled_at=None).update(settled_at=at)


def settle(message_id: UUID, call: Call, *, words: str) -> None:
    """A person of the city says what was done about a message (已处理); repeating changes nothing."""
    _settle(StrayMessage, message_id, call, words=words)


def settle_outage(outage_id: UUID, call: Call, *, words: str) -> None:
    """A person of the city says what was done about an outage; it stands until it is over."""
    _settle(Outage, outage_id, call, words=words)


def _settle(kind: type[StrayMessage | Outage], id_: UUID, call: Call, *, words: str) -> None:
    _demand_city(call)
    if len(words.strip()) < LEAST_WORDS:
        raise BadInput(FieldFault("words", "请写明怎样处理的、向哪个单位核实或报告。", "第十三条"))
    rows = kind.objects.filter(id=id_)
    with transaction.atomic():
        changed = rows.filter(settled_at=None).update(
            settled_at=call.at, settled_by=call.officer, words=words.strip()[:MOST_WORDS]
        )
        if changed:
            about = {"item": str(id_), "kind": kind.__name__}
            record(What.ITEM_SETTLED, actor=call.actor, at=call.at, data=about)
    if not changed and not rows.exists():
        raise NotFound("没有这一项，请刷新后再看。")


def try_again(message_id: UUID, call: Call) -> None:
    """Have a message acted upon once more, after what stood in its way was put right."""
    _demand_city(call)
    row = StrayMessage.objects.filter(id=message_id, settled_at=None).first()
    if row is None:
        raise NotFound("没有这一项，或者已经处理。")
    task = app.configure_task("again_inbound", queue="inbound", lock=row.system)
    task.defer(message_id=str(message_id))


def _demand_city(call: Call) -> None:
    if call.actor.unit_kind is not UnitKind.CITY or Role.SUPERVISION not in call.actor.roles:
        raise Forbidden("上级系统的来往由市局督导民警处理。")
