"""Pages for what no view foresaw: calm, with what to do next, and without the request's content."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from tongban.desks.shared.errors import Trouble, answer

_BAD = Trouble(400, "请求无法识别", "请返回上一页，重新填写后再提交。")
_DENIED = Trouble(
    403, "不能办理这一步", "页面停留过久，或当前身份没有这项权限。请返回上一页，刷新后再试。"
)
_MISSING = Trouble(404, "没有找到", "地址有误，或者不在本单位可见范围内。请从工作台重新进入。")
TOO_LARGE = Trouble(413, "文件太大", "一次上传不能超过 64 MB。请返回上一页，换小一些的文件。")
# A fault can strike after the change was stored, so neither outcome is claimed.
_BROKEN = Trouble(
    500, "系统出错了", "这一步没有得到确认。请查看最新情况，需要时再办一次；仍不行请联系管理员。"
)
_AWAY = Trouble(
    503, "暂时无法办理", "数据库正在恢复，这一步没有得到确认。请稍等片刻，查看最新情况后再办。"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return answer(request, _BAD)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return answer(request, _DENIED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is too old, or that another site made."""
    return answer(request, _DENIED)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return answer(request, _MISSING)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: "not now" instead of "broken" while the database is away."""
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    return answer(request, _AWAY if is_away else _BROKEN)
