"""What the reviewer is told of a case that was accepted elsewhere (转入, 第九条)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tongban.cases.operations.office import office
from tongban.cases.queries.happenings import PastEvent
from tongban.cases.queries.review_case import ComposedView, ReviewFile
from tongban.desks.county.screens import CaseNotice
from tongban.desks.shared.dues import fetched_late
from tongban.desks.shared.phrases import arrival_phrase, moment_phrase
from tongban.desks.shared.pieces import Fact, Tag, Tone
from tongban.policy.late_fetch import LateFetch, duration_words, late_fetch_sentences
from tongban.policy.vocabulary import Detail
from tongban.procedure.reasons import LateCause

UNKNOWN_PERSON = CaseNotice(
    "人口库查无此人",
    "按来件的公民身份号码查不到人，请按姓名、出生日期再查：号码录错的，退回改正；户籍已迁出的，退回并写明"
    "迁往地；确属本辖区、还没有入库的，入库后再签发。",
    Tone.WARN,
    clause="第九条",
)


def accepted_there(file: ReviewFile, *, at: datetime) -> str:
    """Who accepted it and when the upstream had it, in one line."""
    arrived = f" · {arrival_phrase(file.arrived_at, at)} 到达" if file.arrived_at else ""
    return f"{file.elsewhere_name}受理{arrived}"


def lateness(file: ReviewFile, events: Sequence[PastEvent]) -> LateFetch | None:
    """Return what a late fetch means for the version under review; None in good time."""
    return fetched_late(
        arrived_at=file.arrived_at,
        fetched_at=file.fetched_at,
        cause=file.late_cause,
        due_at=file.mark.due_at if file.mark else None,
        events=events,
        rules=office(),
    )


def late_tag(late: LateFetch) -> Tag:
    """How late it was fetched; the reason and whose lateness it is not on hover."""
    hint = "。".join(late_fetch_sentences(late)) + "。"
    return Tag(f"晚取 {duration_words(late.delay)}", Tone.WARN, hint)


def origin(
    file: ReviewFile, events: Sequence[PastEvent], *, shown: ComposedView, at: datetime
) -> tuple[Fact, ...]:
    """Where it was accepted, by whom, through which system and when it came."""
    officer = shown.text.get("officer_name", "")
    when = f"{officer} {moment_phrase(shown.composed_at, at)} 受理".strip()
    facts = [
        Fact("受理地", file.elsewhere_name, note=when),
        Fact("经由", file.system.label),
    ]
    if file.arrived_at is None or file.fetched_at is None:
        return tuple(facts)
    facts.append(Fact("到达", f"{moment_phrase(file.arrived_at, at)}，审签期限由此起算"))
    fetched, late = moment_phrase(file.fetched_at, at), lateness(file, events)
    if late is None:
        return (*facts, Fact("取到", fetched))
    words = f"{fetched}，晚 {duration_words(late.delay)}"
    why = LateCause(file.late_cause).label if file.late_cause else ""
    return (*facts, Fact("取到", words, Tone.WARN, note=why))


def changed_there(file: ReviewFile) -> tuple[str, ...]:
    """What the station elsewhere changed since the version that was returned."""
    new, old = file.current, file.before(file.current)
    return tuple(_changes(new, old)) if old else ()


def _changes(new: ComposedView, old: ComposedView) -> Iterator[str]:
    for detail in Detail:
        if new.text.get(detail.value) != old.text.get(detail.value):
            label = "住址" if detail is Detail.ADDRESS else detail.label
            yield f"改正{label}"
    if new.photo != old.photo:
        yield "重新采集照片"
    if list(new.fingers) != list(old.fingers):
        yield "重新采集指纹"
    if list(new.evidence) != list(old.evidence):
        yield "更换或补充受理凭证"
