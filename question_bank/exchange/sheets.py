"""Sheets of cells, whatever file they came from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from question_bank.exchange.blocks import markup_of
from question_bank.exchange.scripts import lowered, raised
from question_bank.markup import Inline, Paragraph


class Level(StrEnum):
    """Where a run of characters stands on its line."""

    LINE = "line"
    RAISED = "raised"
    LOWERED = "lowered"


class Run(NamedTuple):
    text: str
    level: Level


class Runs(tuple[Run, ...]):
    """The text of a cell in which some characters are raised or lowered."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self)

    def in_markup(self) -> str:
        """For texts that are in the bank's markup already."""
        return "".join(run.text if run.level is Level.LINE else script_markup(run) for run in self)


Cell = str | Runs


class Trouble(StrEnum):
    """Why a cell's text may not be what its author meant."""

    FORMULA = "formula"
    ERROR = "error_value"
    DATE = "date"
    PICTURE = "cell_picture"


TROUBLES = {
    Trouble.FORMULA: "这一格是公式，文件里没有存它的结果：在表格软件里打开并保存一次，或改成文字",
    Trouble.ERROR: "这一格的公式出错了：改成文字",
    Trouble.PICTURE: "这一格是嵌入的图片，读不进来：写上文字，导入后在编辑页上传图片",
    Trouble.DATE: "这一格被表格软件当成了日期：把格子的格式改成“文本”，再填一次",
}

# First row, first column, last row, last column; from 1.
Merge = tuple[int, int, int, int]


class SheetPicture(NamedTuple):
    """A picture that lies on a cell: the name of its file, and what it shows, in words, where its author said so."""

    row: int
    column: int
    name: str
    alt: str
    content: bytes


class Sheet(NamedTuple):
    """Rows by their numbers, cells by the numbers of their columns, both from 1; empty cells are not there.
    `unread_pictures` are the rows of pictures that cannot be read, 0 where a row is not known; `hidden_rows` those that
    nobody sees, by themselves or because a filter hides them."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    troubles: Mapping[tuple[int, int], Trouble] = {}
    merges: tuple[Merge, ...] = ()
    pictures: tuple[SheetPicture, ...] = ()
    unread_pictures: tuple[int, ...] = ()
    hidden_rows: frozenset[int] = frozenset()


class Book(NamedTuple):
    """The sheets that can be seen, and the names of the hidden ones."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def text_of_cell(cell: Cell) -> str:
    return cell.text if isinstance(cell, Runs) else cell


def script_markup(run: Run) -> str:
    """Markup of raised or lowered characters: 10⁵, or a formula where Unicode lacks one of them."""
    if not run.text.strip() or "\n" in run.text:
        return run.text
    piece: Inline = raised(run.text) if run.level is Level.RAISED else lowered(run.text)
    return markup_of([Paragraph((piece,))])
