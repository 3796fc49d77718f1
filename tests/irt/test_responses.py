"""Answers come as NaN or negative numbers for what was not presented, in many types, and faults are named."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from question_bank.irt import eap, item_parameters
from question_bank.irt.parameters import step_parameters
from question_bank.irt.responses import answer_codes

ITEMS = item_parameters(1.0, [-1.0, 0.0, 1.0])
PARTS = step_parameters(1.0, [[-1.0, 0.5], [0.0, np.nan]], "gpcm")
NAN = float("nan")


class Frame:
    """What a data frame is to numpy."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array([[1, 0, NAN]], dtype=dtype)


class FrameWithNa:
    """A pandas data frame of whole numbers, some missing, is to numpy an array of objects."""

    shape = (1, 3)

    def to_numpy(self, dtype: Any = None, na_value: Any = "NA") -> NDArray[Any]:
        return np.array([[1, 0, na_value]], dtype=dtype or object)


@pytest.mark.parametrize(
    "scores",
    [
        [[1, 0, NAN]],
        np.array([[1, 0, NAN]], dtype=np.float32),
        np.array([[1, 0, -1]], dtype=np.int8),
        np.array([[1, 0, -9]], dtype=np.int64),
        np.array([[1, 0, None]], dtype=object),
        Frame(),
        FrameWithNa(),
    ],
    ids=["float64", "float32", "int8", "int64", "object", "frame", "frame with NA"],
)
def test_all_forms_of_the_same_answers_are_the_same(scores: Any) -> None:
    codes = answer_codes(scores, ITEMS)
    assert codes.dtype == np.int8
    np.testing.assert_array_equal(np.maximum(codes, -1), [[1, 0, -1]])
    expected = eap([[1.0, 0.0, NAN]], ITEMS)
    np.testing.assert_allclose(eap(scores, ITEMS).theta, expected.theta, rtol=1e-14)


def test_booleans_and_numbers_without_sign_are_scores() -> None:
    np.testing.assert_array_equal(answer_codes(np.array([[True, False, True]]), ITEMS), [[1, 0, 1]])
    np.testing.assert_array_equal(answer_codes(np.array([[1, 0, 1]], dtype=np.uint8), ITEMS), [[1, 0, 1]])


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([[1, 0, 1], [1, 0, 0.5]], r"row 1, column 2: 0\.5 is not 0, 1 or NaN"),
        ([[1, 0, 1.0], [1, -1.0, 0]], r"row 1, column 1: -1 is not 0, 1 or NaN"),
        ([[np.inf, 0, 1]], r"row 0, column 0: inf is not 0, 1 or NaN"),
        ([[256.0, 0, 1]], r"row 0, column 0: 256 is not 0, 1 or NaN"),
        (np.array([[1, 0, 1], [1, 2, 0]], dtype=np.int8), r"row 1, column 1: 2 is not 0, 1 or negative"),
        (np.array([[1, 0, 300]]), r"row 0, column 2: 300 is not 0, 1 or negative"),
    ],
)
def test_a_score_that_the_item_lacks_is_named_with_its_place(scores: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        answer_codes(scores, ITEMS)


def test_part_marks_go_up_to_each_items_highest_score() -> None:
    np.testing.assert_array_equal(answer_codes([[2.0, 1.0], [0.0, NAN]], PARTS), [[2, 1], [0, -1]])
    with pytest.raises(ValueError, match=r"row 0, column 1: 2 is not 0, 1 or NaN"):
        answer_codes([[2, 2.0]], PARTS)
    with pytest.raises(ValueError, match=r"row 0, column 0: 3 is not 0 \.\.\. 2 or NaN"):
        answer_codes([[3, 1.0]], PARTS)


def test_among_very_many_people_the_first_fault_is_named() -> None:
    scores = np.zeros((30_000, 3), dtype=np.int8)
    scores[21_000, 1] = scores[29_000, 0] = 7
    with pytest.raises(ValueError, match="row 21000, column 1: 7"):
        eap(scores, ITEMS)


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(persons, 3\), got \(3,\)"):
        answer_codes([1, 0, 1], ITEMS)
