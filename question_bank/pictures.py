"""Pictures of items: whatever is brought is encoded anew, so that a stored picture holds pixels and nothing else (no
place, no camera, no script, no second file behind its end), and is named by what it holds."""

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from question_bank.bare_pictures import JPEG_QUALITY, is_bare
from question_bank.items import ItemDraft, Option

READ = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 5 * 1024 * 1024
# What was a small WebP may have become a large PNG here.
MOST_OWN_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 40_000_000
# A projector shows 1920 across; a larger picture is made smaller.
LONGEST_SIDE = 1920
NAME = re.compile(r"[0-9a-f]{64}\.(?:png|jpg)")
MIMES = {"png": "image/png", "jpg": "image/jpeg"}
# A picture in the bank's markup: what it shows, and its name.
MENTION = re.compile(r"(?<!\\)(!\[(?:\\.|[^\]\\])*\]\(media:)([^)\s]+)(\))")


class BadPicture(ValueError):
    """What cannot be taken as a picture; the text says why and what to do."""


class EncodedPicture(NamedTuple):
    """`name` is the SHA-256 of `data` with the ending of its kind."""

    name: str
    mime: str
    width: int
    height: int
    data: bytes


def encoded(content: bytes, name: str = "") -> EncodedPicture:
    """A picture encoded anew: JPEG stays JPEG, everything else becomes PNG, the first frame of what moves.

    The same picture gets the same name. What a bank has encoded before, which its `name` says and a look at every byte
    confirms, stays as it is: each encoding of a JPEG is another picture. Raises `BadPicture`.
    """
    is_ours = NAME.fullmatch(name) is not None and name[:64] == hashlib.sha256(content).hexdigest()
    if len(content) > (MOST_OWN_BYTES if is_ours else MOST_BYTES):
        raise BadPicture(f"图片有 {len(content) / 2**20:.1f} MB，最多 {MOST_BYTES // 2**20} MB；请先缩小")
    if _is_vector(content):
        raise BadPicture("不收 SVG 图片，它可以带程序；请另存为 PNG")
    picture = _opened(content)
    ending = "jpg" if picture.format == "JPEG" else "png"
    if is_ours and name.endswith(ending) and max(picture.size) <= LONGEST_SIDE and is_bare(content, picture):
        return EncodedPicture(name, MIMES[ending], *picture.size, content)
    pixels = _pixels(picture, ending)
    out = io.BytesIO()
    if ending == "jpg":
        pixels.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        pixels.save(out, "PNG", optimize=True)
    data = out.getvalue()
    return EncodedPicture(f"{hashlib.sha256(data).hexdigest()}.{ending}", MIMES[ending], *pixels.size, data)


def _is_vector(content: bytes) -> bool:
    beginning = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return beginning.startswith(b"<") and (b"<svg" in beginning or beginning.startswith(b"<?xml"))


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow warns of bombs and goes on; the limit below is ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=READ)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise BadPicture("这不是能用的图片；能用的有 PNG、JPEG、WebP 和 GIF") from error
    if picture.width * picture.height > MOST_PIXELS:
        raise BadPicture(f"图片有 {picture.width} x {picture.height} 像素，太大了；请先缩小")
    return picture


def _pixels(picture: Image.Image, ending: str) -> Image.Image:
    try:
        picture.seek(0)
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clear = ending == "png" and (turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info)
        converted = turned.convert("RGBA" if clear else "RGB")
    except Exception as error:  # decoders of damaged pictures raise whatever they like
        raise BadPicture("图片已损坏，读不完整；请重新保存一次") from error
    # A new picture of the same pixels carries along nothing that stood beside them.
    bare = Image.new(converted.mode, converted.size)
    bare.paste(converted)
    return bare


def mentioned(item: ItemDraft) -> frozenset[str]:
    """The names of all pictures that an item's texts refer to."""
    return frozenset(match[2] for text in _texts(item) for match in MENTION.finditer(text))


def renamed(item: ItemDraft, names: Mapping[str, str]) -> ItemDraft:
    """The item with its pictures called by other names; those that `names` does not hold keep theirs."""

    def new(text: str) -> str:
        return MENTION.sub(lambda match: match[1] + names.get(match[2], match[2]) + match[3], text)

    return with_texts(item, new)


def with_texts(item: ItemDraft, change: Callable[[str], str]) -> ItemDraft:
    """The item with each text in markup changed."""
    options = tuple(Option(option.id, change(option.text)) for option in item.options)
    return replace(item, stem=change(item.stem), options=options, explanation=change(item.explanation))


def _texts(item: ItemDraft) -> Iterator[str]:
    yield item.stem
    yield from (option.text for option in item.options)
    yield item.explanation
