"""What people call the formats, the columns of tables, and what stands in the way of an undo."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from contest.services.import_undo import NAMED, CannotUndo
from question_bank.exchange.template import OPTION_COLUMNS

FORMAT_WORDS: dict[str, Any] = {
    "xlsx": _("Excel 工作簿"),
    "csv": _("CSV 或粘贴的表格"),
    "docx": _("Word 文档"),
    "text": _("编了号的文字"),
    "kahoot": "Kahoot",
    "wayground": "Wayground（Quizizz）",
    "gift": "Moodle GIFT",
    "aiken": "Aiken",
    "moodle-xml": "Moodle XML",
    "qti": "QTI 2.1",
    "qti-3": "QTI 3.0",
    "jsonl": _("问渠 JSON 行"),
}


# One reader reads both versions of QTI.
READ_WORDS: dict[str, Any] = FORMAT_WORDS | {"qti": _("QTI 2.1 和 3.0")}


def format_words(names: Iterable[str], words: Mapping[str, Any] = FORMAT_WORDS) -> dict[str, str]:
    """In the reader's language, by the formats' names."""
    return {name: str(words[name]) for name in names}


_COLUMN_WORDS: dict[str, Any] = {
    "编号": _("编号"), "题型": _("题型"), "题干": _("题干"), "选项": _("选项"), "答案": _("答案"), "解析": _("解析"),
    "基准": _("基准"), "要点": _("要点"), "维度": _("维度"), "主题": _("主题"), "人群": _("人群"), "标签": _("标签"),
    "难度": _("难度"), "难度理由": _("难度理由"), "出处": _("出处"), "阅读": _("阅读"), "时限": _("时限"),
    "误解": _("误解"),
}  # fmt: skip


def column_words() -> dict[str, str]:
    """In the reader's language, by the columns of the workbook template and the word for all options together."""
    letters = {column: column.removeprefix("选项") for column in OPTION_COLUMNS}
    options = {column: str(_("选项{letter}")).format(letter=letter) for column, letter in letters.items()}
    return {**{column: str(words) for column, words in _COLUMN_WORDS.items()}, **options}


UNDO_WORDS: dict[str, Any] = {
    "unknown": _("没有这次导入。"),
    "undone": _("这次导入已经撤销过了。"),
    "answered": _("没有撤销：有的题已经有人答过（{items}）。"),
    "planned": _("没有撤销：有的题已经排进场次（{items}）。"),
    "reviewed": _("没有撤销：有的题已经有人审过（{items}）。"),
    "commented": _("没有撤销：有的题已经有人评论（{items}）。"),
    "in_form": _("没有撤销：有的题已经组进试卷（{items}）。"),
    "changed": _("没有撤销：有的题之后又改过（{items}）。"),
    "enemies": _("没有撤销：有的题已经设了互斥（{items}）。"),
}


def undo_words(error: CannotUndo) -> str:
    items = ", ".join(error.items[:NAMED]) + (" …" if len(error.items) > NAMED else "")
    return str(UNDO_WORDS[error.reason]).format(items=items)
