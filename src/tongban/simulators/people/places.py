"""Addresses, household stations and the division codes inside old ID numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tongban.policy.units import City, Unit, UnitKind

_ROADS = [
    "建设路",
    "解放路",
    "人民路",
    "共青团路",
    "太白楼路",
    "光河路",
    "车站街",
    "文化路",
    "育才路",
    "健康路",
    "新华街",
]
_VILLAGES = [
    "前王村",
    "后李村",
    "孔家村",
    "东颜村",
    "小孟庄",
    "大张村",
    "柳林村",
    "店子村",
    "河湾村",
    "石门村",
    "北庄村",
]
_ESTATES = ["阳光花园", "运河小区", "圣都家园", "杏坛小区", "龙泉新村", "兴唐花园", "望湖嘉园"]

_ELSEWHERE_IN_PROVINCE = (
    ("370102", "山东省济南市历下区", "济南市公安局历下区分局"),
    ("370202", "山东省青岛市市南区", "青岛市公安局市南分局"),
    ("370303", "山东省淄博市张店区", "淄博市公安局张店分局"),
    ("370403", "山东省枣庄市薛城区", "枣庄市公安局薛城分局"),
    ("370902", "山东省泰安市泰山区", "泰安市公安局泰山区分局"),
    ("371302", "山东省临沂市兰山区", "临沂市公安局兰山分局"),
    ("371402", "山东省德州市德城区", "德州市公安局德城分局"),
    ("371702", "山东省菏泽市牡丹区", "菏泽市公安局牡丹分局"),
)
_ELSEWHERE = (
    ("411403", "河南省商丘市睢阳区", "商丘市公安局睢阳分局"),
    ("320303", "江苏省徐州市云龙区", "徐州市公安局云龙分局"),
    ("341302", "安徽省宿州市埇桥区", "宿州市公安局埇桥分局"),
    ("230103", "黑龙江省哈尔滨市南岗区", "哈尔滨市公安局南岗分局"),
    ("510107", "四川省成都市武侯区", "成都市公安局武侯区分局"),
    ("450103", "广西壮族自治区南宁市青秀区", "南宁市公安局青秀分局"),
    ("150702", "内蒙古自治区呼伦贝尔市海拉尔区", "呼伦贝尔市公安局海拉尔分局"),
    ("110108", "北京市海淀区", "北京市公安局海淀分局"),
)
KASHGAR = ("653101", "新疆维吾尔自治区喀什地区喀什市", "喀什市公安局")

# When a code was given to newborns there: (last year, code), oldest first.
_FORMER: dict[str, tuple[tuple[int, str], ...]] = {
    "370811": ((1983, "372721"), (1993, "370811"), (2013, "370802")),
    "370871": ((1993, "370811"), (2013, "370802")),
    "370812": ((1983, "372722"), (1992, "370822"), (1995, "379017"), (2013, "370882")),
    "370881": ((1986, "370823"), (1995, "379003")),
    "370883": ((1992, "370825"), (1995, "379018")),
    "370830": ((1984, "372629"),),
    "370831": ((1984, "372630"),),
    "370832": ((1989, "372927"),),
}


@dataclass(frozen=True)
class Home:
    """Where a household is registered; `unit` is a station of the city or None."""

    division: str
    address: str
    unit: Unit | None
    office: str


def draw_home(own: random.Random, *, city: City) -> Home:
    """A household somewhere in the city."""
    return home_at(own, station=own.choice(city.of_kind(UnitKind.STATION)))


def home_at(own: random.Random, *, station: Unit) -> Home:
    """A household of this station."""
    stem = station.short_name.removesuffix("派出所")
    county, town = _town(station.division, stem)
    where = _street(own) if town.endswith("街道") else _village(own)
    # Addresses in a county-level city leave the prefecture out.
    region = "山东省" if county.endswith("市") else "山东省济宁市"
    return Home(
        division=station.division,
        address=f"{region}{county}{town}{where}",
        unit=station,
        office=station.name,
    )


def draw_elsewhere(own: random.Random, *, is_in_province: bool) -> Home:
    """A household outside the city."""
    places = _ELSEWHERE_IN_PROVINCE if is_in_province else _ELSEWHERE
    return home_outside(own, place=own.choice(places))


def home_outside(own: random.Random, *, place: tuple[str, str, str]) -> Home:
    """A household at this place outside the city."""
    division, name, office = place
    return Home(division=division, address=name + _street(own), unit=None, office=office)


def number_division(division: str, *, birth_year: int) -> str:
    """The code that an ID number first given there carries; numbers began in 1984."""
    given = max(1984, birth_year)
    for last_year, code in _FORMER.get(division, ()):
        if given <= last_year:
            return code
    # Zones have no code of GB/T 2260; their numbers carry the district around them.
    return "370811" if division == "370871" else division


def _street(own: random.Random) -> str:
    if own.random() < 0.5:
        return f"{own.choice(_ROADS)}{own.randint(1, 320)}号"
    building, entrance = own.randint(1, 40), own.randint(1, 4)
    room = 100 * own.randint(1, 18) + own.randint(1, 4)
    return f"{own.choice(_ESTATES)}{building}号楼{entrance}单元{room}室"


def _village(own: random.Random) -> str:
    return f"{own.choice(_VILLAGES)}{own.randint(1, 480)}号"


@cache
def _towns() -> tuple[tuple[str, str, str], ...]:
    text = resources.files("tongban.simulators.people").joinpath("data/townships.tsv")
    lines = [line.split("\t") for line in text.read_text("utf-8").splitlines()]
    return tuple((row[0], row[1], row[3]) for row in lines if row[0].isdigit())


def _town(division: str, stem: str) -> tuple[str, str]:
    """County and township for a station named after the township."""
    for code, county, town in _towns():
        if code == division and town.startswith(stem):
            return county, town
    county = next(county for code, county, _ in _towns() if code == division)
    return county, f"{stem}镇"
