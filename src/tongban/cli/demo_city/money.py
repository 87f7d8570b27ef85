"""The fee of one application: code, cash, late payers, refunds (第七条)."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from uuid import UUID

from tongban.cases.operations import fee
from tongban.cases.queries import next_steps, upstream_messages
from tongban.cli.demo_city import outbox
from tongban.cli.demo_city.hours import at_clock
from tongban.cli.demo_city.town import ask
from tongban.cli.demo_city.window import Window
from tongban.ports.treasury import PaymentMethod, PaymentOrder, PaymentPaid, PaymentRefunded
from tongban.procedure.roles import Role
from tongban.standards.zones import local_date


class Fee:
    """What is owed for one case, and who pays it how."""

    def __init__(self, window: Window, case_id: UUID) -> None:
        self._window = window
        self._case_id = case_id
        self._order: PaymentOrder | None = None

    @property
    def order(self) -> PaymentOrder:
        """The treasury's order; only after a code was shown."""
        if self._order is None:
            raise LookupError("no code was shown")
        return self._order

    def show_code(self, at: datetime) -> None:
        """Have the treasury make an order and show its code; a code that ran out is renewed."""
        treasury = self._window.town.ledgers.treasury
        if self._order is None:
            payment = next_steps.live_payment(self._case_id)
            if payment is None:
                raise LookupError("nothing is owed")
            row = upstream_messages.treasury_case(payment)
            self._order = treasury.order(
                str(row.payment_id),
                case_number=row.case_number,
                amount_fen=row.amount_fen,
                payer_name=row.payer_name,
                item=row.item,
                at=at,
            )
        elif self._order.code_expires_at <= at:
            self._order = treasury.renew_code(self._order.order_no, at=at)
        shown = fee.CodeShown(
            order_no=self._order.order_no,
            code=self._order.payment_code,
            qr=self._order.qr_text,
            expires_at=self._order.code_expires_at,
        )
        window = self._window
        fee.show_code(self._case_id, ask(window.officer, at=at, chance=window.chance), shown=shown)

    def pay(self, at: datetime) -> None:
        """The applicant scans the code."""
        paid = self._window.town.ledgers.treasury.pay(self.order.payment_code, at=at)
        outbox.take(PaymentPaid(paid), at=at + outbox.PAUSE)

    def take_cash(self, at: datetime) -> None:
        """The officer takes the money; cash is never refused."""
        window = self._window
        fee.take_cash(self._case_id, ask(window.officer, at=at, chance=window.chance))

    def pay_on_behalf(self, at: datetime) -> None:
        """The officer pays what was taken in cash."""
        officer = self._window.officer
        paid = self._window.town.ledgers.treasury.pay_on_behalf(
            self.order.order_no, unit=officer.unit, officer_name=officer.name, at=at
        )
        outbox.take(PaymentPaid(paid), at=at + outbox.PAUSE)

    def refund(self, asked_at: datetime) -> Generator[datetime, None, datetime]:
        """A second officer approves, the treasury pays back, cash is handed back."""
        window, chance = self._window, self._window.chance
        town = window.town
        day = town.hours.next_working(local_date(asked_at))
        at = at_clock(day, 9, chance.randint(5, 55))
        yield at
        county = town.city.county_of(window.plan.station).code
        chief = town.staff.one(county, Role.SUPERVISION, chance=chance)
        fee.approve_refund(self._case_id, ask(chief, at=at, chance=chance))
        outbox.deliver(self._case_id, ports=town.ports)
        at += timedelta(minutes=chance.uniform(3, 12))
        yield at
        back = town.ledgers.treasury.finish_refund(self.order.order_no, at=at)
        outbox.take(PaymentRefunded(back), at=at + outbox.PAUSE)
        if back.method is PaymentMethod.ON_BEHALF:
            day = town.hours.next_working(day, days=chance.randint(1, 2))
            at = at_clock(day, 10, chance.randint(0, 59))
            yield at
            call = ask(window.officer, at=at, chance=chance)
            fee.give_back_cash(self._case_id, call, signature=window.signature)
        return at
