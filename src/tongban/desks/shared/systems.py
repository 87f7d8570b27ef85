"""The upstream systems in the words of the pages: their short names, and what works without them."""

from __future__ import annotations

from collections.abc import Mapping

SYSTEMS: Mapping[str, tuple[str, str]] = {
    "population": (
        "省实有人口系统",
        "户籍在山东的人要等它恢复才能查询、送审；外省户籍的照常查询，已受理的件照常缴费、签名、发证。",
    ),
    "national_register": (
        "部人口信息系统",
        "外省户籍的人暂时查不到；户籍在山东的照常查询受理，已受理的件照常办。",
    ),
    "treasury": ("省财政缴费", "支付码暂时出不来；可以先收现金，恢复后代缴，受理照常进行。"),
    "card_centre": ("省厅制证中心", "制证单会在恢复后自动补发，受理和审核照常进行。"),
    "sms": ("短信", "领取通知请改用电话，其余照常进行。"),
    "residence": ("居住登记平台", "居住登记情况稍后再查，不影响受理。"),
    "credit": ("信用信息共享交换平台", "名单以最近一次推送为准，请留意推送时间。"),
    "province_remote": (
        "省异地受理签发模块",
        "外市受理的件和外市的答复暂时取不到，恢复后自动取回；其余照常进行。",
    ),
    "national_remote": (
        "全国异地受理系统",
        "外省受理的件和外省的答复暂时取不到，跨省送审会在恢复后自动补发。",
    ),
    "post": (
        "邮政速递",
        "邮件动态暂时取不到，恢复后自动补收；可拨 11183 查询，其余照常进行。",
    ),
    "devices": ("本机读卡器和指纹仪", "请检查设备连接；可以手工录入号码、从文件导入照片。"),
}
"""By the name of the port: the short name; what still works while it is away."""


def system_name(port: str) -> str:
    """Return the short name of a system as pages show it."""
    return SYSTEMS.get(port, (port, ""))[0]
