"""The station's files to seal by due, and those sealed last (第八条)."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.desks.shared.pieces import Action, EmptyState, KeyHint
from tongban.desks.shared.present_file import FileRow


@dataclass(frozen=True, slots=True)
class FilesScreen:
    """Files to seal or those sealed last; context name ``screen``."""

    find_url: str
    head: str
    note: str
    rows: tuple[FileRow, ...]
    other: tuple[tuple[str, str], ...]
    empty: EmptyState | None
    newer_url: str = ""
    next_url: str = ""
    title: str = "档案"
    keys: tuple[KeyHint, ...] = (KeyHint(("F2",), "查档"),)
    actions: tuple[Action, ...] = ()


NOTHING_TO_SEAL = EmptyState(
    "没有待归档的件",
    "证件发放、撤回或终结之后，件会到这里：核对一人一档的材料，齐了就封存（第八条）。",
)
NOTHING_SEALED = EmptyState("还没有封存的档案", "封存的档案从结束之日起至少保存 5 年，随时可查。")
