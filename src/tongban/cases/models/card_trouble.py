"""What is odd about cards, and what was destroyed."""

from __future__ import annotations

from django.db import models

from tongban.cases.models.cards import Batch, Card
from tongban.cases.models.temporary import TemporaryDocument
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble, Destroyed, Fault


class CardFinding(models.Model):
    """What an officer, or the post, found odd about one card: which unit, when, in which words.

    ``was`` is the state the card had in the books until then. A surplus card of nobody's has a
    ``serial`` and no ``card``.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12, choices=[(t.value, t.label) for t in CardTrouble])
    card = models.ForeignKey(Card, null=True, on_delete=models.PROTECT, related_name="findings")
    serial = models.CharField(max_length=40, blank=True, db_collation="C")
    was = models.CharField(max_length=12, blank=True)
    unit = models.CharField(max_length=12, db_collation="C", blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    fault = models.CharField(max_length=12, blank=True, choices=[(f.value, f.label) for f in Fault])
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(o.value, o.label) for o in CardInquiryOutcome]
    )
    words = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finding_of_a_card_or_a_surplus",
                condition=models.Q(kind=CardTrouble.SURPLUS, card=None, serial__gt="")
                | (~models.Q(kind=CardTrouble.SURPLUS) & models.Q(card__isnull=False)),
            ),
            models.CheckConstraint(
                name="finding_wrong_data_names_a_fault",
                condition=(models.Q(kind=CardTrouble.WRONG_DATA) & ~models.Q(fault=""))
                | (~models.Q(kind=CardTrouble.WRONG_DATA) & models.Q(fault="")),
            ),
            models.CheckConstraint(
                name="finding_settled_has_an_outcome",
                condition=(models.Q(kind=CardTrouble.SETTLED) & ~models.Q(outcome=""))
                | (~models.Q(kind=CardTrouble.SETTLED) & models.Q(outcome="")),
            ),
            models.UniqueConstraint(
                fields=["unit", "serial"],
                name="finding_surplus_once",
                condition=models.Q(kind=CardTrouble.SURPLUS),
            ),
        ]
        indexes = [models.Index(fields=["unit", "at", "id"], name="finding_of_unit")]

    def __str__(self) -> str:
        return self.kind


class Destruction(models.Model):
    """销毁清单: what two persons destroyed together; the list can be printed again."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True, db_collation="C")
    unit = models.CharField(max_length=12, db_collation="C")
    at = models.DateTimeField()
    by = models.UUIDField()
    witness = models.UUIDField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="destruction_by_two_persons", condition=~models.Q(by=models.F("witness"))
            ),
            models.CheckConstraint(
                name="destruction_of_something", condition=models.Q(count__gt=0)
            ),
        ]
        indexes = [models.Index(fields=["unit", "at", "id"], name="destruction_of_unit")]

    def __str__(self) -> str:
        return self.number


class DestroyedItem(models.Model):
    """One thing on a destruction list; each card, old card and temporary card on one list, once."""

    id = models.UUIDField(primary_key=True)
    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=[(d.value, d.label) for d in Destroyed])
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="destroyed")
    card = models.ForeignKey(Card, null=True, on_delete=models.PROTECT, related_name="+")
    temporary = models.ForeignKey(
        TemporaryDocument, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card"], name="destroyed_card_once"),
            models.UniqueConstraint(fields=["temporary"], name="destroyed_temporary_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="destroyed_old_card_once",
                condition=models.Q(kind=Destroyed.OLD_CARD),
            ),
            models.CheckConstraint(
                name="destroyed_names_its_thing",
                condition=(
                    models.Q(kind=Destroyed.CARD, card__isnull=False, temporary=None)
                    | models.Q(kind=Destroyed.OLD_CARD, card=None, temporary=None)
                    | models.Q(kind=Destroyed.TEMPORARY, card=None, temporary__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.kind
