"""Pictures that come along with a file, under names that the bank's markup can speak of."""

import base64
import binascii
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from question_bank.exchange.limits import MOST_UNPACKED
from question_bank.exchange.reading import BadExchange

_UNFIT = re.compile(r"[^\w.\-/]")
_DATA = re.compile(r"data:image/([a-z0-9.+-]+);base64,(.*)", re.IGNORECASE | re.DOTALL)


class RefusedPicture(ValueError):
    """A picture that the bank does not take; the text says which and what to do."""


class Shelf:
    """The pictures of one file. Two of the same name with different content get two names."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self._size = 0

    def put(self, name: str, content: bytes) -> str:
        """Puts a picture there and tells its name. Raises `RefusedPicture` for SVG, `BadExchange` for too much."""
        if is_vector(name, content):
            raise RefusedPicture(f"图片“{name}”是 SVG，题库不收，请另存为 PNG 或 JPEG")
        fit = _fit(name)
        if self.pictures.get(fit, content) != content:
            fit = self._another(fit, content)
        if fit not in self.pictures:
            self._size += len(content)
            if self._size > MOST_UNPACKED:
                raise BadExchange("图片太多太大，请分成几个文件")
        self.pictures[fit] = content
        return fit

    def put_data(self, address: str) -> str | None:
        """A picture that stands in its own address (`data:image/png;base64,…`); `None` for any other address."""
        match = _DATA.fullmatch(address)
        if not match:
            return None
        return self.put(f"picture-{len(self.pictures) + 1}.{match.group(1).lower()}", decoded_picture(match.group(2)))

    def _another(self, name: str, content: bytes) -> str:
        path = PurePosixPath(name)
        number = 2
        while True:
            other = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
            if self.pictures.get(other, content) == content:
                return other
            number += 1


def decoded_picture(text: str) -> bytes:
    """Raises `RefusedPicture` for what is no base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedPicture("图片的数据不完整，请重新导出") from error


def is_vector(name: str, content: bytes) -> bool:
    """Whether it is SVG, which can hold programs."""
    beginning = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return name.lower().endswith((".svg", ".svgz")) or (beginning.startswith(b"<") and b"<svg" in beginning)


def address_path(address: str) -> str:
    """The path of an address without its query, percent signs read."""
    return unquote(address.split("?", 1)[0].split("#", 1)[0])


def _fit(name: str) -> str:
    parts = [part for part in _UNFIT.sub("_", name.replace("\\", "/")).split("/") if part.strip(".")]
    return "/".join(parts) or "picture"
