"""The columns of the workbook template, and the one way from cells to items and back for every format of tables.

`item_of_cells(cells_of_item(item)) == item` for every item that is well formed; beside what `cells_of_item` writes,
`item_of_cells` reads all spellings of answers, types and names that authors use.
"""

from collections.abc import Mapping
from string import ascii_uppercase as LETTERS

from question_bank.exchange.answer_spelling import Unclear, guessed_type, meant, spelled, truth
from question_bank.exchange.faults import Fault, Faults
from question_bank.exchange.limits import LONGEST_CELL
from question_bank.exchange.placing_cells import placing_cells, placing_of_cells
from question_bank.exchange.type_names import TYPE_NAMES, is_not_here, leaves_type_open, type_called
from question_bank.items import (
    MAX_STEM,
    MOST_OPTIONS,
    OPTION_TYPES,
    TRUE_FALSE_OPTIONS,
    ItemDraft,
    ItemType,
    Option,
    faults_of,
    is_bidirectional_control,
)
from question_bank.keys import Key

__all__ = ["COLUMNS", "OPTION_COLUMNS", "UNSUPPORTED", "Fault", "cells_of_item", "item_of_cells", "option_cell"]

OPTION_COLUMNS = tuple(f"选项{letter}" for letter in LETTERS[:MOST_OPTIONS])
COLUMNS = (
    *("编号", "题型", "题干", *OPTION_COLUMNS, "答案", "解析"),
    *("基准", "要点", "维度", "主题", "人群", "标签", "难度", "难度理由", "出处", "阅读", "时限", "误解"),
)
LONGEST_ID = 64
UNSUPPORTED = "unsupported_type"
# An option whose id is not its column's letter carries it in front; a text that begins so carries its own.
OPENS, CLOSES = "⟦", "⟧"
_COLUMN_OF_FIELD = {"stem": "题干", "options": OPTION_COLUMNS[0], "key": "答案"}


def cells_of_item(item: ItemDraft) -> dict[str, str]:
    """What an item says, by all columns of the template; empty where it says nothing. Options beyond the tenth, which
    no item of the bank has, stand in columns that go on as the alphabet does."""
    options = {}
    if not (item.type is ItemType.TRUE_FALSE and item.options == TRUE_FALSE_OPTIONS):
        options = {f"选项{letter}": option_cell(letter, option) for letter, option in _lettered(item.options)}
    return {
        **dict.fromkeys(COLUMNS, ""),
        "编号": item.id,
        "题型": TYPE_NAMES[item.type],
        "题干": item.stem,
        **options,
        "答案": spelled(item),
        "解析": item.explanation,
        **placing_cells(item),
    }


def item_of_cells(cells: Mapping[str, str]) -> ItemDraft | list[Fault]:
    """The item that cells say, or everything that keeps them from being one. A question of a type that the bank does
    not have gives one fault of the code `unsupported_type`. Columns that are not there are empty."""
    faults = Faults()
    options = _options(cells, faults)
    kind = _type(cells, options, faults)
    if kind is None and faults and faults[-1].code == UNSUPPORTED:
        return [faults[-1]]
    _check_texts(cells, faults)
    key, options = _key(cells, kind, options, faults)
    placing = placing_of_cells(cells, kind, options, faults)
    if kind is None or key is None or faults:
        return list(faults)
    draft = ItemDraft(
        id=cells.get("编号", "").strip(),
        type=kind,
        stem=cells.get("题干", ""),
        options=options,
        key=key,
        explanation=cells.get("解析", ""),
        **placing,
    )
    return _last_faults(draft) or draft


def _lettered(options: tuple[Option, ...]) -> list[tuple[str, Option]]:
    return list(zip(LETTERS, options, strict=False))


def option_cell(letter: str, option: Option) -> str:
    """What the column of this letter says of an option."""
    if option.id == letter and not option.text.startswith(OPENS):
        return option.text
    name = option.id.replace("\\", "\\\\").replace(CLOSES, "\\" + CLOSES)
    return f"{OPENS}{name}{CLOSES}{option.text}"


def _option(letter: str, cell: str) -> Option:
    if not cell.startswith(OPENS):
        return Option(letter, cell)
    name, place = "", 1
    while place < len(cell) and cell[place] != CLOSES:
        place += cell[place] == "\\" and place + 1 < len(cell)
        name += cell[place]
        place += 1
    return Option(name, cell[place + 1 :]) if place < len(cell) else Option(letter, cell)


def _options(cells: Mapping[str, str], faults: Faults) -> tuple[Option, ...]:
    texts = {letter: cells.get(f"选项{letter}", "") for letter in LETTERS}
    filled = [letter for letter in LETTERS if texts[letter].strip()]
    for letter in LETTERS[: LETTERS.index(filled[-1])] if filled else "":
        if letter not in filled:
            faults.add(
                f"选项{letter}", "blank_option", f"选项{letter} 是空的，后面的选项却有字：补上它，或把后面的往前移"
            )
    return tuple(_option(letter, texts[letter]) for letter in filled)


def _type(cells: Mapping[str, str], options: tuple[Option, ...], faults: Faults) -> ItemType | None:
    named = cells.get("题型", "")
    kind = type_called(named)
    if kind is not None:
        return kind
    if is_not_here(named):
        faults.add("题型", UNSUPPORTED, f"题库没有“{named.strip()[:20]}”这种题型，这一题没有读入")
        return None
    if not leaves_type_open(named):
        known = "、".join(TYPE_NAMES.values())
        faults.add("题型", "unknown_type", f"不认识题型“{named.strip()[:20]}”：改成{known}中的一种，或留空由答案判断")
        return None
    return _guessed(cells, options, faults)


def _guessed(cells: Mapping[str, str], options: tuple[Option, ...], faults: Faults) -> ItemType | None:
    answer, stem = cells.get("答案", ""), cells.get("题干", "")
    kind = guessed_type(answer, options)
    if kind is None and answer.strip() and "__" in stem:
        faults.add("题型", UNSUPPORTED, "这是填空题，题库没有这种题型，这一题没有读入")
    elif kind is None and answer.strip():
        faults.add(OPTION_COLUMNS[0], "no_options", "没有选项，也看不出是什么题型：补上选项，或填写题型")
    elif kind is None:
        faults.add("答案", "no_key", "没有答案：填上正确答案")
    return kind


def _check_texts(cells: Mapping[str, str], faults: Faults) -> None:
    stem = cells.get("题干", "")
    if not stem.strip():
        faults.add("题干", "no_stem", "题干是空的：填上题干，或删去这一行")
    if len(stem) > MAX_STEM:
        faults.add("题干", "stem_too_long", f"题干有 {len(stem)} 个字符，最多 {MAX_STEM} 个：删短它")
    if len(cells.get("编号", "").strip()) > LONGEST_ID:
        faults.add("编号", "id_too_long", f"编号最长 {LONGEST_ID} 个字符：换一个短的")
    for column in ("题干", *(f"选项{letter}" for letter in LETTERS)):
        if any(map(is_bidirectional_control, cells.get(column, ""))):
            faults.add(column, "direction_control", "含有看不见的、改变文字方向的控制符：删去这一格，重新输入")
    for column, cell in cells.items():
        if len(cell) > LONGEST_CELL:
            faults.add(column, "cell_too_long", f"一格最多 {LONGEST_CELL} 个字符，这里有 {len(cell)} 个：删短它")


def _key(
    cells: Mapping[str, str], kind: ItemType | None, options: tuple[Option, ...], faults: Faults
) -> tuple[Key | None, tuple[Option, ...]]:
    """The key, and the options as the bank has them."""
    if kind is None:
        return None, options
    _check_options(kind, options, faults)
    if kind in OPTION_TYPES and kind is not ItemType.TRUE_FALSE and len(options) < 2:
        faults.add(OPTION_COLUMNS[0], "no_options", "选项要有至少两个：补上选项")
        return None, options
    key = meant(cells.get("答案", ""), kind, options)
    if isinstance(key, Unclear):
        faults.add("答案", key.code, key.reason)
        return None, options
    return key, TRUE_FALSE_OPTIONS if kind is ItemType.TRUE_FALSE else options


def _check_options(kind: ItemType, options: tuple[Option, ...], faults: Faults) -> None:
    if kind is ItemType.TRUE_FALSE:
        if options and (len(options) != 2 or {truth(each.text) for each in options} != {True, False}):
            faults.add("选项A", "odd_options", "判断题的选项只能是正确和错误：清空选项，或把题型改成“单选”")
    elif kind not in OPTION_TYPES and options:
        faults.add("选项A", "odd_options", f"{TYPE_NAMES[kind]}题没有选项：清空选项，或改题型")
    if len(options) > MOST_OPTIONS:
        faults.add(f"选项{LETTERS[MOST_OPTIONS]}", "too_many_options", f"最多 {MOST_OPTIONS} 个选项：删去多余的")
    seen: dict[str, str] = {}
    for letter, option in _lettered(options):
        text = option.text.strip()
        if text in seen:
            faults.add(f"选项{letter}", "same_options", f"选项{letter} 和选项{seen[text]} 一模一样：改其中一个")
        seen.setdefault(text, letter)


def _last_faults(draft: ItemDraft) -> list[Fault]:
    """Whatever the bank itself would refuse, should the checks above have let it pass."""
    return [
        Fault(_COLUMN_OF_FIELD[problem.field], f"bad_{problem.field}", problem.problem) for problem in faults_of(draft)
    ]
