"""What the template's second sheet says: how each column is filled in, and which names there are."""

from collections.abc import Iterator

from question_bank.exchange.template import COLUMNS, OPTION_COLUMNS
from question_bank.items import MAX_STEM
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS, benchmarks

_HOW = {
    "编号": ("题的稳定编号。再次导入时编号相同的题会更新，不会重复；留空则由内容生成", "hk-0042"),
    "题型": ("判断、单选、多选、排序、数值、口答；留空则由答案判断", "单选"),
    "题干": (f"必填，最多 {MAX_STEM} 字，现场题最好在 60 字以内。格内换行就是分段", "下列哪种做法最省水？"),
    "选项A": ("单选、多选、排序题填 2 到 10 个选项，从选项A 起不留空；判断、数值、口答题不填", "盆里洗菜"),
    "答案": (
        "单选 A；多选 AC；排序 B>A>C；判断写正确或错误；数值写 3.14±0.05 米；口答写可接受的答案，用“；”隔开，"
        "另起一行写“评分：……”告诉裁判怎么判",
        "A",
    ),
    "解析": ("为什么对，其余为什么不对。选项会打乱次序，所以不要写“A 对”", "盆里的水可以再用来浇花。"),
    "基准": ("公民科学素质基准的条目，1 到 26（见下）", "12"),
    "要点": ("基准的要点，1 到 132", "60"),
    "维度": ("、".join(DIMENSIONS.values()), "应用科学的能力"),
    "主题": ("可以填几个，用“、”隔开（见下）", "生态与节水、日常生活"),
    "人群": ("这道题专为哪些人群而出，用“、”隔开（见下）；人人可答就留空", "农民"),
    "标签": ("自己用的词，用“、”隔开", "2026 春、节水周"),
    "难度": ("估计的难度，-2.5（人人会）到 2.5（很少人会），0 是一半成年人会；也可写易、中、难", "-0.5"),
    "难度理由": ("为什么这样估计，一句话", "生活中常见"),
    "出处": ("审题人能查到的书、标准、网页", "人教版小学科学 六年级上册"),
    "阅读": ("答错的人接下来可以读什么", "《节约用水》第 2 章"),
    "时限": ("作答秒数；留空则由轮次决定", "20"),
    "误解": ("选错的人想错了什么，一行一个：选项字母（判断题写正确、错误）加冒号", "B：以为流动的水更省"),
}
_MARKUP = (
    ("加粗", "两边各写两个星号", "下列哪项**不**是……"),
    ("公式", "两边各写一个美元号，中间是 LaTeX；常见的上下标可以直接打", "$E=mc^2$，10⁵，CO₂"),
    ("表格", "每行前后和格子之间写竖线，第二行用短横线", "| 年份 | 吨 |"),
    ("原样", "星号、美元号、竖线前面加反斜杠就是它们自己", r"每份 \$5"),
)


def notes() -> Iterator[tuple[str, str, str]]:
    """Rows of three cells; the first is their header."""
    yield "列", "怎么填", "例子"
    for column in COLUMNS:
        if column in _HOW:
            yield ("选项A … 选项J" if column == OPTION_COLUMNS[0] else column, *_HOW[column])
    yield "", "", ""
    yield "题干、选项和解析里的记号", "", ""
    yield from _MARKUP
    yield "", "", ""
    yield "基准", "内容", "要点"
    for benchmark in benchmarks():
        yield str(benchmark.number), benchmark.title, f"{benchmark.first_point} 到 {benchmark.last_point}"
    for heading, names in (("主题", TOPICS), ("人群", TARGET_GROUPS)):
        yield "", "", ""
        yield heading, "、".join(names.values()), ""
