"""On what the acceptance rests (第三条), with the papers behind it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tongban.cases.queries.review_case import ComposedView
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import Photo
from tongban.policy.vocabulary import EvidenceKind, EvidencePath

NONE_SENT = "受理地没有随件送来凭证，请看人像和指纹的现场比对；不能确认是本人的，退回并请受理地补送"


def evidence_line(shown: ComposedView, *, is_incoming: bool) -> tuple[str, str, str]:
    """Title, sentence and clause."""
    papers = "；".join(_paper(one) for one in shown.evidence)
    guardian = _guardian(shown.guardian)
    if shown.verdict.get("evidence_path") == EvidencePath.TOLERANT:
        text = "未能提供有效证件；经历史受理信息和现场比对，民警确认是本人，书面承诺已签。"
        return EvidencePath.TOLERANT.label, f"{text}{guardian}", "第三条(二)"
    none = NONE_SENT if is_incoming else "没有登记凭证"
    return "受理凭证", f"{papers or none}。{guardian}", "第三条(一)"


def _paper(stored: Mapping[str, Any]) -> str:
    name = stored.get("description") or EvidenceKind(stored["kind"]).label
    until = stored.get("valid_until")
    return f"{name}（有效期至 {until}）" if until else name


def _guardian(stored: Mapping[str, Any] | None) -> str:
    if not stored:
        return ""
    return f"由监护人{stored['name']}（{stored['relation']}）代为申领。"


def evidence_pictures(case_id: UUID, shown: ComposedView) -> tuple[Photo, ...]:
    """Every page of every paper, the picture taken on site, the signature."""

    def photo(which: str, words: str) -> Photo:
        return Photo(picture_url(case_id, shown.n, which), f"{words}缩略图", words)

    pages = [
        photo(f"evidence-{n}-{page}", EvidenceKind(paper["kind"]).label)
        for n, paper in enumerate(shown.evidence, start=1)
        for page in range(1, len(paper.get("pages", ())) + 1)
    ]
    more = (
        (shown.has_live, "live", "现场照片"),
        (shown.has_signature, "sign", "申请人签名"),
        (shown.has_page, "page", "签名登记表"),
    )
    return (*pages, *(photo(which, words) for there, which, words in more if there))
