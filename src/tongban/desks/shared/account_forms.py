"""The forms about one's own account, as screens."""

from collections.abc import Mapping

from django.urls import reverse

from tongban.accounts.terms import PASSWORD_KINDS, PASSWORD_LENGTH
from tongban.desks.shared.account_screens import FormScreen
from tongban.desks.shared.fields import Field, FieldKind, problems_of
from tongban.desks.shared.pieces import Action

PASSWORD_HINT = (
    f"至少 {PASSWORD_LENGTH} 个字符，大写字母、小写字母、数字、符号中至少 {PASSWORD_KINDS} 种，"
    "不含登录名和姓名。"
)


def _password(name: str, label: str, errors: Mapping[str, str], *, hint: str = "") -> Field:
    present = name == "present"
    return Field(
        name,
        label,
        FieldKind.PASSWORD,
        hint=hint,
        error=errors.get(name, ""),
        autocomplete="current-password" if present else "new-password",
        maxlength=128,
        focus=present,
    )


def password_screen(*, forced: bool, errors: Mapping[str, str] | None = None) -> FormScreen:
    """Changing one's own password; ``forced`` when nothing else can be done before."""
    faults = errors or {}
    fields = (
        _password("present", "现在的密码", faults),
        _password("new", "新密码", faults, hint=PASSWORD_HINT),
        _password("again", "再次输入新密码", faults),
    )
    return FormScreen(
        title="修改密码",
        post_url=reverse("accounts:password"),
        fields=fields,
        submit="修改密码",
        lead=(
            "您的密码是一次性的，或已到更换期限。修改后即可继续工作。"
            if forced
            else "修改后，您在其他电脑上的登录会退出。"
        ),
        problems=problems_of(fields),
        back=None if forced else Action("返回工作台", url="/"),
    )


def first_admin_screen(
    given: Mapping[str, str], *, errors: Mapping[str, str] | None = None
) -> FormScreen:
    """Setting up the first administrator."""
    fields = _first_admin_fields(given, errors or {})
    return FormScreen(
        title="建立首位管理员",
        post_url=reverse("accounts:first"),
        fields=fields,
        submit="建立首位管理员",
        lead="首位管理员在市局，兼系统管理和安全管理：随后由其新增人员、授予岗位。管理员看不到任何申办件。",
        problems=problems_of(fields),
    )


def _first_admin_fields(given: Mapping[str, str], faults: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field(
            "code",
            "一次性代码",
            value=given.get("code", ""),
            hint="启动本系统的终端上显示的 20 位代码。",
            error=faults.get("code", ""),
            maxlength=40,
            focus=True,
        ),
        Field(
            "login",
            "登录名",
            value=given.get("login", ""),
            hint="以字母开头，由小写字母、数字、点、横线组成。",
            error=faults.get("login", ""),
            autocomplete="username",
            maxlength=32,
        ),
        Field(
            "name",
            "姓名",
            value=given.get("name", ""),
            error=faults.get("name", ""),
            autocomplete="name",
            maxlength=50,
        ),
        _password("password", "密码", faults, hint=PASSWORD_HINT),
        _password("again", "再次输入密码", faults),
    )
