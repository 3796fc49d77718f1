"""Pictures that lie on the sheets of an xlsx workbook, with the cells that they lie on."""

import posixpath
import re
import zipfile

from lxml import etree

from question_bank.exchange.limits import read_part
from question_bank.exchange.sheets import SheetPicture
from question_bank.exchange.xlsx_parts import elements, relations

# More than an author lays on a sheet by hand.
MOST_PICTURES = 2000
# What no name of a picture in the bank's markup may hold.
_UNFIT = re.compile(r"[^\w.-]")
# What programs say of a picture whose author said nothing.
_NO_WORDS = re.compile(r"(?:picture|image|img|图片|图像)\s*\d*", re.IGNORECASE)
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


def sheet_pictures(archive: zipfile.ZipFile, path: str) -> tuple[SheetPicture, ...]:
    """The pictures of the sheet that is stored under `path`, in the order in which they were laid on it."""
    found: list[SheetPicture] = []
    for kind, drawing in relations(archive, path).values():
        if kind == "drawing":
            targets = relations(archive, drawing)
            for anchor in elements(archive, drawing, "twoCellAnchor", "oneCellAnchor"):
                found += _anchored(archive, anchor, targets)
    return tuple(found[:MOST_PICTURES])


def _anchored(
    archive: zipfile.ZipFile, anchor: etree._Element, targets: dict[str, tuple[str, str]]
) -> list[SheetPicture]:
    row, column = anchor.findtext("{*}from/{*}row"), anchor.findtext("{*}from/{*}col")
    if not (_is_place(row) and _is_place(column)):
        return []
    found = []
    for picture in anchor.iter("{*}pic"):
        blip = picture.find("{*}blipFill/{*}blip")
        kind, path = targets.get(blip.get(_EMBED, ""), ("", "")) if blip is not None else ("", "")
        if kind == "image" and path in archive.namelist():
            said = picture.find("{*}nvPicPr/{*}cNvPr")
            alt = said.get("descr", "") if said is not None else ""
            alt = "" if _NO_WORDS.fullmatch(alt) else alt
            name = _UNFIT.sub("_", posixpath.basename(path))
            found.append(SheetPicture(int(row or 0) + 1, int(column or 0) + 1, name, alt, read_part(archive, path)))
    return found


def _is_place(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit() and len(text) < 8
