"""Why an act may not be done now, in words: what is so, and who may do it or when."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.rows import ActorCode, Apart, IntakeRow
from tongban.procedure.stages import IntakeStage, PaymentStage, Stage


class BarredCode(StrEnum):
    """Why not. NOT_SEEN must read as absence; WRONG_STAGE is a conflict with what is so now."""

    NOT_SEEN = "NOT_SEEN"
    NOT_OFFERED = "NOT_OFFERED"
    NOT_YOURS = "NOT_YOURS"
    OWN_WORK = "OWN_WORK"
    WRONG_STAGE = "WRONG_STAGE"
    HELD = "HELD"


@dataclass(frozen=True, slots=True)
class Barred:
    """The act may not be done; ``sentence`` is shown to the officer."""

    code: BarredCode
    sentence: str


NOT_SEEN = Barred(BarredCode.NOT_SEEN, "没有这一件，或者不在本单位经办范围内。")
NO_INTAKE = Barred(BarredCode.NOT_SEEN, "没有这一次受理，可能已经结束或在其他单位。")
TAKEN_OVER = Barred(BarredCode.WRONG_STAGE, "申请人已到其他派出所，这次受理由该所接办。")
ALREADY_HERE = Barred(BarredCode.WRONG_STAGE, "这次受理就在本所，可以直接继续办理。")
INQUIRY_OPEN = Barred(BarredCode.WRONG_STAGE, "协查还没有答复，受理不能失效。")
NO_INQUIRY = Barred(BarredCode.WRONG_STAGE, "这次受理没有待答复的协查。")
NOT_ENDED = Barred(
    BarredCode.WRONG_STAGE, "这次受理没有结束，或者已经合成：采集的指纹和照片还要用。"
)
NOT_PAID = Barred(
    BarredCode.WRONG_STAGE, "工本费还没有到账，到账后系统随即下达制证。依据：第七条。"
)
SEALED = Barred(BarredCode.WRONG_STAGE, "这一件已经归档封存。依据：第八条。")
NOT_HELD = Barred(BarredCode.WRONG_STAGE, "这一件没有暂扣，不需要解除或撤销。")
ALREADY_HELD = Barred(
    BarredCode.HELD,
    "这一件已经暂扣，由另一名督导民警解除或撤销；因答复矛盾暂缓的，先核定答复。",
)


def _named(labels: Iterable[str]) -> str:
    return "、".join(f"“{label}”" for label in labels)


def held(act: Act) -> Barred:
    """Return the answer while a hold bars the act."""
    if act is Act.HOLD:
        return ALREADY_HELD
    return Barred(
        BarredCode.HELD,
        f"这一件已经暂扣，暂不能办理“{act.label}”；由受理地县局或市局督导民警解除暂扣后再办。",
    )


def not_operated(act: Act) -> Barred:
    """Return the answer for an act that the procedure knows and this version does not offer."""
    return Barred(BarredCode.NOT_OFFERED, f"本系统目前不办理“{act.label}”，请按原有渠道办理。")


def no_such_act(act: Act, stream: Stream | None) -> Barred:
    """Return the answer for an act that this stream (or an intake, for None) does not have."""
    where = "受理阶段" if stream is None else f"{stream.label}件"
    return Barred(BarredCode.NOT_OFFERED, f"{where}没有“{act.label}”这一步。")


def not_yours(act: Act, codes: Iterable[ActorCode]) -> Barred:
    """Return the answer to an officer whom the table does not name, saying whom it names."""
    who = "、".join(code.label for code in codes)
    return Barred(
        BarredCode.NOT_YOURS, f"“{act.label}”由{who}办理，您在本单位的岗位不能办理这一步。"
    )


def own_work(apart: Apart) -> Barred:
    """Return the answer to an officer who would decide on his own work."""
    return Barred(BarredCode.OWN_WORK, apart.label)


def wrong_stage(act: Act, stage: Stage, possible: Iterable[Stage]) -> Barred:
    """Return the answer when the case stands elsewhere, naming where the act belongs."""
    when = _named(s.label for s in possible)
    then = f"；须在{when}时办理。" if when else "。"
    return Barred(BarredCode.WRONG_STAGE, f"这一件现为“{stage.label}”，不能办理“{act.label}”{then}")


def wrong_intake_stage(row: IntakeRow, stage: IntakeStage) -> Barred:
    """Return the answer when the intake has ended, or has not ended as the act needs it."""
    act = row.act
    if IntakeStage.OPEN in row.stages:
        sentence = f"这次受理已经结束（{stage.label}），不能再办理“{act.label}”。{_AFTER.get(stage, _ANEW)}"
    else:
        when = _named(s.label for s in IntakeStage if s in row.stages)
        sentence = f"这次受理现为“{stage.label}”，不能办理“{act.label}”；须在{when}后办理。"
    return Barred(BarredCode.WRONG_STAGE, sentence)


_AFTER = {
    IntakeStage.COMPOSED: "请打开合成的这一件继续办理；签名前要改的，先作废。",
    IntakeStage.LOCAL: "请按本地业务办理（第一条）。",
}
_ANEW = "申请人仍要办理的，请重新查询，开始新的受理。"
"""What to do next about an intake that is over."""


def wrong_payment(
    act: Act, payment: PaymentStage | None, possible: Iterable[PaymentStage]
) -> Barred:
    """Return the answer when the payment stands elsewhere."""
    now = f"现为“{payment.label}”" if payment is not None else "现在的状态不符"
    return Barred(
        BarredCode.WRONG_STAGE,
        f"工本费{now}，不能办理“{act.label}”；须在{_named(p.label for p in possible)}时办理。",
    )
