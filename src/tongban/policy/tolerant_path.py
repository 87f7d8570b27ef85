"""Whether tolerant acceptance (容缺受理) is open to somebody without a document (第三条(二))."""

from tongban.policy.comparison import has_match
from tongban.policy.situation import Comparison


def is_tolerant_path_open(
    comparison: Comparison, *, identity_confirmed: bool | None, is_compared: bool
) -> bool:
    """Open until identity is said to be unclear, or a full comparison found nothing the same."""
    if identity_confirmed is False:
        return False
    return not is_compared or has_match(comparison)
