"""Whether an address can be delivered to by the courier (第十一条: 申请人登记地址)."""

from __future__ import annotations

import re

from tongban.standards import divisions

_JINING = "济宁市"
_UNDER_THE_PROVINCE = frozenset({"曲阜市", "邹城市"})
_FUNCTIONAL = frozenset(
    {
        *("高新区", "高新技术产业开发区", "济宁高新技术产业开发区", "济宁高新区"),
        *("北湖区", "北湖新区", "太白湖新区", "济宁北湖省级旅游度假区"),
        *("经开区", "经济开发区", "济宁经济开发区", "济宁经济技术开发区"),
    }
)
"""Districts of Jining that have households and no entry of their own among the divisions."""
_NOT_MAILED_TO = frozenset({"71", "81", "82", "83"})
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_CITY = re.compile(r".{1,10}?(?:市|自治州|州|盟|地区)")
_COUNTY = re.compile(r".{1,13}?(?:(?<![小社园街厂校院库])区|县|市|旗)")
_TOWNSHIP = re.compile(r".{1,10}?(?:街道|镇|乡)")
_STATION = re.compile(r"(?:派出所|公安局|公安分局|分局|警务室)(?:户籍)?(?:大厅|窗口|室)?$")
_NUMBERED = re.compile(r"[0-9０-９一二三四五六七八九十百]|村|庄|屯|组|院|楼|厦|家园|花园")
_SHORTEST = 4
WHOLE = "请从省写起：省、市、县（市、区）、街道或乡镇、门牌号。"


def courier_address_fault(address: str) -> str | None:
    """Return what is wrong with an address as a sentence; None when a parcel can be sent there."""
    text = "".join(address.split())
    if not text:
        return f"请填写收件地址。{WHOLE}"
    code = next((c for c, name in divisions.PROVINCES.items() if text.startswith(name)), None)
    if code is None:
        return f"收件地址没有写省（自治区、直辖市）全称。{WHOLE}"
    if code in _NOT_MAILED_TO:
        return "证件速递只寄内地地址，请改填内地地址，或选择到派出所领取。"
    rest = text.removeprefix(divisions.PROVINCES[code])
    detail, fault = _after_county(rest, has_city=code not in _MUNICIPALITIES)
    if fault:
        return fault
    if _STATION.search(text):
        return "收件地址不能是派出所：到所领取的请选“到派出所领取”，不用邮寄。"
    if len(detail) < _SHORTEST or not _NUMBERED.search(detail):
        return "收件地址不够详细，请写到路名和门牌号，或村组、小区楼号。"
    return None


def _after_county(rest: str, *, has_city: bool) -> tuple[str, str]:
    """What follows the county, or what is wrong with city and county."""
    if has_city:
        city = _CITY.match(rest)
        if city is None:
            return "", f"收件地址没有写市（州、盟）。{WHOLE}"
        rest = rest[city.end() :]
        if city.group() in _UNDER_THE_PROVINCE:
            return rest, ""
        county = _COUNTY.match(rest)
        if county is None and _TOWNSHIP.match(rest):
            # A county-level city written straight after the province.
            return rest, ""
        if county and city.group() == _JINING and county.group() not in _counties():
            return "", f"济宁市没有“{county.group()}”，请核对县（市、区）。"
    else:
        county = _COUNTY.match(rest)
    if county is None:
        return "", f"收件地址没有写县（市、区）。{WHOLE}"
    return rest[county.end() :], ""


def _counties() -> frozenset[str]:
    """Names that may stand after 济宁市; those abolished long ago are still written."""
    listed = (divisions.find(f"3708{n:02d}") for n in range(2, 100))
    names = {d.name.removeprefix(f"山东省{_JINING}").removeprefix("山东省") for d in listed if d}
    return frozenset(names) | _FUNCTIONAL
