"""From a picture to the standard photo: 358 by 441, 350 dpi, 24-bit JPEG (GA/T 461).

No face is looked for here: the officer's frame decides what is cut, the middle otherwise.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from tongban.biometrics.frames import PHOTO_HEIGHT, PHOTO_WIDTH, Frame, centred, fitted
from tongban.biometrics.measures import Measure, measure
from tongban.biometrics.picture import Picture, PictureRefused, Refused, open_picture

MEDIA_TYPE = "image/jpeg"
_DPI = (350, 350)
_QUALITY = 70


@dataclass(frozen=True, slots=True)
class PhotoResult:
    """The cut photo with its measures, or why there is none.

    ``frame`` is the frame used, inside the upright picture of ``width`` by ``height`` pixels;
    ``content`` carries no metadata of the original.
    """

    content: bytes
    frame: Frame | None
    width: int
    height: int
    measures: tuple[Measure, ...]
    refused: Refused | None = None

    @property
    def unmet(self) -> tuple[Measure, ...]:
        """The checks that are not met, advice included."""
        return tuple(one for one in self.measures if not one.is_met)

    @property
    def is_usable(self) -> bool:
        """Whether there is a photo and nothing but advice speaks against it."""
        return self.refused is None and all(one.check.is_advice for one in self.unmet)

    def report(self) -> dict[str, object]:
        """What is kept beside the photo: measured and allowed values, as plain JSON."""
        return {"usable": self.is_usable, "measures": measures_report(self.measures)}


def measures_report(measures: Iterable[Measure]) -> list[dict[str, object]]:
    """The measures of a report, as pages read them again."""
    return [
        {
            "code": one.check.value,
            "label": one.check.label,
            "measured": one.measured,
            "allowed": one.allowed,
            "met": one.is_met,
            "advice": one.check.is_advice,
            "sentence": one.sentence,
        }
        for one in measures
    ]


def judge_and_crop(content: bytes, *, frame: Frame | None = None) -> PhotoResult:
    """Cut the standard photo out of a picture and measure it.

    ``frame``: the officer's, brought to 358:441 inside the picture; None: the middle. A file
    that is no usable picture gives a result with ``refused`` and no content.
    """
    try:
        picture = open_picture(content)
    except PictureRefused as refusal:
        return PhotoResult(b"", None, 0, 0, (), refusal.reason)
    size = {"width": picture.width, "height": picture.height}
    used = fitted(frame, **size) if frame else centred(**size)
    photo = _cut(picture, used)
    _, _, wide, high = used.pixels(**size)
    return PhotoResult(
        content=_jpeg(photo),
        frame=used,
        width=picture.width,
        height=picture.height,
        measures=measure(photo, cut_width=wide, cut_height=high),
    )


def _cut(picture: Picture, frame: Frame) -> Image.Image:
    image = picture.image
    left, top = frame.x * image.width, frame.y * image.height
    right, bottom = left + frame.w * image.width, top + frame.h * image.height
    box = (left, top, min(right, image.width), min(bottom, image.height))
    return image.resize((PHOTO_WIDTH, PHOTO_HEIGHT), Image.Resampling.LANCZOS, box=box)


def _jpeg(photo: Image.Image) -> bytes:
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=_QUALITY, dpi=_DPI, optimize=True)
    return out.getvalue()
