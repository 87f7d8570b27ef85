"""Opening a picture that somebody sent: limits first, then upright 8-bit RGB without metadata."""

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 100_000_000
FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
# A JPEG larger than this is halved while it is decoded: 358 by 441 needs far less.
_ENOUGH = (3000, 3000)
_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class Refused(StrEnum):
    """Why a file is no picture for us."""

    NOT_AN_IMAGE = "NOT_AN_IMAGE"
    TOO_LARGE = "TOO_LARGE"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    DAMAGED = "DAMAGED"

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return _SENTENCES[self]


_SENTENCES = {
    Refused.NOT_AN_IMAGE: "这不是能识别的照片文件。请选择 JPEG、PNG、BMP 或 WebP 格式的照片，或者重新拍摄。",
    Refused.TOO_LARGE: "照片文件超过 20 MB。请缩小后再上传，或者用本台相机重新拍摄。",
    Refused.TOO_MANY_PIXELS: "照片超过 1 亿像素。请缩小后再上传，或者用本台相机重新拍摄。",
    Refused.DAMAGED: "照片文件不完整或已损坏。请重新上传，或者重新拍摄。",
}


class PictureRefused(ValueError):
    """The content cannot be used; ``reason`` says why, ``str()`` says it in Chinese."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """``image`` is upright RGB; ``width`` and ``height`` are those of the file, upright."""

    image: Image.Image
    width: int
    height: int


def open_picture(content: bytes) -> Picture:
    """Decode a picture within the limits. Raises ``PictureRefused``."""
    if len(content) > MAX_BYTES:
        raise PictureRefused(Refused.TOO_LARGE)
    image = _header(content)
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused(Refused.TOO_MANY_PIXELS)
    width, height = image.size
    try:
        is_turned = image.getexif().get(_ORIENTATION) in _TURNED
        image.draft("RGB", _ENOUGH)
        image.load()
        upright = ImageOps.exif_transpose(image)
        rgb = _rgb(upright)
    except (OSError, SyntaxError, ValueError, ZeroDivisionError):
        raise PictureRefused(Refused.DAMAGED) from None
    if is_turned:
        width, height = height, width
    rgb.info.clear()
    return Picture(image=rgb, width=width, height=height)


def _header(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise PictureRefused(Refused.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureRefused(Refused.NOT_AN_IMAGE) from None


def _rgb(image: Image.Image) -> Image.Image:
    """8-bit sRGB; transparency becomes white, a colour profile is applied."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB")
