"""Cards and the batches they travel in."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """批次: cards sent together, counted out by one party and in by the next.

    ``origin`` is the unit that found a misrouted card and sends it to the right county bureau.
    """

    class Kind(models.TextChoices):
        FROM_CENTRE = "FROM_CENTRE", "制证中心寄县局"
        TO_STATION = "TO_STATION", "县局转交派出所"
        REROUTED = "REROUTED", "错投转回"

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True, db_collation="C")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    county = models.CharField(max_length=12, db_collation="C")
    station = models.CharField(max_length=12, db_collation="C", blank=True)
    origin = models.CharField(max_length=12, db_collation="C", blank=True)
    carrier_no = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    found = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["county", "sent_at", "id"], name="batch_of_county"),
            models.Index(fields=["station", "sent_at", "id"], name="batch_of_station"),
        ]

    def __str__(self) -> str:
        return self.number


class Card(models.Model):
    """One production order and the card that came of it; a remake is a new row of the same case.

    A card that is missing, spoiled or destroyed is never handed out; ``held_unit`` is where a
    spoiled one lies. A case has one card beside those.
    """

    class State(models.TextChoices):
        ORDERED = "ORDERED", "已下单"
        PRODUCED = "PRODUCED", "已制成"
        SHIPPED = "SHIPPED", "寄往县局"
        AT_COUNTY = "AT_COUNTY", "在县局"
        TO_STATION = "TO_STATION", "转交途中"
        AT_STATION = "AT_STATION", "在派出所"
        POSTED = "POSTED", "邮寄中"
        HANDED_OVER = "HANDED_OVER", "已领取"
        DELIVERED = "DELIVERED", "已妥投"
        REJECTED = "REJECTED", "制证退回"
        MISSING = "MISSING", "未见证件"
        SPOILED = "SPOILED", "作废待销毁"
        DESTROYED = "DESTROYED", "已销毁"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="cards")
    n = models.PositiveSmallIntegerField(default=1)
    order_no = models.CharField(max_length=40, unique=True, db_collation="C")
    state = models.CharField(max_length=12, choices=State.choices)
    serial = models.CharField(max_length=30, null=True, unique=True, db_collation="C")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="cards")
    transfer = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="passed")
    ordered_at = models.DateTimeField()
    produced_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_way = models.CharField(max_length=12, blank=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_to = models.CharField(max_length=12, blank=True)
    signature = models.CharField(max_length=80, blank=True)
    old_card = models.CharField(max_length=12, blank=True)
    held_unit = models.CharField(max_length=12, db_collation="C", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="card_number_iff_produced",
                condition=(
                    models.Q(state__in=["ORDERED", "REJECTED"], serial=None)
                    | (
                        ~models.Q(state__in=["ORDERED", "REJECTED"])
                        & models.Q(serial__isnull=False)
                    )
                ),
            ),
            models.UniqueConstraint(fields=["case", "n"], name="card_counted_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="card_one_at_a_time",
                condition=~models.Q(state__in=["REJECTED", "MISSING", "SPOILED", "DESTROYED"]),
            ),
            models.CheckConstraint(
                name="card_spoiled_lies_somewhere",
                condition=~models.Q(state="SPOILED") | models.Q(held_unit__gt=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch"], name="card_expected", condition=models.Q(state="SHIPPED")
            ),
            models.Index(
                fields=["transfer"],
                name="card_expected_at_station",
                condition=models.Q(state="TO_STATION"),
            ),
            models.Index(
                fields=["held_unit"], name="card_spoiled", condition=models.Q(state="SPOILED")
            ),
        ]

    def __str__(self) -> str:
        return self.order_no
