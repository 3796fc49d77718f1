"""Adaptive testing: the next item is chosen by what the answers so far tell of the examinee.

Make a design once (`adaptive_test`), then `begin`, and in turn `next_item` and `answer` until `stop` says why the test
ended; all of them are values, and chance comes in as an argument. `simulate` and `replay` run many people's tests, and
`figures` says what came of them.
"""

from question_bank.irt.adaptive.content import Content, Count, content
from question_bank.irt.adaptive.design import AdaptiveTest, KlWeights, Method, Rule, adaptive_test, population_grid
from question_bank.irt.adaptive.examinee import Choice, Examinee, answer, begin, next_item
from question_bank.irt.adaptive.exposure import (
    Eligibility,
    LeastRate,
    draw_eligible,
    eligible_probabilities,
    least_rate,
    new_eligibility,
    recorded,
    refuse_impossible_rate,
)
from question_bank.irt.adaptive.figures import Accuracy, Classification, Exposure, Figures, figures, verdicts
from question_bank.irt.adaptive.forms import NoForm
from question_bank.irt.adaptive.simulator import replay, settled_eligibility, simulate
from question_bank.irt.adaptive.stopping import Sprt
from question_bank.irt.adaptive.sympson_hetter import Controls, sympson_hetter
from question_bank.irt.adaptive.trace import Trace, exposure_rates

__all__ = [
    "Accuracy",
    "AdaptiveTest",
    "Choice",
    "Classification",
    "Content",
    "Controls",
    "Count",
    "Eligibility",
    "Examinee",
    "Exposure",
    "Figures",
    "KlWeights",
    "LeastRate",
    "Method",
    "NoForm",
    "Rule",
    "Sprt",
    "Trace",
    "adaptive_test",
    "answer",
    "begin",
    "content",
    "draw_eligible",
    "eligible_probabilities",
    "exposure_rates",
    "figures",
    "least_rate",
    "new_eligibility",
    "next_item",
    "population_grid",
    "recorded",
    "refuse_impossible_rate",
    "replay",
    "settled_eligibility",
    "simulate",
    "sympson_hetter",
    "verdicts",
]
