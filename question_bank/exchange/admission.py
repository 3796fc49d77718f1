"""What keeps an item out of the bank whatever file it comes from, and the name it gets when it brings none.

Readers refuse what they cannot understand; here stands what no reader may let through: a text that no database can
hold, a number that is none, an id that no address can carry.
"""

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from question_bank.exchange.json_lines import write_item
from question_bank.exchange.reading import ReadItem, Remark
from question_bank.items import ItemDraft, faults_of, is_bidirectional_control
from question_bank.keys import Key, NumericKey, SpokenKey
from question_bank.taxonomy import TARGET_GROUPS, TOPICS, Benchmark, benchmarks

LONGEST_ID = 64
LONGEST_TEXT = 20_000
MOST_SECONDS = 3600
FARTHEST_B = 6.0
# The end of a text to some databases, what terminals and printers take for commands, halves of characters that no
# encoding takes, code points that are none.
_NOT_TO_BE_STORED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Of the workbook template, by the fields of an item.
COLUMNS = {"id": "编号", "stem": "题干", "options": "选项", "key": "答案", "explanation": "解析"}


def content_id(item: ItemDraft) -> str:
    """A name for an item that has none, made of what it says: the same content gets the same name every time."""
    said = write_item(replace(item, id=""))
    return f"x-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


# Column of the workbook template, kind of fault for programs, reason for people.
Found = tuple[str, str, str]


def remark_of(read: ReadItem, found: Sequence[Found]) -> Remark:
    """One remark for all that was found at an item; column and code are those of the first."""
    column, code, _ = found[0]
    reasons = "；".join(dict.fromkeys(reason for _, _, reason in found))
    return Remark(read.sheet, read.row, column, read.draft.id, code, reasons)


def kept_out(item: ItemDraft) -> list[Found]:
    """Everything that keeps an item out; empty when it may enter as a draft."""
    wrong = [(COLUMNS[each.field], f"bad_{each.field}", each.problem) for each in faults_of(item)]
    return [*_bad_id(item.id), *wrong, *_bad_texts(item), *_bad_numbers(item), *_bad_codes(item)]


def _bad_texts(item: ItemDraft) -> Iterator[Found]:
    for column, text in _texts(item):
        if unfit := _NOT_TO_BE_STORED.search(text):
            yield column, "bad_text", f"文字里有不能保存的字符（U+{ord(unfit[0]):04X}）：删去这一格，重新输入"
        if any(map(is_bidirectional_control, text)):
            yield column, "direction_control", "含有看不见的、改变文字方向的控制符：删去这一格，重新输入"
        if len(text) > LONGEST_TEXT:
            yield column, "too_long", f"文字超过 {LONGEST_TEXT} 个字符"


def _texts(item: ItemDraft) -> Iterator[tuple[str, str]]:
    """Every text of an item, with its column of the workbook template."""
    yield from (("编号", item.id), ("题干", item.stem), ("解析", item.explanation))
    yield from (("选项", text) for option in item.options for text in (option.id, option.text))
    yield from (("答案", text) for text in _texts_of_key(item.key))
    yield from (("出处", item.source), ("阅读", item.reading), ("难度理由", item.difficulty.reason))
    yield from (("主题", text) for text in item.topics)
    yield from (("人群", text) for text in item.groups)
    yield from (("标签", text) for text in item.tags)
    yield from (("误解", text) for pair in item.misconceptions.items() for text in pair)


def _texts_of_key(key: Key) -> tuple[str, ...]:
    if isinstance(key, SpokenKey):
        return (*key.accepted, key.marking)
    return (key.unit,) if isinstance(key, NumericKey) else key


def _bad_id(name: str) -> Iterator[Found]:
    if len(name) > LONGEST_ID:
        yield "编号", "bad_id", f"编号超过 {LONGEST_ID} 个字符"
    if name != name.strip() or not name.isprintable() or set(name) & set("/\\?#%") or name in (".", ".."):
        yield "编号", "bad_id", "编号里不能有空行、首尾空格和 / \\ ? # % 这些符号"


def _bad_numbers(item: ItemDraft) -> Iterator[Found]:
    known = {benchmark.number: benchmark for benchmark in benchmarks()}
    b = item.difficulty.b
    if b is not None and not (math.isfinite(b) and abs(b) <= FARTHEST_B):
        yield "难度", "bad_difficulty", f"难度要在 -{FARTHEST_B:g} 到 {FARTHEST_B:g} 之间"
    if item.benchmark is not None and item.benchmark not in known:
        yield "基准", "unknown_benchmark", f"没有第 {item.benchmark} 条基准，基准是 1 到 {len(known)}"
    if item.point is not None and not _is_point(item.point, known.get(item.benchmark or 0)):
        yield "要点", "unknown_point", f"要点 {item.point} 不属于这条基准"
    if not 0 <= item.seconds <= MOST_SECONDS:
        yield "时限", "bad_seconds", f"时限要在 0 到 {MOST_SECONDS} 秒之间"


def _is_point(point: int, benchmark: Benchmark | None) -> bool:
    return benchmark is not None and benchmark.first_point <= point <= benchmark.last_point


def _bad_codes(item: ItemDraft) -> Iterator[Found]:
    for column, words, known in (("主题", item.topics, TOPICS), ("人群", item.groups, TARGET_GROUPS)):
        if unknown := [word for word in words if word not in known]:
            yield column, "unknown_code", f"{column}里没有“{unknown[0][:20]}”"
