"""What is measured on a photo, what is allowed, and what to do when it is not met.

Only what plain pixels can tell: size, colour, light, ground (GA/T 461: 24-bit colour, plain white
ground). Limits are wide on purpose: a person judges, and nothing here may turn anybody away.
"""

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageStat

from tongban.biometrics.frames import PHOTO_HEIGHT, PHOTO_WIDTH

GREY_BELOW = 6.0
DARK_BELOW = 60.0
BRIGHT_ABOVE = 225.0
WHITE_FROM = 215.0
UNEVEN_ABOVE = 22.0


class Check(StrEnum):
    """A check and its name on screen."""

    LOW_RESOLUTION = "LOW_RESOLUTION"
    GREY = "GREY"
    TOO_DARK = "TOO_DARK"
    TOO_BRIGHT = "TOO_BRIGHT"
    BACKGROUND_NOT_WHITE = "BACKGROUND_NOT_WHITE"
    BACKGROUND_UNEVEN = "BACKGROUND_UNEVEN"

    @property
    def label(self) -> str:
        """The measured thing in the words of the screen."""
        return _TEXTS[self][0]

    @property
    def sentence(self) -> str:
        """What to do when the check is not met."""
        return _TEXTS[self][1]

    @property
    def is_advice(self) -> bool:
        """Whether the photo may be kept as it is when the officer thinks it will do."""
        return self in {Check.BACKGROUND_NOT_WHITE, Check.BACKGROUND_UNEVEN}


_TEXTS = {
    Check.LOW_RESOLUTION: (
        "裁剪区域像素",
        "选框内的画面太小，印出来会模糊。请靠近一些重新拍摄，或者放大选框。",
    ),
    Check.GREY: ("色彩", "这是黑白照片。标准照片须为彩色，请重新拍摄。"),
    Check.TOO_DARK: (
        "亮度下限",
        "照片偏暗，面部看不清。请打开补光灯，或者请申领人面向光源重新拍摄。",
    ),
    Check.TOO_BRIGHT: ("亮度上限", "照片过亮，面部细节丢失。请调低补光或者避开直射光重新拍摄。"),
    Check.BACKGROUND_NOT_WHITE: (
        "背景白度",
        "背景偏暗或者偏色。请使用白色背景布，并让申领人与背景保持半米以上距离。",
    ),
    Check.BACKGROUND_UNEVEN: (
        "背景均匀度",
        "背景有阴影、边框或者杂物。请整理背景、补背景光后重新拍摄，或者缩小选框避开。",
    ),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One check on one photo; ``measured`` and ``allowed`` are ready to be shown."""

    check: Check
    measured: str
    allowed: str
    is_met: bool

    @property
    def sentence(self) -> str:
        """What to do; empty when the check is met."""
        return "" if self.is_met else self.check.sentence


def measure(photo: Image.Image, *, cut_width: int, cut_height: int) -> tuple[Measure, ...]:
    """Measure a photo of standard size that was cut from so many pixels of the original."""
    colour = _chroma(photo)
    light = _light(photo)
    white, spread = _ground(photo)
    return (
        Measure(
            Check.LOW_RESOLUTION,
            f"{cut_width}×{cut_height} 像素",
            f"不小于 {PHOTO_WIDTH}×{PHOTO_HEIGHT} 像素",
            cut_width >= PHOTO_WIDTH and cut_height >= PHOTO_HEIGHT,
        ),
        Measure(Check.GREY, f"{colour:.0f}", f"不低于 {GREY_BELOW:.0f}", colour >= GREY_BELOW),
        Measure(Check.TOO_DARK, f"{light:.0f}", f"不低于 {DARK_BELOW:.0f}", light >= DARK_BELOW),
        Measure(
            Check.TOO_BRIGHT, f"{light:.0f}", f"不高于 {BRIGHT_ABOVE:.0f}", light <= BRIGHT_ABOVE
        ),
        Measure(
            Check.BACKGROUND_NOT_WHITE,
            f"{white:.0f}",
            f"不低于 {WHITE_FROM:.0f}",
            white >= WHITE_FROM,
        ),
        Measure(
            Check.BACKGROUND_UNEVEN,
            f"{spread:.0f}",
            f"不高于 {UNEVEN_ABOVE:.0f}",
            spread <= UNEVEN_ABOVE,
        ),
    )


def _chroma(photo: Image.Image) -> float:
    """Strength of colour, 0..127, at the strongest tenth of the pixels: a face is enough."""
    _, blue, red = photo.resize((90, 110)).convert("YCbCr").split()
    strength = [
        max(abs(int(b) - 128), abs(int(r) - 128))
        for b, r in zip(blue.tobytes(), red.tobytes(), strict=True)
    ]
    return float(sorted(strength)[len(strength) * 9 // 10])


def _light(photo: Image.Image) -> float:
    """Mean brightness 0..255 where the face is expected."""
    wide, high = photo.size
    face = photo.crop((wide * 3 // 10, high * 3 // 10, wide * 7 // 10, high * 7 // 10))
    return ImageStat.Stat(face.convert("L")).mean[0]


def _ground(photo: Image.Image) -> tuple[float, float]:
    """Darkest channel's mean and the brightness' spread in the upper corners, 0..255."""
    wide, high = photo.size
    strip, deep = wide // 9, high // 3
    corners = Image.new("RGB", (strip * 2, deep))
    corners.paste(photo.crop((0, 0, strip, deep)), (0, 0))
    corners.paste(photo.crop((wide - strip, 0, wide, deep)), (strip, 0))
    return min(ImageStat.Stat(corners).mean), ImageStat.Stat(corners.convert("L")).stddev[0]
