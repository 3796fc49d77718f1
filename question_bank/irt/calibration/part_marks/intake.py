"""Whatever holds scores, with weights and groups, becomes one set of answers."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.calibration.part_marks.answers import Answers, answers_of_matrix, answers_of_triplet
from question_bank.irt.calibration.part_marks.reading import Settled, coded_answers, coded_matrix
from question_bank.irt.calibration.refusals import NotEstimable
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt.parameters import FloatArray
from question_bank.irt.responses import numbers_of


def take_in(
    scores: Any, weights: ArrayLike | None, groups: ArrayLike | None, n_groups: int, settled: Settled
) -> Answers:
    """Answers of a matrix, an iterable of matrices, `SparseScores`, or a triple (persons, items, scores).

    Raises `ValueError` for weights that are negative or no numbers, group codes outside 0 ... n_groups - 1, and arrays
    that do not fit; `NotEstimable` "no_answers".
    """
    own = None if weights is None else _weights(np.asarray(weights, dtype=np.float64))
    single = _single_answers(scores, weights if weights is not None else groups)
    if single is not None:
        persons = single.persons
        counted, codes = _people(persons, own, groups, n_groups)
        answers = answers_of_triplet(coded_answers(single, own, settled), counted, codes)
    else:
        matrix = _one_matrix(scores)
        counted, codes = _people(len(matrix), own, groups, n_groups)
        answers = answers_of_matrix(coded_matrix(matrix, own, settled), counted, codes)
    if not answers.people:
        raise NotEstimable("no_answers", detail="there are no answers")
    return answers


def column(name: str, values: ArrayLike, size: int) -> NDArray[Any]:
    """Values of shape (size,). Raises `ValueError` for another shape."""
    array = np.asarray(values)
    if array.shape != (size,):
        raise ValueError(f"{name} must have shape ({size},), got {array.shape}")
    return array


def _weights(weights: FloatArray) -> FloatArray:
    bad = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if bad.size:
        raise ValueError(f"person {int(bad[0])} has a weight that is not a number from 0 up")
    return weights


def _people(
    persons: int, weights: FloatArray | None, groups: ArrayLike | None, n_groups: int
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Weights and group codes, shape (persons,) each."""
    counted = np.ones(persons) if weights is None else column("weights", weights, persons)
    codes = np.zeros(persons, dtype=np.intp) if groups is None else column("groups", groups, persons).astype(np.intp)
    if codes.size and not 0 <= codes.min() <= codes.max() < n_groups:
        raise ValueError(f"group codes run from 0 to {n_groups - 1}")
    return counted, codes


def _one_matrix(scores: Any) -> NDArray[Any]:
    if not hasattr(scores, "shape") and not hasattr(scores, "to_numpy"):
        parts = [np.asarray(part) for part in scores]
        scores = np.concatenate(parts) if parts and parts[0].ndim == 2 else np.asarray(parts)
    matrix = numbers_of(scores)
    if matrix.ndim != 2:
        raise ValueError(f"scores must have shape (persons, items), got {matrix.shape}")
    return matrix if matrix.dtype.kind in "iuf" else matrix.astype(np.float64)


def _single_answers(scores: Any, of_people: ArrayLike | None) -> SparseScores | None:
    if isinstance(scores, SparseScores):
        return scores
    if not (isinstance(scores, tuple) and len(scores) == 3):
        return None
    who, which, marks = (np.asarray(part) for part in scores)
    persons = int(who.max(initial=-1)) + 1 if of_people is None else len(np.asarray(of_people))
    return SparseScores(who, which, marks, persons, int(which.max(initial=-1)) + 1)
