"""The one paragraph to which a contestant agrees before telling anything about themselves."""

from contest.locale.catalogue import translate
from contest.locale.refusal_words import N_

CONSENT = N_(
    "这几项都可以不填。填了，只用于按地区、年龄、人群和性别统计本次竞赛的科学素质情况，检查题目是否公平；统计结果只公布人数不少于十人的分组，"
    "不会公布任何个人的情况。答题记录与昵称分开保存，您可以随时要求查看或删除。未满 14 周岁的，请先征得家长同意。"
)


def consent_text(language: str) -> str:
    return translate(language, CONSENT)
