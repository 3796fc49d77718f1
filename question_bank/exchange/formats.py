"""The readers and writers of all formats, by the names that the command line and the pages call them."""

from collections.abc import Callable, Mapping, Sequence

from question_bank.exchange.limits import check_size
from question_bank.exchange.reading import BadExchange, Reading, Written
from question_bank.exchange.sniffing import sniff
from question_bank.items import ItemDraft

Reader = Callable[[bytes, str], Reading]
Writer = Callable[[Sequence[ItemDraft], Mapping[str, bytes]], Written]

READERS: dict[str, Reader] = {}
WRITERS: dict[str, Writer] = {}

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
    except (MemoryError, RecursionError) as error:
        raise BadExchange("读这个文件要的内存太多，不读它") from error
    return reading._replace(format=name)
