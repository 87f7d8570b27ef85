"""Whether this database is a demonstration: asked often, read once per process."""

from tongban.accounts.models import Installation

_known: list[Installation] = []


def installation() -> Installation | None:
    """What this database was made as; None until the first start has stamped it.

    A finished stamp never changes (a trigger refuses it), so it is kept in the process.
    """
    if _known:
        return _known[0]
    row = Installation.objects.first()
    if row is not None and row.ready_at is not None:
        _known.append(row)
    return row


def is_demo() -> bool:
    """Whether this is a demonstration; an unstamped database is none."""
    row = installation()
    return row is not None and row.is_demo


def forget() -> None:
    """Read it again next time: for a process that changes databases, as tests do."""
    _known.clear()
