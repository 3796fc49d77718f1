"""What types of items are called: in the workbook template, and in tables and headings as they are found."""

import re
import unicodedata

from question_bank.items import ItemType

TYPE_NAMES = {
    ItemType.TRUE_FALSE: "判断",
    ItemType.SINGLE: "单选",
    ItemType.MULTIPLE: "多选",
    ItemType.ORDERING: "排序",
    ItemType.NUMERIC: "数值",
    ItemType.SPOKEN: "口答",
}

# In this order: "不定项选择题" is one of several right answers before it is a question of choice.
_FOUND_AS = (
    (ItemType.MULTIPLE, r"多选|多项|多重选择|不定项|checkbox|multiple[ _-]?(answers?|response|select)|^multiple$"),
    (ItemType.SINGLE, r"单选|单项|单一选择|single|^choice$"),
    (ItemType.TRUE_FALSE, r"判断|是非|对错|正误|true[ _/-]*(or[ _]*)?false|^tf$|^t/f$|boolean"),
    (ItemType.ORDERING, r"排序|排列|order|sequence|reorder"),
    (ItemType.NUMERIC, r"数值|^number$|numeric"),
    (ItemType.SPOKEN, r"口答|口述|口头|spoken"),
)
LONGEST_HEADING, LONGEST_LINE = 16, 80
# What the bank does not have: answers that only a person can mark, or that are written.
_NOT_HERE = re.compile(
    r"填空|简答|问答|论述|名词解释|计算|案例|材料|作文|写作|作图|实验题|连线|匹配|配对|完形|完型|听力|翻译|操作|上传|主观|综合题|应用题|"
    r"阅读理解|组合题|量表|投票|打分|essay|open[ -]?ended|fill|blank|short ?answer|match|poll|survey|draw|slide|audio|"
    r"video|hotspot|word cloud|brainstorm|drop ?pin|puzzle|label"
)
# A type that leaves the number of right answers open: the key tells.
_ANY_CHOICE = re.compile(r"选择|客观|multiple[ _-]?choice|quiz|mcq")


def type_called(words: str) -> ItemType | None:
    """The type that a cell, a heading or a sheet's name speaks of, however it is put; `None` when it names none."""
    name = _plain(words)
    return next((kind for kind, pattern in _FOUND_AS if re.search(pattern, name)), None)


def is_not_here(words: str) -> bool:
    """Whether they name a type that the bank does not have."""
    name = _plain(words)
    return type_called(words) is None and not _leaves_open(name) and _NOT_HERE.search(name) is not None


def leaves_type_open(words: str) -> bool:
    """Whether they say no more than that it is a question of choice, or nothing at all."""
    name = _plain(words)
    return not name or (type_called(words) is None and _leaves_open(name))


def _leaves_open(name: str) -> bool:
    return _ANY_CHOICE.search(name) is not None


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).strip().casefold()


def heading_type(words: str) -> ItemType | None:
    """The type that a heading or the name of a sheet gives to what stands below it, if it names just one."""
    core = _core(words)
    kinds = [kind for kind, pattern in _FOUND_AS if re.search(pattern, core)]
    return kinds[0] if len(kinds) == 1 and 0 < len(core) <= LONGEST_HEADING else None


def heading_not_here(words: str) -> bool:
    """Whether a heading is one of questions that the bank does not have: “三、简答题”, but not “材料科学”."""
    core = _core(words)
    found = _NOT_HERE.search(core) is not None and len(core) <= LONGEST_HEADING
    return found and core.endswith("题") and heading_type(words) is None and not _leaves_open(core)


def _core(words: str) -> str:
    """Without numbers, brackets and what stands in them; nothing of what is too long for a heading."""
    if len(words) > LONGEST_LINE:
        return ""
    bare = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", _plain(words))
    return re.sub(r"^第?[\d一二三四五六七八九十]*[部分大题]*[、.．:\s]*|[\s:\d._-]+$", "", bare).strip()
