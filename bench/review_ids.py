"""Which of the waiting cases is which, by their numbers."""

FROM_ELSEWHERE = 4
"""Every so manieth waiting case was accepted elsewhere."""


def is_from_elsewhere(n: int) -> bool:
    """Whether the ``n``-th waiting case came from another city."""
    return n % FROM_ELSEWHERE == FROM_ELSEWHERE - 1


def from_the_end(waiting: int, *, count: int) -> list[int]:
    """The last ``count`` cases of the queue that were accepted in the city, backwards."""
    ours = [n for n in range(waiting) if not is_from_elsewhere(n)]
    return ours[: -count - 1 : -1]
