"""Invented names for the officers of a demonstration, in a fixed order."""

from collections.abc import Iterator

_FAMILY = (
    "孔孟颜曾冉闵仲卜王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈"
    "彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝白崔康毛邱秦江史顾侯邵龙"
)
_MEN = (
    "建国 志远 庆东 传喜 广文 兴华 明亮 继伟 文涛 立新 振宇 春雷 景山 玉磊 德昌 书恒 海峰 宗岳 "
    "延庆 凡强 令川 祥麟 宪伟 繁星 昭阳 祥宇 庆丰 维民 守正 承志"
)
_WOMEN = (
    "桂兰 秀英 雪梅 晓燕 玉洁 敏 静怡 春霞 红 慧敏 丽华 婷婷 美玲 淑贞 倩 文静 爱华 佳宁 云霞 "
    "素芳 海燕 冬梅 思远 若兰 念慈 凤仪 青 书琴 亚楠 欣然"
)


def invented_names() -> Iterator[str]:
    """Names without end and always the same; the first several thousand are all different."""
    given = [name for pair in zip(_MEN.split(), _WOMEN.split(), strict=True) for name in pair]
    number = 0
    while True:
        turn, place = divmod(number, len(_FAMILY))
        yield _FAMILY[place] + given[(turn + place * 7) % len(given)]
        number += 1
