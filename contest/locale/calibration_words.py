"""A calibration and an analysis in words: their steps, what is odd about an item, and why one is refused."""

from contest.locale.refusal_words import N_

STEPS = {
    "collecting": N_("收集作答"),
    "abilities": N_("估计每人的能力"),
    "figures": N_("逐题统计"),
    "fit": N_("比对曲线"),
    "groups": N_("比较各群体"),
    "storing": N_("存下结果"),
    "calibrating": N_("标定难度"),
}
WARNINGS = {
    "few_answers": N_("作答还不够"),
    "unsure": N_("难度还说不准"),
    "moved": N_("和原来的难度差得多"),
    "flat": N_("几乎分不出能力高低"),
    "reversed_key": N_("答对的人能力反而低，请检查答案"),
    "all_right": N_("所有人都答对"),
    "all_wrong": N_("所有人都答错"),
    "far_out": N_("难度离所有人都很远"),
    "no_answers": N_("没有人作答"),
}
WHOLE_WARNINGS = {
    "not_converged": N_("没有算到底：结果不要直接使用，请等有更多作答再算。"),
    "fewer_people_than_items": N_("人数比题数还少，参数还很不准。"),
    "narrow_population": N_("有的场次选手之间看不出差别，或者人太少。"),
    "not_determined": N_("作答定不下全部参数，没有误差的参数不要直接使用。"),
}
REFUSED = {
    "no_answers": N_("还没有足够的作答：至少要有两道题各有 {n} 份作答。请先结束几场比赛，或者掺几道试测题。"),
    "apart": N_(
        "有几场没有共同的题目，也没有已标定的题，放不到同一个量尺上。如果各场的选手差不多，请选“各场选手看作一样”。"
    ),
    "not_estimable": N_("这样的作答算不出参数。请换一个模型，或等有更多作答。"),
}
