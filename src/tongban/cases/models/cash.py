"""Cash in an officer's hand: every movement, the day's close, and what does not agree (第七条)."""

from __future__ import annotations

from django.db import models

from tongban.procedure.differences import DifferenceKind, DifferenceOutcome


class CashClose(models.Model):
    """日清: an officer's cash at the end of a day, to the fen; never changed once it stands.

    What moves after it belongs to the next one. ``lines`` are the movements as they were added up;
    ``lying`` are the fees whose cash stays, each with its amount and since when: nothing older need be
    read to explain what lies in the drawer.
    ``counted_fen`` is what lay in the drawer, ``words`` explain cash that stays or does not agree.
    """

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=12, db_collation="C")
    officer = models.UUIDField()
    day = models.DateField()
    closed_at = models.DateTimeField()
    opening_fen = models.IntegerField()
    taken_fen = models.IntegerField()
    paid_on_fen = models.IntegerField()
    came_back_fen = models.IntegerField()
    given_back_fen = models.IntegerField()
    closing_fen = models.IntegerField()
    counted_fen = models.IntegerField()
    words = models.CharField(max_length=300, blank=True)
    lines = models.JSONField(default=list)
    lying = models.JSONField(default=list)
    request_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "officer", "day"], name="cash_close_once_a_day"
            ),
            models.CheckConstraint(
                name="cash_close_adds_up",
                condition=models.Q(
                    closing_fen=models.F("opening_fen")
                    + models.F("taken_fen")
                    + models.F("came_back_fen")
                    - models.F("paid_on_fen")
                    - models.F("given_back_fen")
                ),
            ),
            models.CheckConstraint(
                name="cash_close_explained",
                condition=models.Q(counted_fen=models.F("closing_fen"), closing_fen=0)
                | ~models.Q(words=""),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-closed_at"], name="cash_close_by_unit"),
            models.Index(
                fields=["unit", "officer", "day"],
                name="cash_close_with_cash",
                condition=~models.Q(closing_fen=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}"


class CashMove(models.Model):
    """One movement of cash in the charge of an officer; positive into his hand, negative out of it.

    Written with the act that causes it. ``by`` is who did it, empty for the system; ``close`` the
    day's close that counted it, set once.
    """

    class Kind(models.TextChoices):
        TAKEN = "TAKEN", "收取现金"
        PAID_ON = "PAID_ON", "代缴入财政"
        CAME_BACK = "CAME_BACK", "代缴款退回"
        GIVEN_BACK = "GIVEN_BACK", "退还现金"

    id = models.UUIDField(primary_key=True)
    unit = models.CharField(max_length=12, db_collation="C")
    officer = models.UUIDField()
    payment = models.ForeignKey("cases.Payment", on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    fen = models.IntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    close = models.ForeignKey(CashClose, null=True, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cash_move_of_the_policy",
                condition=models.Q(kind__in=["TAKEN", "CAME_BACK"], fen__in=[2000, 4000])
                | models.Q(kind__in=["PAID_ON", "GIVEN_BACK"], fen__in=[-2000, -4000]),
            ),
            models.UniqueConstraint(fields=["payment", "kind"], name="cash_moves_once"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "officer"], name="cash_open", condition=models.Q(close=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fen}"


class StatementDay(models.Model):
    """对账: the treasury's statement of a day as it was read, and what was ours on that day."""

    day = models.DateField(primary_key=True)
    read_at = models.DateTimeField()
    theirs_fen = models.BigIntegerField()
    ours_fen = models.BigIntegerField()
    theirs_count = models.PositiveIntegerField()
    ours_count = models.PositiveIntegerField()
    differences = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}"


class MoneyDifference(models.Model):
    """款项差异: money that does not agree; open until an officer says how it was settled.

    ``ours_fen`` and ``theirs_fen`` are the two sides: our book and the treasury's statement, or the
    book and the drawer. The unit is the one that has to settle it; the city's where no case of ours
    is meant.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=[(k.value, k.label) for k in DifferenceKind])
    unit = models.CharField(max_length=12, db_collation="C")
    county = models.CharField(max_length=12, blank=True, db_collation="C")
    officer = models.UUIDField(null=True)
    day = models.DateField()
    payment = models.ForeignKey(
        "cases.Payment", null=True, on_delete=models.PROTECT, related_name="differences"
    )
    close = models.ForeignKey(
        CashClose, null=True, on_delete=models.PROTECT, related_name="differences"
    )
    order_no = models.CharField(max_length=40, blank=True, db_collation="C")
    ours_fen = models.IntegerField()
    theirs_fen = models.IntegerField()
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(o.value, o.label) for o in DifferenceOutcome]
    )
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "day", "order_no", "unit", "officer"],
                name="difference_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="difference_settled_in_words",
                condition=models.Q(settled_at=None, settled_by=None, outcome="", words="")
                | models.Q(settled_at__isnull=False, settled_by__isnull=False)
                & ~models.Q(outcome="")
                & ~models.Q(words=""),
            ),
            models.CheckConstraint(
                name="difference_settled_by_another",
                condition=models.Q(settled_by=None)
                | models.Q(officer=None)
                | ~models.Q(settled_by=models.F("officer")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "day"],
                name="difference_open",
                condition=models.Q(settled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class StockReceipt(models.Model):
    """A receipt of the province's pre-printed stock (省财政统一印制票据): used once, or spoiled.

    ``payment`` is the fee it was made out for; a spoiled one has none and says why.
    """

    id = models.UUIDField(primary_key=True)
    series = models.CharField(max_length=8, db_collation="C")
    number = models.CharField(max_length=20, db_collation="C")
    unit = models.CharField(max_length=12, db_collation="C")
    officer = models.UUIDField()
    at = models.DateTimeField()
    payment = models.ForeignKey(
        "cases.Payment", null=True, on_delete=models.PROTECT, related_name="stock_receipts"
    )
    why_spoiled = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="stock_receipt_once"),
            models.CheckConstraint(
                name="stock_receipt_used_or_spoiled",
                condition=models.Q(payment__isnull=False, why_spoiled="")
                | models.Q(payment=None) & ~models.Q(why_spoiled=""),
            ),
        ]
        indexes = [models.Index(fields=["unit", "at"], name="stock_receipt_by_unit")]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"
