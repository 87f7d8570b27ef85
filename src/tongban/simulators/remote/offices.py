"""Stations outside the city at which its households apply; names and codes are invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Office:
    """A station elsewhere: 12-character code (GA/T 380), name, division (GB/T 2260)."""

    code: str
    name: str
    division: str


def _offices(*given: tuple[str, str, str]) -> tuple[Office, ...]:
    return tuple(
        Office(f"{division}{55 + index % 9}0000", f"{bureau}{station}派出所", division)
        for index, (division, bureau, station) in enumerate(given)
    )


IN_PROVINCE = _offices(
    ("370102", "济南市公安局历下区分局", "泉城路"),
    ("370105", "济南市公安局天桥区分局", "北坦"),
    ("370202", "青岛市公安局市南分局", "香港中路"),
    ("370211", "青岛市公安局黄岛分局", "薛家岛"),
    ("370303", "淄博市公安局张店分局", "和平"),
    ("370403", "枣庄市公安局薛城分局", "临城"),
    ("370602", "烟台市公安局芝罘分局", "毓璜顶"),
    ("370902", "泰安市公安局泰山区分局", "岱庙"),
    ("371302", "临沂市公安局兰山分局", "银雀山"),
    ("371702", "菏泽市公安局牡丹分局", "南城"),
)
"""Other cities of the province."""

IN_OTHER_PROVINCES = _offices(
    ("110105", "北京市公安局朝阳分局", "望京"),
    ("120104", "天津市公安局南开分局", "体育中心"),
    ("310115", "上海市公安局浦东分局", "花木"),
    ("320302", "徐州市公安局鼓楼分局", "黄楼"),
    ("320505", "苏州市公安局虎丘分局", "枫桥"),
    ("330106", "杭州市公安局西湖区分局", "古荡"),
    ("341302", "宿州市公安局埇桥分局", "埇桥"),
    ("411403", "商丘市公安局睢阳分局", "古城"),
    ("440306", "深圳市公安局宝安分局", "西乡"),
    ("510107", "成都市公安局武侯区分局", "浆洗街"),
)
"""Other provinces."""


def known(offices: Sequence[Office], code: str) -> Office | None:
    """The office with this code."""
    return next((office for office in offices if office.code == code), None)


def bureau_of(home_office: str) -> str:
    """The county bureau above an office of the household, which signs: 商丘市公安局睢阳分局."""
    found = re.match(r".*?公安局(?:.{1,6}?分局)?", home_office)
    return found.group() if found else home_office
