"""A unit's look-in as a line, and into one system as a tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.cases.queries.look_ins import Look, LookState
from tongban.desks.shared.pieces import Tag, Tone
from tongban.desks.shared.systems import system_name
from tongban.ports.registry import PORT_OF
from tongban.standards.zones import local


@dataclass(frozen=True, slots=True)
class LookInLine:
    """How the unit's day stands: a tag (its hover names each system) and a line of words."""

    tag: Tag
    words: str


def look_tag(look: Look, *, now: datetime) -> Tag:
    """Return how the unit stands to the system, with the sentence behind it on hover."""
    name = system_name(PORT_OF[look.system])
    match look.state:
        case LookState.MET:
            at = f"{local(look.at):%H:%M}" if look.at else "已登录"
            return Tag(at, Tone.OK, f"{name}：已登录")
        case LookState.UNFETCHED:
            return Tag(
                "取不到", Tone.INFO, f"{name}：已打开清单，当时取不到，由市局处理，不算未登录"
            )
        case LookState.OPEN:
            is_late = look.due_at is not None and look.due_at < now and look.is_working_day
            return Tag("未打开", Tone.BAD if is_late else Tone.WARN, f"{name}：还没有打开清单")
        case LookState.MISSED:
            return Tag("未登录", Tone.BAD, f"{name}：当天没有打开清单")
        case LookState.EXCUSED:
            return Tag("不计", Tone.NONE, f"{name}：非工作日或日历载入晚，不计未登录")
