"""Response times, days, and the alarms that rest on them."""

import numpy as np
import pytest

from question_bank.analysis import AnswerTable, by_days, displacement, item_times, population_of, rest_abilities, speeds
from question_bank.analysis.shift import one_step
from question_bank.irt.curves import probability
from question_bank.irt.parameters import item_parameters
from question_bank.leaks import fast_rights, trends
from tests.analysis.tables import drawn

ITEMS = item_parameters(np.full(20, 1.2), np.linspace(-1.5, 1.5, 20), 0.2)


def small(
    ms: list[float], score: list[int], person: list[int] | None = None, item: list[int] | None = None
) -> AnswerTable:
    n = len(ms)
    people = np.array(person or [0] * n)
    items = np.array(item or [0] * n)
    marks = np.array(score, dtype=np.int8)
    return AnswerTable(
        people, items, marks, np.where(marks == 1, 1, 2), np.array(ms), np.zeros(n, dtype=np.int64),
        int(people.max()) + 1, int(items.max()) + 1,
    )  # fmt: skip


def test_times_are_medians_in_seconds() -> None:
    found = item_times(small([1000, 2000, 3000, 4000, np.nan], [1, 1, 0, 0, 1], person=[0, 1, 2, 3, 4]))
    assert (found.median[0], found.low[0], found.high[0]) == (2.5, 1.75, 3.25)
    assert (found.right[0], found.wrong[0]) == (1.5, 3.5)


def test_fast_is_beside_the_person_s_own_speed_and_the_length_of_the_text() -> None:
    # Ten characters a second; the third item is twice as long, and the last is answered in a quarter of the time.
    table = small([1000, 1000, 2000, 1000, 250], [1] * 5, item=[0, 1, 2, 3, 4])
    found = speeds(table, np.array([10.0, 10.0, 20.0, 10.0, 10.0]))
    assert found.fast.tolist() == [False, False, False, False, True]
    assert found.known.all()


def test_four_answers_are_too_few_for_a_usual_speed() -> None:
    assert not speeds(small([1000] * 4, [1] * 4, item=[0, 1, 2, 3]), np.full(4, 10.0)).known.any()


def test_days_are_counted_beside_what_was_expected() -> None:
    table = small([np.nan] * 4, [1, 0, 1, 1], person=[0, 1, 2, 3])._replace(day=np.array([3, 3, 5, 5]))
    found = by_days(table, np.array([0.5, 0.7, 0.6, 0.8]))[0]
    assert found.day.tolist() == [3, 5] and found.n.tolist() == [2, 2]
    assert found.share == pytest.approx([0.5, 1.0]) and found.expected == pytest.approx([0.6, 0.7])


def test_an_item_without_answers_has_no_days() -> None:
    table = small([np.nan], [1])._replace(items=2)
    assert by_days(table, np.array([0.5]))[1].n.size == 0


@pytest.mark.parametrize("moved", [0.3, -1.0, 2.0])
def test_a_displaced_item_is_found_by_how_many_were_right(moved: float) -> None:
    table, _ = drawn(ITEMS, 4000, seed=9)
    believed = ITEMS._replace(b=ITEMS.b - np.where(np.arange(20) == 10, moved, 0.0))
    people = population_of(table, believed)
    rest = rest_abilities(table, believed, people)
    rows = table.item == 10
    expected = rest.expected[rows]
    found = displacement(
        float(table.score[rows].sum()),
        rest.presence[10],
        people.nodes,
        believed,
        10,
        float((expected * (1 - expected)).sum()),
    )
    assert found.shift == pytest.approx(moved, abs=3 * found.se) and found.se < 0.06
    assert np.sign(one_step(table.score[rows], expected, rest.slope[rows])) == np.sign(moved)


def test_fewer_right_than_luck_gives_lie_beyond_any_difficulty() -> None:
    presence = np.full(61, 10.0)
    found = displacement(10.0, presence, np.linspace(-3, 3, 61), ITEMS, 5, 100.0)
    assert found.shift == pytest.approx(4.0)
    assert np.isnan(displacement(0.0, np.zeros(61), np.linspace(-3, 3, 61), ITEMS, 5, 0.0).shift)


def leaking(seed: int) -> tuple[AnswerTable, np.ndarray]:
    """Ten days; on each more people know item 12 beforehand, and answer it at once."""
    table, theta = drawn(ITEMS, 3000, seed=seed)
    rng = np.random.default_rng(seed)
    told = (table.item == 12) & (rng.random(table.item.size) < 0.06 * table.day)
    score, choice, ms = table.score.copy(), table.choice.copy(), table.ms.copy()
    score[told], choice[told], ms[told] = 1, 1, 1000.0
    return table._replace(score=score, choice=choice, ms=ms), theta


def test_an_item_that_gets_about_raises_both_alarms_and_no_other_does() -> None:
    table, _ = leaking(4)
    rest = rest_abilities(table, ITEMS, population_of(table, ITEMS))
    by_trend = trends(table, rest.expected, rest.slope)
    by_speed = fast_rights(table, speeds(table, np.full(20, 60.0)))
    assert [item for item, each in enumerate(by_trend) if each.alarm] == [12]
    assert [item for item, each in enumerate(by_speed) if each.alarm] == [12]
    assert by_trend[12].change > 0.1 and by_trend[12].shift < 0


def test_abler_people_from_day_to_day_are_no_leak() -> None:
    rng = np.random.default_rng(2)
    theta = np.sort(rng.normal(size=3000))
    right = rng.random((3000, 20)) < probability(theta, ITEMS)
    person, item = np.nonzero(np.ones_like(right))
    score = right[person, item].astype(np.int8)
    table = AnswerTable(
        person, item, score, np.where(score, 1, 2), np.full(score.size, np.nan), person // 300, 3000, 20
    )
    rest = rest_abilities(table, ITEMS, population_of(table, ITEMS, np.arange(3000) // 300))
    assert not any(each.alarm for each in trends(table, rest.expected, rest.slope))


def test_a_trend_of_residuals_is_least_squares() -> None:
    table = small([np.nan] * 4, [0, 0, 1, 1], person=[0, 1, 2, 3])._replace(day=np.array([0, 0, 2, 2]))
    found = trends(table, np.full(4, 0.5), np.full(4, 0.25))[0]
    # Residuals -0.5 -0.5 0.5 0.5 on days 0 0 2 2: half a person a day, over two days; se = sqrt(4 * 0.25) / 4 * 2.
    assert (found.change, found.se, found.z) == pytest.approx((1.0, 0.5, 2.0))
    assert not found.alarm
