"""DIF.json: every item of every comparison, with what it amounts to in words."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from question_bank.irt.dif import Comparison, Purification

# Below this many people in the smaller group only large differences show (Zwick 2012, ETS Research Report 12-08).
FEW_PEOPLE = 200
# Below this share of answers in strata that both groups share, matching wastes most of the data.
FEW_COMPARED = 0.5
SIZES = {"B": "中等", "BB": "中等", "C": "较大", "CC": "较大"}


def dif_document(
    comparisons: Sequence[Comparison], ids: Sequence[str], group: str, reference: str, *, purify: bool
) -> dict[str, Any]:
    """The document of comparisons by the column `group`; not-a-number means that an item could not be compared."""
    return {
        "group": group,
        "reference": reference,
        "purified": purify,
        "comparisons": [_comparison(found, ids) for found in comparisons],
        "warnings": [text for found in comparisons for text in _warnings(found)],
        "items": [_item(found, name, place, purify) for found in comparisons for place, name in enumerate(ids)],
    }


def _comparison(found: Comparison, ids: Sequence[str]) -> dict[str, Any]:
    return {
        "focal": found.focal,
        "matching": found.matching,
        "mantel_haenszel": _purification(found.mantel_haenszel.purification, ids),
        "logistic": _purification(found.logistic.purification, ids),
    }


def _purification(done: Purification, ids: Sequence[str]) -> dict[str, Any]:
    return {
        "rounds": done.rounds,
        "settled": done.settled,
        "by_effect": done.by_effect,
        "removed": [name for name, kept in zip(ids, done.anchor, strict=True) if not kept],
    }


def _item(found: Comparison, name: str, place: int, purify: bool) -> dict[str, Any]:
    tests, regressed = found.mantel_haenszel, found.logistic
    kind = str(tests.classes[place])
    # Items with part marks have no delta.
    direction = tests.smd[place] if np.isnan(tests.delta[place]) else tests.delta[place]
    return {
        "id": name,
        "focal": found.focal,
        "n_ref": _count(found.n_reference[place]),
        "n_focal": _count(found.n_focal[place]),
        "n_compared": _count(found.n_compared[place]),
        "mh_chi2": float(tests.chi2[place]),
        "mh_p": float(tests.p[place]),
        "mh_p_bh": float(tests.p_bh[place]),
        "mh_alpha": float(tests.alpha[place]),
        "mh_delta": float(tests.delta[place]),
        "mh_se_delta": float(tests.se_delta[place]),
        "mh_class": kind or None,
        "mh_flag": flag_in_words(kind, found.focal, harder=bool(direction < 0)),
        "smd": float(tests.smd[place]),
        "se_smd": float(tests.se_smd[place]),
        "smd_ratio": float(tests.smd_ratio[place]),
        "logistic_chi2": float(regressed.chi2[place]),
        "logistic_p": float(regressed.p[place]),
        "logistic_p_bh": float(regressed.p_bh[place]),
        "logistic_uniform_chi2": float(regressed.uniform_chi2[place]),
        "logistic_uniform_p": float(regressed.uniform_p[place]),
        "logistic_nonuniform_chi2": float(regressed.nonuniform_chi2[place]),
        "logistic_nonuniform_p": float(regressed.nonuniform_p[place]),
        "logistic_delta_r2": float(regressed.delta_r2[place]),
        "logistic_class": str(regressed.classes[place]) or None,
        "logistic_class_zumbo_thomas": str(regressed.zumbo_thomas[place]) or None,
        "matching": found.matching,
        "purified": purify,
        "mh_anchor": bool(tests.purification.anchor[place]),
        "logistic_anchor": bool(regressed.purification.anchor[place]),
        "reason": _reason(found, place),
    }


def flag_in_words(kind: str, focal: str, *, harder: bool) -> str:
    """What a class amounts to; nothing for a negligible difference."""
    size = SIZES.get(kind)
    return f"差异{size}：水平相当时，这道题对“{focal}”偏{'难' if harder else '易'}" if size else ""


def _reason(found: Comparison, place: int) -> str | None:
    """Why numbers are missing."""
    if not found.n_compared[place]:
        return "没有可比的人：同一层里没有同时出现两组人"
    if np.isnan(found.mantel_haenszel.chi2[place]):
        return "可比的人得分都一样"
    if np.isinf(found.mantel_haenszel.delta[place]):
        return "可比的人里有一组全对或全错，比值无穷大"
    return None


def _warnings(found: Comparison) -> list[str]:
    told = []
    smaller = min(float(found.n_focal.max(initial=0)), float(found.n_reference.max(initial=0)))
    if smaller < FEW_PEOPLE:
        told.append(f"“{found.focal}”：人少的一组不到 {FEW_PEOPLE} 人，只看得出很大的差异")
    answers = float((found.n_focal + found.n_reference).sum())
    if found.n_compared.sum() < FEW_COMPARED * answers:
        share = found.n_compared.sum() / answers
        told.append(f"“{found.focal}”：只有 {share:.0%} 的作答落在两组都有人的层里；给出 --params 可以按能力值匹配")
    for method, done in (
        ("Mantel-Haenszel", found.mantel_haenszel.purification),
        ("逻辑回归", found.logistic.purification),
    ):
        if not done.settled:
            told.append(f"“{found.focal}”：{method} 的净化来回反复，没有定下来")
        if done.by_effect:
            told.append(f"“{found.focal}”：{method} 有过半的题显著，净化改按效应大小取舍")
    return told


def _count(people: float) -> int | float:
    """Sums of weights need not be whole."""
    return int(people) if float(people).is_integer() else float(people)
