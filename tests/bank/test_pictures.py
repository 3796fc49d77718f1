"""Pictures are encoded anew: pixels come through, and nothing else does."""

import hashlib
import io
import random
import struct

import pytest
from PIL import Image, PngImagePlugin

from question_bank.items import ItemDraft, ItemType, Option, gaps_of
from question_bank.pictures import LONGEST_SIDE, MOST_BYTES, NAME, BadPicture, encoded, mentioned, renamed

SECRET = b"N29.56 E106.55 taken at home"


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/png"), ("GIF", "image/png")],
)
def test_four_kinds_come_in_and_two_go_out(kind: str, mime: str) -> None:
    found = encoded(picture(kind))
    assert (found.mime, found.width, found.height) == (mime, 40, 20)
    assert NAME.fullmatch(found.name)
    again = Image.open(io.BytesIO(found.data))
    assert again.size == (40, 20)


def test_the_same_picture_has_the_same_name() -> None:
    assert encoded(picture()) == encoded(picture())
    assert encoded(picture()).name != encoded(picture(size=(41, 20))).name


def test_what_stood_beside_the_pixels_is_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    with_notes = picture(pnginfo=notes) + b"<script>" + SECRET
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    photograph = picture("JPEG", exif=exif)
    assert SECRET in with_notes and SECRET in photograph
    for content in (with_notes, photograph):
        assert SECRET not in encoded(content).data
    assert encoded(with_notes) == encoded(picture())


def test_a_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert (encoded(picture("JPEG", exif=exif)).width, encoded(picture("JPEG", exif=exif)).height) == (20, 40)


def test_what_is_clear_stays_clear_and_what_moves_stands_still() -> None:
    clear = Image.open(io.BytesIO(encoded(picture(mode="RGBA")).data))
    assert clear.mode == "RGBA"
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    still = Image.open(io.BytesIO(encoded(out.getvalue()).data))
    assert getattr(still, "n_frames", 1) == 1 and still.getpixel((0, 0)) == (255, 0, 0)


def test_a_large_picture_is_made_smaller() -> None:
    found = encoded(picture(size=(4000, 1000)))
    assert (found.width, found.height) == (LONGEST_SIDE, 480)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><svg/>', "SVG"),
        (b"no picture", "不是能用的图片"),
        (b"", "不是能用的图片"),
        (b"\x89PNG\r\n\x1a\n" + bytes(6 * 1024 * 1024), "最多 5 MB"),
        (picture()[:-30], "已损坏"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadPicture, match=reason):
        encoded(content)


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(BadPicture, match="像素"):
        encoded(picture(mode="L", size=(9000, 9000)))


def item(stem: str) -> ItemDraft:
    options = (Option("A", "甲 ![花](media:x.png)"), Option("B", "乙"))
    return ItemDraft("a", ItemType.SINGLE, stem, options, ("A",), "因为 ![](media:图一.png)")


def test_mentions_are_found_in_all_texts_and_renamed() -> None:
    one = item("看图 ![a \\] b](media:y.png) 和 \\![z](media:z.png)")
    assert mentioned(one) == {"x.png", "y.png", "图一.png"}
    other = renamed(one, {"y.png": "Y", "图一.png": "Z"})
    assert mentioned(other) == {"x.png", "Y", "Z"}
    assert other.stem.startswith("看图 ![a \\] b](media:Y)")


def test_a_picture_without_words_is_a_gap() -> None:
    assert "picture" in {gap.field for gap in gaps_of(item("题"))}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (40, 20), (333, 200)])
def test_what_a_bank_has_encoded_stays_as_it_is(kind: str, size: tuple[int, int]) -> None:
    ours = encoded(picture(kind, size=size))
    assert encoded(ours.data, ours.name) == ours


def named(content: bytes, ending: str) -> str:
    return f"{hashlib.sha256(content).hexdigest()}.{ending}"


def test_a_name_alone_makes_no_picture_ours() -> None:
    """Bytes of any kind can be named by their hash: they must be pixels to the last one."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    photograph, drawing = encoded(picture("JPEG")).data, encoded(picture()).data
    for content, ending in (
        (picture("JPEG", exif=exif, quality=85), "jpg"),
        (photograph + SECRET, "jpg"),
        (photograph[:-2] + SECRET + photograph[-2:], "jpg"),
        (picture(pnginfo=notes), "png"),
        (drawing + SECRET, "png"),
        (drawing[:-12] + struct.pack(">I", len(SECRET)) + b"IDAT" + SECRET + drawing[-16:], "png"),
        (picture("GIF"), "png"),
    ):
        try:
            assert encoded(content, named(content, ending)).data != content
        except BadPicture:
            continue


def test_our_own_pictures_come_back_though_they_grew() -> None:
    noise = Image.frombytes("RGB", (1400, 1400), random.Random(1).randbytes(1400 * 1400 * 3))
    out = io.BytesIO()
    noise.save(out, "WEBP", quality=50)
    ours = encoded(out.getvalue())
    assert len(ours.data) > MOST_BYTES
    assert encoded(ours.data, ours.name) == ours
    with pytest.raises(BadPicture, match="MB"):
        encoded(ours.data, "photograph.png")
