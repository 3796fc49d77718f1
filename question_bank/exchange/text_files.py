"""Text files as they come: UTF-8 with or without its mark, UTF-16 with one, else the GB18030 of Chinese Windows."""

import codecs

from question_bank.exchange.limits import MOST_ROWS, check_size
from question_bank.exchange.reading import BadExchange


def text_of(content: bytes) -> str:
    """The text with `\\n` at the ends of its lines. Raises `BadExchange` for what is no text, or too much of it."""
    check_size(content)
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise BadExchange("这不是文本文件；请另存为 UTF-8 文本再导入")
    if text.count("\n") >= MOST_ROWS * 10:
        raise BadExchange(f"文件超过 {MOST_ROWS * 10} 行；请分成几个文件")
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadExchange("文件的文字编码认不出来；请另存为 UTF-8 文本再导入")
