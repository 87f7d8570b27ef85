"""Face, fingerprints and the photo standard: what was measured beside what is allowed."""

from tongban.biometrics.fingers import Finger
from tongban.cases.queries.review_case import ComposedView
from tongban.desks.county.screens import FingerResult
from tongban.desks.shared.pieces import Measure, Tag, Tone
from tongban.policy.vocabulary import FaceResult, FingerprintResult

_FACE_TONES = {
    FaceResult.SAME: Tone.OK,
    FaceResult.DIFFERENT: Tone.BAD,
    FaceResult.UNCLEAR: Tone.WARN,
    FaceResult.NOT_DONE: Tone.WARN,
}
_PRINT_TONES = {
    FingerprintResult.SAME: Tone.OK,
    FingerprintResult.DIFFERENT: Tone.BAD,
    FingerprintResult.UNCLEAR: Tone.WARN,
    FingerprintResult.NOT_DONE: Tone.INFO,
    FingerprintResult.NO_TEMPLATE: Tone.INFO,
}


def face(shown: ComposedView, *, is_incoming: bool) -> tuple[Tag, str]:
    """The face as compared on site, and by whom."""
    result = FaceResult(shown.comparison.get("face", FaceResult.NOT_DONE))
    where = "受理地现场比对" if is_incoming else "窗口现场比对"
    return Tag(result.label, _FACE_TONES[result]), where


def prints(shown: ComposedView) -> Tag:
    """The fingerprints as compared on site."""
    result = FingerprintResult(shown.comparison.get("fingerprint", FingerprintResult.NOT_DONE))
    words = "人口库无指纹" if result is FingerprintResult.NO_TEMPLATE else result.label
    return Tag(words, _PRINT_TONES[result])


def fingers(shown: ComposedView) -> tuple[FingerResult, ...]:
    """Each print of this version."""
    return tuple(_finger(one) for one in shown.fingers)


def _finger(stored: object) -> FingerResult:
    if not isinstance(stored, dict):
        raise TypeError("a stored finger is an object")
    code = stored["code"]
    label = Finger(code).label if code in set(Finger) else "本次"
    if stored.get("template"):
        quality = stored.get("quality")
        return FingerResult(label, Tag("已登记", Tone.OK), "" if quality is None else str(quality))
    return FingerResult(label, Tag(f"未登记：{stored.get('missing_reason', '')}", Tone.WARN))


def measures(shown: ComposedView) -> tuple[Measure, ...]:
    """The values kept with the photo; advice is no fault."""
    return tuple(
        Measure(
            label=one["label"],
            measured=one["measured"],
            allowed=one["allowed"],
            tone=Tone.OK if one["met"] else Tone.WARN if one["advice"] else Tone.BAD,
        )
        for one in shown.photo_report.get("measures", ())
    )
