"""Whatever is sent as a photo becomes the standard photo or a sentence that says what to do."""

import io
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from tongban.biometrics.frames import PHOTO_HEIGHT, PHOTO_WIDTH, Frame, fitted
from tongban.biometrics.measures import Check
from tongban.biometrics.photo import judge_and_crop
from tongban.biometrics.picture import MAX_BYTES, Refused


def portrait(
    size: tuple[int, int] = (900, 1200), *, ground: str = "white", skin: str = "#d9a889"
) -> Image.Image:
    picture = Image.new("RGB", size, ground)
    wide, high = size
    draw = ImageDraw.Draw(picture)
    draw.ellipse((wide * 0.22, high * 0.1, wide * 0.78, high * 0.75), fill=skin)
    draw.rectangle((wide * 0.1, high * 0.8, wide * 0.9, high), fill="#2b3a55")
    return picture


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def unmet(content: bytes) -> set[Check]:
    return {one.check for one in judge_and_crop(content).unmet}


def test_the_standard_photo_has_the_standards_measures() -> None:
    result = judge_and_crop(encoded(portrait(), quality=95))
    photo = opened(result.content)
    assert (photo.size, photo.mode, photo.format) == ((358, 441), "RGB", "JPEG")
    assert photo.info["dpi"] == (350, 350)
    assert result.is_usable
    assert 4_000 < len(result.content) < 40_000
    assert (result.width, result.height) == (900, 1200)


def test_metadata_is_stripped() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    exif[0x9286] = "where it was taken"
    content = encoded(portrait(), exif=exif, comment=b"a name")
    result = judge_and_crop(content).content
    assert b"a maker" in content
    for trace in (b"a maker", b"where", b"a name", b"Exif"):
        assert trace not in result


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_set_upright(orientation: int) -> None:
    upright = portrait()
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(turns[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = judge_and_crop(encoded(stored, exif=exif, quality=95))
    assert (result.width, result.height) == (900, 1200)
    colour = opened(result.content).getpixel((179, 430))
    assert isinstance(colour, tuple)
    assert colour[2] > colour[0], "the shoulders are below"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "BMP", "WEBP", "MPO"])
def test_formats(form: str) -> None:
    assert judge_and_crop(encoded(portrait(), form)).is_usable


@pytest.mark.parametrize("mode", ["RGBA", "P", "CMYK"])
def test_modes_become_rgb(mode: str) -> None:
    content = encoded(portrait().convert(mode), "TIFF" if mode == "CMYK" else "PNG")
    if mode == "CMYK":
        content = encoded(portrait().convert(mode), "JPEG")
    assert judge_and_crop(content).is_usable


def test_transparency_becomes_white() -> None:
    picture = portrait().convert("RGBA")
    for corner in ((0, 0), (899, 0)):
        ImageDraw.floodfill(picture, corner, (0, 0, 0, 0))
    result = judge_and_crop(encoded(picture, "PNG"))
    assert opened(result.content).getpixel((5, 5)) == (255, 255, 255)
    assert result.is_usable


def test_a_broken_colour_profile_does_no_harm() -> None:
    good = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (good, b"no profile at all"):
        assert judge_and_crop(encoded(portrait(), icc_profile=profile)).is_usable


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refused.NOT_AN_IMAGE),
        ("这是一段文字，却叫做 photo.jpg".encode(), Refused.NOT_AN_IMAGE),
        (b"GIF89a" + bytes(100), Refused.NOT_AN_IMAGE),
        (b"%PDF-1.7\n" + bytes(100), Refused.NOT_AN_IMAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refused.NOT_AN_IMAGE),
        (bytes(MAX_BYTES + 1), Refused.TOO_LARGE),
        (encoded(portrait())[:3000], Refused.DAMAGED),
        (encoded(portrait(), "PNG")[:2000], Refused.DAMAGED),
    ],
    ids=["empty", "text", "gif", "pdf", "svg", "large", "cut jpeg", "cut png"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, reason: Refused) -> None:
    result = judge_and_crop(content)
    assert result.refused is reason
    assert not result.is_usable
    assert result.content == b""
    assert reason.sentence.endswith("。")


@pytest.mark.parametrize("size", [(10_001, 10_000), (60_000, 60_000)])
def test_a_picture_bomb_is_not_decoded(size: tuple[int, int]) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )
    assert judge_and_crop(bomb).refused is Refused.TOO_MANY_PIXELS


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_damaged_files_never_break_the_judge(seed: int) -> None:
    source = random.Random(seed)
    content = bytearray(encoded(portrait((200, 260)), source.choice(["JPEG", "PNG", "WEBP"])))
    for _ in range(source.randint(1, 30)):
        content[source.randrange(len(content))] = source.randrange(256)
    result = judge_and_crop(bytes(content))
    assert result.refused or opened(result.content).size == (358, 441)


def test_each_fault_is_found() -> None:
    assert unmet(encoded(portrait((240, 300)))) == {Check.LOW_RESOLUTION}
    assert Check.GREY in unmet(encoded(portrait().convert("L").convert("RGB")))
    dark = portrait().point(lambda value: value // 5)
    assert Check.TOO_DARK in unmet(encoded(dark))
    assert Check.TOO_BRIGHT in unmet(encoded(portrait(skin="#fff4ee")))
    assert unmet(encoded(portrait(ground="#9fb6d9"))) == {Check.BACKGROUND_NOT_WHITE}
    shadowed = portrait()
    ImageDraw.Draw(shadowed).rectangle((0, 0, 120, 1200), fill="#999999")
    assert Check.BACKGROUND_UNEVEN in unmet(encoded(shadowed))


def test_advice_does_not_bar_and_every_fault_says_what_to_do() -> None:
    blue = judge_and_crop(encoded(portrait(ground="#9fb6d9")))
    assert blue.is_usable
    assert all(one.sentence.endswith("。") for one in blue.unmet)
    assert not judge_and_crop(encoded(portrait((240, 300)))).is_usable
    report = blue.report()
    assert report["usable"] is True
    assert len(report["measures"]) == len(Check)  # type: ignore[arg-type]


def test_the_officers_frame_wins() -> None:
    picture = portrait((1000, 1000), ground="white")
    ImageDraw.Draw(picture).rectangle((600, 400, 999, 999), fill="#c03030")
    frame = Frame.of_pixels(620, 420, 358, 441, width=1000, height=1000)
    result = judge_and_crop(encoded(picture, "PNG"), frame=frame)
    assert result.frame is not None
    assert result.frame.pixels(width=1000, height=1000) == (620, 420, 358, 441)
    colour = opened(result.content).getpixel((10, 10))
    assert isinstance(colour, tuple)
    assert colour[0] > 150
    assert colour[1] < 90


@given(
    x=st.floats(-3, 3), y=st.floats(-3, 3), w=st.floats(-1, 6), h=st.floats(-1, 6),
    width=st.integers(60, 6000), height=st.integers(60, 6000),
)  # fmt: skip
def test_a_frame_always_ends_inside_with_the_right_shape(
    x: float, y: float, w: float, h: float, width: int, height: int
) -> None:
    frame = fitted(Frame(x, y, w, h), width=width, height=height)
    assert frame.x >= 0
    assert frame.y >= 0
    assert frame.x + frame.w <= 1 + 1e-9
    assert frame.y + frame.h <= 1 + 1e-9
    shape = frame.w * width / (frame.h * height)
    assert abs(shape - PHOTO_WIDTH / PHOTO_HEIGHT) < 1e-6


def test_a_large_photo_is_cut_sharply_and_soon() -> None:
    result = judge_and_crop(encoded(portrait((6000, 8000)), quality=80))
    assert result.is_usable
    assert (result.width, result.height) == (6000, 8000)
