"""What columns are called in tables as they are found, and where their header stands."""

import re
import unicodedata
from collections.abc import Mapping
from string import ascii_uppercase as LETTERS
from typing import NamedTuple

from question_bank.exchange.sheets import Cell, Sheet, text_of_cell

# Roles of columns beside those of the template: all options in one cell, a running number, what makes a wrong option,
# the address of a picture, and what is known but not read.
ALL_OPTIONS, NUMBER, WRONG, PICTURE, UNREAD = "选项", "题号", "干扰项", "图片", "不读"
# Of a workbook that the bank set aside: why its rows were refused, and where they stood.
SET_ASIDE = "搁置"
# Columns that hardly anybody else has; authors may leave some of them out.
OWN_NAMES = frozenset({"基准", "要点", "维度", "人群", "难度理由", "阅读", "时限", "误解"})
LOOKED_AT, LONGEST_NAME = 15, 80

_WORDS = {
    "题干": "题干 题目 试题 题目内容 试题内容 问题 题目描述 试题题干 题目题干 题目名称 题面 试题正文 题目正文",
    "题型": "题型 题目类型 试题类型 类型 题目题型 试题题型 题类",
    "答案": "答案 正确答案 参考答案 标准答案 试题答案 题目答案 正确选项 答案选项 答",
    "解析": "解析 答案解析 试题解析 题目解析 解释 讲解 解析说明 答案说明 试题分析",
    ALL_OPTIONS: "选项 选项内容 备选项 备选答案 候选项 候选答案 题目选项 试题选项 所有选项",
    NUMBER: "题号 序号 题目序号 试题序号",
    "编号": "编号 题目编号 试题编号 题目id 试题id",
    "基准": "基准",
    "要点": "要点",
    "维度": "维度",
    "主题": "主题",
    "人群": "人群 适用人群 目标人群",
    "标签": "标签 知识点 考点 章节 所属章节 章 节 分类 题目分类 试题分类 类别 题库 题库名称 科目 学科 关键词",
    "难度": "难度 难易度 难度等级 难易程度 难度系数 试题难度 题目难度",
    "难度理由": "难度理由",
    "出处": "出处 来源 题目来源 试题来源 依据 参考资料",
    "阅读": "阅读 延伸阅读",
    "时限": "时限 答题时间 限时 时间限制",
    "误解": "误解",
    PICTURE: "图片 题目图片 题干图片 图片链接 图片地址",
    UNREAD: "分值 分数 得分 每题分值 创建时间 更新时间 创建人 录入人 状态 备注",
    SET_ASIDE: "原因 原处",
}
_ENGLISH = {
    "题干": "question questiontext stem",
    "题型": "type questiontype itemtype",
    "答案": "answer correctanswer correctanswers correct key",
    "解析": "explanation answerexplanation feedback rationale",
    ALL_OPTIONS: "options choices",
    NUMBER: "no no. # question# questionnumber",
    "编号": "id itemid questionid",
    "基准": "benchmark",
    "要点": "point",
    "维度": "dimension",
    "标签": "tags tag category topic",
    "难度": "difficulty",
    "出处": "source reference",
    "阅读": "reading",
    "时限": "timelimit time timeinseconds seconds",
    "误解": "misconceptions",
    PICTURE: "imagelink image picture",
    UNREAD: "score points",
}
_LISTS = (_WORDS, _ENGLISH)
_ROLES = {word: role for names in _LISTS for role, words in names.items() for word in words.split()}
_OPTION = re.compile(
    r"(?:选项|备选项?|备选答案|候选答案|候选项|答案选项|答案|option|answer|choice|opt)?[_\-.]?"
    r"([a-j]|10|[1-9]|[一二三四五六七八九十])(?:选项|项|答案|内容)?"
)
# No item has these; they are read, so that a row that has them is refused and not cut short.
_TOO_MANY = re.compile("选项([k-z])")
_WRONG = re.compile(r"(?:incorrectanswer|wronganswer|错误答案|错误选项|干扰项)\d*")
_NUMERALS = "一二三四五六七八九十"


class Header(NamedTuple):
    """`last`: the number of the last row of the header. `roles` and `names` by column."""

    last: int
    roles: Mapping[int, str]
    names: Mapping[int, str]

    @property
    def is_template(self) -> bool:
        """Whether it is the bank's own, in whose cells texts are in the bank's markup."""
        own = set(self.names.values())
        return {"题干", "答案"} <= own and len(OWN_NAMES & own) > 1

    @property
    def is_of_quiz_program(self) -> bool:
        """Whether a program for quizzes (Kahoot, Wayground, …) laid the table out, so that its texts are whole."""
        told = [name for column, name in self.names.items() if self.roles.get(column) in ("题干", "答案")]
        return all(name.isascii() for name in told)

    @property
    def counts_options(self) -> bool:
        """Whether answers are numbers of options: 1 for the first."""
        keys = [_short(_plain(self.names.get(column, ""))) for column, role in self.roles.items() if role == "答案"]
        counted = bool(keys) and keys[0].startswith("correctanswer") and WRONG not in self.roles.values()
        return counted and self.is_of_quiz_program and "选项A" in self.roles.values()

    @property
    def has_own_columns(self) -> bool:
        """Whether somebody made the table for the bank, so that its names and numbers mean what the bank means."""
        return bool({"基准", "要点", "维度", "难度理由"} & set(self.roles.values()))


def role_of(header: str) -> str | None:
    """What a column of this name holds; `None` for a name that says nothing."""
    if len(header) > LONGEST_NAME:
        return None
    name = _plain(header)
    role = _ROLES.get(name) or _ROLES.get(_short(name))
    if role is not None:
        return role
    for shape in (re.sub(r"[（()）\[\]【】]", "", name), _short(name)):
        if _WRONG.fullmatch(shape):
            return WRONG
        if option := _OPTION.fullmatch(shape) or _TOO_MANY.fullmatch(shape):
            return f"选项{_letter(option[1])}"
    return None


def find_header(sheet: Sheet) -> Header | None:
    """The header among the first rows, told by its words; `None` when there is none."""
    best: Header | None = None
    numbers = sorted(sheet.rows)[:LOOKED_AT]
    for number in (number for number in numbers if number <= LOOKED_AT):
        header = _header(sheet, number)
        if header and (best is None or _weight(header) > _weight(best)):
            best = header
    return best


def _header(sheet: Sheet, number: int) -> Header | None:
    names = {column: text_of_cell(cell).strip() for column, cell in sheet.rows[number].items()}
    roles = _without_parameters({column: role for column, name in names.items() if (role := role_of(name))}, names)
    if "题干" not in roles.values() or len([name for name in names.values() if len(name) > LONGEST_NAME]):
        return None
    useful = set(roles.values()) - {"题干", NUMBER, UNREAD}
    if not useful and len(names) > 1 + (NUMBER in roles.values()):
        return None
    last, roles, names = _second_row(sheet, number, roles, names)
    return Header(last, _spread_options(sheet, number, roles, names), names)


def _without_parameters(roles: dict[int, str], names: Mapping[int, str]) -> dict[int, str]:
    """Where columns are called options in full, `a`, `b` and `c` alone are the parameters of an exported bank."""
    in_full = {role for column, role in roles.items() if len(names[column]) > 1}
    return {
        column: UNREAD if len(names[column]) == 1 and role.startswith("选项") and role in in_full else role
        for column, role in roles.items()
    }


def _weight(header: Header) -> int:
    return len(set(header.roles.values()))


def _second_row(
    sheet: Sheet, number: int, roles: dict[int, str], names: dict[int, str]
) -> tuple[int, dict[int, str], dict[int, str]]:
    """A second row of the header, where the word for options stands over A, B, C and D."""
    below: Mapping[int, Cell] = sheet.rows.get(number + 1, {})
    second = {column: text_of_cell(cell).strip() for column, cell in below.items()}
    lettered = {column: role for column, name in second.items() if (role := role_of(name)) and role.startswith("选项")}
    others = [column for column in second if column not in lettered and second[column] != names.get(column)]
    if len(lettered) < 2 or others:
        return number, roles, names
    return number + 1, {**roles, **lettered}, {**names, **{column: f"选项{second[column]}" for column in lettered}}


def _spread_options(sheet: Sheet, number: int, roles: dict[int, str], names: dict[int, str]) -> dict[int, str]:
    """One word for options over several columns, merged or with nothing beside it, names them all in order."""
    start = next((column for column, role in roles.items() if role == ALL_OPTIONS), None)
    if start is None:
        return roles
    merged = next((last for top, left, _, last in sheet.merges if (top, left) == (number, start)), start)
    width = max(merged - start, _filled_beside(sheet, number, start, names))
    if width < 1:
        return roles
    return {**roles, **{start + place: f"选项{LETTERS[place]}" for place in range(min(width + 1, 10))}}


def _filled_beside(sheet: Sheet, number: int, start: int, names: Mapping[int, str]) -> int:
    """How many columns beside it have no name but hold something below."""
    width = 0
    while start + width + 1 not in names and any(
        start + width + 1 in row for below, row in sheet.rows.items() if below > number
    ):
        width += 1
    return width


def _plain(header: str) -> str:
    name = unicodedata.normalize("NFKC", header).casefold()
    # “Question - max 120 characters”: what stands behind the dash explains.
    name = re.split(r"\s[-–—]\s", name)[0]
    return re.sub(r"[\s*:：“”\"'_]+", "", name)


def _short(name: str) -> str:
    """Without what stands in brackets."""
    return re.split(r"[(（\[【]", name)[0]


def _letter(shape: str) -> str:
    if shape in _NUMERALS:
        return LETTERS[_NUMERALS.index(shape)]
    return LETTERS[int(shape) - 1] if shape.isdigit() else shape.upper()
