"""Officers in words: lines of lists, and the page of one account."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.accounts.listing import OfficerRow, unit_names
from tongban.accounts.role_rules import in_words
from tongban.accounts.terms import ONE_TIME_PASSWORD_LASTS
from tongban.desks.admin.screens import OfficerLine, OfficerScreen, RoleLine
from tongban.desks.shared.account_screens import FormScreen
from tongban.desks.shared.fields import Field, FieldKind, Option, problems_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Tag, Tone
from tongban.procedure.roles import Role

ONE_TIME_NOTE = (
    f"请当面告知本人。{ONE_TIME_PASSWORD_LASTS.days} 天内有效，首次登录时必须修改；"
    "离开本页后不再显示。"
)


def line(row: OfficerRow, *, at: datetime) -> OfficerLine:
    """One officer in a list."""
    by_unit: dict[str, list[Role]] = {}
    for held in row.held:
        by_unit.setdefault(held.unit_name, []).append(held.role)
    roles = "；".join(f"{unit} {in_words(held)}" for unit, held in by_unit.items())
    return OfficerLine(
        name=row.name,
        login=row.login,
        police_number=row.police_number,
        roles=roles,
        status=status(row, at=at),
        url=reverse("admin:officer", args=[row.id]),
    )


def status(row: OfficerRow, *, at: datetime) -> Tag:
    """How an account stands, in one word."""
    if not row.is_active:
        return Tag("已停用", Tone.NONE)
    if row.is_locked(at=at):
        return Tag("已锁定", Tone.BAD, "连续多次密码不正确")
    if not row.held:
        return Tag("没有岗位", Tone.WARN)
    if row.must_change_password:
        return Tag("待首次登录", Tone.INFO)
    return Tag("正常", Tone.OK)


def officer_screen(
    row: OfficerRow,
    *,
    roles: frozenset[Role],
    is_self: bool,
    at: datetime,
    one_time: str = "",
    errors: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> OfficerScreen:
    """The page of one account, with what an administrator of ``roles`` can do to it."""
    faults = errors or {}
    gives = Role.ADMIN_SECURITY in roles and not is_self
    keeps = Role.ADMIN_SYSTEM in roles and not is_self
    grant = _grant_form(row.id, faults, given or {}) if gives and row.is_active else None
    deactivate = _deactivate_form(row, faults) if keeps and row.is_active else None
    fields = (*(grant.fields if grant else ()), *(deactivate.fields if deactivate else ()))
    return OfficerScreen(
        title=row.name,
        status=status(row, at=at),
        facts=_facts(row, at=at),
        roles=tuple(_role_lines(row, gives=gives)),
        grant=grant,
        deactivate=deactivate,
        one_time_password=one_time,
        one_time_note=ONE_TIME_NOTE if one_time else "",
        problems=problems_of(fields),
        actions=tuple(_actions(row, gives=gives, keeps=keeps, at=at)),
    )


def create_screen(
    given: Mapping[str, str], *, errors: Mapping[str, str] | None = None
) -> FormScreen:
    """The form for a new officer."""
    faults = errors or {}
    texts = (
        ("name", "姓名", "", 50),
        ("login", "登录名", "以字母开头，由小写字母、数字、点、横线组成，之后不能更改。", 32),
        ("police_number", "警号", "", 12),
    )
    fields = tuple(
        Field(
            name,
            label,
            value=given.get(name, ""),
            hint=hint,
            error=faults.get(name, ""),
            maxlength=longest,
            required=name != "police_number",
            focus=name == "name",
        )
        for name, label, hint, longest in texts
    )
    return FormScreen(
        title="新增人员",
        post_url=reverse("admin:officer-new"),
        fields=fields,
        submit="新增人员",
        lead="系统给出一次性密码，由您当面告知本人；岗位由安全管理员随后授予。",
        problems=problems_of(fields),
        back=Action("返回人员", url=reverse("admin:officers")),
    )


def _facts(row: OfficerRow, *, at: datetime) -> tuple[Fact, ...]:
    seen = moment_phrase(row.last_signed_in_at, at) if row.last_signed_in_at else "还没有登录过"
    facts = [
        Fact("登录名", row.login),
        Fact("警号", row.police_number or "未登记"),
        Fact("最近登录", seen),
        Fact("密码", "一次性密码，首次登录时修改" if row.must_change_password else "本人设置"),
    ]
    if row.locked_until is not None and row.is_locked(at=at):
        facts.append(Fact("锁定至", moment_phrase(row.locked_until, at), Tone.BAD))
    return tuple(facts)


def _role_lines(row: OfficerRow, *, gives: bool) -> Iterable[RoleLine]:
    for held in row.held:
        revoke = Action(
            "撤销岗位",
            url=reverse("admin:officer-revoke", args=[row.id]),
            post=True,
            style=ActionStyle.DANGER,
            fields=(("unit", held.unit), ("role", held.role.value)),
        )
        yield RoleLine(held.unit_name, held.role.label, revoke if gives else None)


def _actions(row: OfficerRow, *, gives: bool, keeps: bool, at: datetime) -> Iterable[Action]:
    if gives and row.is_locked(at=at):
        yield Action("解除锁定", url=reverse("admin:officer-unlock", args=[row.id]), post=True)
    if gives and row.is_active:
        url = reverse("admin:officer-reset-password", args=[row.id])
        yield Action("重置密码", url=url, post=True)
    if keeps and not row.is_active:
        yield Action("恢复人员", url=reverse("admin:officer-reactivate", args=[row.id]), post=True)
    yield Action("返回人员", url=reverse("admin:officers"))


def _grant_form(
    officer_id: UUID, faults: Mapping[str, str], given: Mapping[str, str]
) -> FormScreen:
    units = tuple(Option(code, name) for code, name in unit_names().items())
    roles = tuple(Option(role.value, role.label) for role in Role)
    return FormScreen(
        title="授予岗位",
        post_url=reverse("admin:officer-grant", args=[officer_id]),
        fields=(
            Field(
                "unit",
                "单位",
                FieldKind.SELECT,
                value=given.get("unit", ""),
                options=units,
                error=faults.get("unit", ""),
            ),
            Field(
                "role",
                "岗位",
                FieldKind.SELECT,
                value=given.get("role", ""),
                options=roles,
                error=faults.get("role", ""),
            ),
        ),
        submit="授予岗位",
        form_id="grant-form",
    )


def _deactivate_form(row: OfficerRow, faults: Mapping[str, str]) -> FormScreen:
    return FormScreen(
        title="停用人员",
        post_url=reverse("admin:officer-deactivate", args=[row.id]),
        fields=(
            Field(
                "confirm",
                f"输入登录名 {row.login} 以确认",
                error=faults.get("confirm", ""),
                maxlength=32,
                width="m",
            ),
        ),
        submit="停用人员",
        lead="停用后立即退出登录，不能再登录；已办事项上的姓名保留。可以恢复。",
        form_id="deactivate-form",
    )
