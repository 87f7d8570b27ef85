"""Which addresses a parcel can be sent to (第十一条)."""

import pytest

from tongban.policy.courier_address import courier_address_fault


@pytest.mark.parametrize(
    "address",
    [
        "山东省济宁市任城区古槐路1号",
        "山东省济宁市 任城区 古槐路 1 号",
        "山东省济宁市高新区崇文大道阳光花园3号楼2单元",
        "山东省济宁市济宁高新技术产业开发区洸河街道杏坛小区27号楼1单元904室",
        "山东省曲阜市鲁城街道明故城路12号",
        "山东省邹城市前王村36号",
        "山东省济宁市曲阜市鲁城街道明故城路12号",
        "山东省滕州市北辛街道幸福小区3号楼",
        "山东省济南市历下区泉城路5号",
        "北京市海淀区中关村南大街5号",
        "新疆维吾尔自治区喀什地区喀什市人民路8号",
        "内蒙古自治区锡林郭勒盟东乌珠穆沁旗乌里雅斯太镇3号",
        "河南省济源市沁园街道黄河路3号",
        "山西省太原市小店区亲贤街9号",
    ],
)
def test_whole_addresses(address: str) -> None:
    assert courier_address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "请填写收件地址"),
        ("济宁市任城区古槐路1号", "没有写省"),
        ("山东济宁市任城区古槐路1号", "没有写省"),
        ("山东省古槐路1号", "没有写市"),
        ("山东省济宁市古槐路1号", "没有写县"),
        ("山东省济宁市幸福小区3号楼", "没有写县"),
        ("山东省济宁市历下区古槐路1号", "济宁市没有“历下区”"),
        ("北京市中关村南大街5号", "没有写县"),
        ("山东省济宁市任城区", "不够详细"),
        ("山东省济宁市任城区古槐路", "不够详细"),
        ("山东省济宁市任城区越河派出所", "不能是派出所"),
        ("山东省济宁市任城区越河路3号派出所户籍室", "不能是派出所"),
        ("山东省济宁市公安局任城区分局", "没有“公安局任城区”"),
        ("香港特别行政区中西区皇后大道1号", "内地"),
    ],
)
def test_addresses_that_lack_something(address: str, why: str) -> None:
    found = courier_address_fault(address)
    assert found is not None
    assert why in found
    assert found.endswith("。")


def test_a_building_named_after_a_station_is_no_station() -> None:
    assert courier_address_fault("山东省济宁市任城区越河派出所家属院3号楼2单元") is None
