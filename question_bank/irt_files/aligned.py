"""Answers beside the parameters of the items that they are answers to, by id."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import ItemParameters, Parameters, take
from question_bank.irt_files.long_responses import ITEM
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.responses import (
    Responses,
    ScoreArray,
    SparseScores,
    first_row,
    given,
    refuse_answers,
    right_wrong,
)


class Aligned(NamedTuple):
    """`scores`: the answers as categories 0, 1, ... of the items `ids`, in the responses' order, -1 = not presented;
    `parameters` of the same items; `places` (items,) of these items in the parameter file."""

    ids: list[str]
    scores: ScoreArray | SparseScores
    parameters: Parameters
    places: NDArray[np.intp]


def aligned(responses: Responses, file: ParameterFile) -> Aligned:
    """Raises `BadFile` for items without parameters, and for scores that an item's model does not know."""
    known = {name: place for place, name in enumerate(file.ids)}
    problems = Problems(responses.source)
    for item, name in enumerate(responses.item_ids):
        if name not in known and responses.rows is None:
            problems.add(f"{file.source} 里没有这道题；若不是题目，请用 --ignore 略去这一列", 1, name)
        elif name not in known:
            problems.add(f"{file.source} 里没有“{name}”这道题", first_row(responses, item), ITEM)
    problems.refuse()
    places = np.array([known[name] for name in responses.item_ids], dtype=np.intp)
    scores = responses.scores
    if isinstance(file.parameters, ItemParameters) and all(file.scores[place] == [0, 1] for place in places):
        right_wrong(responses)
    else:
        scores = _categories(responses, [file.scores[place] for place in places])
    return Aligned(responses.item_ids, scores, _chosen(file.parameters, places), places)


def _chosen(parameters: Parameters, places: NDArray[np.intp]) -> Parameters:
    if isinstance(parameters, ItemParameters):
        return take(parameters, places)
    return take(parameters, places)


def _categories(responses: Responses, item_scores: list[list[int]]) -> ScoreArray | SparseScores:
    """The categories that the items' original scores stand for."""
    scores, stored = responses.scores, given(responses)
    table = _table(item_scores, int(stored.max(initial=0)))
    items = scores.item if isinstance(scores, SparseScores) else np.arange(stored.shape[1])
    # Index -1, not presented, falls on the table's last column, which says -1.
    found = table[items, stored]

    def why(item: int, score: int) -> str:
        return f"得分 {score} 不在这道题的得分 {'、'.join(map(str, item_scores[item]))} 之中"

    refuse_answers(responses, (found < 0) & (stored >= 0), why)
    return scores._replace(score=found) if isinstance(scores, SparseScores) else found


def _table(item_scores: list[list[int]], highest: int) -> ScoreArray:
    """Category of each score of each item, shape (items, highest + 2); -1 where there is none."""
    kind = np.int8 if max(map(len, item_scores)) <= np.iinfo(np.int8).max else np.int16
    table = np.full((len(item_scores), highest + 2), -1, dtype=kind)
    for item, scores in enumerate(item_scores):
        for category, score in enumerate(scores):
            if score <= highest:
                table[item, score] = category
    return table
