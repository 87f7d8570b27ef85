"""The audit log: reading it and checking its seals."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.accounts.listing import names_of, unit_names
from tongban.accounts.requests import ActorRequest
from tongban.audit.log import record
from tongban.audit.reading import Page, page, parse_key
from tongban.audit.seals import Verification, verify
from tongban.audit.words import What
from tongban.desks.admin.audit_words import in_words, short_id
from tongban.desks.admin.frame import show
from tongban.desks.admin.screens import AuditLine, AuditScreen
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.permits import roles_required
from tongban.desks.shared.pieces import Action, EmptyState, Tag, Tone
from tongban.procedure.roles import Role
from tongban.standards.zones import local

_URL = "admin:audit"


@roles_required(Role.ADMIN_AUDIT)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """A page of the log, newest first; that it was looked at is itself recorded."""
    what, officer = _what(request.GET.get("what", "")), _id(request.GET.get("officer", ""))
    after = parse_key(request.GET.get("after", ""))
    if after is None:
        asked = {"what": what, "officer": str(officer) if officer else None}
        data = {name: value for name, value in asked.items() if value}
        record(What.AUDIT_VIEWED, actor=request.actor, at=request.at, data=data)
    found = page(after=after, what=what, officer=officer)
    return show(request, "admin/audit.html", _screen(found, what, officer))


@roles_required(Role.ADMIN_AUDIT)
@require_POST
def check(request: ActorRequest) -> HttpResponse:
    """Recompute every seal and say whether the log is whole."""
    result = verify()
    data = {"holds": result.holds, "seals": result.seals, "rows": result.rows}
    record(What.AUDIT_VERIFIED, actor=request.actor, at=request.at, data=data)
    return show(request, "admin/audit.html", _screen(page(), None, None, result=result))


def _screen(
    found: Page, what: What | None, officer: UUID | None, *, result: Verification | None = None
) -> AuditScreen:
    kept = {"what": what.value if what else "", "officer": str(officer) if officer else ""}
    more = {**kept, "after": str(found.next)} if found.next else None
    return AuditScreen(
        title="审计日志",
        lines=_lines(found),
        empty=EmptyState("没有符合条件的记录", "请换一个条件，或查看全部。"),
        what=Field(
            "what",
            "事项",
            FieldKind.SELECT,
            value=what.value if what else "",
            options=tuple(Option(one.value, one.label) for one in What),
            required=False,
            width="m",
        ),
        officer=str(officer) if officer else "",
        next_url=f"{reverse(_URL)}?{urlencode(more)}" if more else "",
        verdict=_verdict(result) if result else None,
        verdict_text=_verdict_text(result) if result else "",
        actions=(
            Action("查看全部", url=reverse(_URL)),
            Action("校验完整性", url=reverse("admin:audit-check"), post=True),
        ),
    )


def _lines(found: Page) -> tuple[AuditLine, ...]:
    ids = [one for row in found.rows for one in (row.officer_id, row.subject)]
    asked = [_id(str(row.data.get("officer", ""))) for row in found.rows]
    names, units = names_of([*ids, *asked]), unit_names()
    named = units | {str(officer): name for officer, name in names.items()}
    return tuple(
        AuditLine(
            at=f"{local(row.at):%Y-%m-%d %H:%M:%S}",
            who=names.get(row.officer_id, "—") if row.officer_id else "系统",
            unit=units.get(row.unit, row.unit),
            what=What(row.what).label if row.what in set(What) else row.what,
            subject=names.get(row.subject, short_id(str(row.subject))) if row.subject else "",
            subject_id=str(row.subject or ""),
            subject_url=_about(row.subject) if row.subject in names else "",
            data=in_words(row.data, names=named),
        )
        for row in found.rows
    )


def _about(officer: UUID | None) -> str:
    return f"{reverse(_URL)}?{urlencode({'officer': str(officer)})}"


def _verdict(result: Verification) -> Tag:
    return Tag("完整", Tone.OK) if result.holds else Tag("不完整", Tone.BAD)


def _verdict_text(result: Verification) -> str:
    text = (
        f"已校验 {result.seals} 个封存段、{result.rows} 条记录；"
        f"尚未封存 {result.unsealed} 条。最新校验值 {result.newest.hex()[:16]}。"
    )
    return text + result.fault


def _what(text: str) -> What | None:
    return What(text) if text in set(What) else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
