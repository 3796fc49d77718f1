"""Differential item functioning of a file of answers: what `compare_groups` needs, taken from files, and refused in
words that name the column."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.dif import NothingToCompare, UnequalPapers, compare_groups
from question_bank.irt.dif.cells import HIGHEST_SCORE
from question_bank.irt.quadrature import normal_grid
from question_bank.irt_files.aligned import aligned
from question_bank.irt_files.dif_document import dif_document
from question_bank.irt_files.parameter_file import ParameterFile, prior_of
from question_bank.irt_files.problems import Problems, refusal
from question_bank.irt_files.response_matrix import (
    NOT_PRESENTED,
    Responses,
    ScoreArray,
    dense,
    dense_blocks,
    people_per_row,
)
from question_bank.irt_files.responses import given, refuse_answers

MatchingChoice = Literal["auto", "total", "form", "theta"]


def compare_file(
    responses: Responses,
    group: str,
    reference: str,
    *,
    file: ParameterFile | None = None,
    matching: MatchingChoice = "auto",
    strata: int | None = None,
    purify: bool = True,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Any]:
    """The document of DIF.json. `responses` were read with `group` among their groups.

    With a `file` of parameters scores are its categories; without one each item's lowest score counts 0. Raises
    `BadFile` for a reference group that nobody is in, no other group, items without parameters, and papers that leave
    nothing to match on.
    """
    _check_groups(responses, group, reference)
    refuse_answers(responses, given(responses) > HIGHEST_SCORE, lambda _, score: f"得分 {score} 太大")
    known = None if file is None else aligned(responses, file)
    scores = from_zero(dense(responses.scores)) if known is None else dense(known.scores)
    if matching == "theta" and known is None:
        raise refusal(responses.source, "按能力值匹配要给出题目参数（--params）")
    try:
        found = compare_groups(
            scores,
            responses.groups[group],
            reference,
            matching=matching,
            parameters=None if known is None else known.parameters,
            grid=None if file is None else normal_grid(*prior_of(file)),
            strata=strata,
            purify=purify,
            weights=people_per_row(responses),
            progress=progress,
        )
    except UnequalPapers as error:
        raise refusal(
            responses.source, "各人答的题目不同，总分不能比；请按卷（form）或按能力值（theta）匹配"
        ) from error
    except NothingToCompare as error:
        raise refusal(responses.source, "两组人没有答过同一份卷；给出题目参数（--params）可以按能力值匹配") from error
    return dif_document(found, responses.item_ids, group, reference, purify=purify)


def from_zero(scores: ScoreArray) -> ScoreArray:
    """Part marks with each item's lowest score as 0; right/wrong items as they are. -1 = not presented."""
    there = scores != NOT_PRESENTED
    lowest = np.where(there, scores, np.iinfo(scores.dtype).max).min(axis=0, initial=np.iinfo(scores.dtype).max)
    raised = there.any(axis=0) & (lowest > 0) & (scores.max(axis=0, initial=0) > 1)
    if not raised.any():
        return scores
    return np.asarray(np.where(there, scores - np.where(raised, lowest, 0), NOT_PRESENTED), dtype=scores.dtype)


def _check_groups(responses: Responses, group: str, reference: str) -> None:
    known = sorted(set(responses.groups[group].tolist()))
    problems = Problems(responses.source)
    if reference not in known:
        shown = "、".join(known[:10]) + ("……" if len(known) > 10 else "")
        problems.add(f"没有参照组“{reference}”；有 {shown}", None, group)
    elif len(known) < 2:
        problems.add(f"只有参照组“{reference}”，没有可比的组", None, group)
    problems.refuse()
    answering = set(responses.groups[group][_answering(responses)].tolist())
    for label in known:
        if label not in answering:
            problems.add(f"“{label}”组没有一个人作答，不能比较", None, group)
    problems.refuse()


def _answering(responses: Responses) -> NDArray[np.bool_]:
    """Who gave any answer, shape (persons,)."""
    return np.concatenate([(block >= 0).any(axis=1) for _, block in dense_blocks(responses.scores)])
