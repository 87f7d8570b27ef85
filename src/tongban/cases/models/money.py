"""Fees: what is owed, how it was paid, what was given back. Amounts are in fen (分)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tongban.procedure.stages import PaymentStage


class Payment(models.Model):
    """工本费 of a case (第七条): one live row per case; a changed reason makes a new one.

    The two amounts are the only ones the regulation knows; the database holds no other. Money that
    came a second time stands in a row of its own (``is_extra``) until it is given back. ``payer`` is
    who paid, as the treasury names him. ``former_orders`` are orders that were replaced and may
    still be paid. ``asked_at`` is when the treasury was last asked about the order.
    """

    class Way(models.TextChoices):
        CODE = "CODE", "支付码"
        ON_BEHALF = "ON_BEHALF", "现金代缴"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="payments")
    n = models.PositiveSmallIntegerField(default=1)
    amount_fen = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(s.value, s.label) for s in PaymentStage])
    order_no = models.CharField(max_length=40, blank=True, db_collation="C")
    code = models.CharField(max_length=20, blank=True)
    qr = models.CharField(max_length=300, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    cash_by = models.UUIDField(null=True)
    cash_at = models.DateTimeField(null=True)
    cash_no = models.CharField(max_length=32, blank=True)
    paid_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, blank=True, choices=Way.choices)
    receipt_code = models.CharField(max_length=8, blank=True)
    receipt_no = models.CharField(max_length=20, blank=True)
    receipt_check = models.CharField(max_length=6, blank=True)
    receipted_at = models.DateTimeField(null=True)
    refund_asked_by = models.UUIDField(null=True)
    refund_asked_at = models.DateTimeField(null=True)
    refund_reason = models.CharField(max_length=200, blank=True)
    refund_approved_by = models.UUIDField(null=True)
    refund_approved_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)
    cash_back_at = models.DateTimeField(null=True)
    cash_back_by = models.UUIDField(null=True)
    payer = models.CharField(max_length=60, blank=True)
    is_extra = models.BooleanField(default=False)
    former_orders = ArrayField(
        models.CharField(max_length=40, db_collation="C"), default=list, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="payment_amount_of_the_policy", condition=models.Q(amount_fen__in=[2000, 4000])
            ),
            models.CheckConstraint(
                name="payment_paid_has_time",
                condition=models.Q(paid_at__isnull=False)
                | models.Q(state__in=["DUE", "CASH_HELD", "CANCELLED"]),
            ),
            models.CheckConstraint(
                name="payment_cash_has_holder",
                condition=models.Q(cash_by__isnull=False) | ~models.Q(state="CASH_HELD"),
            ),
            models.CheckConstraint(
                name="payment_refund_by_two",
                condition=models.Q(refund_approved_by=None)
                | ~models.Q(refund_approved_by=models.F("refund_asked_by")),
            ),
            models.UniqueConstraint(
                name="payment_one_live_per_case",
                fields=["case"],
                condition=~models.Q(state__in=["CANCELLED", "REFUNDED"]) & models.Q(is_extra=False),
            ),
            models.CheckConstraint(
                name="payment_extra_is_money",
                condition=models.Q(is_extra=False) | models.Q(paid_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="payment_order_once", fields=["order_no"], condition=~models.Q(order_no="")
            ),
        ]
        indexes = [
            models.Index(fields=["cash_by", "cash_at"], name="payment_day_book"),
            models.Index(fields=["paid_at"], name="payment_by_paid"),
            models.Index(
                fields=["asked_at", "id"],
                name="payment_unsettled",
                condition=models.Q(
                    state__in=["DUE", "CASH_HELD", "PAID", "REFUND_ASKED", "REFUNDING"]
                ),
            ),
            GinIndex(fields=["former_orders"], name="payment_former_orders"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.amount_fen}"
