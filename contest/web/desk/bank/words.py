"""The bank's codes in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from contest.locale.refusal_words import N_, REFUSAL_WORDS
from contest.rules.refusals import Refusal
from question_bank.taxonomy import DIMENSIONS, TARGET_GROUPS, TOPICS

STATUSES = {
    "draft": N_("草稿"),
    "reviewed": N_("已审"),
    "pilot": N_("试测中"),
    "calibrated": N_("已定难度"),
    "retired": N_("停用"),
}
TYPES = {
    "true_false": N_("判断"),
    "single": N_("单选"),
    "multiple": N_("多选"),
    "ordering": N_("排序"),
    "numeric": N_("数值"),
    "spoken": N_("口答"),
}
# What a step does, as a button says it; `from -> to` where the same end is reached by different ways.
STEPS = {
    "reviewed": N_("定为已审"),
    "pilot": N_("拿去试测"),
    "calibrated": N_("定为已定难度"),
    "retired": N_("停用"),
    "draft": N_("退回草稿"),
}
ACTIONS = {
    "created": N_("新建了这道题"),
    "changed": N_("存了新的一版"),
    "restored": N_("恢复了一版"),
    "status": N_("改了状态"),
    "submitted": N_("送审或撤回"),
    "reviewed": N_("审了这一版"),
    "commented": N_("写了意见"),
    "settled": N_("处理了意见"),
    "tagged": N_("改了标签"),
    "enemies": N_("改了互斥题"),
    "embargo": N_("改了保密期"),
    "calibrated": N_("换了参数"),
}
FIELDS = {
    "type": N_("题型"),
    "stem": N_("题干"),
    "option": N_("选项"),
    "options": N_("选项"),
    "key": N_("答案"),
    "explanation": N_("解析"),
    "benchmark": N_("基准"),
    "point": N_("要点"),
    "dimension": N_("方面"),
    "topics": N_("话题"),
    "groups": N_("人群"),
    "tags": N_("标签"),
    "seconds": N_("时限"),
    "source": N_("出处"),
    "reading": N_("延伸阅读"),
    "difficulty": N_("估计难度"),
    "misconception": N_("误解"),
    "misconceptions": N_("误解"),
    "picture": N_("图片"),
}
VERDICTS = {"approved": N_("通过"), "changes": N_("请作者修改")}


def worded(words: Mapping[str, str]) -> dict[str, str]:
    return {code: str(_(text)) for code, text in words.items()}


def field_words(name: str) -> str:
    """A field of `as_texts`: "option B" is 选项 B."""
    field, _space, which = name.partition(" ")
    return f"{_(FIELDS[field])} {which}".strip()


# What a refusal of the evening means in the bank.
HERE = {"nothing_left": N_("没有可做的了：可能已经撤销过，或者还没有作答。")}


def refusal_words(refusal: Refusal) -> str:
    reason = refusal.refused.reason
    return str(_(HERE.get(reason, REFUSAL_WORDS[reason])))


def code_lists() -> dict[str, Any]:
    """What scripts need to show items in words, and the order of each list."""
    orders = {"types": list(TYPES), "dimensions": [code.value for code in DIMENSIONS]}
    return {
        "orders": {**orders, "topics": list(TOPICS), "groups": list(TARGET_GROUPS)},
        "statuses": worded(STATUSES),
        "types": worded(TYPES),
        "dimensions": {code.value: str(_(name)) for code, name in DIMENSIONS.items()},
        "topics": worded(TOPICS),
        "groups": worded(TARGET_GROUPS),
        "fields": worded(FIELDS),
    }


def listed(codes: Iterable[str], words: Mapping[str, str]) -> str:
    return "、".join(str(_(words.get(code, code))) for code in codes)
