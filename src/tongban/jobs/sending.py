"""A message on its way out, as each sender gets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from tongban.cases.operations.door import Call
from tongban.cases.queries import upstream_messages as messages
from tongban.ports.registry import Ports
from tongban.ports.sms import Sms
from tongban.ports.sms_texts import Template, render
from tongban.procedure.actors import SYSTEM


@dataclass(frozen=True, slots=True)
class Sending:
    """One message being sent: the message, through which ports, when."""

    message: messages.Pending
    ports: Ports
    at: datetime

    @property
    def case_id(self) -> UUID:
        """The case it is about; every kind but those without a case has one."""
        if self.message.case_id is None:
            raise LookupError("this message has no case")
        return self.message.case_id

    def payload_id(self, key: str) -> UUID:
        """An id from the payload."""
        return UUID(self.message.payload[key])

    def call(self, step: str) -> Call:
        """The call of a follow-up act; the same step of the same message has one effect."""
        return Call(SYSTEM, self.at, uuid5(self.message.id, step))

    def send_sms(self, phone: str, template: Template, params: Mapping[str, str]) -> None:
        """Send a short message in the wording of its occasion; ``UpstreamError`` as the gateway says."""
        sms = Sms(
            message_id=str(self.message.id),
            phone=phone,
            template=template.value,
            text=render(template, params=params),
        )
        self.ports.sms.send(sms, at=self.at)
