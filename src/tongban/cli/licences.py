"""`tongban licences`: what the product is made of and under which licences.

`docs/licences.md` is this command's output (`--write`); a test compares the two.
"""

import argparse
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
PAGE = PROJECT / "docs" / "licences.md"
_LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ]+)(?: ; (.*?))?(?: \\)?$", re.MULTILINE)
# Some packages state their licence as a trove classifier or in their own words only.
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
}


@dataclass(frozen=True)
class Vendored:
    """Work of others that lies in the repository itself; `files` is a pattern below `src`."""

    name: str
    files: str
    licence: str
    source: str


VENDORED = (
    Vendored(
        "htmx",
        "tongban/desks/shared/static/tongban/htmx.min.js",
        "0BSD",
        "Big Sky Software; npm `htmx.org`",
    ),
    Vendored(
        "Tabler Icons",
        "tongban/desks/shared/static/tongban/icons.svg",
        "MIT",
        "Paweł Kuna; npm `@tabler/icons`, the symbols used here",
    ),
    Vendored(
        "Tongban Song",
        "tongban/documents/fonts/TongbanSong-*.ttf",
        "OFL-1.1",
        "Adobe, Noto Serif SC; subset and renamed",
    ),
    Vendored(
        "Tongban Rare",
        "tongban/documents/fonts/TongbanRare-Regular.ttf",
        "Hanazono licence or OFL-1.1",
        "GlyphWiki, Hanazono Mincho; subset and renamed",
    ),
)


def main(argv: list[str]) -> int:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(prog="tongban licences")
    parser.add_argument("--write", action="store_true", help="写入 docs/licences.md")
    if parser.parse_args(argv).write:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page(), end="")
    return 0


def page() -> str:
    """The page as Markdown, from the lock and what the installed packages say of themselves."""
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    rows = [
        f"| {name} | {version} | {licence_of(name, only_where=where)} |"
        for name, version, where in _LOCKED.findall(lock)
    ]
    vendored = [f"| {item.name} | {item.licence} | {item.source} |" for item in VENDORED]
    return "\n".join(
        [
            "# Licences of what Tongban is made of",
            "",
            "Made by `tongban licences --write`. Tongban itself: Apache-2.0, see `LICENSE`.",
            "",
            "## Packages installed by the launcher",
            "",
            "| package | version | licence |",
            "|---|---|---|",
            *rows,
            "",
            "LGPL-3.0 packages (psycopg) are used unchanged through their public interface.",
            "",
            "## In the repository",
            "",
            "| work | licence | from |",
            "|---|---|---|",
            *vendored,
            "",
        ]
    )


def licence_of(package: str, *, only_where: str = "") -> str:
    """The licence a package states: as an SPDX expression, else its own short words.

    A package for another platform, which is not installed here, is named with its condition.
    """
    try:
        stated = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return f"only where {only_where}"
    named = (stated[key] for key in ("License-Expression", "License") if key in stated)
    words = next((str(word) for word in named if word), "")
    if not words or "\n" in words:
        classifiers = stated.get_all("Classifier") or []
        words = next((c.split(" :: ")[-1] for c in classifiers if c.startswith("License")), "")
    return _SPDX.get(words, words)
