"""`wenqu irt plot`."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.charts.pictures import SVG, of_class, words
from tests.commands.running_irt import Desk

ITEMS = [{"id": "i1", "a": 1.0, "b": -0.5}, {"id": "../<题>&", "a": 2.0, "b": 1.0, "c": 0.2}]
Arguments = list[str | Path]
ANSWERS = "i1,../<题>&\n" + "1,1\n1,0\n0,0\n0,1\n1,\n" * 40


def drawn(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()


def test_an_svg_an_item_two_of_the_whole_and_a_page(desk: Desk) -> None:
    desk.write("params.json", ITEMS)
    desk.write("responses.csv", ANSWERS)
    done = desk.irt("plot", desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots", "--json")
    assert (done.code, done.problems) == (0, [])
    told = json.loads(done.out)
    files = ["item-1-i1.svg", "item-2-题.svg"]
    assert told["items"] == [{"id": "i1", "file": files[0]}, {"id": "../<题>&", "file": files[1]}]
    assert {path.name for path in (desk / "plots").iterdir()} == {*files, "information.svg", "fit.svg", "index.html"}
    for name in [*files, "information.svg", "fit.svg"]:
        root = drawn(desk / "plots" / name)
        assert root.tag == f"{SVG}svg" and root.findtext(f"{SVG}title") and root.findtext(f"{SVG}desc")
    assert "../<题>&" in words(drawn(desk / "plots" / files[1]))
    page = (desk / "plots" / "index.html").read_text("utf-8")
    assert "2 题·200 人" in page.replace("\u202f", "") and "<题>" not in page and "item-2-%E9%A2%98.svg" in page


def test_counts_of_patterns_and_weights_count(desk: Desk) -> None:
    desk.write("params.json", ITEMS[:1])
    desk.write("responses.csv", "i1,freq,w\n1,30,1\n0,10,4\n")
    arguments: Arguments = [desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots"]
    for option, people in (("--ignore", 40), ("--weight", 70)):
        assert desk.irt("plot", *arguments, option, "w").code == 0
        assert any(f"{people} 人作答" in word for word in words(drawn(desk / "plots" / "item-1-i1.svg")))


def test_the_band_is_drawn_where_the_file_tells_the_errors(desk: Desk) -> None:
    cov = {"parts": ["a", "b"], "order": ["a:i1", "b:i1"], "matrix": [[0.01, 0], [0, 0.01]]}
    desk.write("params.json", {"model": "2pl", "items": ITEMS[:1], "cov": cov})
    desk.write("responses.csv", "i1\n1\n0\n")
    assert desk.irt("plot", desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots").code == 0
    assert len(list(of_class(drawn(desk / "plots" / "item-1-i1.svg"), "path", "band"))) == 1


def test_part_marks_are_on_their_original_scores(desk: Desk) -> None:
    item = {"id": "i1", "a": 1.0, "thresholds": [-1.0, 1.0], "scores": [1, 2, 4]}
    desk.write("params.json", {"model": "gpcm", "items": [item]})
    desk.write("responses.csv", "i1\n1\n2\n4\n4\n")
    assert desk.irt("plot", desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots").code == 0
    told = words(drawn(desk / "plots" / "item-1-i1.svg"))
    assert [word for word in told if word.endswith(" 分")] == ["1 分", "2 分", "4 分"]


def test_the_scale_of_ability_follows_the_population_or_the_option(desk: Desk) -> None:
    desk.write("params.json", {"items": ITEMS[:1], "population": [{"group": "g", "mean": 10.0, "sd": 2.0}]})
    desk.write("responses.csv", "i1\n1\n0\n")
    arguments: Arguments = [desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots"]
    assert desk.irt("plot", *arguments).code == 0
    told = words(drawn(desk / "plots" / "information.svg"))
    assert "10" in told and "−2" not in told
    assert desk.irt("plot", *arguments, "--theta=-4:4").code == 0
    assert {"−4", "0", "4"} <= set(words(drawn(desk / "plots" / "information.svg")))


@pytest.mark.parametrize("theta", ["4:-4", "1:1", "0", "a:b", "0:inf", "nan:1", "0:1:0.1"])
def test_a_range_that_is_none_is_wrong_usage(theta: str, desk: Desk) -> None:
    desk.write("params.json", ITEMS)
    desk.write("responses.csv", ANSWERS)
    arguments: Arguments = [desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots"]
    assert desk.irt("plot", *arguments, f"--theta={theta}").code == 2
    assert desk.files() == {"params.json", "responses.csv"}


def test_items_without_parameters_are_refused_and_nothing_is_written(desk: Desk) -> None:
    desk.write("params.json", ITEMS)
    desk.write("responses.csv", "i1,i9\n1,0\n")
    done = desk.irt("plot", desk / "responses.csv", "--params", desk / "params.json", "--out", desk / "plots")
    assert done.code == 1 and len(done.problems) == 1
    assert done.problems[0].startswith("responses.csv 第 1 行，“i9”列：params.json 里没有这道题")
    assert desk.files() == {"params.json", "responses.csv"}
