"""What a calibration says of itself, in words: why it is refused, and what is odd about it."""

from question_bank.irt.calibration.refusals import Disconnected, EmptyGroups, NotEstimable
from question_bank.irt.calibration.result import Calibration
from question_bank.irt_files.problems import BadFile, Problems

REFUSED = {
    "c_without_prior": "3pl（或 c 大于 0 的固定题目）不能用 --priors none：猜测参数光靠作答定不下来；请用 default",
    "constant_items": "所有人的得分都一样，定不出难度；请去掉这道题（只有对错的题目也可以用 --priors default）",
    "no_answers": "没有人作答，无法标定",
    "fixed_slopes": "固定的区分度不能这样用：要大于 0；1pl 和 pcm 的固定题目还要有同一个区分度",
    "too_many_categories": "得分的档数太多（最多 100 档）",
    "unknown_scores": "有的得分不在固定参数的得分之中",
}
FLAGS = {
    "no_answers": "没有人作答",
    "few_answers": "作答太少，参数还很不准",
    "all_right": "所有人都答对，难度只凭先验",
    "all_wrong": "所有人都答错，难度只凭先验",
    "collapsed": "中间有的得分没有人得到，已经并掉",
    "slope_at_bound": "区分度到了允许范围的边上",
    "flat": "区分度很低，几乎分不出能力高低",
    "reversed_key": "答对的人能力反而低，答案可能弄反了",
    "far_out": "难度离所有人都很远",
}
APART = "组与组之间没有共同的作答者，不能放到同一个量尺上"
VOUCH = "如果各组的作答者是从同一群人里随机分的，可以加 --equivalent-groups"
WARNINGS = {
    "fewer_people_than_items": "人数比题数还少，参数还很不准",
    "narrow_population": "有的组能力标准差到了下限 0.05：这组人之间看不出差别，或者人太少",
    "not_determined": "作答定不下全部参数（题目太少，或者模型太细），没有标准误的参数不要直接使用",
}
# So many items are named; of the others the number is told.
NAMED = 8


def refused(error: ValueError, source: str, ids: list[str]) -> BadFile:
    """The refusal as one of the file with the answers, naming the columns concerned."""
    problems = Problems(source)
    if isinstance(error, Disconnected):
        problems.add(f"题目分成 {len(error.parts)} 组，{APART}")
        for number, part in enumerate(error.parts, start=1):
            problems.add(f"第 {number} 组题目：{listed([ids[item] for item in part])}")
        problems.add(VOUCH)
    elif isinstance(error, EmptyGroups):
        for group in error.groups:
            problems.add(f"“{group}”组没有一个人作答，估计不出这一组的能力分布")
    elif not isinstance(error, NotEstimable) or error.code not in REFUSED:
        problems.add(str(error))
    else:
        for item in error.items:
            problems.add(REFUSED[error.code], column=ids[item])
        if not error.items:
            problems.add(REFUSED[error.code])
    return problems.error()


def oddities(calibration: Calibration, ids: list[str]) -> list[str]:
    """A line a warning; items with the same oddity share one."""
    found = [] if calibration.converged else ["没有收敛：迭代次数用完了，结果不要直接使用"]
    found += [WARNINGS.get(name, name) for name in calibration.warnings]
    for flag in dict.fromkeys(flag for flags in calibration.flags for flag in flags):
        items = [name for name, flags in zip(ids, calibration.flags, strict=True) if flag in flags]
        found.append(f"{FLAGS.get(flag, flag)}：{listed(items)}")
    return found


def listed(items: list[str]) -> str:
    rest = f" 等 {len(items)} 题" if len(items) > NAMED else ""
    return "、".join(items[:NAMED]) + rest
