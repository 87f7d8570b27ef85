"""A town's money in small: applicants, officers, the treasury's ledger and our book, step by step.

Every step is what somebody can do in the product or at the treasury; one that is not possible as
things stand is refused there and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.cases.world import World

from tongban.cases.models import Case, CashMove, Outgoing, Payment
from tongban.cases.operations import fee, fee_told, outgoing, withdraw
from tongban.cases.operations.cash_moves import is_to_give_back
from tongban.cases.operations.errors import OperationError
from tongban.cases.queries import upstream_messages
from tongban.cases.queries.composed import fee_of
from tongban.desks.station import treasury
from tongban.jobs import money
from tongban.jobs.sending import Sending
from tongban.jobs.upstream import SENDERS, NotYet
from tongban.ports.errors import Rejected
from tongban.ports.registry import Ports
from tongban.ports.treasury import PaymentOrder, PaymentPaid
from tongban.procedure.actors import SYSTEM
from tongban.procedure.stages import PaymentStage
from tongban.simulators.treasury.ledger import TreasuryLedger

P = PaymentStage
BACK = (P.REFUND_ASKED, P.REFUNDING)
REFUSALS = (OperationError, Rejected, NotYet)


@dataclass
class Purse:
    """One or several cases and everybody's hands in their fees."""

    world: World
    ports: Ports
    cases: list[Case]
    minutes: int = 20
    answers: list[tuple[Case, PaymentOrder]] = field(default_factory=list)
    told: list[object] = field(default_factory=list)

    @property
    def ledger(self) -> TreasuryLedger:
        """The treasury's own books."""
        assert isinstance(self.ports.treasury, TreasuryLedger)
        return self.ports.treasury

    @property
    def at(self) -> datetime:
        """Now; every step takes a minute."""
        return self.world.at + timedelta(minutes=self.minutes)

    def do(self, name: str, n: int) -> bool:
        """Do a step to a case; False where it was refused."""
        self.minutes += 1
        step: Callable[[Case], None] = getattr(self, name)
        try:
            step(self.world.fresh(self.cases[n % len(self.cases)]))
        except REFUSALS:
            return False
        return True

    # ---------- at the window ----------

    def code(self, case: Case) -> None:
        """Show the code, or renew it where there is one."""
        known = fee_of(case.id)
        if known is not None:
            call = self.world.call(self.world.acceptor, minutes=self.minutes)
            treasury.ask_code(case.id, known, call=call, renew=bool(known.order_no))

    def order_unanswered(self, case: Case) -> None:
        """The treasury makes the order; its answer is not stored yet."""
        known = fee_of(case.id)
        if known is not None:
            call = self.world.call(self.world.acceptor, minutes=self.minutes)
            self.answers.append((case, treasury.order_of(known, call=call)))

    def order_swapped(self, case: Case) -> None:
        """Another order takes the place of one that can still be paid."""
        row = case.payments.filter(is_extra=False).latest("n")
        order = self.ledger.order(
            f"{row.id}/{self.minutes}",
            case_number=case.number,
            amount_fen=row.amount_fen,
            payer_name=case.name,
            item="工本费",
            at=self.at,
        )
        self.answers.append((case, order))
        self.answer_stored(case)

    def answer_stored(self, case: Case) -> None:
        """The order's answer arrives at last."""
        if self.answers:
            of, order = self.answers.pop(0)
            call = self.world.call(self.world.acceptor, minutes=self.minutes)
            shown = fee.CodeShown(
                order.order_no, order.payment_code, order.qr_text, order.code_expires_at
            )
            fee.show_code(of.id, call, shown=shown)

    def cash(self, case: Case) -> None:
        """The applicant pays in cash."""
        fee.take_cash(case.id, self.world.call(self.world.acceptor2, minutes=self.minutes))

    def behalf(self, case: Case) -> None:
        """The officer pays the cash on."""
        known = fee_of(case.id)
        if known is not None and known.state is P.CASH_HELD:
            call = self.world.call(self.world.acceptor2, minutes=self.minutes)
            treasury.pay_on_behalf(case.id, known, actor=self.world.acceptor2, call=call)

    def behalf_unheard(self, case: Case) -> None:
        """The treasury takes the payment on behalf; the answer is lost on its way."""
        known = fee_of(case.id)
        if known is not None and known.state is P.CASH_HELD and known.order_no:
            self.ledger.pay_on_behalf(known.order_no, unit="S", officer_name="乙", at=self.at)

    def withdraw(self, case: Case) -> None:
        """The applicant withdraws."""
        withdraw.withdraw(
            case.id,
            self.world.call(self.world.acceptor, minutes=self.minutes),
            words="不办了",
            signature="signed",
            seen_version=case.version,
        )

    def give_back(self, case: Case) -> None:
        """Cash goes back to the applicant."""
        call = self.world.call(self.world.acceptor, minutes=self.minutes)
        fee.give_back_cash(case.id, call, signature="signed")

    def ask(self, case: Case) -> None:
        """The station asks for the refund of what came twice."""
        rows = case.payments.filter(is_extra=True, state__in=(P.PAID, P.RECEIPTED))
        for row in rows:
            call = self.world.call(self.world.acceptor, minutes=self.minutes)
            fee.ask_refund(case.id, call, payment_id=row.id)

    def approve(self, case: Case) -> None:
        """The county approves whatever refund waits."""
        call = self.world.call(self.world.supervisor, minutes=self.minutes)
        fee.approve_refund(case.id, call)

    # ---------- at the treasury and the banks ----------

    def _orders(self, case: Case, *states: str) -> list[str]:
        rows = self.ledger.rows("SELECT * FROM orders WHERE case_number = ?", case.number)
        return [row["order_no"] for row in rows if row["state"] in states]

    def pay(self, case: Case) -> None:
        """Somebody scans the newest code, whether or not it is stored here."""
        for order_no in self._orders(case, "UNPAID")[-1:]:
            code = self.ledger.query(order_no, at=self.at).payment_code
            self.ledger.pay(code, at=self.at, paid_by="路人")

    def pay_former(self, case: Case) -> None:
        """Somebody scans the oldest code that can still be paid."""
        for order_no in self._orders(case, "UNPAID")[:1]:
            code = self.ledger.query(order_no, at=self.at).payment_code
            self.ledger.pay(code, at=self.at, paid_by="路人")

    def pay_again(self, case: Case) -> None:
        """A bank reports a second payment."""
        for order_no in self._orders(case, "PAID")[:1]:
            self.ledger.pay_again(order_no, at=self.at, paid_by="路人")

    def void_there(self, case: Case) -> None:
        """The treasury voids an order by itself."""
        for order_no in self._orders(case, "UNPAID")[:1]:
            self.ledger.void(order_no, at=self.at)

    def finish(self, case: Case) -> None:
        """Refunds arrive."""
        for order_no in self._orders(case, "REFUNDING"):
            self.ledger.finish_refund(order_no, at=self.at)

    def fail(self, case: Case) -> None:
        """A bank cannot carry out the refund."""
        for order_no in self._orders(case, "REFUNDING")[:1]:
            self.ledger.fail_refund(order_no, at=self.at)

    # ---------- between the two ----------

    def notices(self, case: Case) -> None:
        """The treasury's notices arrive, the latest first."""
        self.told += reversed(self.ledger.take_notices())
        while self.told:
            self._tell(self.told.pop(0))

    def notices_twice(self, case: Case) -> None:
        """Each notice comes two times."""
        for notice in self.ledger.take_notices():
            self._tell(notice)
            self._tell(notice)

    def notices_lost(self, case: Case) -> None:
        """No notice ever arrives."""
        self.ledger.take_notices()

    def _tell(self, notice: object) -> None:
        try:
            if isinstance(notice, PaymentPaid):
                fee_told.paid_there(notice.order, at=self.at)
            else:
                order: PaymentOrder = notice.order  # type: ignore[attr-defined]
                call = self.world.call(SYSTEM, minutes=self.minutes)
                fee_told.refunded_there(order, call)
        except OperationError:
            return

    def send(self, case: Case) -> None:
        """Our messages to the treasury arrive there."""
        rows = Outgoing.objects.filter(system="treasury", state=Outgoing.State.WAITING)
        for row in rows.order_by("created_at", "id"):
            message = upstream_messages.pending(row.id)
            assert message is not None
            try:
                SENDERS["treasury", row.kind](Sending(message, self.ports, self.at))
            except (OperationError, NotYet):
                continue
            except Rejected as refused:
                outgoing.mark_failed(row.id, error=refused.code)
            else:
                outgoing.mark_sent(row.id, at=self.at)

    def query(self, case: Case) -> None:
        """The background work asks about everything that is open."""
        later = self.at + timedelta(hours=3)
        money.query_open_orders(self.ports, at=later)
        money.query_refunds(self.ports, at=later)
        money.query_receipts(self.ports, at=later)

    # ---------- what must hold ----------

    def settle(self) -> None:
        """Everything that is on its way arrives; nobody does anything new."""
        while self.answers:
            self.do("answer_stored", 0)
        for name in ("send", "notices_twice", "query", "send", "notices"):
            self.do(name, 0)

    def wind_up(self) -> None:
        """Every case is withdrawn and everything that is owed goes back."""
        for n in range(len(self.cases)):
            self.do("withdraw", n)
        for _ in range(4):
            self.settle()
            if not (self.treasury_fen() or self.cash_fen() or self.owed_fen()):
                return
            for n, case in enumerate(self.cases):
                self.do("ask", n)
                for _ in range(case.payments.filter(state=P.REFUND_ASKED).count()):
                    self.do("approve", n)
            self.do("send", 0)
            for n in range(len(self.cases)):
                self.do("finish", n)
            self.do("notices", 0)
            for n in range(len(self.cases)):
                self.do("give_back", n)

    def treasury_fen(self) -> int:
        """What the treasury has."""
        return self.ledger.number(
            "SELECT coalesce(sum(amount_fen), 0) FROM orders WHERE state IN ('PAID', 'REFUNDING')"
        )

    def cash_fen(self) -> int:
        """What the officers have, by the book of movements."""
        return sum(CashMove.objects.values_list("fen", flat=True))

    def drawer_fen(self) -> int:
        """What truly lies in the drawers: taken, less what the treasury has from the station's
        account, less what applicants signed for."""
        taken = sum(
            Payment.objects.filter(cash_at__isnull=False).values_list("amount_fen", flat=True)
        )
        back = sum(
            Payment.objects.filter(cash_back_at__isnull=False).values_list("amount_fen", flat=True)
        )
        there = self.ledger.number(
            "SELECT coalesce(sum(amount_fen), 0) FROM orders"
            " WHERE method = 'ON_BEHALF' AND state IN ('PAID', 'REFUNDING')"
        )
        return taken - there - back

    def owed_fen(self) -> int:
        """What our book says it is for: fees in force, refunds owed, cash owed."""
        return sum(_owed(row) for row in Payment.objects.all())


def _owed(row: Payment) -> int:
    """What is held for a payment: the fee itself, or what its payer gets back."""
    in_force = not row.is_extra and row.state in (P.CASH_HELD, P.PAID, P.RECEIPTED)
    extra = row.is_extra and row.state in (P.PAID, P.RECEIPTED)
    # An officer who gave the cash back before the treasury was heard of gets the refund himself.
    was_advanced = row.cash_back_at is not None and row.way == Payment.Way.ON_BEHALF
    refund = row.state in BACK and not was_advanced
    return row.amount_fen * (in_force + extra + refund + is_to_give_back(row))
