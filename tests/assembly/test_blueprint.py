"""What a blueprint's text says, and what is refused beside its field."""

import pytest

from question_bank.blueprint import BadBlueprint, Count, Each, Objective, Solver, Sum, read_blueprint
from question_bank.toml_fields import as_text

WHOLE = """
length = 50
max_use = 2
enemies = [["i1", "i9"], ["i2", "i3", "i4"]]
include = ["i5"]
exclude = ["i6"]
warm_up = true
[objective]
kind = "target"
theta = [-1.0, 0, 1.0]
values = [8, 9.5, 8]
tolerance = 0.1
[[count]]
field = "benchmark"
value = 3
min = 1
max = 4
[[count]]
field = "topic"
value = "health"
max = 9
[[each]]
field = "benchmark"
min = 1
[[sum]]
field = "time"
max = 1400.0
[solver]
gap = 0.01
seconds = 5
"""


def problems_in(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadBlueprint) as refused:
        read_blueprint(text)
    return [(problem.field, problem.problem) for problem in refused.value.problems]


def test_every_field_is_read() -> None:
    plan = read_blueprint(WHOLE)
    assert (plan.length, plan.max_use, plan.warm_up) == (50, 2, 1)
    assert plan.enemies == (("i1", "i9"), ("i2", "i3", "i4"))
    assert (plan.include, plan.exclude) == (("i5",), ("i6",))
    assert plan.counts == (Count("benchmark", "3", 1, 4), Count("topic", "health", 0, 9))
    assert plan.eaches == (Each("benchmark", 1, None),)
    assert plan.sums == (Sum("time", None, 1400.0),)
    assert plan.objective == Objective("target", (-1.0, 0.0, 1.0), (8.0, 9.5, 8.0), 0.1)
    assert plan.solver == Solver(0.01, 5)


def test_a_length_is_enough_and_an_item_then_stands_in_one_form() -> None:
    plan = read_blueprint("length = 3")
    assert (plan.length, plan.max_use, plan.objective, plan.solver) == (3, 1, None, Solver(0.0, 60.0))
    assert not any((plan.enemies, plan.include, plan.exclude, plan.counts, plan.eaches, plan.sums, plan.warm_up))


@pytest.mark.parametrize("same", [3, 3.0, "3", "3.0", " 3 "])
def test_numbers_are_the_same_value_however_they_are_written(same: object) -> None:
    assert as_text(same) == "3"


@pytest.mark.parametrize(
    ("value", "text"), [(2.5, "2.5"), ("2.50", "2.50"), (True, "true"), ("v1.0", "v1.0"), ("", "")]
)
def test_other_values_stay_as_they_are(value: object, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("length =", "TOML", "读不懂"),
        ("max_use = 1", "length", "没有给"),
        ("length = 0", "length", "不小于 1"),
        ("length = true", "length", "整数"),
        ("length = 5\nenemies = ['a', 'b']", "enemies", "[["),
        ("length = 5\ninclude = 'a'", "include", "["),
        ("length = 5\nlenght = 5", "lenght", "不认识"),
        ("length = 5\ninclude = ['a']\nexclude = ['a']", "include", "a 也在 exclude"),
        ("length = 5\nwarm_up = 9", "warm_up", "不超过"),
        ("length = 5\ncount = 3", "count", "[[count]]"),
        ("length = 5\n[[count]]\nvalue = 3", "[[count]] 第 1 条 field", "没有给"),
        ("length = 5\n[[count]]\nfield = 'area'", "[[count]] 第 1 条 value", "没有给"),
        ("length = 5\n[[count]]\nfield = 'a'\nvalue = 1\nmin = -1", "[[count]] 第 1 条 min", "不小于 0"),
        ("length = 5\n[[count]]\nfield = 'a'\nvalue = 1\nmin = 3\nmax = 2", "[[count]] 第 1 条 min", "3 大于 max 2"),
        ("length = 5\n[[each]]\nfield = 'a'\nmin = 3\nmax = 2", "[[each]] 第 1 条 min", "3 大于 max 2"),
        ("length = 5\n[[sum]]\nfield = 'a'\nmin = 3.5\nmax = 2", "[[sum]] 第 1 条 min", "3.5 大于 max 2"),
        ("length = 5\n[[sum]]\nfield = 'a'\nmax = nan", "[[sum]] 第 1 条 max", "要是数"),
        ("length = 5\n[[sum]]\nfield = 'a'\nmost = 2", "[[sum]] 第 1 条 most", "不认识"),
        ("length = 5\nobjective = 3", "objective", "[objective]"),
        ("length = 5\n[objective]\nkind = 'best'\ntheta = [0]", "[objective] kind", "maximin"),
        ("length = 5\n[objective]\nkind = 'maximin'\ntheta = []", "[objective] theta", "至少要有一个"),
        ("length = 5\n[objective]\nkind = 'target'\ntheta = [0, 1]\nvalues = [1]", "[objective] values", "一一对应"),
        ("length = 5\n[objective]\nkind = 'maximin'\ntheta = [0]\nvalues = [1]", "[objective] values", "只用于"),
        ("length = 5\n[solver]\ngap = -1", "[solver] gap", "不小于 0"),
        ("length = 5\n[solver]\nseconds = 0", "[solver] seconds", "大于 0"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(text: str, field: str, says: str) -> None:
    ((where, problem),) = problems_in(text)
    assert where == field
    assert says in problem


def test_everything_wrong_is_said_at_once() -> None:
    fields = [field for field, _ in problems_in("length = 0\nmax_use = 0\n[[count]]\nfield = 'a'\nvalue = ''")]
    assert fields == ["length", "max_use", "[[count]] 第 1 条 value"]
