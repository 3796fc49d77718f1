"""Which format a file is in: told by what it contains first, and by its name where the content does not tell."""

import json
import re
import zipfile
from pathlib import PurePath

from question_bank.exchange.limits import MOST_PACKAGE_PARTS, open_archive
from question_bank.exchange.reading import BadExchange

# What the command line and the pages call the formats.
READABLE = (
    *("xlsx", "csv", "docx", "text", "kahoot", "wayground"),
    *("gift", "aiken", "moodle-xml", "qti", "jsonl"),
)
WRITABLE = (
    *("xlsx", "csv", "docx", "text", "kahoot", "wayground"),
    *("gift", "aiken", "moodle-xml", "qti", "qti-3", "jsonl"),
)
_ENDINGS = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".docx": "docx",
    ".gift": "gift",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Enough of a text to tell by, and of a workbook's texts to find its header.
LOOKED_AT = 64 * 1024
GIFT_ANSWER = re.compile(r"(?<![\\^_])\{\s*(?:=|~|#|(?:T|F|TRUE|FALSE)\s*[#}])")


def sniff(content: bytes, file: str) -> str:
    """The name of a format of `READABLE`. Raises `BadExchange` for a file that is none of them."""
    if content.startswith(b"PK"):
        return _archive(open_archive(content, MOST_PACKAGE_PARTS))
    if content.startswith(OLD_OFFICE):
        return _old_office(content)
    if content.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
    ):
        raise BadExchange("这不是题目文件（是 PDF、图片、RTF 或别的压缩包）；请另存为 xlsx、docx、csv 或文本再导入")
    return _text(_decoded(content), PurePath(file.replace("\\", "/")).suffix.lower())


def _archive(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if any(PurePath(name).name.lower() == "imsmanifest.xml" for name in names):
        return "qti"
    if "xl/workbook.xml" in names:
        return _by_header(_words_of_workbook(archive, names)) or "xlsx"
    if any(name.lower().endswith(".xml") for name in names):
        return "qti"
    raise BadExchange("这个压缩包不是题目文件；能读的有 xlsx、docx 和 QTI 包")


def _words_of_workbook(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The beginning of the texts that its cells hold: headers are among the first that a program writes."""
    texts = sorted(name for name in names if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet"))
    return " ".join(_beginning(archive, name) for name in texts[:8])


def _beginning(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as part:
            return part.read(LOOKED_AT).decode("utf-8", "replace")
    except Exception:  # zlib, struct: a damaged part tells nothing here, and its reader will say so
        return ""


def _by_header(text: str) -> str | None:
    words = text.lower()
    if "correct answer(s)" in words and "time limit" in words and "answer 1" in words:
        return "kahoot"
    if "question text" in words and "option 1" in words and "correct answer" in words:
        return "wayground"
    return None


def _old_office(content: bytes) -> str:
    # The names of an old office file's streams stand in it as UTF-16.
    if "WordDocument".encode("utf-16-le") in content:
        raise BadExchange("这是旧版 Word 文件（.doc）；请在 Word 里另存为 .docx 再导入")
    return "xlsx"


def _decoded(content: bytes) -> str:
    beginning = content[: LOOKED_AT * 4]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return beginning.decode("utf-16", "replace")
    try:
        # A character that is cut off at the end is no fault of the encoding.
        return beginning[:-4].decode("utf-8-sig") if len(beginning) < len(content) else beginning.decode("utf-8-sig")
    except UnicodeDecodeError:
        return beginning.decode("gb18030", "replace")


def _text(text: str, ending: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise BadExchange("文件里没有内容")
    if lines[0].startswith("<"):
        return _markup(text)
    if lines[0].startswith("{") and _is_object(lines[0]):
        return "jsonl"
    if lines[0].startswith("[") and ending == ".json":
        return "jsonl"
    if ending in (".csv", ".tsv") or _is_table(lines):
        return "wayground" if _by_header(text) == "wayground" else "csv"
    return _ENDINGS.get(ending) or _plain(lines, text)


def _markup(text: str) -> str:
    if re.search(r"<(?:\w+:)?(?:qti-)?assessment-?(?:item|test)\b", text, re.IGNORECASE):
        return "qti"
    if re.search(r"<quiz\b", text):
        return "moodle-xml"
    if re.search(r"<table\b", text, re.IGNORECASE):
        return "csv"
    raise BadExchange("这个 XML 文件里没有题目；能读的有 Moodle XML 和 QTI")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # One object over several lines, or a damaged line: a key in quotes is enough to tell.
        return re.match(r'\{\s*("|$)', line) is not None


def _is_table(lines: list[str]) -> bool:
    """Whether one of the first lines is a header: cells of which one is called stem or question, another key."""
    for line in lines[:15]:
        cells = {cell.strip(' "*').lower() for cell in re.split(r"[\t,;|，；]", line)}
        stem = any("题干" in cell or "题目" in cell or "question" in cell for cell in cells)
        if len(cells) >= 3 and stem and any("答案" in cell or "answer" in cell for cell in cells):
            return True
    return False


def _plain(lines: list[str], text: str) -> str:
    if re.search(r"^ANSWER\s*[:：]\s*[A-Z]\s*$", text, re.MULTILINE):
        return "aiken"
    if any(line.startswith(("::", "$CATEGORY:")) for line in lines) or GIFT_ANSWER.search(text):
        return "gift"
    return "text"
