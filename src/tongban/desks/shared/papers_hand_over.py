"""《居民身份证发放签收单》: to sign on paper before, or with the signature from the pad after."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.operations.logistics import OldCard
from tongban.cases.queries.counter import HandedCard
from tongban.cases.queries.papers import CasePaper
from tongban.desks.shared.papers_registration import home_bureau, signature
from tongban.documents.forms.hand_over import HandOverReceipt
from tongban.documents.forms.sheet import Bearer, Sheet, validity_text
from tongban.policy.vocabulary import Reason, TemporaryDocument
from tongban.procedure.reasons import TemporaryEnding

_OLD = {
    OldCard.TAKEN_IN.value: "已交回",
    OldCard.LOST.value: "未能交回",
    OldCard.NOT_DUE.value: "不需交回",
}


def hand_over_receipt(
    case: CasePaper, *, card: HandedCard | None, sheet: Sheet, at: datetime
) -> HandOverReceipt:
    """The receipt; before the card is handed over it leaves room for pen and ink."""
    is_given = card is not None and card.handed_at is not None
    handed = card.handed_at if card is not None and card.handed_at else at
    collector = "本人"
    if case.guardian and (not is_given or (card is not None and card.handed_to == "GUARDIAN")):
        collector = f"监护人 {case.guardian['name']}（{case.guardian['relation']}）"
    return HandOverReceipt(
        sheet=sheet,
        bearer=Bearer(name=case.details.name, id_number=case.details.id_number),
        case_number=case.number,
        validity=validity_text(case.valid_from, until=case.valid_until) if case.valid_from else "",
        authority=home_bureau(case),
        collector=collector,
        identity_check="已核对，人证一致" if is_given else "",
        old_card=_old_card(case, card, is_given=is_given),
        temporary_card=_temporary(card, is_given=is_given),
        loss_statement=_loss(card),
        handed_at=handed,
        signature=signature(card.signature, by="领取人", at=card.handed_at)
        if card is not None
        else None,
    )


def _old_card(case: CasePaper, card: HandedCard | None, *, is_given: bool) -> str:
    if case.reason is Reason.LOST:
        return "受理时申报丢失"
    return _OLD.get(card.old_card, "") if card is not None and is_given else ""


def _temporary(card: HandedCard | None, *, is_given: bool) -> str:
    """Before the hand-over a card that is out leaves room for pen and ink."""
    found = card.temporary if card is not None else None
    if found is None or found.kind is not TemporaryDocument.CARD:
        return "没有领取"
    if found.ending is None:
        return f"{found.number} 没有交回，以后交回" if is_given else ""
    return f"{found.number} {found.ending.label}"


def _loss(card: HandedCard | None) -> str:
    if card is None:
        return ""
    said = []
    if card.old_card == OldCard.LOST:
        said.append("领取人说明：旧居民身份证已丢失，如找到即交回公安机关。")
    found = card.temporary
    if found is not None and found.ending is TemporaryEnding.LOST:
        said.append(f"领取人说明：{found.words.rstrip('。')}。")
    return "".join(said)
