"""What an adaptive test is: items, rules and limits, with tables made once and shared by all examinees."""

from math import ceil, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.adaptive.content import Content
from question_bank.irt.adaptive.forms import Form, NoForm, find_form, form_within, rules_in_conflict
from question_bank.irt.adaptive.stopping import Sprt, checked_sprt, log_ratios
from question_bank.irt.adaptive.tables import Tables, make_tables
from question_bank.irt.categories import category_information
from question_bank.irt.parameters import FloatArray, Parameters, categories
from question_bank.irt.quadrature import Grid

Rule = Literal["mfi", "mpwi", "kl"]
Method = Literal["eap", "wle", "mle"]
KlWeights = Literal["likelihood", "posterior", "interval"]

# The grid reaches to so many sd: six would do for most, but not for the posterior of somebody with all answers right.
REACH = 8
# Nodes to one sd of the population, at least.
NODES_PER_SD = 10


class AdaptiveTest(NamedTuple):
    """An adaptive test, made by `adaptive_test`; a value that all examinees share.

    `stop_se` is 0 where no standard error ends the test, `best_of` 1 where the best item is always given; `controls`
    (items,) are Sympson-Hetter probabilities to give an item once chosen. `form` is a set of items that meets the
    rules of `content`, empty without any; `scores` counts each item's scores; `ratios` (items, scores) is what each
    score adds to the SPRT's log likelihood ratio.
    """

    parameters: Parameters
    length: int
    rule: Rule
    method: Method
    kl_weights: KlWeights
    start: float
    stop_se: float
    sprt: Sprt | None
    best_of: int
    controls: FloatArray | None
    content: Content | None
    grid: Grid
    tables: Tables
    form: Form
    scores: list[int]
    ratios: FloatArray | None

    @property
    def items(self) -> int:
        return len(self.scores)


def adaptive_test(
    parameters: Parameters,
    length: int,
    *,
    rule: Rule = "mfi",
    method: Method = "eap",
    kl_weights: KlWeights = "likelihood",
    start: float | None = None,
    stop_se: float | None = None,
    sprt: Sprt | None = None,
    best_of: int = 1,
    controls: ArrayLike | None = None,
    content: Content | None = None,
    grid: Grid | None = None,
) -> AdaptiveTest:
    """An adaptive test of at most `length` items from the bank of `parameters`.

    `rule` says how the next item is chosen and `kl_weights` what weighs the Kullback-Leibler information
    (`question_bank.irt.adaptive.selection`), `method` how theta is estimated after each answer. `start` is the theta
    that the first item is chosen for; the population's mean unless given. The test ends at `length`, once the standard
    error is `stop_se` or less, or once `sprt` has a verdict. `best_of` items are drawn from at random
    (randomesque, Kingsbury & Zara 1989); `controls` of shape (items,) are the probabilities of Sympson & Hetter
    (`question_bank.irt.adaptive.sympson_hetter`). `grid` is the population, N(0, 1) unless given (`population_grid`).
    Raises `ValueError` for settings that make no sense and `NoForm` for content that no test of this length can have.
    """
    chosen = population_grid(parameters, length) if grid is None else grid
    tables = make_tables(parameters, chosen)
    test = AdaptiveTest(
        parameters=parameters,
        length=length,
        rule=rule,
        method=method,
        kl_weights=kl_weights,
        start=tables.centre if start is None else float(start),
        stop_se=0.0 if stop_se is None else float(stop_se),
        sprt=None if sprt is None else checked_sprt(sprt),
        best_of=best_of,
        controls=None if controls is None else np.asarray(controls, dtype=np.float64),
        content=content,
        grid=chosen,
        tables=tables,
        form=(),
        scores=[int(count) for count in categories(parameters)],
        ratios=None if sprt is None else log_ratios(parameters, sprt),
    )
    _refuse_nonsense(test)
    return test._replace(form=form_of(test, np.ones(test.items, dtype=bool)))


def population_grid(parameters: Parameters, length: int, mean: float = 0.0, sd: float = 1.0) -> Grid:
    """A normal population over mean +- 8 sd, on nodes close enough for the posterior after the best `length` items.

    They stand no wider apart than its standard deviation, 1 / sqrt(1 / sd^2 + information); the rectangle rule is then
    wrong by some 5e-9 of the result, 2 exp(-2 pi^2 (sd / distance)^2) for a normal density. 161 nodes at least.
    Raises `ValueError` unless mean is finite and sd > 0.
    """
    if not (np.isfinite(mean) and np.isfinite(sd) and sd > 0):
        raise ValueError(f"a normal population needs a finite mean and a positive sd, got {mean} and {sd}")
    points = mean + sd * np.linspace(-REACH, REACH, 2 * REACH * NODES_PER_SD + 1)
    best = np.sort(category_information(points, parameters), axis=1)[:, -max(length, 1) :]
    most = float(best.sum(axis=1).max(initial=0.0))
    per_sd = max(NODES_PER_SD, ceil(sqrt(1.0 + most * sd**2)))
    standard = np.linspace(-REACH, REACH, 2 * REACH * per_sd + 1)
    log_density = -0.5 * standard**2
    return Grid(mean + sd * standard, log_density - np.logaddexp.reduce(log_density))


def form_of(test: AdaptiveTest, free: NDArray[np.bool_]) -> Form:
    """A set of free items, a mask of shape (items,), that meets the rules of content; informative over the population.

    Raises `NoForm` if there is none, with the names of the rules that together make it impossible.
    """
    if test.content is None:
        return ()
    worth = np.exp(test.grid.log_weights) @ test.tables.information
    if test.form:
        form = form_within(test.content, test.form, free, worth)
    else:
        form = find_form(test.content, test.length, (), free, worth)
    if form is None:
        names = rules_in_conflict(test.content, test.length, free)
        raise NoForm(test.length, int(free.sum()), names)
    return form


def _refuse_nonsense(test: AdaptiveTest) -> None:
    if test.length < 1 or test.items < 1:
        raise ValueError(f"a test needs items, got length {test.length} and a bank of {test.items}")
    if test.best_of < 1:
        raise ValueError(f"the next item is drawn from at least one, not from {test.best_of}")
    if not (np.isfinite(test.start) and np.isfinite(test.stop_se) and test.stop_se >= 0):
        raise ValueError(f"start {test.start} or standard error {test.stop_se} is not a sensible number")
    if test.controls is not None:
        _refuse_controls(test.controls, test)
    if test.content is not None and test.content.matrix.shape[1] != test.items:
        raise ValueError(f"content for {test.content.matrix.shape[1]} items, but the bank has {test.items}")


def _refuse_controls(controls: FloatArray, test: AdaptiveTest) -> None:
    if controls.shape != (test.items,) or not ((controls >= 0) & (controls <= 1)).all():
        raise ValueError(f"controls must be {test.items} probabilities")
    if test.best_of > 1:
        raise ValueError("an item is drawn from the best or given with a probability, not both")
