"""`wenqu form assemble`, from files and from the shipped bank."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from question_bank.irt.curves import information
from question_bank.irt.parameters import item_parameters
from question_bank.items import Dimension, ItemType
from question_bank.shipped_bank import shipped_items
from tests.commands.running_irt import Desk
from tests.house.checkout import ROOT

THETA = [-1.0, 0.0, 1.0]
CHANCE = np.random.default_rng(1)
A, B, C = CHANCE.lognormal(0, 0.3, 12), CHANCE.normal(0, 1, 12), np.full(12, 0.2)
INFORMATION = information(THETA, item_parameters(A, B, C))
ITEMS = [
    {"id": f"i{place}", "a": A[place], "b": B[place], "c": C[place], "area": "xyz"[place % 3], "time": 20 + place}
    for place in range(12)
]
BLUEPRINT = """
length = 4
[objective]
kind = "max-information"
theta = [-1.0, 0.0, 1.0]
[[each]]
field = "area"
min = 1
"""


def assemble(desk: Desk, blueprint: str, *more: str, forms: int = 1, items: list[dict[str, Any]] | None = None) -> Any:
    desk.write("params.json", {"model": "3pl", "items": ITEMS if items is None else items})
    desk.write("b.toml", blueprint)
    files: list[str | Path] = [
        "--params",
        desk / "params.json",
        "--blueprint",
        desk / "b.toml",
        "--out",
        desk / "forms.json",
    ]
    return desk.wenqu("form", "assemble", *files, "--forms", str(forms), *more)


def test_the_forms_are_written_with_their_information(desk: Desk) -> None:
    done = assemble(desk, BLUEPRINT)
    assert (done.code, done.problems) == (0, [])
    assert "已证明最优" in done.out
    written = desk.document("forms.json")
    assert (written["status"], written["gap"]) == ("optimal", 0.0)
    (form,) = written["forms"]
    places = [int(name.removeprefix("i")) for name in form["items"]]
    assert {place % 3 for place in places} == {0, 1, 2}
    best = max(
        INFORMATION[:, list(each)].sum()
        for each in combinations(range(12), 4)
        if {place % 3 for place in each} == {0, 1, 2}
    )
    assert written["objective"] == pytest.approx(best, rel=1e-9)
    assert [point["theta"] for point in form["information"]] == THETA
    np.testing.assert_allclose(
        [point["value"] for point in form["information"]], INFORMATION[:, places].sum(axis=1), rtol=1e-12
    )


def test_json_is_one_document_that_sums_up(desk: Desk) -> None:
    done = assemble(desk, BLUEPRINT, "--json", forms=2)
    assert json.loads(done.out).items() >= {"status": "optimal", "gap": 0.0, "out": str(desk / "forms.json")}.items()


def test_attributes_may_stand_in_a_file_of_their_own(desk: Desk) -> None:
    rows = [f"i{place},{'odd;all' if place % 2 else 'all'},{30 + place}" for place in range(12)]
    items = desk.write("items.csv", "\n".join(["item,kind,seconds", *rows, "other,odd,5"]))
    rules = (
        '[[count]]\nfield = "kind"\nvalue = "odd"\nmin = 4\n'
        '[[count]]\nfield = "kind"\nvalue = "all"\nmin = 4\n'
        '[[sum]]\nfield = "seconds"\nmax = 150\n'
    )
    done = assemble(desk, "length = 4\n" + rules, "--items", str(items), items=[{**each, "kind": ""} for each in ITEMS])
    assert (done.code, done.problems) == (0, [])
    places = [int(name.removeprefix("i")) for name in desk.document("forms.json")["forms"][0]["items"]]
    assert all(place % 2 for place in places)
    assert sum(30 + place for place in places) <= 150


def test_part_marked_items_may_be_assembled_too(desk: Desk) -> None:
    items = [{"id": "p", "a": 1.0, "thresholds": [-1.0, 1.0]}, {"id": "q", "a": 0.5, "thresholds": [0.0]}]
    desk.write("params.json", {"model": "gpcm", "items": items})
    desk.write("b.toml", 'length = 1\n[objective]\nkind = "maximin"\ntheta = [0.0]')
    files: list[str | Path] = [
        "--params",
        desk / "params.json",
        "--blueprint",
        desk / "b.toml",
        "--out",
        desk / "forms.json",
    ]
    assert desk.wenqu("form", "assemble", *files, "--forms", "1").code == 0
    written = desk.document("forms.json")
    assert written["forms"][0]["items"] == ["p"]
    # At 0 the scores 0, 1, 2 are as 1 : e : 1; the information is the variance of the score.
    assert written["objective"] == pytest.approx(2 / (2 + np.e), rel=1e-9)


@pytest.mark.parametrize(
    ("blueprint", "forms", "problems"),
    [
        ('length = 4\n[[count]]\nfield = "area"\nvalue = "y"\nmin = 5',
         1,
         ["b.toml：蓝图无法满足，这条规则做不到：", "[[count]] 第 1 条：area = y 至少 5 题（题库里有 4 题）"]),
        ('length = 2\n[[each]]\nfield = "area"\nmin = 1',
         1,
         ["b.toml：蓝图无法满足，下面的规则合在一起做不到：", "length = 2（题库里有 12 题）",
          "[[each]] 第 1 条：area = x 至少 1 题（题库里有 4 题）",
          "[[each]] 第 1 条：area = y 至少 1 题（题库里有 4 题）",
          "[[each]] 第 1 条：area = z 至少 1 题（题库里有 4 题）"]),
        ("length = 4", 4,
         ["b.toml：蓝图无法满足，下面的规则合在一起做不到：", "length = 4（题库里有 12 题）",
          "max_use = 1，而要组 4 份卷（题库里有 12 题）"]),
        ("length = 4\nmin = 3\nenemies = 5", 1,
         ['b.toml enemies：要写成 [["i1", "i2"]]', "b.toml min：不认识这个字段"]),
        ('length = 4\ninclude = ["i99"]', 1, ["b.toml include：i99 不能选：题库里没有"]),
    ],
)  # fmt: skip
def test_a_refused_blueprint_writes_no_file(desk: Desk, blueprint: str, forms: int, problems: list[str]) -> None:
    done = assemble(desk, blueprint, forms=forms)
    assert (done.code, done.out, done.problems) == (1, "", problems)
    assert "forms.json" not in desk.files()


def test_a_file_that_is_no_toml_or_not_there_is_named(desk: Desk) -> None:
    (problem,) = assemble(desk, "length = ").problems
    assert problem.startswith("b.toml TOML：读不懂：")
    files: list[str | Path] = [
        "--params",
        desk / "params.json",
        "--blueprint",
        desk / "c.toml",
        "--out",
        desk / "f.json",
    ]
    done = desk.wenqu("form", "assemble", *files, "--forms", "1")
    assert (done.code, done.problems) == (1, ["c.toml：没有这个文件"])


def test_what_is_likely_a_slip_is_said_and_goes_on(desk: Desk) -> None:
    done = assemble(desk, 'length = 4\nwarm_up = true\n[[count]]\nfield = "area"\nvalue = "X"\nmax = 1')
    assert done.code == 0
    assert done.problems == [
        "注意：b.toml [[count]] 第 1 条 value：题库里没有 area = X 的题",
        "注意：b.toml warm_up：只用于 wenqu heat create，试卷里没有热身题",
    ]


def test_items_of_which_the_file_says_nothing_are_named(desk: Desk) -> None:
    items = desk.write("items.csv", "item,time\n" + "\n".join(f"i{place},9" for place in range(4)))
    done = assemble(desk, "length = 4", "--items", str(items))
    assert done.problems == ["注意：items.csv 里没有 i4、i5、i6、i7、i8 等 8 题，它们只有自己的属性"]
    strangers = desk.write("items.csv", "item,time\nother,9\n")
    done = assemble(desk, "length = 4", "--items", str(strangers))
    assert (done.code, done.problems) == (1, ["items.csv：没有一题的编号和参数里的对得上"])


def test_a_bank_or_a_file_but_not_both_and_at_least_one_form(desk: Desk) -> None:
    assert assemble(desk, BLUEPRINT, "--bank").code == 2
    assert assemble(desk, BLUEPRINT, forms=0).code == 2


def test_two_forms_of_fifty_from_the_shipped_bank_cover_all_benchmarks(desk: Desk) -> None:
    """The standing example."""
    example = ROOT / "docs/examples/blueprint-50.toml"
    files: list[str | Path] = ["--bank", "--blueprint", example, "--out", desk / "forms.json"]
    done = desk.wenqu("form", "assemble", *files, "--forms", "2")
    held = sum(item.type is not ItemType.SPOKEN for item in shipped_items())
    assert done.code == 0
    assert done.problems == [f"注意：{held}/{held} 题的参数是作者估计的，还没有用作答标定；信息量只供参考"]
    written = desk.document("forms.json")
    assert written["gap"] <= 0.01
    forms = [form["items"] for form in written["forms"]]
    assert len(set(forms[0] + forms[1])) == 100
    shipped = {item.id: item for item in shipped_items()}
    for form in forms:
        items = [shipped[name] for name in form]
        assert set(Counter(item.benchmark for item in items)) == set(range(1, 27))
        dimensions = Counter(item.dimension for item in items)
        assert 18 <= dimensions[Dimension.KNOWLEDGE] <= 22
        assert 8 <= dimensions[Dimension.SPIRIT_THOUGHT] <= 12
        assert sum("health" in item.topics for item in items) <= 12
    least = min(point["value"] for form in written["forms"] for point in form["information"])
    assert written["objective"] == pytest.approx(least)


def test_the_forms_are_not_written_over_an_input(desk: Desk) -> None:
    done = assemble(desk, BLUEPRINT, "--out", str(desk / "params.json"))
    assert (done.code, done.problems) == (1, ["params.json：这是输入文件；结果要写到别的文件里"])
