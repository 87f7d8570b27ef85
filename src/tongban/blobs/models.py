"""The row of each blob: what it is, never what it says."""

from django.db import models
from django.db.models import Q

from tongban.blobs.kinds import BlobKind


class Blob(models.Model):
    """Content kept once under its keyed hash.

    Sealed content is in ``sealed`` or in the file of the same address; ``recipe`` holds demo
    content that is drawn when it is read. An erased blob keeps its row and nothing else.
    """

    digest = models.BinaryField(primary_key=True, max_length=32)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.label) for kind in BlobKind])
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    recipe = models.JSONField(null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(sealed__isnull=True, recipe__isnull=True),
                name="blob_erased_holds_nothing",
            ),
            models.CheckConstraint(
                condition=Q(recipe__isnull=True) | Q(sealed__isnull=True),
                name="blob_recipe_or_sealed",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="blob_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref[:12]}"

    @property
    def ref(self) -> str:
        """The reference by which other rows name this blob: the digest in hex."""
        return bytes(self.digest).hex()
