"""Many examinees at a time, step by step, for tests without rules of content: what `examinee` does, in whole arrays.

The formulas are the same functions; where no chance is involved both give the same items, scores and estimates.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.adaptive.point import point_estimates
from question_bank.irt.adaptive.selection import first_best_of_each, item_values
from question_bank.irt.adaptive.trace import Trace, blank_trace
from question_bank.irt.parameters import FloatArray
from question_bank.irt.responses import Codes

Index = NDArray[np.intp]


class Crowd(NamedTuple):
    """The examinees still answering: their `rows` in the trace, and as for one examinee `theta` (persons,),
    `log_posterior` (persons, nodes), `barred` (persons, items), `open` and `log_ratio` (persons,)."""

    rows: Index
    theta: FloatArray
    log_posterior: FloatArray
    barred: FloatArray
    open: Index
    log_ratio: FloatArray


def administer_to_crowd(test: AdaptiveTest, answers: Codes, chance: np.random.Generator) -> Trace:
    """Gives everybody the test. `answers` (persons, items) holds each score that an examinee would get, negative where
    the item may not be given to them."""
    trace = blank_trace(test, len(answers))
    crowd = _begin(test, answers)
    trace.stop[crowd.open == 0] = "exhausted"
    crowd = _those(crowd, crowd.open > 0)
    for step in range(test.length):
        if not crowd.rows.size:
            break
        items = _next_items(test, crowd, step, trace, chance)
        scores = answers[crowd.rows, items].astype(np.intp)
        crowd = _after(test, crowd, items, scores)
        crowd = _record(test, crowd, step, items, scores, trace)
    return trace


def _begin(test: AdaptiveTest, answers: Codes) -> Crowd:
    people = len(answers)
    closed = answers < 0
    return Crowd(
        rows=np.arange(people),
        theta=np.full(people, test.start),
        log_posterior=np.tile(test.grid.log_weights, (people, 1)),
        barred=np.where(closed, -np.inf, 0.0),
        open=(~closed).sum(axis=1),
        log_ratio=np.zeros(people),
    )


def _those(crowd: Crowd, who: NDArray[np.bool_]) -> Crowd:
    if who.all():
        return crowd
    return Crowd(
        rows=crowd.rows[who],
        theta=crowd.theta[who],
        log_posterior=crowd.log_posterior[who],
        barred=crowd.barred[who],
        open=crowd.open[who],
        log_ratio=crowd.log_ratio[who],
    )


def _next_items(test: AdaptiveTest, crowd: Crowd, step: int, trace: Trace, chance: np.random.Generator) -> Index:
    values = item_values(test, crowd.theta[:, None], crowd.log_posterior, step) + crowd.barred
    if test.controls is not None:
        return _lottery(test, test.controls, crowd, values, step, trace, chance)
    items = first_best_of_each(values) if test.best_of == 1 else _one_of_the_best(test.best_of, crowd, values, chance)
    np.add.at(trace.chosen, items, 1)
    return items


def _one_of_the_best(best_of: int, crowd: Crowd, values: FloatArray, chance: np.random.Generator) -> Index:
    """Everybody's item of a rank drawn at random: the better ones are struck out first."""
    rank = chance.integers(np.minimum(best_of, crowd.open))
    for better in range(int(rank.max())):
        who = np.flatnonzero(rank > better)
        values[who, first_best_of_each(values[who])] = -np.inf
    return first_best_of_each(values)


def _lottery(
    test: AdaptiveTest,
    controls: FloatArray,
    crowd: Crowd,
    values: FloatArray,
    step: int,
    trace: Trace,
    chance: np.random.Generator,
) -> Index:
    """The best item that passes its lottery; those that fail are barred for the examinee, while others remain."""
    items = np.zeros(crowd.rows.size, dtype=np.intp)
    waiting = np.arange(crowd.rows.size)
    while waiting.size:
        best = first_best_of_each(values[waiting])
        np.add.at(trace.chosen, best, 1)
        needed = crowd.open[waiting] <= test.length - step
        passed = needed | (chance.random(waiting.size) < controls[best])
        items[waiting[passed]] = best[passed]
        failed, struck = waiting[~passed], best[~passed]
        values[failed, struck] = crowd.barred[failed, struck] = -np.inf
        crowd.open[failed] -= 1
        waiting = failed
    return items


def _after(test: AdaptiveTest, crowd: Crowd, items: Index, scores: Index) -> Crowd:
    """Takes in one answer of everybody; theta is the EAP as yet."""
    tables = test.tables
    log_posterior = crowd.log_posterior + tables.log_p[items, scores]
    log_posterior -= log_posterior.max(axis=1, keepdims=True)
    log_posterior -= np.log(np.exp(log_posterior).sum(axis=1, keepdims=True))
    crowd.barred[np.arange(items.size), items] = -np.inf
    ratio = 0.0 if test.ratios is None else test.ratios[items, scores]
    return crowd._replace(log_posterior=log_posterior, open=crowd.open - 1, log_ratio=crowd.log_ratio + ratio)


def _record(test: AdaptiveTest, crowd: Crowd, step: int, items: Index, scores: Index, trace: Trace) -> Crowd:
    """Estimates theta, writes the step down and lets those go whose test is over."""
    rows = crowd.rows
    trace.items[rows, step], trace.scores[rows, step] = items, scores
    moments = np.exp(crowd.log_posterior) @ test.tables.powers
    theta = test.tables.centre + test.tables.spread * moments[:, 1]
    se = test.tables.spread * np.sqrt(np.maximum(moments[:, 2] - moments[:, 1] ** 2, 0.0))
    final = np.full(rows.size, test.method == "eap")
    if test.method != "eap":
        point = point_estimates(test, trace.items[rows, : step + 1], trace.scores[rows, : step + 1])
        final = point.known
        theta, se = np.where(final, point.theta, theta), np.where(final, point.se, se)
    trace.theta[rows, step], trace.se[rows, step], trace.final[rows, step] = theta, se, final
    trace.log_ratio[rows] = crowd.log_ratio
    stop = _stops(test, crowd, step, se, final)
    trace.stop[rows] = stop
    return _those(crowd._replace(theta=theta), stop == "")


def _stops(test: AdaptiveTest, crowd: Crowd, step: int, se: FloatArray, final: NDArray[np.bool_]) -> NDArray[np.str_]:
    stop = np.where(crowd.open == 0, "exhausted", "")
    if step + 1 == test.length:
        stop = np.full(se.size, "length")
    stop = np.where((se <= test.stop_se) & final, "se", stop)
    if test.sprt is not None:
        decided = (crowd.log_ratio >= test.sprt.upper) | (crowd.log_ratio <= test.sprt.lower)
        stop = np.where(decided, "sprt", stop)
    return stop
