"""On what the acceptance rests (第三条), with the papers behind it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tongban.cases.queries.review_case import ComposedView
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import Photo
from tongban.policy.vocabulary import (
    EvidenceKind,
    EvidencePath,
    FaceResult,
    FingerprintResult,
    Ward,
)

NONE_SENT = "受理地没有随件送来凭证，请看人像和指纹的现场比对；不能确认是本人的，退回并请受理地补送"


def evidence_line(shown: ComposedView, *, is_incoming: bool) -> tuple[str, str, str]:
    """Title, sentence and clause."""
    papers = "；".join(_paper(one) for one in shown.evidence)
    guardian = _guardian(shown.guardian)
    if shown.verdict.get("evidence_path") == EvidencePath.TOLERANT:
        text = f"未能提供有效证件；{_four_parts(shown.comparison)}。"
        return EvidencePath.TOLERANT.label, f"{text}{guardian}", "第三条(二)"
    none = NONE_SENT if is_incoming else "没有登记凭证"
    return "受理凭证", f"{papers or none}。{guardian}", "第三条(一)"


def _four_parts(stored: Mapping[str, Any]) -> str:
    """What tolerant acceptance rests on, part by part (第三条(二))."""
    face, fingerprint = stored.get("face"), stored.get("fingerprint")
    signed = stored.get("commitment")
    parts = [
        "已查看历史受理信息",
        f"人像比对{FaceResult(face).label}" if face else "",
        f"指纹{FingerprintResult(fingerprint).label}" if fingerprint else "",
        "民警认定是本人",
        f"书面承诺由{'监护人' if signed['signer'] == 'GUARDIAN' else '本人'}签署"
        if signed
        else "书面承诺已签",
    ]
    return "，".join(part for part in parts if part)


def _paper(stored: Mapping[str, Any]) -> str:
    name = stored.get("description") or EvidenceKind(stored["kind"]).label
    until = stored.get("valid_until")
    return f"{name}（有效期至 {until}）" if until else name


def _guardian(stored: Mapping[str, Any] | None) -> str:
    if not stored:
        return ""
    ward = f"，申请人{Ward(stored['ward']).label}" if "ward" in stored else ""
    return f"由监护人{stored['name']}（{stored['relation']}）代为申领{ward}。"


def evidence_pictures(case_id: UUID, shown: ComposedView) -> tuple[Photo, ...]:
    """Every page of every paper, the picture taken on site, the signature."""

    def photo(which: str, words: str) -> Photo:
        return Photo(picture_url(case_id, shown.n, which), f"{words}缩略图", words)

    pages = [
        photo(f"evidence-{n}-{page}", EvidenceKind(paper["kind"]).label)
        for n, paper in enumerate(shown.evidence, start=1)
        for page in range(1, len(paper.get("pages", ())) + 1)
    ]
    pages += [
        photo(f"guardian-{n}", "监护人证件")
        for n in range(1, len((shown.guardian or {}).get("pages", ())) + 1)
    ]
    signer = "监护人" if shown.signer == "GUARDIAN" else "申请人"
    more = (
        (bool(shown.comparison.get("commitment")), "commitment", "书面承诺签名"),
        (shown.has_live, "live", "现场照片"),
        (shown.has_signature, "sign", f"{signer}签名"),
        (shown.has_page, "page", "签名登记表"),
    )
    return (*pages, *(photo(which, words) for there, which, words in more if there))
