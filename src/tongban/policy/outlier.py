"""Whether a share is larger than chance would make it: for supervision, never for a verdict.

The regulation gives no number; both bounds are the operator's (运行参数) and explained on the page.
"""

from math import exp, lgamma, log, log1p

LEAST = 3
"""Fewer than this many tell nothing of a habit."""
LEVEL = 0.001
"""With some two hundred stations, one in five months would be marked by chance alone."""


def tail(count: int, *, of: int, share: float) -> float:
    """The probability of ``count`` or more out of ``of`` where each comes with ``share``: exact."""
    if count <= 0:
        return 1.0
    if share <= 0.0 or count > of:
        return 0.0
    if share >= 1.0:
        return 1.0
    whole = lgamma(of + 1)
    terms = (
        exp(whole - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log1p(-share))
        for k in range(count, of + 1)
    )
    return min(sum(terms), 1.0)


def is_outlying(count: int, *, of: int, share: float) -> bool:
    """Whether ``count`` out of ``of`` stands out against a common share (one-sided, exact binomial)."""
    return count >= LEAST and tail(count, of=of, share=share) < LEVEL
