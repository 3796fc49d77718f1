"""One examinee's adaptive test as a machine of pure values: begin, next item, answer, until it stops.

Nothing is kept between the calls, so a sitting can be taken up again by answering the recorded items in their order.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from question_bank.irt.adaptive.content import Content, closed_after, lagging_areas, minima_met
from question_bank.irt.adaptive.design import AdaptiveTest, Method, form_of
from question_bank.irt.adaptive.forms import Form, find_form, form_with, form_without
from question_bank.irt.adaptive.point import point_estimate
from question_bank.irt.adaptive.selection import first_best, item_values
from question_bank.irt.adaptive.stopping import Stop, Verdict, truncated_verdict, verdict
from question_bank.irt.parameters import FloatArray


class Examinee(NamedTuple):
    """Where an examinee stands.

    `items` and `scores` given so far, by index; `theta` and `se` as of now, and the `estimator` they come from (EAP
    stands in for an estimate that is not finite or not there yet). `stop` says why the test ended and is empty while it
    goes on. `log_posterior` (nodes,) is normalised; `barred` (items,) is -inf for items that are given or may not be,
    else 0, and `open` counts the zeros. `form` holds items that would complete the test by the rules of content.
    `log_ratio` and `verdict` are the classification's.
    """

    items: tuple[int, ...]
    scores: tuple[int, ...]
    theta: float
    se: float
    estimator: Method
    stop: Stop
    log_posterior: FloatArray
    barred: FloatArray
    open: int
    form: Form
    log_ratio: float
    verdict: Verdict


class Choice(NamedTuple):
    """The item to give next, the examinee as they stand then, and the items that chance passed over in choosing it,
    which are barred for the rest of the examinee's test."""

    item: int
    examinee: Examinee
    passed_over: tuple[int, ...] = ()


def begin(test: AdaptiveTest, allowed: ArrayLike | None = None) -> Examinee:
    """An examinee before the first item. `allowed` is a mask of shape (items,) of the items they may be given, all
    unless said; the test ends at once, "exhausted", if there are none.

    Raises `NoForm` if no test by the rules of content can be made of the allowed items.
    """
    barred = np.zeros(test.items)
    form = test.form
    if allowed is not None:
        barred[~np.asarray(allowed, dtype=bool)] = -np.inf
        if test.content is not None:
            form = form_of(test, barred == 0.0)
    count = int((barred == 0.0).sum())
    return Examinee(
        items=(),
        scores=(),
        theta=test.start,
        se=test.tables.spread,
        estimator="eap",
        stop="" if count else "exhausted",
        log_posterior=test.grid.log_weights,
        barred=barred,
        open=count,
        form=form,
        log_ratio=0.0,
        verdict="",
    )


def next_item(test: AdaptiveTest, examinee: Examinee, chance: np.random.Generator | None = None) -> Choice:
    """The item to give next. `chance` is needed by tests that draw from the best items or pass chosen ones over.

    Raises `ValueError` if the test is over, or if chance is needed and not given.
    """
    if examinee.stop:
        raise ValueError(f"the test is over: {examinee.stop}")
    values = item_values(test, examinee.theta, examinee.log_posterior, len(examinee.items)) + examinee.barred
    if test.content is None and test.best_of == 1 and test.controls is None:
        return Choice(first_best(values), examinee)
    return _choose(test, examinee, values, chance)


def answer(test: AdaptiveTest, examinee: Examinee, item: int, score: int) -> Examinee:
    """The examinee after one more answer.

    Raises `ValueError` if the test is over, the item is not open to the examinee, the item does not have the score, or
    the rules of content could not be met any more.
    """
    _refuse_answer(test, examinee, item, score)
    items, scores = (*examinee.items, item), (*examinee.scores, score)
    log_posterior, theta, se = _posterior(test, examinee.log_posterior + test.tables.rows[item][score])
    estimator: Method = "eap"
    if test.method != "eap":
        point = point_estimate(test, items, scores)
        if point is not None:
            theta, se, estimator = *point, test.method
    barred, count = _barred(test, examinee, item)
    after = Examinee(
        items,
        scores,
        theta,
        se,
        estimator,
        "",
        log_posterior,
        barred,
        count,
        examinee.form if test.content is None else _form_after(test, test.content, examinee, item),
        examinee.log_ratio if test.ratios is None else examinee.log_ratio + float(test.ratios[item, score]),
        "",
    )
    return _stopped(test, after)


def _posterior(test: AdaptiveTest, log_posterior: FloatArray) -> tuple[FloatArray, float, float]:
    """The posterior, normalised, with its mean and standard deviation."""
    tables = test.tables
    mass, first, second = (np.exp(log_posterior) @ tables.powers).tolist()
    if not mass > 0.0:
        # An answer so unlikely that its probability is no number any more: start from the largest logarithm.
        return _posterior(test, log_posterior - log_posterior.max())
    mean = first / mass
    deviation = math.sqrt(max(second / mass - mean * mean, 0.0))
    return log_posterior - math.log(mass), tables.centre + tables.spread * mean, tables.spread * deviation


def _stopped(test: AdaptiveTest, after: Examinee) -> Examinee:
    result: Verdict = "" if test.sprt is None else verdict(test.sprt, after.log_ratio)
    stop: Stop = ""
    if result or (after.se <= test.stop_se and after.estimator == test.method):
        stop = "sprt" if result else "se"
        # Minima are promises: a test that has not met them yet goes on.
        if test.content is not None and not minima_met(test.content, after.items):
            stop, result = "", ""
    if not stop and len(after.items) >= test.length:
        stop = "length"
    elif not stop and not after.open:
        stop = "exhausted"
    if not stop:
        return after
    if test.sprt is not None and not result:
        result = truncated_verdict(test.sprt, after.log_ratio)
    return after._replace(stop=stop, verdict=result)


def _choose(test: AdaptiveTest, examinee: Examinee, values: FloatArray, chance: np.random.Generator | None) -> Choice:
    """The best item that content allows and chance does not pass over, or one drawn from several such."""
    if chance is None and (test.best_of > 1 or test.controls is not None):
        raise ValueError("this test needs a source of chance")
    shortlist: list[Choice] = []
    passed_over: list[int] = []
    while len(shortlist) < test.best_of and (found := _possible(test, examinee, values)) is not None:
        values[found.item] = -np.inf
        if test.controls is not None and chance is not None and chance.random() >= test.controls[found.item]:
            without = _passed_over(test, examinee, found.item)
            if without is not None:
                examinee = without
                passed_over.append(found.item)
                continue
        shortlist.append(found)
    if not shortlist:
        raise ValueError("no item is left that the rules of content allow")
    drawn = shortlist[0 if len(shortlist) == 1 or chance is None else int(chance.integers(len(shortlist)))]
    return drawn._replace(passed_over=tuple(passed_over))


def _possible(test: AdaptiveTest, examinee: Examinee, values: FloatArray) -> Choice | None:
    """The best item that the rules of content allow, with a form that has it in it; the others' values become -inf."""
    if test.content is None:
        return Choice(first_best(values), examinee) if values.max() > -np.inf else None
    for area in lagging_areas(test.content, examinee.items):
        while (inside := np.where(area, values, -np.inf)).max() > -np.inf:
            item = first_best(inside)
            form = form_with(test.content, examinee.form, examinee.items, item)
            if form is not None:
                return Choice(item, examinee._replace(form=form))
            values[test.content.kinds == test.content.kinds[item]] = -np.inf
    return None


def _passed_over(test: AdaptiveTest, examinee: Examinee, item: int) -> Examinee | None:
    """The examinee without the item for the rest of the test; None if the test cannot do without it."""
    if examinee.open <= test.length - len(examinee.items):
        return None
    barred = examinee.barred.copy()
    barred[item] = -np.inf
    form: Form | None = examinee.form
    if test.content is not None:
        form = form_without(test.content, examinee.form, examinee.items, item, examinee.barred == 0.0)
    return None if form is None else examinee._replace(barred=barred, open=examinee.open - 1, form=form)


def _form_after(test: AdaptiveTest, rules: Content, examinee: Examinee, item: int) -> Form:
    form = form_with(rules, examinee.form, examinee.items, item)
    if form is None:
        # Not an item that `next_item` would name, but one that a recorded test may have had.
        worth = np.exp(examinee.log_posterior) @ test.tables.information
        form = find_form(rules, test.length, (*examinee.items, item), examinee.barred == 0.0, worth)
    if form is None:
        raise ValueError(f"with item {item} the test could not meet its rules of content any more")
    return tuple(other for other in form if other != item)


def _barred(test: AdaptiveTest, examinee: Examinee, item: int) -> tuple[FloatArray, int]:
    """What is closed after the item, and how many items stay open."""
    barred = examinee.barred.copy()
    barred[item] = -np.inf
    if test.content is None:
        return barred, examinee.open - 1
    barred[closed_after(test.content, (*examinee.items, item))] = -np.inf
    return barred, int((barred == 0.0).sum())


def _refuse_answer(test: AdaptiveTest, examinee: Examinee, item: int, score: int) -> None:
    if examinee.stop:
        raise ValueError(f"the test is over: {examinee.stop}")
    if not 0 <= item < test.items or examinee.barred[item] != 0.0:
        raise ValueError(f"item {item} is not open to this examinee")
    if not 0 <= score < test.scores[item]:
        raise ValueError(f"item {item}: {score!r} is not one of the scores 0 to {test.scores[item] - 1}")
