"""The kinds of papers, and the button that prints one."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from tongban.desks.shared.pieces import Action
from tongban.standards.labels import Labelled


class PaperKind(Labelled):
    """Papers of an intake or a case; the label is the title on the sheet."""

    REGISTRATION = "REGISTRATION", "居民身份证异地受理登记表"
    COLLECTION_SLIP = "COLLECTION_SLIP", "居民身份证领取凭证"
    RESIDENCE_SHEET = "RESIDENCE_SHEET", "居住登记告知单"
    WITHDRAWAL = "WITHDRAWAL", "撤回申请书"
    REVOCATION = "REVOCATION", "撤销异地受理通知书"
    CLOSING = "CLOSING", "终结告知单"
    VOIDING = "VOIDING", "作废告知单"
    RECEIPT_SLIP = "RECEIPT_SLIP", "财政电子票据取票单"
    HAND_OVER = "HAND_OVER", "居民身份证发放签收单"
    REFUSAL = "REFUSAL", "不予异地受理通知书"
    ONE_TIME_NOTICE = "ONE_TIME_NOTICE", "一次性告知单"
    LAPSE = "LAPSE", "受理逾期失效告知单"
    INQUIRY_LETTER = "INQUIRY_LETTER", "居民身份证异地受理协查函"
    COMMITMENT = "COMMITMENT", "容缺受理书面承诺书"
    TEMPORARY_CARD = "TEMPORARY_CARD", "临时居民身份证"
    TEMPORARY_CERTIFICATE = "TEMPORARY_CERTIFICATE", "临时身份证明"

    @property
    def is_of_intake(self) -> bool:
        """Whether it belongs to an intake that has no case."""
        return self in (
            PaperKind.REFUSAL,
            PaperKind.ONE_TIME_NOTICE,
            PaperKind.LAPSE,
            PaperKind.COMMITMENT,
            PaperKind.INQUIRY_LETTER,
        )

    @property
    def is_made_by_act(self) -> bool:
        """Whether only an act makes it: before the act there is nothing to print."""
        return self in (
            PaperKind.REVOCATION,
            PaperKind.CLOSING,
            PaperKind.VOIDING,
            PaperKind.LAPSE,
        )

    @property
    def is_of_document(self) -> bool:
        """Whether it is a temporary card or certificate, printed from its own page only."""
        return self in (PaperKind.TEMPORARY_CARD, PaperKind.TEMPORARY_CERTIFICATE)

    @property
    def is_of_version(self) -> bool:
        """Whether each composed version has a paper of its own."""
        return self is PaperKind.REGISTRATION

    @property
    def slug(self) -> str:
        """The kind in an address."""
        return self.value.lower().replace("_", "-")

    @classmethod
    def of_slug(cls, slug: str) -> PaperKind:
        """The kind named in an address; ``KeyError`` when there is none."""
        return {kind.slug: kind for kind in cls}[slug]


def print_action(
    kind: PaperKind,
    *,
    case: UUID | None = None,
    intake: UUID | None = None,
    label: str = "打印",
    key: str = "",
) -> Action:
    """The button that prints a paper in a window of its own."""
    if kind.is_of_intake:
        url = reverse("papers:of-intake", args=[intake, kind.slug])
    else:
        url = reverse("papers:of-case", args=[case, kind.slug])
    return Action(label, url=url, post=True, new_window=True, icon="printer", key=key)
