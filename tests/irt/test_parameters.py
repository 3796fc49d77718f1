"""Item parameters: what is assumed before there are data, and what is refused."""

import numpy as np
import pytest

from question_bank.irt import item_parameters, provisional_parameters, take


def test_items_without_data_take_the_authors_difficulty_and_guess_by_their_number_of_options() -> None:
    found = provisional_parameters(["true_false", "single", "single", "multiple"], [-1.0, 0.5, 1.0, 2.0], [2, 4, 3, 4])
    np.testing.assert_array_equal(found.a, [0.8, 1.0, 1.0, 1.0])
    np.testing.assert_array_equal(found.b, [-1.0, 0.5, 1.0, 2.0])
    np.testing.assert_allclose(found.c, [1 / 2, 1 / 4, 1 / 3, 0.0])


def test_a_true_false_item_guesses_at_one_half_however_many_options_are_written_down() -> None:
    assert provisional_parameters(["true_false"], [0.0], [0]).c[0] == 0.5


def test_an_empty_bank_has_empty_parameters() -> None:
    assert provisional_parameters([], [], []).b.shape == (0,)


@pytest.mark.parametrize(
    ("types", "difficulties", "options", "words"),
    [
        (["essay"], [0.0], [4], "essay"),
        (["single"], [0.0], [1], "at least two options"),
        (["single"], [float("nan")], [4], "item 0 has a parameter that is not a finite number"),
        (["single"], [0.0, 1.0], [4], "2 difficulties"),
    ],
)
def test_what_cannot_be_an_item_is_refused_by_name(
    types: list[str], difficulties: list[float], options: list[int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        provisional_parameters(types, difficulties, options)


def test_a_guessing_parameter_of_one_is_refused_with_the_items_index() -> None:
    with pytest.raises(ValueError, match="item 1 has a c outside"):
        item_parameters(1.0, [0.0, 0.0], [0.2, 1.0])


def test_a_selection_of_items_keeps_the_order_asked_for() -> None:
    chosen = take(item_parameters([1.0, 2.0, 3.0], [0.1, 0.2, 0.3]), [2, 0])
    np.testing.assert_array_equal(chosen.a, [3.0, 1.0])
    np.testing.assert_array_equal(chosen.b, [0.3, 0.1])
