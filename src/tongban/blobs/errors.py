"""Why content cannot be given."""


class BlobError(Exception):
    """Content cannot be given; the reference is no personal data and may be logged."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{type(self).__name__}: {ref[:12]}")
        self.ref = ref


class BlobUnknown(BlobError):
    """No such blob was ever kept, or the reference is no reference."""


class BlobErased(BlobError):
    """The content was erased when its time was over; that it existed is still known."""


class BlobDamaged(BlobError):
    """The content is missing, or is not what was put in: somebody or something changed it."""


class NoDataFolder(Exception):
    """The process was started without a data folder; it can keep and read no content."""
