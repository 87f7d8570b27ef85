"""SVG pieces of the flow chart. Presentation attributes only, so that a strict page allows it."""

from html import escape

INK, MUTED, LINE, PAPER = "#1b2430", "#5a6675", "#c4cdd8", "#ffffff"
ACCENT, ACCENT_SOFT = "#1d4f91", "#e8eff8"
OK, OK_SOFT = "#1a7f4b", "#e5f4ec"
WARN, WARN_SOFT = "#9a5b00", "#fdf1de"
BAD, BAD_SOFT = "#b3261e", "#fce8e6"
GREY_SOFT = "#eef1f5"
FONT = "'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei UI',sans-serif"


def width(text: str, *, size: float = 12) -> float:
    """Return the drawn width in pixels, near enough: a Han character is one em."""
    return sum(size if ord(char) > 0x2E80 else size * 0.56 for char in text)


def wrap(text: str, *, size: float, room: float) -> list[str]:
    """Break a list written with 、 into lines that fit the room."""
    lines = [""]
    for part in text.split("、"):
        longer = f"{lines[-1]}、{part}" if lines[-1] else part
        if width(longer, size=size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines[-1] += "、"
            lines.append(part)
    return lines


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """Return one line of text with its baseline at ``y``."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" '
        f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
    )


def box(
    x: float, y: float, w: float, h: float, *, fill: str, stroke: str, radius: float = 8
) -> str:
    """Return a rounded box."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{radius:g}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def path(
    points: list[tuple[float, float]],
    *,
    marker: str = "",
    stroke: str = MUTED,
    dashed: bool = False,
) -> str:
    """Return a line through the points, with an arrow head where a marker is named."""
    way = " L".join(f"{x:g} {y:g}" for x, y in points)
    head = f' marker-end="url(#{marker})"' if marker else ""
    dash = ' stroke-dasharray="3 4"' if dashed else ""
    return f'<path d="M{way}" fill="none" stroke="{stroke}" stroke-width="1.5"{dash}{head}/>'


def pill(x: float, y: float, words: str, *, fill: str, ink: str) -> tuple[str, float]:
    """Return a small coloured label, its text's baseline at ``y``, and its width."""
    w = width(words) + 16
    shape = f'<rect x="{x:g}" y="{y - 14:g}" width="{w:g}" height="20" rx="10" fill="{fill}"/>'
    return shape + text(x + 8, y, words, fill=ink), w


def document(parts: list[str], *, name: str, title: str, note: str, w: float, h: float) -> str:
    """Return the whole picture, readable by a screen reader and usable inside a page."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:g} {h:g}" width="{w:g}" '
        f'height="{h:g}" role="img" aria-labelledby="{name}-title {name}-note" '
        f'font-family="{FONT}">'
    )
    marker = (
        f'<defs><marker id="{name}-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="{MUTED}"/>'
        "</marker></defs>"
    )
    words = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-note">{escape(note)}</desc>'
    )
    paper = f'<rect width="{w:g}" height="{h:g}" fill="{PAPER}"/>'
    return "\n".join([head, words, marker, paper, *parts, "</svg>", ""])
