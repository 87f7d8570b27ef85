"""Earlier acceptances of the register in time, their photos side by side with today's (第三条(二))."""

from __future__ import annotations

import base64

from tongban.biometrics.fingers import Finger
from tongban.cases.from_register import register_of
from tongban.desks.shared.fields import Problem
from tongban.desks.shared.pieces import Photo
from tongban.desks.station.intake_acts import down
from tongban.desks.station.intake_state import Work
from tongban.desks.station.present_identity import live_photo
from tongban.desks.station.steps_tolerant import PastLine
from tongban.ports.errors import UpstreamError
from tongban.ports.population import PastAcceptance
from tongban.ports.registry import get_ports, register_port
from tongban.standards.ages import full_years
from tongban.standards.zones import local_date


def past_of(work: Work) -> tuple[tuple[PastLine, ...], tuple[Problem, ...]]:
    """Ask the register each time they are shown; the oldest first, today last."""
    record = work.view.record
    try:
        register = register_port(register_of(record), ports=get_ports())
        past = register.history(record["record_id"], at=work.at)
    except UpstreamError as error:
        return (), (Problem(down(error)),)
    if not past:
        return (), (Problem("人口系统里没有这个人的历史受理信息。", clause="第三条(二)"),)
    lines = [_line(work, one) for one in sorted(past, key=lambda one: one.accepted_on)]
    return (*lines, _today(work)), ()


def _line(work: Work, past: PastAcceptance) -> PastLine:
    return PastLine(
        day=f"{past.accepted_on.isoformat()}（{_age(work, past)} 岁）",
        what=past.reason.label,
        unit=past.unit_name,
        fingers=_fingers(past),
        outcome=past.outcome.label if past.outcome else "系统没有记录结果",
        photo=_photo(past),
    )


def _age(work: Work, past: PastAcceptance) -> int:
    record = work.view.situation.record
    return full_years(record.details.birth_date, on=past.accepted_on) if record else 0


def _fingers(past: PastAcceptance) -> str:
    if not past.fingers:
        return "没有登记指纹"
    return "、".join(Finger(one.code).label for one in past.fingers)


def _photo(past: PastAcceptance) -> Photo | None:
    if past.photo is None:
        return None
    content = base64.b64encode(past.photo.jpeg).decode()
    return Photo(f"data:image/jpeg;base64,{content}", f"{past.accepted_on.year} 年受理照片")


def _today(work: Work) -> PastLine:
    today = local_date(work.at).isoformat()
    photo = live_photo(work)
    shown = Photo(photo.url, "今天的现场照片") if photo else None
    return PastLine(day=today, what="今天 · 本次受理", unit="", fingers="", outcome="", photo=shown)
