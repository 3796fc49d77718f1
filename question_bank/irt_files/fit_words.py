"""What checks of fit say, in words."""

from collections.abc import Iterable

import numpy as np

from question_bank.irt.fit.checks import Checks
from question_bank.irt.fit.flags import CLOSE_FIT, FEW_ANSWERS, MANY_UNLIKELY, UNLIKELY
from question_bank.irt_files.fit_report import FitReport

# Items named in one sentence.
NAMED = 8

NO_S_X2 = {
    "no_answers": "没有人作答",
    "different_forms": "作答这道题的人用的卷子不同，或有人缺答，总分不可比",
    "too_few_groups": "人太少的分数组合并以后，剩下的组不够做检验",
}
NO_M2 = {
    "no_answers": "没有人作答",
    "missing_answers": "卷子不同或有人缺答；M2 只用于人人答完同一份卷子的数据",
    "too_many_items": "题目超过 120 道，M2 要用的矩阵太大",
    "too_few_means": "题目太少，均值的个数不多于参数的个数",
    "singular": "模型给出的协方差矩阵不可逆",
}


def mixture_warning(groups: list[str]) -> list[str]:
    """What it means that these groups were not told apart."""
    if not groups:
        return []
    named = "、".join(groups[:NAMED]) + (f" 等 {len(groups)} 组" if len(groups) > NAMED else "")
    return [f"整体：参数文件里有 {named}，没有用 --group 说明各人属于哪一组；对数似然、AIC、BIC 和 RMSD 按各组混合算"]


def fit_warnings(checks: Checks, ids: list[str]) -> list[str]:
    """A sentence each: about the whole, then about items in their order, then about pairs of items."""
    return [*_overall(checks), *_items(checks, ids), *_pairs(checks, ids)]


def _overall(checks: Checks) -> Iterable[str]:
    if "model_off" in checks.flags:
        yield (
            f"整体：M2 的 RMSEA 是 {checks.m2.rmsea:.3f}，超过 {CLOSE_FIT}；题目之间的关系超出一个能力所能解释的，"
            "请看 Q3 和各题的 RMSD"
        )
    if "many_unlikely" in checks.flags:
        yield (
            f"考生：{checks.unlikely:.0%} 的人 lz* 低于 {UNLIKELY}，超过 {MANY_UNLIKELY:.0%}（正常约 5%）；"
            "请查有没有乱答、抄袭和错题"
        )
    if checks.mean_squares.left_out:
        yield f"考生：{checks.mean_squares.left_out:g} 人的能力估计是无穷大或没有，不计入 infit、outfit、Q3 和 lz"


def _items(checks: Checks, ids: list[str]) -> Iterable[str]:
    few = [name for name, flags in zip(ids, checks.item_flags, strict=True) if "few_answers" in flags]
    if few:
        rest = f" 等 {len(few)} 题" if len(few) > NAMED else ""
        yield f"题目 {'、'.join(few[:NAMED])}{rest}：作答少于 {FEW_ANSWERS} 人，各项指标只供参考"
    for place, (name, flags) in enumerate(zip(ids, checks.item_flags, strict=True)):
        said = [_about_item(flag, checks, place) for flag in flags if flag not in ("dependent", "few_answers")]
        if said:
            yield f"题目 {name}：{'；'.join(said)}"


def _about_item(flag: str, checks: Checks, place: int) -> str:
    infit, expected = checks.mean_squares.item_infit[place], checks.usual_infit.expected[place]
    usual = f"infit {infit:.2f}，应在 {expected:.2f} 左右"
    return {
        "curve_off": f"实际得分偏离曲线（RMSD {checks.rmsd.value[place]:.3f}，超过 0.10）",
        "curve_slightly_off": f"实际得分略偏离曲线（RMSD {checks.rmsd.value[place]:.3f}，超过 0.08）",
        "score_groups_off": f"同分的人里得分偏离模型（S-X2 的 RMSEA {checks.s_x2.rmsea[place]:.3f}，超过 {CLOSE_FIT}）",
        "erratic": f"答案比模型说的更乱（{usual}，高出两成以上），可能要靠猜，或者答案有误",
        "too_regular": f"答案比模型说的更齐（{usual}，低了两成以上），可能和别的题重复",
    }[flag]


def _pairs(checks: Checks, ids: list[str]) -> Iterable[str]:
    for pair in checks.dependent:
        yield (
            f"题目 {ids[pair.first]} 和 {ids[pair.second]}：除去能力仍然相关（校正 Q3 {pair.adjusted:.2f}，超过 0.2）；"
            "一题可能提示了另一题，不宜放在同一份卷子里"
        )


def reasons(checks: Checks) -> list[str | None]:
    """Why an item has no S-X2; None where it has."""
    return [None if reason is None else NO_S_X2[reason] for reason in checks.s_x2.reasons]


def summary(report: FitReport) -> str:
    """A few lines for the terminal."""
    checks, whole = report.checks, report.checks.m2
    m2 = (
        f"M2 {whole.statistic:.3f}，自由度 {whole.df:g}，p {whole.p:.3f}，RMSEA {whole.rmsea:.3f}"
        if whole.reason is None
        else f"没有 M2：{NO_M2[whole.reason]}"
    )
    flagged = sum(bool(flags) for flags in checks.item_flags)
    mean = float(np.nanmean(checks.rmsd.value)) if np.isfinite(checks.rmsd.value).any() else float("nan")
    return "\n".join(
        [
            f"{checks.people:g} 人，{len(report.ids)} 题，对数似然 {checks.log_likelihood:.4f}，"
            f"AIC {checks.criteria.aic:.3f}，BIC {checks.criteria.bic:.3f}",
            m2,
            f"RMSD 平均 {mean:.3f}；{flagged} 题有提示",
            f"信度：经验 {report.empirical_reliability:.3f}（按 eap {report.eap_reliability:.3f}），"
            f"边际 {report.marginal_reliability:.3f}",
        ]
    )
