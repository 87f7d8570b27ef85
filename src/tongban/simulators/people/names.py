"""Names for people who do not exist."""

from __future__ import annotations

import random

_SURNAMES = (
    "王李张刘陈杨赵孙周吴徐朱高郭林马罗宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
    "孔孔孔颜颜孟孟曾闵仲宓步亓郗满渠靳国巩"
)
_DOUBLE = ("欧阳", "东野", "上官", "诸葛", "司马", "颛孙")
_HUI = "马沙丁常白杨米哈"
_MALE = {
    1960: "建国 建军 国强 志强 德福 庆华 永胜 传忠 广义 兆祥 宪法 繁荣 祥龙 令军 德成 玉山 保国",
    1985: "伟 强 磊 军 勇 涛 鹏 超 斌 刚 凯 亮 志远 海涛 庆伟 令辉 垂林 佑民 晓东 振华",
    2030: "浩然 子轩 宇航 梓豪 俊杰 博文 一诺 明轩 思源 睿 晨阳 奕辰 佳明 子墨 泽宇 令泽 垂恩",
}
_FEMALE = {
    1960: "秀英 桂兰 玉兰 凤英 素珍 秀荣 桂英 翠兰 爱华 玉珍 庆兰 广英 传芝 月娥 淑贞",
    1985: "芳 娜 敏 静 丽 燕 艳 娟 霞 红梅 海燕 晓燕 春玲 庆玲 令芹 秀丽 玉洁",
    2030: "梓涵 欣怡 雨桐 诗涵 佳怡 思涵 若曦 梦琪 语嫣 子涵 雅静 一诺 可馨 令仪 垂萱",
}
_TURKIC = (
    "阿卜杜拉",
    "买买提",
    "麦麦提",
    "吐尔逊",
    "艾尼瓦尔",
    "古丽巴哈尔",
    "热依汗",
    "阿依努尔",
    "努尔艾力",
)

RARE_NAMES: tuple[str, ...] = ("颜𬭎", "孔䶮", "王㐂", "李𠮷", "孟𬱖", "张㛃")
"""Characters outside the first 20,902, from several planes; fonts often lack them."""

LONG_NAME = "阿卜杜热合曼·买买提图尔荪江·阿卜杜喀迪尔·吐尔逊"
"""25 characters with U+00B7, as long as 民委发〔2016〕33号 demands."""


def draw_name(own: random.Random, *, is_male: bool, birth_year: int, ethnicity: str) -> str:
    """A plausible full name for sex, generation and ethnic group (GB/T 3304 code)."""
    if ethnicity == "05":
        return "·".join(own.sample(_TURKIC, 2))
    book = _MALE if is_male else _FEMALE
    generation = next(years for years in book if birth_year < years)
    given = own.choice(book[generation].split())
    if ethnicity == "03":
        return own.choice(_HUI) + given
    surname = own.choice(_DOUBLE) if own.random() < 0.008 else own.choice(_SURNAMES)
    return surname + given
