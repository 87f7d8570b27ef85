"""PDF and preview pictures of forms, by one typst compiler that is kept alive.

The first paper of a process costs the loading of fonts; later ones a few milliseconds. Forms are
data to the templates, never markup, so nothing that somebody typed can change a page.
"""

from datetime import UTC
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from tongban.documents.encode import encode
from tongban.documents.forms.sheet import Form
from tongban.documents.typefaces import FONTS, NOTO_FOLDER

_TEMPLATES = Path(__file__).resolve().parent / "templates"


class Press:
    """The compiler and the lock that lets one thread use it at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._compiler: typst.Compiler | None = None

    def print(self, form: Form, *, output: Literal["pdf", "png"], ppi: float | None) -> list[bytes]:
        inputs = {"form": form.template, "title": form.title, "data": encode(form)}
        # The typesetter refuses fractions of a second.
        moment = form.sheet.printed_at.astimezone(UTC).replace(microsecond=0)
        with self._lock:
            compiler = self._compiler = self._compiler or _compiler()
            made = compiler.compile(
                sys_inputs=inputs,
                format=output,
                ppi=ppi,
                timestamp=moment,
            )
        if made is None:  # pragma: no cover - typst answers None only when writing to a file
            raise RuntimeError("the typesetter made nothing")
        return made if isinstance(made, list) else [made]


def _compiler() -> typst.Compiler:
    return typst.Compiler(
        _TEMPLATES / "main.typ",
        root=_TEMPLATES,
        font_paths=[FONTS, NOTO_FOLDER],
        ignore_system_fonts=True,
    )


_press = Press()


def render(form: Form) -> bytes:
    """The form as PDF; the same form always gives the same bytes."""
    return _press.print(form, output="pdf", ppi=None)[0]


def preview(form: Form, *, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, drawn from the same layout as the PDF, so that preview equals paper."""
    return _press.print(form, output="png", ppi=ppi)
