"""What a line of numbered questions is told by: its shape, in which full-width signs are plain ones."""

import re
from typing import NamedTuple

from question_bank.exchange.type_names import is_not_here, leaves_type_open, type_called

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): plain for sign, plain in zip("【】〔〕［］　﹙﹚", "[][][] ()", strict=True)
}
# Ways to number questions, the surest first; a document uses one, and the others are lists within its questions.
STYLES = (
    re.compile(r"\s*(?:第\s*(?P<n>\d{1,4})\s*题\s*[.、:,]?|(?P<m>\d{1,4})\s*(?:、|\.(?P<decimal>(?=\d))?))\s*"),
    re.compile(r"\s*(?P<n>\d{1,4})\s*\)\s*"),
    re.compile(r"\s*\(\s*(?P<n>\d{1,4})\s*\)\s*[.、]?\s*"),
)
NUMERAL = re.compile(r"\s*(?:第?\s*[一二三四五六七八九十]{1,3}\s*(?:部分|大题)?\s*[、.:,]?|[IVX]{1,4}[.、])\s*")
_AFTER_NAME = re.compile(r"[(\[:。;,].*|\s+.*|共\s*\d.*|每(?:小?题|空|道|个).*", re.DOTALL)
_SHORT_NAMES = frozenset({"单选", "多选", "判断", "排序", "数值", "口答", "单项选择", "多项选择", "不定项选择"})
# An answer in brackets, a type in brackets, and points, which stand within a stem.
TYPE_TAG = re.compile(
    r"\s*\*?\s*[\[(]\s*((?:单项?选择?|多项?选择?|不定项选择?|选择|判断|是非|排序|数值|口答|抢答|填空|简答|问答|论述)题?)"
    r"\s*[\])] *"
)
POINTS = re.compile(r"\s*[(\[]\s*(?:本题)?\s*\d+(?:\.\d+)?\s*分\s*[)\]]")
IN_BRACKETS = re.compile(r"([(\[])\s*([^()\[\]]{1,24}?)\s*([)\]])")
PAGE = re.compile(r"\s*(?:第\s*\d+\s*页.*|[-—]\s*\d+\s*[-—])\s*")


def may_be_decimal(match: re.Match[str]) -> bool:
    """Whether what one of `STYLES` has found may be a number with decimals: 3.14, or question 3 of “14 个人……”."""
    return match.groupdict().get("decimal") is not None


def number_in(match: re.Match[str]) -> int:
    """The number that one of `STYLES` has found."""
    return int(next(text for text in match.groups() if text is not None))


def shape_of(text: str) -> str:
    """The text with full-width letters, digits and signs as plain ones, each character in its place."""
    return text.translate(_PLAIN)


class Heading(NamedTuple):
    """A heading of questions of one type; `type` is empty where the answers tell it."""

    type: str


def heading(shape: str) -> Heading | None:
    """The heading that a line is, if it is one: 一、单选题（每题 2 分）."""
    numeral = NUMERAL.match(shape)
    rest = shape[numeral.end() if numeral else 0 :].strip().strip("[]").strip()
    name = _AFTER_NAME.sub("", rest, count=1).strip()
    if not name or len(name) > 12 or not (name.endswith("题") or name in _SHORT_NAMES):
        return None
    if type_called(name) is not None or is_not_here(name):
        return Heading(name)
    return Heading("") if leaves_type_open(name) else None
