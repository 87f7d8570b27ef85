"""Pages for what goes wrong: calm, with what to do next, and without any detail of the request."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SENTENCES = {
    400: ("请求无法识别", "请返回上一页，重新填写后再提交。"),
    403: ("不能办理这一步", "页面停留过久，或当前身份没有这项权限。请返回上一页刷新后再试。"),
    404: ("没有找到", "地址有误，或该件不在本单位可见范围内。请从工作台重新进入。"),
    413: ("文件太大", "一次上传不能超过 64 MB。请压缩后重新选择文件，已填写的内容没有丢失。"),
    500: ("系统出错了", "这一步没有办成，也没有改动任何数据。请稍后重试；仍不行请联系管理员。"),
    503: ("暂时无法办理", "数据库正在恢复，这一步没有改动任何数据。请稍等片刻后重试。"),
}


def error_page(request: HttpRequest, *, status: int) -> HttpResponse:
    """The page for `status`, one of `SENTENCES`."""
    title, advice = SENTENCES[status]
    context = {"status": status, "title": title, "advice": advice}
    return HttpResponse(render_to_string("shared/errors/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return error_page(request, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return error_page(request, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is too old, or that another site made."""
    return error_page(request, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return error_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return error_page(request, status=500)
