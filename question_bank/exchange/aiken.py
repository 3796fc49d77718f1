"""Aiken, the plainest format of questions: a stem, options, the letter of the right one. One right answer, no more."""

import re
from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from question_bank.exchange.answers import MOST_ANSWERS
from question_bank.exchange.blocks import literal
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds, Found, sorted_reading
from question_bank.exchange.limits import MOST_ROWS
from question_bank.exchange.losses import picture_losses
from question_bank.exchange.reading import BadExchange, Loss, Reading, Written
from question_bank.exchange.text_files import text_of
from question_bank.items import FALSE, TRUE, TRUE_FALSE_OPTIONS, ItemDraft, ItemType, Option
from question_bank.markup import plain

FORMAT = "aiken"
_OPTION = re.compile(r"([A-Z])[).]\s(.*)")
_LENIENT_OPTION = re.compile(r"\s*[(（]?([A-Za-zＡ-Ｚａ-ｚ])[)）.．、:：]\s*(.*)")
_ANSWER = re.compile(r"ANSWER: ([A-Z])\s*")
_LETTER = "[A-Za-zＡ-Ｚａ-ｚ]"
_LENIENT_ANSWER = re.compile(
    rf"\s*(?:answers?|correct answer|正确答案|参考答案|答案)\s*[:：]\s*({_LETTER}(?:[\s,，、;；]*{_LETTER})*)\s*",
    re.IGNORECASE,
)
_FULL_WIDTH = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF21, 0xFF5B))}
_TRUTHS = tuple(option.text for option in TRUE_FALSE_OPTIONS)
_NOT_CARRIED: dict[str, Callable[[ItemDraft], object]] = {
    "编号": lambda item: item.id,
    "解析": lambda item: item.explanation,
    "基准": lambda item: item.benchmark is not None,
    "要点": lambda item: item.point is not None,
    "维度": lambda item: item.dimension,
    "主题": lambda item: item.topics,
    "人群": lambda item: item.groups,
    "标签": lambda item: item.tags,
    "难度": lambda item: item.difficulty.b is not None or item.difficulty.reason,
    "出处": lambda item: item.source,
    "阅读": lambda item: item.reading,
    "时限": lambda item: item.seconds,
    "误解": lambda item: item.misconceptions,
}


class Block(NamedTuple):
    """The lines of a question so far: where it begins, its stem, its options by letter."""

    row: int
    stem: list[str]
    options: list[tuple[str, str]]


def read(content: bytes, file: str) -> Reading:
    """The questions of an Aiken file; `row` is the line where one begins. Small departures from the format are read
    and told of. Raises `BadExchange` for a file without one question."""
    finds = Finds([], [], [], [])
    lenient: list[int] = []
    block = Block(0, [], [])
    for row, line in enumerate(text_of(content).split("\n"), start=1):
        if len(finds.found) > MOST_ROWS:
            raise BadExchange(f"超过 {MOST_ROWS} 道题；请分成几个文件")
        if not line.strip():
            continue
        if block.row == 0:
            block = block._replace(row=row)
        if answer := _LENIENT_ANSWER.fullmatch(line):
            lenient += [] if _ANSWER.fullmatch(line) else [row]
            _add(block, re.findall(r"[A-Z]", answer.group(1).translate(_FULL_WIDTH).upper()), finds)
            block = Block(0, [], [])
        elif block.stem and (option := _LENIENT_OPTION.fullmatch(line)):
            lenient += [] if _OPTION.fullmatch(line) else [row]
            if len(block.options) > MOST_ANSWERS:
                continue
            block.options.append((option.group(1).translate(_FULL_WIDTH).upper(), option.group(2).strip()))
        elif block.options:
            block.options[-1] = (block.options[-1][0], f"{block.options[-1][1]}\n{line.strip()}")
        else:
            block.stem.append(line.strip())
    if block.row:
        _add(block, [], finds)
    if not any(found.draft.options for found in finds.found):
        raise BadExchange("文件里没有一道 Aiken 题目（题干一行，选项各一行如“A. …”，最后一行“ANSWER: A”）")
    if lenient:
        reason = f"有 {len(lenient)} 行的写法与 Aiken 不尽相同（如“Ａ、”“答案：”），照样读入了"
        finds.note(lenient[0], "", "", "lenient", reason)
    return sorted_reading(FORMAT, finds)


def _add(block: Block, answer: list[str], finds: Finds) -> None:
    row = block.row
    options = tuple(Option(letter, literal(text)) for letter, text in block.options)
    faults = []
    if not answer:
        faults.append(Fault("答案", "no_key", "没有答案，请在选项后面加一行“ANSWER: A”"))
    elif unknown := [letter for letter in answer if letter not in {option.id for option in options}]:
        faults.append(Fault("答案", "unknown_option", f"答案 {unknown[0]} 不在选项里，请改正答案或补上选项"))
    kind = ItemType.MULTIPLE if len(answer) > 1 else ItemType.SINGLE
    if kind is ItemType.MULTIPLE:
        finds.note(row, "答案", "", "multiple", "Aiken 没有多选题，这里有几个答案，读成了多选题")
    draft = ItemDraft("", kind, literal("\n".join(block.stem)), options, tuple(answer))
    if tuple(option.text for option in options) == _TRUTHS and len(answer) == 1 and not faults:
        key = (TRUE,) if answer == [options[0].id] else (FALSE,)
        draft = ItemDraft("", ItemType.TRUE_FALSE, draft.stem, TRUE_FALSE_OPTIONS, key)
    finds.found.append(Found(draft, row, tuple(faults)))


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """An Aiken file of the items with one right answer; everything but stem, options and key is lost."""
    parts, losses = [], list[Loss]()
    for item in items:
        reason = _impossible(item)
        if reason:
            losses.append(Loss(item.id, "题型", f"{reason}，这道题没有写入"))
            continue
        parts.append(_question(item))
        losses += [Loss(item.id, column, "Aiken 不能带") for column, said in _NOT_CARRIED.items() if said(item)]
        losses += [*_text_losses(item), *picture_losses(item, "Aiken 不能带图片")]
    return Written("\n".join(parts).encode("utf-8", "replace"), tuple(losses))


def _impossible(item: ItemDraft) -> str:
    if item.type not in (ItemType.SINGLE, ItemType.TRUE_FALSE):
        return "Aiken 只有单选题"
    stem = _line(item.stem)
    if not stem or _LENIENT_ANSWER.fullmatch(stem):
        return "题干会被当成答案"
    return "有的选项写成一行就没有字了" if not all(_line(option.text) for option in item.options) else ""


def _question(item: ItemDraft) -> str:
    letters = dict(zip((option.id for option in item.options), ascii_uppercase, strict=False))
    options = "".join(f"{letters[option.id]}. {_line(option.text)}\n" for option in item.options)
    return f"{_line(item.stem)}\n{options}ANSWER: {letters[item.right_options[0]]}\n"


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _text_losses(item: ItemDraft) -> list[Loss]:
    """Texts that are more than one line of words."""
    texts = [("题干", item.stem), *(("选项", option.text) for option in item.options)]
    lost = dict.fromkeys(column for column, text in texts if literal(_line(text)) != text)
    lettered = [option.id for option in item.options] == list(ascii_uppercase[: len(item.options)])
    named = [] if lettered or item.type is ItemType.TRUE_FALSE else [Loss(item.id, "选项编号", "读回来是 A、B、C……")]
    return [*(Loss(item.id, column, "格式、公式、分段和多余的空白没有写入") for column in lost), *named]
