"""What the comparison on site says (第三条(二), 第五条(三), 第六条)."""

from tongban.policy.situation import Comparison
from tongban.policy.vocabulary import FaceResult, FingerprintResult

_FINGERPRINT_DONE = frozenset(
    {FingerprintResult.SAME, FingerprintResult.DIFFERENT, FingerprintResult.UNCLEAR}
)


def is_compared(comparison: Comparison, *, fingerprint_registered: bool) -> bool:
    """Whether the face is compared, and the fingerprint where the register has one."""
    if comparison.face is FaceResult.NOT_DONE:
        return False
    return not fingerprint_registered or comparison.fingerprint in _FINGERPRINT_DONE


def is_against(comparison: Comparison) -> bool:
    """Whether the comparison speaks against identity.

    A fingerprint that differs does; so does a face that is not the same, unless the fingerprint
    is.
    """
    if comparison.fingerprint is FingerprintResult.DIFFERENT:
        return True
    return (
        comparison.face in (FaceResult.DIFFERENT, FaceResult.UNCLEAR)
        and comparison.fingerprint is not FingerprintResult.SAME
    )


def has_match(comparison: Comparison) -> bool:
    """Whether face or fingerprint is the same."""
    return comparison.face is FaceResult.SAME or comparison.fingerprint is FingerprintResult.SAME
