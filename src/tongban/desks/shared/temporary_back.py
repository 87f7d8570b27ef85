"""What became of a temporary card: the fields that ask, at the hand-over and on its own page."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from tongban.cases.operations.temporary import LONGEST_WORDS, LOSS_STATEMENT, TakenBack
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.procedure.reasons import TemporaryEnding

LATER = "LATER"
"""At the hand-over only: left at home, to be brought another day."""
CHOICE, WORDS = "temporary", "temporary_words"


def back_fields(
    values: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    number: str,
    keys: tuple[str, ...] = (),
    may_be_later: bool = False,
) -> tuple[Field, Field]:
    """The choice, and the words of somebody who has lost it; ``keys`` choose in this order."""
    options = [
        Option(TemporaryEnding.RETURNED.value, "已收回"),
        Option(TemporaryEnding.LOST.value, "遗失，写明情况"),
    ]
    if may_be_later:
        options.append(Option(LATER, "没带来，以后交回", "本所继续催收"))
    keyed = [
        Option(one.value, one.label, one.note, keys[n] if n < len(keys) else "")
        for n, one in enumerate(options)
    ]
    choice = Field(
        CHOICE,
        "临时居民身份证",
        FieldKind.RADIO,
        values.get(CHOICE, ""),
        hint=f"编号 {number}。没有收回的不影响领取。",
        error=errors.get(CHOICE, "") or errors.get("ending", ""),
        clause="第十二条",
        options=tuple(keyed),
    )
    words = Field(
        WORDS,
        "遗失说明",
        value=values.get(WORDS, ""),
        hint=f"选“遗失”时填写；不填的记为：{LOSS_STATEMENT}",
        required=False,
        maxlength=LONGEST_WORDS,
    )
    return choice, words


def taken_back(posted: QueryDict) -> TakenBack | None:
    """What a form says of the temporary card; None where it says nothing."""
    choice = posted.get(CHOICE, "")
    if choice == LATER:
        return TakenBack(None)
    if choice not in (TemporaryEnding.RETURNED, TemporaryEnding.LOST):
        return None
    return TakenBack(TemporaryEnding(choice), posted.get(WORDS, ""))
