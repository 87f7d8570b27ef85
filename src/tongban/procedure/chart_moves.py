"""What the flow chart shows, read from the table: the moves between stages, stage by stage."""

from dataclasses import dataclass, replace
from functools import cache

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import OWED, ObligationKind, Owed, opened_by_ending
from tongban.procedure.rows import ActorCode, Hold, Row
from tongban.procedure.rows_money import MONEY_ROWS
from tongban.procedure.stages import Stage
from tongban.procedure.table import ROWS

SHORT = {
    ActorCode.ST: "受理民警",
    ActorCode.SA: "任一派出所",
    ActorCode.CT: "县局受理",
    ActorCode.SD: "证件民警",
    ActorCode.CD: "县局证件民警",
    ActorCode.DX: "发现单位",
    ActorCode.RV: "户籍地审签民警",
    ActorCode.SUP: "督导民警",
    ActorCode.CY: "市局督导",
    ActorCode.SYS: "系统",
    ActorCode.UP: "上级系统",
    ActorCode.CC: "制证中心",
    ActorCode.POST: "邮政速递",
}
MANY = 4
"""An act that changes no stage and is possible at this many is told once, not at each of them."""

FINDERS = 3
"""A row that names more parties than this means whoever finds it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One act that can change the stage: from where (None: birth), to where, by whom."""

    act: Act
    source: Stage | None
    targets: tuple[Stage, ...]
    actors: str
    streams: frozenset[Stream]
    needs_hold: bool

    @property
    def label(self) -> str:
        """The act as drawn."""
        return f"{self.act.label}（暂扣后）" if self.needs_hold else self.act.label


@cache
def rows_of(stream: Stream | None) -> tuple[Row, ...]:
    """Return the rows of a stream (None: of all), without the money, which moves no case."""
    money = frozenset(MONEY_ROWS)
    return tuple(r for r in ROWS if r not in money and (stream is None or stream in r.streams))


def _actors(row: Row) -> str:
    if len(row.actors) > FINDERS:
        return "发现人"
    return "、".join(SHORT[code] for code in row.actors)


@cache
def moves(stream: Stream | None) -> tuple[Move, ...]:
    """Return every move of the stream, in the order of the table and of the stages."""
    found: dict[tuple[object, ...], Move] = {}
    for row in rows_of(stream):
        sources: tuple[Stage | None, ...] = tuple(s for s in Stage if s in row.stages) or (None,)
        for source in sources:
            targets = tuple(t for t in row.then if t is not source)
            if targets:
                move = Move(
                    row.act, source, targets, _actors(row), row.streams, row.hold is Hold.NEEDED
                )
                key = (move.act, move.source, move.targets, move.actors)
                same = found.get(key)
                streams = row.streams | same.streams if same is not None else row.streams
                found[key] = replace(move, streams=streams)
    return tuple(found.values())


@cache
def stays(stage: Stage, *, stream: Stream | None) -> tuple[Act, ...]:
    """Return the acts that belong to the stage and always leave it as it is."""
    often = {act for act, _, _ in throughout(stream)}
    return tuple(
        dict.fromkeys(
            r.act
            for r in rows_of(stream)
            if stage in r.stages and r.results(stage) == (stage,) and r.act not in often
        )
    )


@cache
def throughout(stream: Stream | None) -> tuple[tuple[Act, tuple[Stage, ...], str], ...]:
    """Return the acts that change no stage and are possible at many: act, stages, actors."""
    return tuple(
        (row.act, stages, _actors(row))
        for row in rows_of(stream)
        if not row.then
        and len(stages := tuple(s for s in stages_of(stream) if s in row.stages)) >= MANY
    )


def at_only(
    stage: Stage, *, stream: Stream | None
) -> tuple[tuple[Act, tuple[Stage, ...], str], ...]:
    """Return what ``stays`` names at a stage that has no box of its own, as ``throughout``."""
    acts = stays(stage, stream=stream)
    return tuple(
        (row.act, (stage,), _actors(row))
        for row in rows_of(stream)
        if stage in row.stages and row.act in acts
    )


@cache
def stages_of(stream: Stream | None) -> tuple[Stage, ...]:
    """Return the stages that a case of the stream can reach, in order."""
    reached = {target for move in moves(stream) for target in move.targets}
    return tuple(s for s in Stage if s in reached)


def duties(
    stage: Stage, *, stream: Stream | None, sources: frozenset[Stage | None]
) -> tuple[Owed, ...]:
    """Return what is owed when the case comes to the stage from one of the sources.

    Of what the arriving acts open, the kind that most acts at this stage settle; and what an
    ending opens by itself.
    """
    rows = rows_of(stream)
    opened: dict[ObligationKind, int] = {}
    for row in rows:
        if stage in row.then and not sources.isdisjoint(row.stages or {None}):
            for kind in ObligationKind:
                if kind in row.opens | row.may_open:
                    opened[kind] = sum(kind in r.closes for r in rows if stage in r.stages)
    best = sorted(opened, key=lambda kind: -opened[kind])[:1]
    ending = opened_by_ending(stage, stream=stream or Stream.INTERNAL)
    return tuple(OWED[kind] for kind in (*best, *ending) if opened.get(kind, 1))
