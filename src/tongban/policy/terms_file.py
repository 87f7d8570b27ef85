"""Reading the files of terms: the shipped one, and an operator's overlay merged over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

OVERLAY_NAME = "terms.yaml"
_IN_FORCE = "in_force_from"

Entry = Mapping[str, Any]
Entries = Mapping[str, Entry]


class TermsError(ValueError):
    """A file of terms cannot be used; the text says where and what to put right."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version as written: its day in force and the entries it sets."""

    name: str
    in_force_from: Entry
    terms: Entries
    obligations: Entries


def read_versions(overlay: Path | None) -> tuple[Version, ...]:
    """The shipped versions with those of ``overlay``/terms.yaml merged over them by name.

    A folder or file that does not exist changes nothing. Raises ``TermsError``.
    """
    versions = {version.name: version for version in _shipped()}
    path = overlay / OVERLAY_NAME if overlay is not None else None
    if path is not None and path.is_file():
        for version in _parse(_text(path), where=OVERLAY_NAME):
            base = versions.get(version.name)
            versions[version.name] = version if base is None else overlaid(base, by=version)
    return tuple(versions.values())


@cache
def _shipped() -> tuple[Version, ...]:
    """The versions of the package: its files do not change under a running program."""
    text = resources.files("tongban.policy").joinpath("data/terms.yaml").read_text("utf-8")
    return tuple(_parse(text, where="data/terms.yaml"))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TermsError(f"{OVERLAY_NAME} 读不出来，应为 UTF-8 编码的文本：{error}") from error


def overlaid(base: Version, *, by: Version) -> Version:
    """``base`` with every entry that ``by`` sets, key by key within an entry."""
    return Version(
        name=by.name,
        in_force_from={**base.in_force_from, **by.in_force_from},
        terms=_merged(base.terms, by.terms),
        obligations=_merged(base.obligations, by.obligations),
    )


def _merged(base: Entries, over: Entries) -> Entries:
    changed = {name: {**base.get(name, {}), **entry} for name, entry in over.items()}
    return {**base, **changed}


def _parse(text: str, *, where: str) -> Iterable[Version]:
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TermsError(f"{where} 不是有效的 YAML：{error}") from error
    if document is None:
        return []
    if not isinstance(document, list):
        raise TermsError(f"{where} 应为政策版本的列表")
    return [_version(item, where=where) for item in document]


def _version(item: object, *, where: str) -> Version:
    if not isinstance(item, dict) or not isinstance(item.get("version"), str):
        raise TermsError(f"{where} 每个版本须有加引号的 version")
    unknown = item.keys() - {"version", _IN_FORCE, "terms", "obligations"}
    if unknown:
        raise TermsError(
            f"{where} 版本 {item['version']} 有未知栏目：{'、'.join(map(str, unknown))}"
        )
    in_force = item.get(_IN_FORCE) or {}
    place = f"{where} 版本 {item['version']}"
    return Version(
        name=item["version"],
        in_force_from=in_force if isinstance(in_force, dict) else {"value": in_force},
        terms=_entries(item.get("terms"), where=place),
        obligations=_entries(item.get("obligations"), where=place),
    )


def _entries(block: object, *, where: str) -> Entries:
    if block is None:
        return {}
    if not isinstance(block, dict) or not all(isinstance(e, dict) for e in block.values()):
        raise TermsError(f"{where} 的每一项应写成 {{value: …, clause: …, source: …}}")
    return block
