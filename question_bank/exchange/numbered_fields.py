"""Lines that say something of a question: 答案：, 【解析】, 难度：, and the columns of the workbook template."""

import re
from typing import NamedTuple

ANSWER, EXPLANATION, MARKING = "答案", "解析", "评分"
# What learning platforms print beside a question: of those who answered it rather than of the question.
NOT_READ = ""
_NAMES = {
    ANSWER: r"(?:正确|参考|标准|本题)?答案(?:是|为)?|答|answer|key",
    EXPLANATION: r"(?:答案|试题|题目)?(?:解析|详解|解释)|分析|说明|explanation",
    MARKING: r"评分|评判",
    "编号": r"编号|题目编号",
    "题型": r"题型|题目类型",
    "基准": r"基准",
    "要点": r"要点",
    "维度": r"维度",
    "主题": r"主题",
    "人群": r"人群|适用人群",
    "难度理由": r"难度理由",
    "难度": r"(?:试题|题目)?难度(?:系数|等级)?|难易(?:度|程度)",
    "标签": r"标签|知识点|考点|考查点|考察点|章节|分类|关键词",
    "出处": r"出处|来源|依据|参考资料",
    "阅读": r"阅读|延伸阅读",
    "时限": r"时限|答题时间",
    "误解": r"误解",
    NOT_READ: r"(?:我|你|您|学生|考生)的答案|作答|得分|分值|分数|正确率|答题情况|回答(?:正确|错误)",
}
_EVERY = "|".join(f"(?P<f{place}>{pattern})" for place, pattern in enumerate(_NAMES.values()))
_COLUMNS = tuple(_NAMES)
_LABEL = re.compile(rf"\s*(?:\[\s*(?:{_EVERY})\s*\]\s*:?|(?:{_EVERY.replace('?P<f', '?P<g')})\s*:)\s*", re.IGNORECASE)
_BARE_ANSWER = re.compile(r"\s*答案\s*(?=[A-J√×对错正](?:$|[A-J\s,、确误]))")
# Behind a stem or an answer on the same line.
_BEHIND = re.compile(
    r"(?<=[\s;。,.)\]?!])(?=\[?\s*(?:正确|参考|标准)?(?:答案|解析|难度|知识点|考点|答案解析|评分)\s*[\]:])"
)
_LONG = frozenset({EXPLANATION, "误解", "出处", "阅读", "难度理由"})


class Field(NamedTuple):
    """A label at the beginning of a line: whose column it is, and where its text begins."""

    column: str
    start: int


def field(shape: str) -> Field | None:
    """The field that a line begins with, if it begins with one."""
    match = _LABEL.match(shape)
    if match:
        named = next(name for name, text in match.groupdict().items() if text is not None)
        return Field(_COLUMNS[int(named[1:])], match.end())
    bare = _BARE_ANSWER.match(shape)
    return Field(ANSWER, bare.end()) if bare else None


def parts(shape: str) -> list[tuple[int, int]]:
    """The places of a line's parts: fields may stand behind one another or behind the stem, but a text as long as an
    explanation goes on to the end of its line."""
    starts = [0]
    for match in _BEHIND.finditer(shape):
        begun = field(shape[starts[-1] :])
        if begun is not None and begun.column in _LONG:
            break
        if match.start() > starts[-1] and field(shape[match.start() :]) is not None:
            starts.append(match.start())
    return list(zip(starts, [*starts[1:], len(shape)], strict=True))
