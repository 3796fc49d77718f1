"""Rules of content hold for every examinee, whatever they answer; checked against all possible forms."""

from itertools import combinations, product

import numpy as np
import pytest

from question_bank.irt.adaptive import Content, Count, adaptive_test, answer, begin, content, next_item
from question_bank.irt.adaptive.content import lagging_areas
from question_bank.irt.adaptive.forms import form_with, form_without, rules_in_conflict
from question_bank.irt.categories import category_information
from tests.irt.adaptive.banks import bank, taken

FREE = np.ones(10, dtype=bool)


def keeps(rules: Content, items: tuple[int, ...]) -> bool:
    """The rules once more, without matrices."""
    return all(
        least <= sum(row[item] for item in items) <= most
        for row, least, most in zip(rules.matrix.tolist(), rules.lower, rules.upper, strict=True)
    )


def random_rules(seed: int) -> Content:
    """Two attributes that cross, with bounds around what chance would give, and some enemies."""
    rng = np.random.default_rng(seed)
    kind, topic = rng.integers(0, 2, 10), rng.integers(0, 3, 10)
    counts = [Count(f"kind {value}", kind == value, *sorted(rng.integers(1, 5, 2).tolist())) for value in range(2)]
    counts += [Count(f"topic {value}", topic == value, *sorted(rng.integers(0, 4, 2).tolist())) for value in range(3)]
    return content(10, counts, [rng.choice(10, 2, replace=False).tolist() for _ in range(3)])


@pytest.mark.parametrize("seed", range(30))
def test_a_test_is_refused_exactly_where_no_form_exists_and_else_always_ends_by_the_rules(seed: int) -> None:
    rules = random_rules(seed)
    possible = [items for items in combinations(range(10), 5) if keeps(rules, items)]
    if not possible:
        with pytest.raises(ValueError, match="no test of 5 from 10 items meets"):
            adaptive_test(bank(10, seed), 5, content=rules)
        return
    test = adaptive_test(bank(10, seed), 5, content=rules)
    for answers in product([0, 1], repeat=10):
        if sum(answers) % 3 == 0:
            assert tuple(sorted(taken(test, list(answers))[-1].items)) in possible


def test_both_possible_and_impossible_rules_were_tried() -> None:
    feasible = [any(keeps(random_rules(seed), items) for items in combinations(range(10), 5)) for seed in range(30)]
    assert 5 < sum(feasible) < 25


def test_rules_that_forbid_nothing_change_nothing() -> None:
    answers = [1, 0, 0, 1] * 5
    wide = content(20, [Count("all", np.ones(20, dtype=bool), 0, 20)])
    plain, ruled = (taken(adaptive_test(bank(20, 3), 8, content=rules), answers)[-1] for rules in (None, wide))
    assert plain.items == ruled.items
    assert plain.theta == ruled.theta


def test_counts_of_one_attribute_cost_no_more_than_they_must() -> None:
    """With a full area the next best item of another one is given: a greedy choice by hand."""
    area = np.arange(20) % 2
    rules = content(20, [Count("odd", area == 1, 0, 2)])
    test = adaptive_test(bank(20, 3), 8, content=rules)
    examinee = begin(test)
    while not examinee.stop:
        values = [
            -np.inf if item in examinee.items or (area[item] and sum(area[list(examinee.items)]) == 2) else value
            for item, value in enumerate(category_information(examinee.theta, test.parameters)[0])
        ]
        choice = next_item(test, examinee)
        assert choice.item == int(np.argmax(values))
        examinee = answer(test, choice.examinee, choice.item, 1)


def test_of_enemies_at_most_one_is_given() -> None:
    best = taken(adaptive_test(bank(20, 3), 6), [1] * 20)[-1].items
    rules = content(20, enemies=[best[:3]])
    given = taken(adaptive_test(bank(20, 3), 6, content=rules), [1] * 20)[-1].items
    assert len(set(given) & set(best[:3])) == 1


def test_sums_stay_within_their_bounds() -> None:
    minutes = np.linspace(0.7, 4.3, 20)
    rules = content(20, [Count("minutes", minutes, 8.0, 9.5)])
    for answers in ([1] * 20, [0] * 20, [1, 0] * 10):
        given = taken(adaptive_test(bank(20, 3), 6, content=rules), answers)[-1].items
        assert 8.0 <= minutes[list(given)].sum() <= 9.5
    assert minutes[list(taken(adaptive_test(bank(20, 3), 6), [1] * 20)[-1].items)].sum() > 9.5


def test_a_required_item_comes_in_time() -> None:
    worst = int(np.argmin(bank(20, 3).a))
    rules = content(20, [Count("required", np.arange(20) == worst, 1, 1)])
    given = taken(adaptive_test(bank(20, 3), 6, content=rules), [1] * 20)[-1].items
    assert worst in given
    assert worst not in taken(adaptive_test(bank(20, 3), 6), [1] * 20)[-1].items


def test_areas_come_in_their_shares() -> None:
    """Each item is from the area whose share lags most, worked out anew; in the end the counts are the shares'."""
    area = np.random.default_rng(1).integers(0, 3, 60)
    shares = np.array([0.5, 0.3, 0.2])
    rules = content(60, areas=area, shares=shares * 7.0)
    end = taken(adaptive_test(bank(60, 3), 30, content=rules), [1, 0] * 30)[-1]
    for step, item in enumerate(end.items):
        counts = np.bincount(area[list(end.items[:step])], minlength=3)
        lag = shares - counts / max(step, 1)
        assert lag[area[item]] == pytest.approx(lag.max())
    np.testing.assert_array_equal(np.bincount(area[list(end.items)]), [15, 9, 6])


def test_areas_that_lag_alike_compete_as_one() -> None:
    masks = lagging_areas(content(4, areas=[0, 1, 2, 2], shares=[0.4, 0.4, 0.2]), ())
    np.testing.assert_array_equal(masks, [[True, True, False, False], [False, False, True, True]])


def test_an_early_end_waits_for_the_minima() -> None:
    late = np.argsort(bank(20, 3).a)[:2]
    rules = content(20, [Count("late", np.isin(np.arange(20), late), 2, 2)])
    free, ruled = (
        taken(adaptive_test(bank(20, 3), 8, stop_se=0.7, content=each), [1, 0] * 10)[-1] for each in (None, rules)
    )
    assert free.stop == "se"
    assert len(free.items) < len(ruled.items)
    assert set(late.tolist()) <= set(ruled.items)


def test_allowed_items_that_make_no_test_are_refused() -> None:
    rules = content(10, [Count("even", np.arange(10) % 2 == 0, 3, 5)])
    test = adaptive_test(bank(10, 1), 5, content=rules)
    with pytest.raises(ValueError, match="no test of 5 from 7 items meets even"):
        begin(test, np.isin(np.arange(10), [0, 4, 1, 3, 5, 7, 9]))
    some = begin(test, np.isin(np.arange(10), [0, 4, 8, 1, 3, 5]))
    assert set(some.form) <= {0, 4, 8, 1, 3, 5}


def test_an_item_that_none_can_be_exchanged_for_may_still_be_answered_if_a_test_remains() -> None:
    """A recorded test may have gone another way than the form at hand; one that breaks the rules may not."""
    pairs = [Count("a", [1, 1, 0, 0, 0, 0], 1, 1), Count("b", [1, 0, 1, 0, 0, 0], 1, 1)]
    test = adaptive_test(bank(6, 1), 3, content=content(6, pairs))
    start = begin(test)._replace(form=(0, 4, 5))
    assert form_with(content(6, pairs), start.form, (), 1) is None
    after = answer(test, start, 1, 1)
    assert sorted((*after.items, *after.form))[:2] == [1, 2]
    with pytest.raises(ValueError, match="with item 0 the test could not meet its rules"):
        answer(test, after._replace(barred=np.zeros(6)), 0, 1)


def test_a_form_does_without_an_item_where_another_can_take_its_place() -> None:
    rules = content(10, [Count("low", np.arange(10) < 3, 2, 2)], [[1, 2], [3, 4]])
    # Item 1 is an enemy of 2; only 0 and one of them make two low ones.
    assert form_without(rules, (0, 1, 5, 6), (), 1, FREE) == (0, 5, 6, 2)
    assert form_without(rules, (0, 1, 5, 6), (), 0, FREE) is None
    assert form_without(rules, (0, 1, 5, 3), (), 5, FREE) == (0, 1, 3, 6)
    assert form_without(rules, (0, 1, 5, 6), (), 9, FREE) == (0, 1, 5, 6)


def test_counts_in_conflict_are_named_and_others_not() -> None:
    counts = [
        Count("low", np.arange(10) < 5, 4, None),
        Count("harmless", np.arange(10) < 9, 1, None),
        Count("high", np.arange(10) >= 5, 3, None),
    ]
    assert rules_in_conflict(content(10, counts), 6, FREE) == ("low", "high")
    assert rules_in_conflict(content(10, [], [[0, 1, 2, 3, 4, 5]]), 6, FREE) == ("enemies 0, 1, 2, 3, 4, 5",)
    assert rules_in_conflict(content(10), 11, FREE) == ()


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: content(3, [Count("a", [True, False])]), "a: members must be 3 finite numbers"),
        (lambda: content(3, [Count("a", [True] * 3, 2, 1)]), "at least 2 and at most 1"),
        (lambda: content(3, enemies=[[0, 3]]), "item 3 is somebody's enemy"),
        (lambda: content(3, areas=[0, 0, 1]), "come together"),
        (lambda: content(3, areas=[0, 0, 2], shares=[0.5, 0.5]), "number the 2 shares"),
        (lambda: content(3, areas=[0, 0, 1], shares=[-1.0, 2.0]), "not be negative"),
        (lambda: adaptive_test(bank(4, 1), 2, content=content(3)), "content for 3 items, but the bank has 4"),
    ],
)
def test_rules_that_make_no_sense_are_refused(make: object, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        make()  # type: ignore[operator]
