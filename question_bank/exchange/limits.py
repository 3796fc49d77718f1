"""How large a file may be, and what it may be made of; whatever goes beyond is refused before it is read.

Office files and packages are archives: what they claim to unpack to is added up before a byte of it is unpacked, and
Python's `zipfile` never unpacks more of a part than the part claims.
"""

import io
import zipfile
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from question_bank.exchange.reading import BadExchange
from question_bank.items import MAX_STEM

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 200
# A package has a part for each of its items.
MOST_PACKAGE_PARTS = 20_000
# Unpacked over packed, of a part that is large enough to matter.
MOST_RATIO = 100
MATTERS = MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
LONGEST_STEM = MAX_STEM

ENCRYPTED = 0x1


def check_size(content: bytes) -> None:
    """Raises `BadExchange` for a file that is empty or too large."""
    if not content:
        raise BadExchange("文件是空的")
    if len(content) > MOST_BYTES:
        raise BadExchange(f"文件有 {len(content) / MEGABYTE:.0f} MB，最多 {MOST_BYTES // MEGABYTE} MB；请分成几个文件")


def open_archive(content: bytes, most_parts: int = MOST_PARTS) -> zipfile.ZipFile:
    """An archive whose parts may be read: few enough, not encrypted, none outside of it, none a bomb.

    `most_parts` is for packages of items (`MOST_PACKAGE_PARTS`). Raises `BadExchange`.
    """
    check_size(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise BadExchange("文件打不开：压缩包不完整或已损坏，请重新保存一次") from error
    _check_parts(archive.infolist(), most_parts)
    return archive


def _check_parts(parts: list[zipfile.ZipInfo], most: int) -> None:
    if len(parts) > most:
        raise BadExchange(f"压缩包里有 {len(parts)} 个文件，最多 {most} 个")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadExchange(f"压缩包解开后超过 {MOST_UNPACKED // MEGABYTE} MB，不读它")
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise BadExchange("文件加了密码；请去掉密码再导入")
        if _leads_outside(part.filename):
            raise BadExchange(f"压缩包里的 {part.filename[:80]!r} 指向压缩包以外，不读它")
        if part.file_size > MATTERS and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise BadExchange(f"压缩包里的 {part.filename[:80]!r} 压缩得异常厉害，像是压缩炸弹，不读它")


def _leads_outside(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\0" in name


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of an opened archive, unpacked. Raises `BadExchange` when it is damaged or not there."""
    try:
        return archive.read(name)
    except KeyError as error:
        raise BadExchange(f"压缩包里没有 {name}") from error
    except Exception as error:  # zlib, lzma, struct: whatever a damaged archive makes its decoder say
        raise BadExchange(f"压缩包里的 {name} 已损坏，请重新保存一次") from error


def parse_xml(content: bytes) -> Element:
    """The root of a document without a document type: no entities, nothing fetched. Raises `BadExchange`."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadExchange("文件里有文档类型或实体声明（DOCTYPE、ENTITY），不读它") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise BadExchange(f"不是完整的 XML：{error}") from error
    return root


def check_table(rows: int, columns: int, sheet: str = "") -> None:
    """Raises `BadExchange` for a table that is too long or too wide."""
    where = f"工作表“{sheet}”" if sheet else "表格"
    if rows > MOST_ROWS:
        raise BadExchange(f"{where}超过 {MOST_ROWS} 行；请分成几个文件")
    if columns > MOST_COLUMNS:
        raise BadExchange(f"{where}有 {columns} 列，最多 {MOST_COLUMNS} 列")


def longest_cell(cells: Iterable[str]) -> int:
    """The place of a cell that is too long, or -1."""
    return next((place for place, cell in enumerate(cells) if len(cell) > LONGEST_CELL), -1)
