"""ITEMS.csv: what is known of items before anybody has answered them."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt_files.problems import Problems, refusal
from question_bank.irt_files.tables import read_table

ITEM, OPTIONS, AUTHOR_B = "item", "options", "author_b"
FloatArray = NDArray[np.float64]


class ItemFile(NamedTuple):
    """`options` (how many there are to choose from) and `author_b` (difficulty in units of theta, as the author judges
    it) have shape (items,), NaN where not known; `attributes` holds each item's other cells as texts."""

    source: str
    ids: list[str]
    options: FloatArray
    author_b: FloatArray
    attributes: list[dict[str, str]]


def read_items(path: Path) -> ItemFile:
    """Raises `BadFile` naming row and column: for items given twice, and cells that hold no such number."""
    problems = Problems(str(path))
    table = read_table(path, problems)
    if ITEM not in table.header:
        problems.stop(f"没有“{ITEM}”这一列", 1)
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    for block in table.blocks:
        columns = [block.texts(column) for column in range(len(table.header))]
        rows += [dict(zip(table.header, cells, strict=True)) for cells in zip(*columns, strict=True)]
        numbers += block.rows.tolist()
    first: dict[str, int] = {}
    for row, number in zip(rows, numbers, strict=True):
        if not row[ITEM]:
            problems.add("是空的", number, ITEM)
        elif first.setdefault(row[ITEM], number) != number:
            problems.add(f"“{row[ITEM]}”已经在第 {first[row[ITEM]]} 行出现过", number, ITEM)
    options = _numbers(rows, numbers, OPTIONS, "选项数要是 2 以上的整数", problems)
    author_b = _numbers(rows, numbers, AUTHOR_B, "难度要是有限的数", problems)
    problems.refuse()
    attributes = [{name: cell for name, cell in row.items() if name not in (ITEM, OPTIONS, AUTHOR_B)} for row in rows]
    return ItemFile(str(path), [row[ITEM] for row in rows], options, author_b, attributes)


def _numbers(rows: list[dict[str, Any]], numbers: list[int], name: str, rule: str, problems: Problems) -> FloatArray:
    found = np.full(len(rows), np.nan)
    for place, row in enumerate(rows):
        text = row.get(name, "").strip()
        if not text:
            continue
        try:
            found[place] = float(text)
        except ValueError:
            found[place] = np.nan
        fits = np.isfinite(found[place])
        if name == OPTIONS:
            fits = fits and found[place] >= 2 and float(found[place]).is_integer()
        if not fits:
            problems.add(f"{rule}，不是“{text}”", numbers[place], name)
    return found


def known_of(file: ItemFile, ids: list[str]) -> tuple[FloatArray, FloatArray]:
    """`options` and `author_b` of these items, shape (ids,); NaN for items that the file does not have.

    Raises `BadFile` when it has none of them: ids of another kind would otherwise go unnoticed.
    """
    places = {name: place for place, name in enumerate(file.ids)}
    chosen = [places.get(name, -1) for name in ids]
    if max(chosen) < 0:
        raise refusal(file.source, f"没有一道题在作答文件里（那里有 {'、'.join(ids[:3])} 等）")
    return np.append(file.options, np.nan)[chosen], np.append(file.author_b, np.nan)[chosen]
