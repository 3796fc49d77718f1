"""Adaptive tests of many people, answered from a model or from recorded answers."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.adaptive.crowd import administer_to_crowd
from question_bank.irt.adaptive.design import AdaptiveTest
from question_bank.irt.adaptive.examinee import Examinee, answer, begin, next_item
from question_bank.irt.adaptive.exposure import Eligibility, draw_eligible, new_eligibility, recorded
from question_bank.irt.adaptive.forms import NoForm
from question_bank.irt.adaptive.trace import Trace, blank_trace, joined
from question_bank.irt.responses import Codes, answer_codes
from question_bank.irt.simulate import draw_answers

# People whose tests are kept in memory at a time.
CHUNK = 500

# Simulated people after whom a record of eligibility no longer changes much.
SETTLING = 1000

Progress = Callable[[int], None]


def simulate(
    test: AdaptiveTest,
    theta: ArrayLike,
    chance: np.random.Generator,
    eligibility: Eligibility | None = None,
    progress: Progress | None = None,
) -> Trace:
    """The test of people of these thetas, shape (persons,), who answer by the model.

    A person's answers to the whole bank are drawn first, so that two rules that are compared under the same seed meet
    the same people with the same answers. With a record of `eligibility` items are eligible by the rule of van der
    Linden & Veldkamp, and people are tested in their order. `progress` is called with the number of people done.
    Raises `ValueError` for thetas that are not finite.
    """
    people = np.asarray(theta, dtype=np.float64)
    if people.ndim != 1 or not np.isfinite(people).all():
        raise ValueError("thetas must be finite numbers of shape (persons,)")
    answering, choosing = chance.spawn(2)

    def answers(part: slice) -> Codes:
        return draw_answers(people[part], test.parameters, answering)

    return _administer(test, answers, people.size, choosing, eligibility, progress)


def replay(
    test: AdaptiveTest,
    answers: ArrayLike,
    chance: np.random.Generator,
    eligibility: Eligibility | None = None,
    progress: Progress | None = None,
) -> Trace:
    """The test of people whose answers are known: (persons, items), NaN or a negative integer where an item may not be
    given to a person.

    Raises `ValueError` for scores that an item does not have, naming row and column, and `NoForm` for a person whose
    answered items do not make a test by the rules of content, with the row.
    """
    matrix = answer_codes(answers, test.parameters)
    return _administer(test, lambda part: matrix[part], len(matrix), chance, eligibility, progress)


def settled_eligibility(
    test: AdaptiveTest,
    rate: float,
    chance: np.random.Generator,
    people: int = SETTLING,
    progress: Progress | None = None,
) -> Eligibility:
    """A record of eligibility to begin with, after so many simulated people of the test's own population.

    `progress` is called with the number of people done. Raises `ValueError` for an impossible rate.
    """
    record = new_eligibility(test, rate)
    theta = chance.normal(test.tables.centre, test.tables.spread, people)
    for start in range(0, people, CHUNK):
        answers = draw_answers(theta[start : start + CHUNK], test.parameters, chance)
        _, record = _one_by_one(test, answers, start, chance, record)
        if progress is not None:
            progress(start + len(answers))
    return record


def _administer(
    test: AdaptiveTest,
    answers: Callable[[slice], Codes],
    people: int,
    chance: np.random.Generator,
    eligibility: Eligibility | None,
    progress: Progress | None,
) -> Trace:
    # Under the rate 1 every item is always eligible.
    record = new_eligibility(test, 1.0) if eligibility is None else eligibility
    parts: list[Trace] = []
    for start in range(0, people, CHUNK):
        part = slice(start, min(start + CHUNK, people))
        if test.content is None and eligibility is None:
            parts.append(administer_to_crowd(test, answers(part), chance))
        else:
            trace, record = _one_by_one(test, answers(part), start, chance, record)
            parts.append(trace)
        if progress is not None:
            progress(part.stop)
    return joined(parts) if parts else blank_trace(test, 0)


def _one_by_one(
    test: AdaptiveTest, answers: Codes, first: int, chance: np.random.Generator, record: Eligibility
) -> tuple[Trace, Eligibility]:
    trace = blank_trace(test, len(answers))
    for row, own in enumerate(answers):
        known = own >= 0
        try:
            examinee, offered = _begin(test, known, record, chance)
        except NoForm as error:
            raise NoForm(error.length, error.free, error.rules, first + row) from error
        while not examinee.stop:
            choice = next_item(test, examinee, chance)
            trace.chosen[[choice.item, *choice.passed_over]] += 1
            examinee = answer(test, choice.examinee, choice.item, int(own[choice.item]))
            _write(trace, row, examinee, test)
        trace.stop[row], trace.log_ratio[row] = examinee.stop, examinee.log_ratio
        record = recorded(record, offered, examinee.items)
    return trace, record


def _begin(
    test: AdaptiveTest, known: NDArray[np.bool_], record: Eligibility, chance: np.random.Generator
) -> tuple[Examinee, NDArray[np.bool_]]:
    """The examinee with the items that are open to them: all known ones where the eligible do not make a test."""
    eligible = draw_eligible(record, chance) & known
    if int(eligible.sum()) >= min(test.length, int(known.sum())):
        try:
            return begin(test, eligible), eligible
        except NoForm:
            pass  # too few eligible items of some kind
    return begin(test, known), known


def _write(trace: Trace, row: int, examinee: Examinee, test: AdaptiveTest) -> None:
    step = len(examinee.items) - 1
    trace.items[row, step], trace.scores[row, step] = examinee.items[-1], examinee.scores[-1]
    trace.theta[row, step], trace.se[row, step] = examinee.theta, examinee.se
    trace.final[row, step] = examinee.estimator == test.method
