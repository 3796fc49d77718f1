"""Differential item functioning: does an item work alike for groups of people who know equally much?"""

from question_bank.irt.dif.areas import Areas, areas, curve_distance
from question_bank.irt.dif.classes import (
    benjamini_hochberg,
    effect_classes,
    ets_classes,
    part_mark_classes,
)
from question_bank.irt.dif.comparison import (
    Comparison,
    NothingToCompare,
    RegressionTests,
    StratifiedTests,
    UnequalPapers,
    compare_groups,
)
from question_bank.irt.dif.logistic import Logistic, logistic
from question_bank.irt.dif.mantel import Mantel, mantel
from question_bank.irt.dif.mantel_haenszel import MantelHaenszel, mantel_haenszel
from question_bank.irt.dif.purification import Purification

__all__ = [
    "Areas",
    "Comparison",
    "Logistic",
    "Mantel",
    "MantelHaenszel",
    "NothingToCompare",
    "Purification",
    "RegressionTests",
    "StratifiedTests",
    "UnequalPapers",
    "areas",
    "benjamini_hochberg",
    "compare_groups",
    "curve_distance",
    "effect_classes",
    "ets_classes",
    "logistic",
    "mantel",
    "mantel_haenszel",
    "part_mark_classes",
]
