"""A file handed out: the papers as PDF, the pictures as they were captured, and a manifest."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder

from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.cases.file_keeping import FileContents, file_contents, pictures_of
from tongban.cases.operations.papers import Counted, note_printed
from tongban.cases.queries.file_check import additions_of, events_of
from tongban.desks.shared.file_papers import Binding, archive
from tongban.documents.render import render

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}
HOW_TO = """居民身份证异地申办档案导出件

manifest.json 列出每个文件的名称、大小和 SHA-256 摘要，以及封存清单。

一、核对文件没有改动
    sha256sum -c SHA256SUMS
    每一行都应显示 OK（Windows 可用 certutil -hashfile 文件名 SHA256 逐个核对）。

二、核对封存清单（manifest.json 的 seal）
    从 32 个零字节开始，依次对每一项做 SHA-256(前一结果 + 该项的 JSON)，
    JSON 按键名排序、不加空格、UTF-8；最后的结果应等于 seal.digest。

三、核对各行内容（rows.json）
    清单中带 fields 的项，其 digest 是该行这些字段的 JSON 的 SHA-256，写法同上。

四、核对补入材料（manifest.json 的 additions）
    每一项的 digest 是 SHA-256(follows + 该项 said 的 JSON)，写法同上；follows 是前一项的
    digest，第一项的是封存摘要（封存前补入的，从 32 个零字节开始），并与“FileAddedTo”一条所记相同。

五、核对办理经过（events.json）
    每一条的 previous 等于上一条的 hash；“FileSealed”一条记有封存摘要。

六、核对文书
    卷内文书上的二维码或核验码可在公开的核验页查验。

本导出件含个人信息，只用于登记的调档用途，用后依法保管或者销毁。
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """The ZIP, and the SHA-256 of its manifest, which is kept with the log."""

    content: bytes
    digest: str


def export(binding: Binding, *, paper: Counted) -> Exported:
    """Return the file of a case as ZIP; the same file at the same moment gives the same manifest."""
    files = dict(_files(binding, paper=paper))
    manifest = _json(_manifest(binding, files, paper=paper))
    files["manifest.json"] = manifest
    sums = "".join(f"{_sha(content)}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in sorted(files.items()):
            folder.writestr(name, content)
    return Exported(out.getvalue(), _sha(manifest))


def _files(binding: Binding, *, paper: Counted) -> Iterator[tuple[str, bytes]]:
    found = file_contents(binding.line.case_id)
    form = archive(binding, paper=paper)
    note_printed(paper.paper_id, title=form.title, number=form.sheet.number, unit=form.sheet.unit)
    yield "file.pdf", render(form)
    yield "rows.json", _json(_rows(found))
    yield "events.json", _json(events_of(found))
    yield "核验说明.txt", HOW_TO.encode()
    for number, (ref, _) in enumerate(pictures_of(found).items(), start=1):
        try:
            kept = store.get(ref)
        except BlobError:
            continue
        ending = ENDINGS.get(kept.media_type, "bin")
        yield f"pictures/{number:02d}.{ending}", kept.content


def _rows(found: FileContents) -> list[dict[str, object]]:
    return [{"kind": kind.value, "key": key, "row": row} for (kind, key), row in found.rows.items()]


def _manifest(binding: Binding, files: dict[str, bytes], *, paper: Counted) -> dict[str, object]:
    line, seal = binding.line, binding.seal
    pictures = list(pictures_of(file_contents(line.case_id)).items())
    return {
        "case_number": line.number,
        "exported_at": binding.at.isoformat(),
        "exported_for": binding.actor.unit,
        "check_code": paper.code,
        "files": [
            {"name": name, "size": len(content), "sha256": _sha(content)}
            for name, content in sorted(files.items())
        ],
        "pictures": [
            {"number": number, "ref": ref, "label": label}
            for number, (ref, label) in enumerate(pictures, start=1)
        ],
        "seal": {
            "digest": seal.digest,
            "sealed_at": seal.sealed_at.isoformat(),
            "keep_until": seal.keep_until.isoformat(),
            "missing": list(seal.missing),
            "entries": list(seal.entries),
        }
        if seal
        else None,
        "additions": additions_of(line.case_id),
    }


def _json(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
