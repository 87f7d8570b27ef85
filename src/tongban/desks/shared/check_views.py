"""The public page that checks a paper: by its QR code, or by the code typed in.

Open to everybody, asked by phone; it says nothing of the person.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.accounts.installation import is_demo
from tongban.accounts.requests import OpenRequest, sign_in_not_required
from tongban.cases.queries.paper_check import CheckedPaper, PaperState, checked_paper
from tongban.desks.shared.pieces import Fact, Tone
from tongban.desks.shared.rate import Rate, address_of
from tongban.standards.check_code import read, shown

RATE = Rate(most=30)
_TYPED = 40
"""Characters of what was typed that are shown again."""


@dataclass(frozen=True, slots=True)
class CheckScreen:
    """The page before and after a question; ``facts`` only of a paper that was found."""

    post_url: str
    typed: str = ""
    verdict: str = ""
    tone: Tone = Tone.NONE
    advice: str = ""
    facts: tuple[Fact, ...] = ()
    error: str = ""
    title: str = "文书核验"


_STATES = {
    PaperState.IN_FORCE: ("有效", Tone.OK, "请核对纸上的名称、编号和单位与下面一致；不一致的，纸面可能被改动过。"),
    PaperState.REPLACED: ("已有新的一份", Tone.WARN, "这一份不再使用，以新的一份为准。"),
    PaperState.VOID: ("已作废", Tone.BAD, "这一份已经作废，不能再使用。"),
    PaperState.OVER: ("已办结，不再使用", Tone.WARN, "这一份所办的事项已经办结或者已过期限，不再使用。"),
}  # fmt: skip
_MISSING = (
    "请对照纸上的核验码再输一次。扫码进来仍查不到的，这张纸不是由本系统打印的，请向出具单位核实。"
)
_NO_CODE = "核验码是 12 位字母和数字，印在二维码下面，例如 K7QM-2XRA-9PHC。"
_TOO_OFTEN = "查得太快了，请过一分钟再查。"


@sign_in_not_required
@require_safe
def ask(request: OpenRequest) -> HttpResponse:
    """The page to type a code in; ``?c=`` is what was typed."""
    if "c" not in request.GET:
        return _page(request, CheckScreen(reverse("check:ask")))
    return _checked(request, request.GET["c"][:_TYPED])


@sign_in_not_required
@require_safe
def scanned(request: OpenRequest, code: str) -> HttpResponse:
    """What the QR code on a paper leads to."""
    return _checked(request, code[:_TYPED])


def _checked(request: OpenRequest, typed: str) -> HttpResponse:
    url = reverse("check:ask")
    if not RATE.allows(address_of(request), at=request.at):
        return _page(request, CheckScreen(url, typed=typed, error=_TOO_OFTEN), status=429)
    code = read(typed)
    if not code:
        return _page(request, CheckScreen(url, typed=typed, error=_NO_CODE), status=422)
    found = checked_paper(code, at=request.at)
    if found is None:
        screen = CheckScreen(url, shown(code), "查无此件", Tone.BAD, _MISSING)
        return _page(request, screen, status=404)
    return _page(request, _screen(found, code=code, url=url))


def _screen(found: CheckedPaper, *, code: str, url: str) -> CheckScreen:
    words, tone, advice = _STATES[found.state]
    facts = (
        Fact("文书", found.title),
        Fact("编号", found.number),
        Fact("出具单位", found.unit_name),
        Fact("打印日期", f"{found.made_on:%Y-%m-%d}"),
    )
    return CheckScreen(url, shown(code), words, tone, advice, facts)


def _page(request: OpenRequest, screen: CheckScreen, *, status: int = 200) -> HttpResponse:
    context = {"screen": screen, "is_demo": is_demo()}
    answer = render(request, "shared/check.html", context, status=status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
