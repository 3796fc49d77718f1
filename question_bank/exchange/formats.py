"""The readers and writers of all formats, by the names that the command line and the pages call them.

A format's module is loaded when the first file of it comes: those for Word, workbooks and XML bring large libraries.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from question_bank.exchange.limits import check_size
from question_bank.exchange.reading import BadExchange, Reading, Written
from question_bank.exchange.sniffing import READABLE, WRITABLE, sniff
from question_bank.items import ItemDraft

Reader = Callable[[bytes, str], Reading]
Writer = Callable[[Sequence[ItemDraft], Mapping[str, bytes]], Written]

MODULES = {
    "xlsx": "workbook",
    "csv": "delimited",
    "docx": "word",
    "text": "numbered_text",
    "kahoot": "kahoot",
    "wayground": "wayground",
    "gift": "gift",
    "aiken": "aiken",
    "moodle-xml": "moodle_xml",
    "qti": "qti",
    "jsonl": "json_lines",
}
# Formats that are written by another module than they are read by, or that are only written.
WRITTEN_BY = MODULES | {"qti-3": "qti_3"}


def _reader(module: str) -> Reader:
    def read(content: bytes, file: str) -> Reading:
        found: Reader = import_module(f"question_bank.exchange.{module}").read
        return found(content, file)

    return read


def _writer(module: str) -> Writer:
    def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
        found: Writer = import_module(f"question_bank.exchange.{module}").write
        return found(items, pictures)

    return write


READERS: dict[str, Reader] = {name: _reader(MODULES[name]) for name in READABLE}
WRITERS: dict[str, Writer] = {name: _writer(WRITTEN_BY[name]) for name in WRITABLE}

__all__ = ["READERS", "WRITERS", "Reader", "Writer", "read_file", "sniff"]


def read_file(content: bytes, file: str, format_name: str = "auto") -> Reading:
    """A file read whole by the reader of its format, which is found out when it is not named.

    Raises `BadExchange` for a file that is none of the formats, not the one it is said to be, too large or hostile.
    """
    check_size(content)
    name = sniff(content, file) if format_name == "auto" else format_name
    if name not in READERS:
        raise BadExchange(f"不认识的格式 {name}；能读的有 {'、'.join(READERS)}")
    try:
        reading = READERS[name](content, file)
    except BadExchange:
        raise
    except (MemoryError, RecursionError) as error:
        raise BadExchange("读这个文件要的内存太多，不读它") from error
    except Exception as error:  # whatever a damaged file makes a reader fall over
        raise BadExchange(f"文件读不出来（{type(error).__name__}），可能已经损坏；请重新保存一次再导入") from error
    return reading._replace(format=name)
