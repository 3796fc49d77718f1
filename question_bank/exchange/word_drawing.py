"""Pictures in the text of a Word file."""

import io
import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from PIL import Image

from question_bank.markup import Picture

_NAME = re.compile(r"[\w.-]+\.(?:png|jpg)", re.ASCII)
_HELD = (b"\x89PNG", b"\xff\xd8\xff")
# Word's measure, by pixels at 96 to the inch; no picture is wider than the text.
UNITS_A_PIXEL, WIDEST = 9525, 5_700_000
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/picture"


class Drawings:
    """The pictures of one file, and the relations under which those that are used stand."""

    TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

    def __init__(self, pictures: Mapping[str, bytes], most: int) -> None:
        self._pictures, self._most = pictures, most
        self._sizes: dict[str, tuple[int, int]] = {}
        self._drawn = 0
        self.used: dict[str, str] = {}

    def run(self, picture: Picture) -> str | None:
        """A run that shows the picture; `None` when the file cannot hold it."""
        size = self._size(picture.name)
        if size is None:
            return None
        id = self.used.setdefault(picture.name, f"rId{len(self.used) + 1}")
        self._drawn += 1
        width, height = size
        about = f'id="{self._drawn}" name={quoteattr(picture.name)} descr={quoteattr(picture.alt)}'
        extent = f'cx="{width}" cy="{height}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr {about}/><a:graphic><a:graphicData uri="{DRAWING}"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )

    def _size(self, name: str) -> tuple[int, int] | None:
        """Width and height in Word's measure."""
        if name in self._sizes:
            return self._sizes[name]
        content = self._pictures.get(name, b"")
        if not _NAME.fullmatch(name) or not content.startswith(_HELD) or len(self._sizes) >= self._most:
            return None
        with Image.open(io.BytesIO(content)) as opened:
            width, height = opened.size
        wide = min(width * UNITS_A_PIXEL, WIDEST)
        self._sizes[name] = (wide, max(1, wide * height // width))
        return self._sizes[name]
