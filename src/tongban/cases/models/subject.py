"""What intakes and cases have in common: a version that guards every change, and a hash chain."""

from __future__ import annotations

from django.db import models


class Subject(models.Model):
    """A thing that acts happen to.

    ``version`` is the guard of every write; ``event_seq`` and ``event_hash`` are the end of the
    chain of its events, so that the next event can be linked without another read.
    """

    id = models.UUIDField(primary_key=True)
    version = models.PositiveIntegerField(default=0)
    event_seq = models.PositiveIntegerField(default=0)
    event_hash = models.BinaryField(max_length=32, default=b"")

    class Meta:
        abstract = True
