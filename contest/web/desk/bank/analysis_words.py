"""Remarks, verdicts, groups and advice in words. Each says what it means and what to do."""

from typing import Any

from flask_babel import gettext as _

from contest.locale.refusal_words import N_
from question_bank.taxonomy import TARGET_GROUPS

VERDICTS = {"keep": N_("照用"), "look": N_("请看一眼"), "stop": N_("停用再改"), "wait": N_("作答不够")}
REMARKS = {
    "key_draws_the_weak": N_("能力较弱的选手比较强的更常选答案，请检查答案。"),
    "option_beats_key": N_("最强的五分之一选手里，选 {option} 的比选答案的还多，请检查答案。"),
    "option_draws_the_strong": N_("错项 {option} 骗住了不少能力强的选手，请看看它是不是也说得通。"),
    "below_chance": N_("答对的比瞎猜还少，题干或选项可能误导人。"),
    "tells_little": N_("强的和弱的答得差不多，这道题分不出高低。"),
    "nearly_all_right": N_("几乎人人答对，适合热身，测不出什么。"),
    "dead_option": N_("选项 {option} 几乎没有人选，可以换一个更像的错项。"),
    "few_answers": N_("只有 {n} 份作答，先不下结论。"),
    "easier_daily": N_("一天比一天容易：答对率比预期多涨了 {points} 个百分点，可能已经传开。"),
    "too_fast": N_("答对的人里有 {share}% 快得不像想过（别的题是 {usual}%），可能事先知道。"),
    "harder_for": N_("同样能力的人里，{focal}比{reference}明显更难答对，请看看题目对他们公不公平。"),
    "easier_for": N_("同样能力的人里，{focal}比{reference}明显更容易答对，请看看题目对其他人公不公平。"),
    "curve_off": N_("实际作答和曲线对不上，请重新标定，或者看看题目。"),
    "easier_than_known": N_("比题库里记的容易 {shift}，请重新标定。"),
    "harder_than_known": N_("比题库里记的难 {shift}，请重新标定。"),
}
GROUPS = {
    "young": N_("18 岁以下的选手"),
    "adult": N_("18 到 39 岁的选手"),
    "middle": N_("40 到 59 岁的选手"),
    "old": N_("60 岁以上的选手"),
    "centre": N_("中心城区的选手"),
    "new_town": N_("主城新区的选手"),
    "north_east": N_("渝东北的选手"),
    "south_east": N_("渝东南的选手"),
    "female": N_("女选手"),
    "male": N_("男选手"),
}
GROUPINGS = {"age": N_("年龄"), "district_type": N_("地区类型"), "sex": N_("性别")}
AUDIENCES = {"adults": N_("全体成年人"), "contestants": N_("来参赛的人"), **TARGET_GROUPS}
BANDS = {"easy": N_("容易"), "middle": N_("适中"), "hard": N_("偏难"), "very_hard": N_("很难")}
ADVICE = {"keep": N_("照用"), "move": N_("换一档"), "pilot": N_("再试测"), "retire": N_("停用"), "wait": N_("再等等")}
REASONS = {
    "as_expected": N_("和预期一致。"),
    "easier": N_("比预期容易。"),
    "harder": N_("比预期难。"),
    "unsure": N_("和预期可能不一样，作答还说不准。"),
    "few_answers": N_("作答还不够，先不下结论。"),
    "key": N_("答案可能有问题，先停用，查清再说。"),
    "tells_little": N_("分不出高低，改好再用。"),
    "all_right": N_("人人都会，测不出什么。"),
    "nobody": N_("答对的比瞎猜还少，改好再用。"),
    "leaked": N_("可能已经传开，换一道同类的题。"),
}
TYPES = {
    "true_false": N_("判断"), "single": N_("单选"), "multiple": N_("多选"), "ordering": N_("排序"),
    "numeric": N_("数值"), "spoken": N_("口答"),
}  # fmt: skip
STATUSES = {
    "draft": N_("草稿"), "reviewed": N_("已审"), "pilot": N_("试测"), "calibrated": N_("已标定"),
    "retired": N_("已停用"),
}  # fmt: skip


def remark_in_words(remark: dict[str, Any]) -> str:
    values = dict(remark["values"])
    for name in ("focal", "reference"):
        if name in values:
            values[name] = _(GROUPS[values[name]])
    if "shift" in values:
        values["shift"] = f"{values['shift']:.2f}"
    return str(_(REMARKS[remark["code"]]).format(**values))


def worded(names: dict[str, str]) -> dict[str, str]:
    """A list of names in the page's language."""
    return {code: str(_(name)) for code, name in names.items()}
