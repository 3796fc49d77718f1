"""Who chose what, against tables worked out by hand."""

import numpy as np
import pytest

from question_bank.analysis import AnswerTable, item_choices, population_of, rest_abilities
from question_bank.analysis.choices import fifths
from question_bank.analysis.classical import classical
from question_bank.analysis.findings import findings_of
from question_bank.irt.parameters import item_parameters
from tests.analysis.tables import drawn

A, B, C, D = 1, 2, 4, 8


def one_item(choices: list[int], key: int = A) -> AnswerTable:
    n = len(choices)
    choice = np.array(choices, dtype=np.int64)
    zeros = np.zeros(n, dtype=np.int64)
    return AnswerTable(np.arange(n), zeros, (choice == key).astype(np.int8), choice, np.full(n, np.nan), zeros, n, 1)


def test_shares_by_fifths_are_counted() -> None:
    # Fifty people by rising ability: ten in each fifth, of whom 2, 4, 6, 8 and 9 choose the key A, the others B.
    choices = [each for right in (2, 4, 6, 8, 9) for each in [A] * right + [B] * (10 - right)]
    found = item_choices(one_item(choices), np.arange(50.0), [4], [A])[0]
    assert found.options[0].by_fifth == pytest.approx((0.2, 0.4, 0.6, 0.8, 0.9))
    assert found.options[1].by_fifth == pytest.approx((0.8, 0.6, 0.4, 0.2, 0.1))
    assert found.right_by_fifth == found.options[0].by_fifth
    assert found.people == (10, 10, 10, 10, 10)
    assert found.theta == pytest.approx((4.5, 14.5, 24.5, 34.5, 44.5))
    assert [option.share for option in found.options] == pytest.approx([0.58, 0.42, 0.0, 0.0])
    assert [option.right for option in found.options] == [True, False, False, False]


def test_who_chose_nothing_is_counted_apart() -> None:
    found = item_choices(one_item([A, B, 0, 0]), np.arange(4.0), [4], [A])[0]
    assert found.none == 0.5 and found.options[0].share == 0.25 and found.people == ()


def test_options_of_multiple_choice_are_counted_each_by_itself() -> None:
    found = item_choices(one_item([A + B, A, A + B + D, C], key=A + B), np.arange(4.0), [4], [A + B])[0]
    assert [option.share for option in found.options] == [0.75, 0.5, 0.25, 0.25]
    assert [option.right for option in found.options] == [True, True, False, False]


def test_the_correlation_of_an_option_is_that_of_choosing_it_with_ability() -> None:
    found = item_choices(one_item([B, A, A, A]), np.array([0.0, 1.0, 2.0, 3.0]), [2], [A])[0]
    # Marks 0 1 1 1 with 0 1 2 3: 1.5 / sqrt(0.75 * 5)
    assert found.options[0].correlation == pytest.approx(1.5 / np.sqrt(3.75))
    assert found.options[1].correlation == pytest.approx(-1.5 / np.sqrt(3.75))


def test_equals_are_in_the_same_fifth() -> None:
    groups = fifths(np.array([0.0] * 6 + [1.0] * 4))
    assert len(set(groups[:6].tolist())) == 1 and len(set(groups[6:].tolist())) == 1


def test_a_key_that_was_turned_round_is_found_by_both_its_key_and_the_true_one() -> None:
    rng = np.random.default_rng(5)
    items = item_parameters(np.full(20, 1.2), np.linspace(-1.5, 1.5, 20), 0.0)
    table, _ = drawn(items, 1500)
    own = table.item == 7
    # What was right before is now option D, and A, which only those chose who did not know, is called the key.
    knew = table.score[own] == 1
    choice, score = table.choice.copy(), table.score.copy()
    choice[own] = np.where(knew, D, 2 ** rng.integers(0, 3, own.sum()))
    score[own] = choice[own] == A
    table = table._replace(choice=choice, score=score)
    rest = rest_abilities(table, items, population_of(table, items))
    choices = item_choices(table, rest.theta, [4] * 20, [A] * 20)
    found = findings_of(classical(table), choices, [0.25] * 20)
    assert [finding.code for finding in found[7]][:2] == ["key_draws_the_weak", "option_beats_key"]
    assert found[7][1].option == 3
    clean = [finding.code for item, own in enumerate(found) if item != 7 for finding in own]
    assert not set(clean) & {"key_draws_the_weak", "option_beats_key", "option_draws_the_strong"}


def test_few_answers_are_judged_in_nothing_else() -> None:
    table = one_item([A] * 30 + [B] * 60)
    choices = item_choices(table, -np.arange(90.0), [4], [A])
    assert [finding.code for finding in findings_of(classical(table), choices, [0.25])[0]] == ["few_answers"]
