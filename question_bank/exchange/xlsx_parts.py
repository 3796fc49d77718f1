"""The small parts of an xlsx workbook: which sheets it has, how its numbers are shown, which texts it shares."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from xml.etree.ElementTree import Element

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from question_bank.exchange.limits import parse_xml, read_part
from question_bank.exchange.reading import BadExchange
from question_bank.exchange.sheets import Cell, Level, Run, Runs
from question_bank.exchange.xlsx_text import unescaped

_LEVELS = {"superscript": Level.RAISED, "subscript": Level.LOWERED}
# Of a whole workbook.
MOST_CELLS = 2_000_000
TOO_MUCH = "工作簿里的格子太多：请分成几个文件"
_DAMAGED = "工作簿不完整或已损坏：在表格软件里打开，另存为 .xlsx 再导入"


class Shown(StrEnum):
    """What a number stands for by its format."""

    NUMBER = "number"
    DATE = "date"
    PERCENT = "percent"
    PADDED = "padded"


class Style(NamedTuple):
    shown: Shown
    format: str


class SheetPart(NamedTuple):
    name: str
    path: str
    hidden: bool


class Outline(NamedTuple):
    """The workbook without its cells. `from_1904`: days are counted from 1904 and not from 1900."""

    sheets: tuple[SheetPart, ...]
    styles: tuple[Style, ...]
    shared: str | None
    from_1904: bool


def outline(archive: zipfile.ZipFile) -> Outline:
    """Raises `BadExchange` when the archive is no workbook."""
    path = _workbook_path(archive)
    workbook = parse_xml(read_part(archive, path))
    targets = relations(archive, path)
    properties = _child(workbook, "workbookPr")
    sheets = [
        SheetPart(sheet.get("name", ""), target, sheet.get("state", "visible") != "visible")
        for sheet in _all(workbook, "sheet")
        for kind, target in [targets.get(_relation(sheet), ("", ""))]
        if kind == "worksheet"
    ]
    by_kind = dict(targets.values())
    return Outline(
        tuple(sheets),
        _styles(archive, by_kind.get("styles")),
        by_kind.get("sharedStrings"),
        properties is not None and properties.get("date1904", "0") in ("1", "true"),
    )


def relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the archive: by the relation's id its kind and the other part's path."""
    folder, name = posixpath.split(path)
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    if beside not in archive.namelist():
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _all(parse_xml(read_part(archive, beside)), "Relationship")
        if relation.get("TargetMode") != "External"
    }


def shared_texts(archive: zipfile.ZipFile, path: str | None) -> list[Cell]:
    """The texts that cells refer to by their place."""
    if path is None or path not in archive.namelist():
        return []
    texts: list[Cell] = []
    for element in elements(archive, path, "si"):
        texts.append(rich_text(element))
        if len(texts) > MOST_CELLS:
            raise BadExchange(TOO_MUCH)
    return texts


def elements(archive: zipfile.ZipFile, path: str, *names: str) -> Iterator[etree._Element]:
    """The elements of these names of a large part, one at a time; each is gone when the next one comes."""
    try:
        with archive.open(path) as part:
            events = etree.iterparse(
                part, tag=[f"{{*}}{name}" for name in names], resolve_entities=False, load_dtd=False, no_network=True
            )
            for _, element in events:
                if element.getroottree().docinfo.internalDTD is not None:
                    raise BadExchange("工作簿里有文档类型或实体声明，不读它")
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except BadExchange:
        raise
    except (
        KeyError,
        etree.LxmlError,
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        zlib.error,
    ) as error:
        raise BadExchange(_DAMAGED) from error


def rich_text(element: etree._Element) -> Cell:
    """The text of `si` or `is`; pronunciation hints are left out."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return unescaped(element[0].text or "")
    runs = []
    for child in element:
        name = etree.QName(child).localname
        if name == "t":
            runs.append(Run(unescaped(child.text or ""), Level.LINE))
        elif name == "r":
            text = "".join(each.text or "" for each in child.iterchildren("{*}t"))
            raised = child.find("{*}rPr/{*}vertAlign")
            level = _LEVELS.get(raised.get("val", ""), Level.LINE) if raised is not None else Level.LINE
            runs.append(Run(unescaped(text), level))
    if all(run.level is Level.LINE for run in runs):
        return "".join(run.text for run in runs)
    return Runs(runs)


def _workbook_path(archive: zipfile.ZipFile) -> str:
    kinds = dict(relations(archive, "").values())
    path = kinds.get("officeDocument", "xl/workbook.xml")
    if path not in archive.namelist():
        raise BadExchange("这不是 xlsx 工作簿：在表格软件里打开，另存为 .xlsx 再导入")
    return path


def _styles(archive: zipfile.ZipFile, path: str | None) -> tuple[Style, ...]:
    if path is None or path not in archive.namelist():
        return ()
    styles = parse_xml(read_part(archive, path))
    formats = dict(BUILTIN_FORMATS)
    for own in _all(styles, "numFmt"):
        formats[_whole(own.get("numFmtId"))] = own.get("formatCode", "")
    cells = _child(styles, "cellXfs")
    return tuple(
        _style(formats.get(_whole(each.get("numFmtId")), "General")) for each in (cells if cells is not None else ())
    )


def _style(code: str) -> Style:
    if re.fullmatch("0{2,}", code):
        return Style(Shown.PADDED, code)
    if re.fullmatch(r"[0#]+(\.[0#]+)?%", code):
        return Style(Shown.PERCENT, code)
    return Style(Shown.DATE if is_date_format(code) else Shown.NUMBER, code)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _all(root: Element, name: str) -> list[Element]:
    return [
        element for element in root.iter() if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name
    ]


def _child(root: Element, name: str) -> Element | None:
    return next(iter(_all(root, name)), None)


def _relation(sheet: Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
