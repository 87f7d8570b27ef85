"""Ids and addresses of the copied cases, by their number."""

from uuid import UUID


def id_of(n: int, *, kind: int = 0) -> UUID:
    """The id of the ``n``-th case; other ``kind`` for what belongs to it. Ordered as UUIDv7 are."""
    return UUID(f"0199000{kind:x}-0000-7000-8000-{n:012x}")


def case_path(n: int) -> str:
    """The review page of the ``n``-th case."""
    return f"/county/review/{id_of(n)}/"
