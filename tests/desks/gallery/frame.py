"""Sample head and frame, and drawn faces of people who do not exist."""

from datetime import UTC, datetime

from tongban.desks.shared.chrome import Banner, Chrome, NavItem, UpstreamDot
from tongban.desks.shared.pieces import Link, Tone

NOW = datetime(2026, 11, 23, 2, 42, 18, tzinfo=UTC)
AFTERNOON = datetime(2026, 11, 23, 4, 48, 3, tzinfo=UTC)
LONG_NAME = "阿卜杜拉提普·买买提吐尔逊江·阿不都热合曼尼亚孜江"

_DOTS = (
    UpstreamDot("省实有人口信息管理系统", Tone.OK, "正常"),
    UpstreamDot("省人口系统异地受理签发模块", Tone.OK, "正常"),
    UpstreamDot("全国异地受理系统", Tone.OK, "正常"),
    UpstreamDot("省财政缴费", Tone.WARN, "缓慢"),
)
DOWN = Banner(
    title="省财政缴费暂时不通",
    text="受理、采集、合成、签名都照常；支付码恢复后自动补上，现金可以先收。",
    tone=Tone.WARN,
    link=Link("查看上游情况", "/upstream/"),
)


def chrome(
    unit: str, officer: str, roles: str, nav: tuple[NavItem, ...], *, trouble: bool = False
) -> Chrome:
    """The frame for one officer."""
    return Chrome(
        unit_name=unit,
        officer_name=officer,
        role_words=roles,
        nav=nav,
        find_url="/find/",
        sign_out_url="/sign-out/",
        help_url="/help/",
        officer_links=(Link("修改密码", "/password/"),),
        upstream=_DOTS,
        upstream_url="/upstream/",
        banners=(DOWN,) if trouble else (),
        demo=True,
    )


STATION_NAV = (
    NavItem("受理", "/station/intake/", active=True),
    NavItem("退回", "/station/returns/", 1),
    NavItem("证件", "/station/cards/", 12),
    NavItem("档案", "/station/files/"),
)
COUNTY_NAV = (
    NavItem("审核签发", "/county/review/", 37, active=True),
    NavItem("证件流转", "/county/cards/", 4),
    NavItem("所辖派出所", "/county/stations/"),
    NavItem("通报", "/county/bulletins/"),
)
CITY_NAV = (
    NavItem("今日", "/city/", active=True),
    NavItem("督办", "/city/chase/", 4),
    NavItem("考核通报", "/city/bulletins/"),
    NavItem("上游监测", "/city/upstream/"),
    NavItem("政策", "/city/policy/"),
    NavItem("单位人员", "/city/units/"),
)


def face(hair: str, skin: str) -> str:
    """A drawn portrait of nobody, 358 × 441."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="358" height="441"
 viewBox="0 0 358 441">
<rect width="358" height="441" fill="#fff"/>
<path d="M20 441c8-86 62-112 108-118h102c46 6 100 32 108 118z" fill="#3d4a5c"/>
<path d="M128 300h102v40c-20 26-82 26-102 0z" fill="#e3bfa4"/>
<ellipse cx="179" cy="205" rx="98" ry="128" fill="{skin}"/>
<path d="M78 190c-6-118 46-160 101-160s108 40 101 160c-12-60-34-84-101-84s-90 26-101 84z"
 fill="{hair}"/>
<ellipse cx="140" cy="205" rx="11" ry="6" fill="#33261f"/>
<ellipse cx="218" cy="205" rx="11" ry="6" fill="#33261f"/>
<path d="M179 212l-9 40h18" fill="none" stroke="#c99b7d" stroke-width="4"/>
<path d="M150 284q29 16 58 0" fill="none" stroke="#b3705e" stroke-width="6"
 stroke-linecap="round"/></svg>"""


_PAPER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 540"><rect width="860" height="540"'
    ' fill="#eef2f6"/><rect x="60" y="70" width="430" height="26" fill="#b8c3d0"/><rect x="60"'
    ' y="150" width="500" height="16" fill="#cdd5de"/><rect x="60" y="200" width="460" height="16"'
    ' fill="#cdd5de"/><rect x="600" y="110" width="190" height="240" fill="#d9e0e8"/></svg>'
)
_PRINT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 360" fill="none" stroke="#5a6675"'
    ' stroke-width="5"><rect width="256" height="360" fill="#fff" stroke="none"/>'
    + "".join(
        f'<ellipse cx="128" cy="{170 + r // 4}" rx="{r * 0.7:.0f}" ry="{r}"/>'
        for r in range(12, 150, 15)
    )
    + "</svg>"
)
PICTURES = {
    "/pic/old.svg": face("#2b2420", "#efcdb3"),
    "/pic/live.svg": face("#5b4a3f", "#e8c2a4"),
    "/pic/grey.svg": face("#77706a", "#efcdb3"),
    "/pic/paper.svg": _PAPER,
    "/pic/print.svg": _PRINT,
}
