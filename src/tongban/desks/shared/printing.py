"""What every printed sheet gets by itself: the mark to check it by, 补打 and its count, 样张.

All papers come through ``sheet_of`` and ``pdf``; nothing else makes a ``Sheet``.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.accounts.installation import is_demo
from tongban.cases.operations.papers import Counted, note_printed
from tongban.documents.forms.sheet import Form, Sheet
from tongban.documents.render import render
from tongban.documents.verification import verification

PDF_SECURITY = "default-src 'self'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self'"


def origin_of(request: HttpRequest) -> str:
    """Where the public page is reached: the operator's public address, else the one in use."""
    public: str = settings.PUBLIC_ORIGIN
    return (public or request.build_absolute_uri("/")).rstrip("/")


def sheet_of(
    paper: Counted | None, *, number: str, unit: str, officer: str, at: datetime, origin: str
) -> Sheet:
    """Head and foot of a paper; ``unit`` is a name. Without ``paper`` (a preview) it has no mark."""
    return Sheet(
        number=number,
        unit=unit,
        officer=officer,
        printed_at=at,
        reprint=paper.reprint if paper else 0,
        is_demo=is_demo(),
        verification=verification(paper.code, origin=origin) if paper and paper.code else None,
    )


def noted(form: Form, *, paper_id: UUID) -> Form:
    """Note what stands on the sheet, so that the public page says the same."""
    note_printed(paper_id, title=form.title, number=form.sheet.number, unit=form.sheet.unit)
    return form


def pdf(form: Form, *, paper: Counted | None, name: str) -> HttpResponse:
    """The sheet as PDF, opened in the browser; ``name`` is the file's, without personal data."""
    if paper is not None and not paper.is_noted:
        noted(form, paper_id=paper.paper_id)
    answer = HttpResponse(render(form), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Content-Security-Policy"] = PDF_SECURITY
    return answer
