"""Does an item work alike for two groups of people who know equally much? All items, each focal group in turn."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.dif.cells import BoolArray, Cells, People, whole_scores
from question_bank.irt.dif.classes import (
    SIGNIFICANCE,
    ZUMBO_THOMAS,
    Classes,
    benjamini_hochberg,
    effect_classes,
    ets_classes,
    part_mark_classes,
)
from question_bank.irt.dif.logistic import Logistic, logistic
from question_bank.irt.dif.mantel import mantel
from question_bank.irt.dif.mantel_haenszel import mantel_haenszel
from question_bank.irt.dif.matching import (
    Matching,
    MatchingName,
    ThetaMatching,
    refuse_unknown_scores,
    score_matching,
)
from question_bank.irt.dif.purification import Flags, Purification, purified
from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt.quadrature import Grid, normal_grid

NEGLIGIBLE = ("", "A", "AA")


class StratifiedTests(NamedTuple):
    """Items (items,) by Mantel-Haenszel (right/wrong) or Mantel (part marks: alpha, delta and its error are NaN, the
    classes AA, BB, CC). `smd` is the focal group's mean score less that of matched people of the reference group.
    `p_bh` holds Benjamini and Hochberg's adjusted p; it does not enter the classes."""

    chi2: FloatArray
    p: FloatArray
    p_bh: FloatArray
    alpha: FloatArray
    delta: FloatArray
    se_delta: FloatArray
    smd: FloatArray
    se_smd: FloatArray
    smd_ratio: FloatArray
    classes: Classes
    purification: Purification


class RegressionTests(NamedTuple):
    """Items (items,) by logistic regression (see `Logistic`), purified by themselves; classes after Jodoin & Gierl and
    after Zumbo & Thomas."""

    chi2: FloatArray
    p: FloatArray
    p_bh: FloatArray
    uniform_chi2: FloatArray
    uniform_p: FloatArray
    nonuniform_chi2: FloatArray
    nonuniform_p: FloatArray
    delta_r2: FloatArray
    uniform_delta_r2: FloatArray
    nonuniform_delta_r2: FloatArray
    classes: Classes
    zumbo_thomas: Classes
    purification: Purification


class Comparison(NamedTuple):
    """One focal group beside the reference group. `n_reference`, `n_focal` (items,): people (their weights) who were
    presented each item; `n_compared`: those of them in strata where both groups are."""

    focal: str
    matching: MatchingName
    n_reference: FloatArray
    n_focal: FloatArray
    n_compared: FloatArray
    mantel_haenszel: StratifiedTests
    logistic: RegressionTests


class NothingToCompare(ValueError):
    """People had different papers, and no form that both groups answered; parameters would help."""


class UnequalPapers(ValueError):
    """Total scores of people who had different papers cannot be compared."""


def compare_groups(
    scores: ArrayLike,
    groups: Sequence[object] | NDArray[np.generic],
    reference: object,
    *,
    matching: Literal["auto", "total", "form", "theta"] = "auto",
    parameters: Parameters | None = None,
    grid: Grid | None = None,
    strata: int | None = None,
    purify: bool = True,
    weights: ArrayLike | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Comparison]:
    """Compares each other group with the reference group, item by item.

    `scores` (persons, items): 0, 1, ..., NaN where an item was not presented (-1 among integers); an array or a data
    frame. `groups` (persons,): labels; people without one (None, NaN, "") are left out. `weights` (persons,): how many
    people a row stands for.

    Matching is on the total score ("total") where everybody was presented everything; otherwise on theta ("theta", EAP
    under `grid`, N(0, 1) unless given, cut into `strata`) if there are `parameters`, or else within each form ("form").
    Items that only one of the groups was presented do not count for this. `purify` takes items out of the matching
    score at p < .05, for each method by itself. `progress` is told which share of the tests is done.

    Raises `ValueError` for shapes that do not fit, scores that are not whole, a reference group that nobody is in, no
    other group, and theta without parameters; of its kind `UnequalPapers` for total scores of unequal papers, and
    `NothingToCompare` where no form was answered by both groups.
    """
    marks = whole_scores(scores)
    labels = _labels(groups, len(marks))
    weight = _checked_weights(weights, len(marks))
    answered = (marks >= 0).any(axis=1) & (labels != "")
    known = sorted(set(labels[answered].tolist()))
    if str(reference) not in known:
        raise ValueError(f"nobody is in the reference group {reference}; there are {', '.join(known)}")
    if len(known) < 2:
        raise ValueError("there is no group beside the reference group")
    found = []
    others = [label for label in known if label != str(reference)]
    for number, focal in enumerate(others):
        taken = answered & ((labels == focal) | (labels == str(reference)))
        people = _people(marks, taken, labels == focal, weight)
        chosen = _matching(people, matching, parameters, grid, strata)

        def half_done(half: int, number: int = number) -> None:
            if progress:
                progress((number + half / 2) / len(others))

        found.append(_compared(focal, people, chosen, purify, half_done))
    return found


def _labels(groups: Sequence[object] | NDArray[np.generic], persons: int) -> NDArray[np.str_]:
    given = np.asarray(groups)
    if given.shape != (persons,):
        raise ValueError(f"{persons} people, and groups of shape {given.shape}")
    if given.dtype.kind == "U":
        return given
    return np.array(["" if label is None or label != label else str(label) for label in given.tolist()], dtype=np.str_)


def _checked_weights(weights: ArrayLike | None, persons: int) -> FloatArray | None:
    if weights is None:
        return None
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (persons,):
        raise ValueError(f"{persons} people, and weights of shape {given.shape}")
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise ValueError("a weight is a finite number that is not negative")
    return given


def _people(marks: NDArray[np.int8], taken: BoolArray, focal: BoolArray, weights: FloatArray | None) -> People:
    chosen = marks if taken.all() else np.asfortranarray(marks[taken])
    tops = np.maximum(chosen.max(axis=0, initial=0), 1).astype(np.int64)
    return People(chosen, focal[taken], None if weights is None else weights[taken], tops)


def _matching(
    people: People,
    wanted: Literal["auto", "total", "form", "theta"],
    parameters: Parameters | None,
    grid: Grid | None,
    strata: int | None,
) -> Matching:
    by_score = score_matching(people)
    unequal = by_score.form is not None
    if wanted == "total" and unequal:
        raise UnequalPapers("total scores of people who had different papers say nothing of who knows more")
    if wanted == "theta" or (wanted == "auto" and unequal and parameters is not None):
        if parameters is None:
            raise ValueError("matching on theta needs the items' parameters")
        refuse_unknown_scores(people, parameters)
        return ThetaMatching(people, parameters, normal_grid() if grid is None else grid, strata)
    return by_score


def _compared(
    focal: str, people: People, matching: Matching, purify: bool, half_done: Callable[[int], None]
) -> Comparison:
    items = people.scores.shape[1]
    eligible = matching.eligible
    first = list(map(matching.cells(eligible), range(items)))

    def tables(anchor: BoolArray) -> list[Cells]:
        return first if (anchor == eligible).all() else list(map(matching.cells(anchor), range(items)))

    if not any(len(cells.counts) for cells in first):
        raise NothingToCompare("no form was answered by both groups: without parameters there is nothing to match on")
    stratified, kept = purified(lambda anchor: _stratified(tables(anchor)), _stratified_flags, eligible, purify)
    half_done(1)
    regressed, left = purified(lambda anchor: _regressed(tables(anchor)), _regression_flags, eligible, purify)
    half_done(2)
    sizes = np.array([_sizes(people, item) for item in range(items)]).reshape(items, 2)
    met = np.array([_met(cells) for cells in first])
    return Comparison(
        focal,
        matching.name,
        *(sizes[:, 0], sizes[:, 1], met),
        stratified._replace(purification=kept),
        regressed._replace(purification=left),
    )


def _sizes(people: People, item: int) -> FloatArray:
    there = people.scores[:, item] >= 0
    weights = None if people.weights is None else people.weights[there]
    return np.bincount(people.focal[there], weights, minlength=2).astype(np.float64)


def _met(cells: Cells) -> float:
    groups = cells.strata().sum(axis=2)
    return float(groups[(groups > 0).all(axis=1)].sum())


NOT_YET = Purification(np.empty(0, dtype=np.bool_), 0, False, False)


def _stratified(tables: list[Cells]) -> StratifiedTests:
    rows = np.array([_stratified_row(cells.strata()) for cells in tables]).reshape(len(tables), 8)
    chi2, p, alpha, delta, se_delta, smd, se_smd, ratio = rows.T
    part_marks = np.array([cells.counts.shape[2] > 2 for cells in tables], dtype=np.bool_)
    classes = np.where(part_marks, part_mark_classes(ratio, p), ets_classes(delta, se_delta, p))
    adjusted = benjamini_hochberg(p)
    return StratifiedTests(chi2, p, adjusted, alpha, delta, se_delta, smd, se_smd, ratio, classes, NOT_YET)


def _stratified_row(counts: FloatArray) -> list[float]:
    marks = mantel(counts)
    if counts.shape[2] > 2:
        return [marks.chi2, marks.p, *[float("nan")] * 3, *marks[2:]]
    return [*mantel_haenszel(counts), *marks[2:]]


def _stratified_flags(tests: StratifiedTests) -> Flags:
    return _flags(tests.p, ~np.isin(tests.classes, NEGLIGIBLE))


def _regressed(tables: list[Cells]) -> RegressionTests:
    found = [logistic(cells.counts, cells.value, cells.form) for cells in tables]
    columns = {name: np.array([getattr(row, name) for row in found]) for name in Logistic._fields}
    p, gain = columns["p"], columns["delta_r2"]
    classes, wider = effect_classes(gain, p), effect_classes(gain, p, ZUMBO_THOMAS)
    return RegressionTests(
        **columns, p_bh=benjamini_hochberg(p), classes=classes, zumbo_thomas=wider, purification=NOT_YET
    )


def _regression_flags(tests: RegressionTests) -> Flags:
    return _flags(tests.p, ~np.isin(tests.classes, NEGLIGIBLE))


def _flags(p: FloatArray, beyond_a_trifle: BoolArray) -> Flags:
    with np.errstate(invalid="ignore"):
        significant = p < SIGNIFICANCE
    return Flags(significant, significant & beyond_a_trifle)
