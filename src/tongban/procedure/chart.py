"""The flow chart of a case, drawn from the table.

The straight way runs down the middle. What comes back or goes by courier stands at its left; what
leaves the way, or returns to it from far, is listed beside each stage with the stage it leads to,
so that no line crosses another.
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise

from tongban.policy.vocabulary import Stream
from tongban.procedure import chart_svg as svg
from tongban.procedure.chart_moves import Move, at_only, duties, moves, stages_of, stays, throughout
from tongban.procedure.obligations import OwnerRule
from tongban.procedure.stages import Stage

WIDTH = 1200.0
SIDE_X, SIDE_W, SIDE_ROOM = 24.0, 180.0, 330.0
WAY_X, WAY_W = 404.0, 216.0
LIST_X, LIST_ROOM = 676.0, 500.0
BOX_H, GAP, LINE_H, NOTE_H = 58.0, 62.0, 27.0, 18.0
MID = WAY_X + WAY_W / 2
ARROW_X = SIDE_X + 18

OURS = (
    Stage.COMPOSED,
    Stage.IN_REVIEW,
    Stage.ISSUED,
    Stage.IN_PRODUCTION,
    Stage.TO_COUNTY,
    Stage.AT_COUNTY,
    Stage.TO_STATION,
    Stage.AT_STATION,
    Stage.HANDED_OVER,
)
THEIRS = (Stage.IN_REVIEW, Stage.ANSWERED)
BESIDE: dict[Stage, Stage] = {
    Stage.IN_REVIEW: Stage.RETURNED,
    Stage.IN_PRODUCTION: Stage.TO_APPLICANT,
}
BELOW: dict[Stage, Stage] = {Stage.TO_APPLICANT: Stage.DELIVERED}

_OWNERS = {
    OwnerRule.HOME_COUNTY: "户籍地县局",
    OwnerRule.ACCEPTING_STATION: "受理所",
    OwnerRule.ACCEPTING_COUNTY: "受理地县局",
    OwnerRule.SUPERVISION: "县局督导",
    OwnerRule.RECEIVER: "接收单位",
    OwnerRule.SYSTEM_THEN_CITY: "系统",
}
_TITLES: dict[Stream | None, str] = {
    None: "异地申办件流程",
    **{stream: f"{stream.label}件流程" for stream in Stream},
}


@cache
def chart_svg(stream: Stream | None) -> str:
    """Return the flow chart of one stream, or of all three, as an SVG document 1200 px wide."""
    return _Drawing(stream).draw()


@dataclass(slots=True)
class _Drawing:
    """One chart while it is drawn: where each box stands, what has been drawn as a line."""

    stream: Stream | None
    parts: list[str] = field(default_factory=list)
    tops: dict[Stage, float] = field(default_factory=dict)
    lined: set[tuple[Stage | None, Stage]] = field(default_factory=set)
    side_bottom: float = 0.0
    way_bottom: float = 0.0

    @property
    def name(self) -> str:
        return "flow" if self.stream is None else f"flow-{self.stream.lower()}"

    @property
    def head(self) -> str:
        return f"{self.name}-head"

    def draw(self) -> str:
        way = THEIRS if self.stream is Stream.INCOMING else OURS
        self._choose_lines(way)
        y = self._birth(way[0])
        for previous, stage in pairwise((None, *way)):
            if stage is not None:
                y = self._way_row(stage, y, previous)
        self._recompose()
        bottom = self._legend(self._often(max(self.way_bottom, self.side_bottom) + 34))
        return svg.document(
            self.parts,
            name=self.name,
            title=_TITLES[self.stream],
            note="自上而下为一件的正常流程；每一步右侧列出可能转往的其他状态及经办人。",
            w=WIDTH,
            h=bottom,
        )

    def _choose_lines(self, way: tuple[Stage, ...]) -> None:
        """Settle which moves are drawn as lines; the others are listed beside their stage."""
        self.lined = {(None, way[0]), *pairwise(way)}
        for host, side in BESIDE.items():
            if host in way:
                self.lined |= {(host, side), (side, host)}
        if Stage.COMPOSED in way:
            self.lined |= {(Stage.RETURNED, Stage.COMPOSED), *BELOW.items()}

    def _between(self, source: Stage | None, target: Stage) -> list[Move]:
        return [m for m in moves(self.stream) if m.source is source and target in m.targets]

    def _listed(self, stage: Stage) -> list[tuple[Move, tuple[Stage, ...]]]:
        """Return the moves out of a stage that no line shows, with the targets left to name."""
        found = []
        for move in moves(self.stream):
            if move.source is stage:
                rest = tuple(t for t in move.targets if (stage, t) not in self.lined)
                if rest:
                    found.append((move, rest))
        return found

    def _entered(self, stage: Stage) -> list[Move]:
        return [m for m in self._between(None, stage) if (None, stage) not in self.lined]

    def _tag(self, move: Move) -> str:
        if self.stream is not None or move.streams >= {Stream.INTERNAL, Stream.OUTGOING}:
            return ""
        return "〔" + "、".join(s.label for s in Stream if s in move.streams) + "〕"

    def _birth(self, first: Stage) -> float:
        is_incoming = self.stream is Stream.INCOMING
        words = "上级系统" if is_incoming else "受理中"
        self.parts.append(svg.text(24, 36, _TITLES[self.stream], size=18, bold=True))
        self.parts.append(svg.box(MID - 60, 18, 120, 32, fill=svg.INK, stroke=svg.INK, radius=16))
        self.parts.append(
            svg.text(MID, 39, words, size=14, fill=svg.PAPER, anchor="middle", bold=True)
        )
        top = 50 + GAP
        self._down(50, top, self._between(None, first))
        return top

    def _down(self, y: float, to: float, shown: list[Move], *, x: float = MID) -> None:
        """Draw an arrow down with its acts written at its right, near its head."""
        self.parts.append(svg.path([(x, y), (x, to - 1)], marker=self.head))
        base = to - 24 - 17 * (len(shown) - 1) * 2
        for move in shown:
            self.parts.append(
                svg.text(x + 12, base, move.label + self._tag(move), fill=svg.ACCENT, bold=True)
            )
            self.parts.append(svg.text(x + 12, base + 15, move.actors, size=11, fill=svg.MUTED))
            base += 34

    def _stage_box(self, stage: Stage, x: float, y: float, w: float) -> None:
        fill, ink = _colours(stage)
        self.tops[stage] = y
        sources = frozenset(source for source, target in self.lined if target is stage)
        owed = duties(stage, stream=self.stream, sources=sources)
        words = "、".join(o.kind.label for o in owed)
        lines = [f"{_OWNERS[owed[0].owner]}：{words}"] if owed else []
        self.parts.append(svg.box(x, y, w, BOX_H, fill=fill, stroke=ink))
        middle = x + w / 2
        base = y + (26 if lines else 35)
        self.parts.append(
            svg.text(middle, base, stage.label, size=16, fill=ink, anchor="middle", bold=True)
        )
        for line in lines:
            self.parts.append(
                svg.text(middle, y + 46, line, size=11.5, fill=svg.MUTED, anchor="middle")
            )

    def _way_row(self, stage: Stage, y: float, previous: Stage | None) -> float:
        """Draw one step of the way; return where the next one begins."""
        side = BESIDE.get(stage)
        if side is not None:
            y = max(y, self.side_bottom + 30)
        if previous is not None:
            y += 34 * (len(self._between(previous, stage)) - 1)
            self._down(self.tops[previous] + BOX_H, y, self._between(previous, stage))
        self._stage_box(stage, WAY_X, y, WAY_W)
        bottom = self._list(stage, LIST_X, y + 18, LIST_ROOM)
        if bottom > y + 18:
            self.parts.append(
                svg.path(
                    [(WAY_X + WAY_W, y + 14), (LIST_X - 12, y + 14)], stroke=svg.LINE, dashed=True
                )
            )
        if side is not None:
            self._side(stage, side, y)
        self.way_bottom = max(y + BOX_H, bottom)
        return max(y + BOX_H + GAP, bottom + 20)

    def _list(self, stage: Stage, x: float, y: float, room: float) -> float:
        """List the other moves from a stage, then what leaves it as it is; return the end."""
        for move, targets in self._listed(stage):
            words = move.label + self._tag(move)
            self.parts.append(svg.text(x, y, words))
            at = x + svg.width(words) + 6
            self.parts.append(svg.text(at, y, "→", fill=svg.MUTED))
            at += 18
            for target in targets:
                fill, ink = _colours(target)
                shape, w = svg.pill(at, y, target.label, fill=fill, ink=ink)
                self.parts.append(shape)
                at += w + 6
            self.parts.append(svg.text(at + 2, y, move.actors, size=11, fill=svg.MUTED))
            y += LINE_H
        for move in self._entered(stage):
            words = f"{move.label}{self._tag(move)}由此进入"
            self.parts.append(svg.text(x, y, words))
            after = x + svg.width(words) + 10
            self.parts.append(svg.text(after, y, move.actors, size=11, fill=svg.MUTED))
            y += LINE_H
        acts = stays(stage, stream=self.stream)
        if acts:
            words = "不改变状态：" + "、".join(act.label for act in acts)
            for line in svg.wrap(words, size=11, room=room):
                self.parts.append(svg.text(x, y, line, size=11, fill=svg.MUTED))
                y += NOTE_H
        return y

    def _side(self, host: Stage, side: Stage, y: float) -> None:
        """Draw the stage beside its host, the two lines between them, and what is below it."""
        self._stage_box(side, SIDE_X, y, SIDE_W)
        left, right, middle = SIDE_X + SIDE_W, WAY_X, (SIDE_X + SIDE_W + WAY_X) / 2
        out, back = self._between(host, side), self._between(side, host)
        self.parts.append(svg.path([(right, y + 22), (left + 1, y + 22)], marker=self.head))
        self._across(out, middle, y + 16 - 30 * (len(out) - 1) - 15)
        if back:
            self.parts.append(svg.path([(left, y + 38), (right - 1, y + 38)], marker=self.head))
            self._across(back, middle, y + 54)
        start = y + max(BOX_H + 24, 66 + 30 * len(back))
        bottom = self._list(side, SIDE_X + 30, start, SIDE_ROOM - 30)
        below = BELOW.get(side)
        if below is not None:
            top = bottom + 44
            self._down(y + BOX_H, top, self._between(side, below), x=ARROW_X)
            self._stage_box(below, SIDE_X, top, SIDE_W)
            bottom = self._list(below, SIDE_X, top + BOX_H + 24, SIDE_ROOM)
        self.side_bottom = bottom

    def _across(self, shown: list[Move], x: float, y: float) -> None:
        for move in shown:
            words = move.label + self._tag(move)
            self.parts.append(svg.text(x, y, words, fill=svg.ACCENT, anchor="middle", bold=True))
            self.parts.append(
                svg.text(x, y + 15, move.actors, size=11, fill=svg.MUTED, anchor="middle")
            )
            y += 30

    def _recompose(self) -> None:
        """Draw the way back from a return to a new version."""
        if Stage.COMPOSED not in self.tops:
            return
        x, y = SIDE_X + SIDE_W / 2, self.tops[Stage.COMPOSED] + BOX_H / 2
        self.parts.append(
            svg.path([(x, self.tops[Stage.RETURNED]), (x, y), (WAY_X - 1, y)], marker=self.head)
        )
        shown = self._between(Stage.RETURNED, Stage.COMPOSED)
        self._across(shown, (x + WAY_X) / 2, y - 24)

    def _often(self, y: float) -> float:
        """Tell once which acts are possible at many stages and change none."""
        often = throughout(self.stream) + tuple(
            found
            for stage in stages_of(self.stream)
            if stage not in self.tops
            for found in at_only(stage, stream=self.stream)
        )
        if not often:
            return y
        self.parts.append(svg.path([(24, y), (WIDTH - 24, y)], stroke=svg.LINE))
        y += 28
        self.parts.append(svg.text(24, y, "其他不改变状态的事项", size=13, bold=True))
        order = stages_of(self.stream)
        for act, stages, actors in often:
            y += 22
            self.parts.append(svg.text(24, y, act.label))
            self.parts.append(svg.text(SIDE_X + 190, y, _span(stages, order), fill=svg.MUTED))
            self.parts.append(svg.text(LIST_X, y, actors, size=11, fill=svg.MUTED))
        return y + 22

    def _legend(self, y: float) -> float:
        x = 24.0
        self.parts.append(svg.path([(24, y), (WIDTH - 24, y)], stroke=svg.LINE))
        for words, (fill, ink) in _LEGEND:
            shape, w = svg.pill(x, y + 30, words, fill=fill, ink=ink)
            self.parts.append(shape)
            x += w + 10
        note = "虚线右侧：该状态下还可能办理的事项。暂扣是附加标记，暂扣期间不下达制证、不发放。"
        self.parts.append(svg.text(x + 8, y + 30, note, fill=svg.MUTED))
        return y + 52


_GOOD = (svg.OK_SOFT, svg.OK)
_BACK = (svg.WARN_SOFT, svg.WARN)
_BAD = (svg.BAD_SOFT, svg.BAD)
_GREY = (svg.GREY_SOFT, svg.MUTED)
_ON = (svg.ACCENT_SOFT, svg.ACCENT)
_LEGEND = (
    ("办理中", _ON),
    ("退回", _BACK),
    ("办结", _GOOD),
    ("未办成而结束", _GREY),
    ("撤销", _BAD),
)


def _span(stages: tuple[Stage, ...], order: tuple[Stage, ...]) -> str:
    """Name stages in words: as spans where they follow one another, endings together."""
    if stages == order:
        return "任何状态"
    running = [stage for stage in order if not stage.is_ending]
    groups = groupby(running, key=lambda stage: stage in stages)
    runs = [list(group) for is_in, group in groups if is_in]
    words = [
        f"{run[0].label} 至 {run[-1].label}" if len(run) > 2 else "、".join(s.label for s in run)
        for run in runs
    ]
    endings = [stage for stage in stages if stage.is_ending]
    words += ["结束之后"] if len(endings) > 1 else [stage.label for stage in endings]
    return "、".join(words)


def _colours(stage: Stage) -> tuple[str, str]:
    match stage:
        case Stage.HANDED_OVER | Stage.DELIVERED | Stage.ANSWERED:
            return _GOOD
        case Stage.RETURNED:
            return _BACK
        case Stage.REVOKED:
            return _BAD
        case Stage.WITHDRAWN | Stage.CLOSED | Stage.VOIDED:
            return _GREY
        case _:
            return _ON
