"""Every sample page as HTML: name and text."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from tests.desks.gallery import bureaus, checks, elsewhere, frame, intake, one

from tongban.desks.shared.chrome import Chrome
from tongban.desks.shared.fields import Field, FieldKind, Problem
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, KeyHint
from tongban.desks.shared.screens import (
    DemoAccount,
    DemoGroup,
    DemoUnit,
    FindHit,
    FindScreen,
    HelpScreen,
    SignInScreen,
)

STATION = frame.chrome("任城区分局 古槐派出所", "李建国", "受理、证件", frame.STATION_NAV)
TROUBLE = frame.chrome(
    "任城区分局 古槐派出所", "李建国", "受理、证件", frame.STATION_NAV, trouble=True
)
COUNTY = frame.chrome("任城区分局 户政科", "周敏", "审核签发、督导", frame.COUNTY_NAV)
CITY = frame.chrome("济宁市公安局 户政支队", "赵建军", "督导", frame.CITY_NAV)


def _page(template: str, screen: object, chrome: Chrome | None) -> SafeString:
    context = {"screen": screen, "chrome": chrome, "csrf_token": "sample"}
    return render_to_string(template, context)


def _unit(name: str, code: str) -> DemoUnit:
    return DemoUnit(
        name,
        (
            DemoAccount(f"{code}01", "李建国", "受理"),
            DemoAccount(f"{code}02", "王芳", "受理、证件"),
        ),
    )


def sign_in(*, wrong: bool = False, demo: bool = True) -> SignInScreen:
    """The sign-in page of the demonstration."""
    counties = ("任城区分局", "兖州区分局", "曲阜市局", "邹城市局", "微山县局", "鱼台县局")
    return SignInScreen(
        post_url="/sign-in/",
        login=Field("login", "账号", value="rc0101" if wrong else "", focus=True),
        password=Field("password", "密码", FieldKind.PASSWORD),
        city_name="济宁市公安局",
        problems=(Problem("账号或密码不对，请核对后再试", "f-password"),) if wrong else (),
        demo=demo,
        demo_password="tongban-demo",
        demo_groups=tuple(
            DemoGroup(
                county,
                (
                    DemoUnit(
                        f"{county} 户政科",
                        (
                            DemoAccount("a1", "周敏", "审核签发"),
                            DemoAccount("a2", "孙立", "证件、督导"),
                        ),
                    ),
                    *(_unit(f"{place}派出所", place) for place in ("古槐", "阜桥", "越河")),
                ),
                open=at == 0,
            )
            for at, county in enumerate(counties)
        ),
    )


def help_screen() -> HelpScreen:
    """The help page."""
    return HelpScreen(
        flow_url="/pic/paper.svg",
        keys_by_desk=(
            ("受理", (KeyHint(("Alt", "1…9"), "步骤"), KeyHint(("F2",), "读卡"))),
            ("审核签发", (KeyHint(("A", "↵"), "通过并签发"), KeyHint(("R",), "退回并说明"))),
        ),
        terms=(
            Fact(
                "容缺受理", "没有证件也能受理：历史信息、现场比对、民警确认、书面承诺四项都做到。"
            ),
            Fact("质量回馈", "审核未通过，退回受理地派出所改好再送。"),
        ),
    )


def pages() -> dict[str, str]:
    """All samples."""
    drawn: dict[str, str] = {
        name: _page("station/intake.html", screen, STATION)
        for name, screen in intake.samples().items()
    }
    drawn["intake-trouble"] = _page(
        "station/intake.html", intake.samples()["intake-3-compare"], TROUBLE
    )
    review = "county/review.html"
    drawn["review"] = _page(review, bureaus.review(), COUNTY)
    drawn["review-long"] = _page(review, bureaus.review(frame.LONG_NAME, rows=50), COUNTY)
    drawn["review-late"] = _page(review, bureaus.review(due=bureaus.LATE), COUNTY)
    drawn["case"] = _page("shared/case.html", one.case(), COUNTY)
    drawn["case-incoming"] = _page("shared/case.html", elsewhere.one(one.case()), COUNTY)
    drawn["settle"] = _page("shared/settle.html", elsewhere.settle(), COUNTY)
    drawn["review-incoming"] = _page(review, elsewhere.review_incoming(), COUNTY)
    unknown = elsewhere.review_incoming(frame.LONG_NAME, is_known=False)
    drawn["review-unknown"] = _page(review, unknown, COUNTY)
    drawn["review-return"] = _page(review, bureaus.review(opened=True), COUNTY)
    drawn["review-empty"] = _page(review, bureaus.review_empty(), COUNTY)
    drawn["overview"] = _page("city/overview.html", bureaus.overview(), CITY)
    drawn["overview-calm"] = _page("city/overview.html", bureaus.overview(calm=True), CITY)
    demo = replace(STATION, nav=(), banners=())
    drawn["sign-in"] = _page("shared/sign_in.html", sign_in(), None)
    drawn["sign-in-wrong"] = _page("shared/sign_in.html", sign_in(wrong=True, demo=False), None)
    for name, asked in checks.samples().items():
        drawn[name] = _page("shared/check.html", asked, None)
    drawn["find"] = _page(
        "shared/find.html",
        FindScreen("/find/", "颜", True, (FindHit("受理中", "颜𬭎", "今天 10:20 开始", "/x/"),)),
        demo,
    )
    drawn["help"] = _page("shared/help.html", help_screen(), STATION)
    for status in (400, 403, 404, 409, 500):
        drawn[f"error-{status}"] = render_to_string(
            f"shared/errors/{status}.html",
            {
                "changes": ("周敏 10:41 已通过并签发",) if status == 409 else (),
                "actions": (Action("看最新情况", url="/", style=ActionStyle.PRIMARY),)
                if status == 409
                else (),
                "chrome": STATION if status == 409 else None,
                "csrf_token": "sample",
            },
        )
    return drawn
