"""`wenqu irt link`."""

import json
from typing import Any

import numpy as np
import pytest

from question_bank.irt import Grid, ItemParameters, item_parameters, log_marginal, normal_grid
from question_bank.irt.linking import METHODS, link
from question_bank.irt_files.common_items import covariance_rows
from question_bank.irt_files.parameter_file import prior_of, read_parameters
from tests.commands.running_irt import Desk

SCALE, SHIFT = 1.25, -0.6
IDS = ["i1", "i2", "i3", "i4", "i5"]
A, B, C = [0.8, 1.4, 1.0, 0.9, 1.2], [-1.0, 0.3, 1.1, -0.2, 0.6], [0.2, 0.0, 0.25, 0.1, 0.15]


def calibration(scale: float = 1.0, shift: float = 0.0, ids: list[str] = IDS, seed: int = 1) -> dict[str, Any]:
    """A calibration on the scale that theta * scale + shift is, with a covariance of its own."""
    generator = np.random.default_rng(seed)
    factor = 0.02 * generator.normal(size=(3 * len(ids), 40))
    matrix = factor @ factor.T
    own = np.sqrt(np.diag(matrix)).reshape(3, -1)
    items = [
        {
            "id": name,
            "model": "3pl",
            "a": A[place] / scale,
            "b": B[place] * scale + shift,
            "c": C[place],
            "se_a": own[0, place],
            "se_b": own[1, place],
            "se_c": own[2, place],
            "n": 900,
            "categories": 2,
            "thresholds": None,
            "se_thresholds": None,
            "flags": [],
            "benchmark": str(place),
        }
        for place, name in enumerate(ids)
    ]
    return {
        "model": "3pl",
        "metric": "logistic",
        "n_items": len(ids),
        "log_likelihood": -1234.5,
        "population": [
            {"group": "live", "mean": 0.0, "sd": 1.0, "se_mean": 0.0, "se_sd": 0.0, "n": 500},
            {"group": "online", "mean": 0.4, "sd": 1.2, "se_mean": 0.05, "se_sd": 0.04, "n": 400},
        ],
        "items": items,
        "cov": {
            "parts": ["a", "b", "c"],
            "order": [f"{part}:{name}" for part in "abc" for name in ids],
            "matrix": matrix.tolist(),
        },
        "link": None,
        "remark": "kept",
    }


def linked(desk: Desk, *options: str) -> dict[str, Any]:
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "linked.json", *options
    )
    assert done.code == 0, done.problems
    return desk.document("linked.json")


@pytest.mark.parametrize("method", METHODS)
def test_a_calibration_comes_back_to_the_scale_that_it_left(desk: Desk, method: str) -> None:
    desk.write("new.json", calibration())
    desk.write("old.json", calibration(SCALE, SHIFT, seed=2))
    found = linked(desk, "--method", method)
    assert found["link"]["method"] == method
    np.testing.assert_allclose([found["link"]["A"], found["link"]["B"]], [SCALE, SHIFT], atol=1e-9)
    for item, place in zip(found["items"], range(5), strict=True):
        np.testing.assert_allclose([item["a"], item["b"]], [A[place] / SCALE, B[place] * SCALE + SHIFT], atol=1e-9)
        assert (item["c"], item["benchmark"], item["n"]) == (C[place], str(place), 900)
    assert (found["log_likelihood"], found["remark"]) == (-1234.5, "kept")
    assert (found["link"]["common"], found["link"]["dropped"], found["link"]["symmetric"]) == (IDS, [], False)


def test_errors_covariance_and_population_move_too(desk: Desk) -> None:
    before = calibration()
    desk.write("new.json", before)
    desk.write("old.json", calibration(SCALE, SHIFT, seed=2))
    found = linked(desk)
    item, was = found["items"][1], before["items"][1]
    np.testing.assert_allclose(
        [item["se_a"], item["se_b"], item["se_c"]], [was["se_a"] / SCALE, was["se_b"] * SCALE, was["se_c"]], atol=1e-9
    )
    own = np.sqrt(np.diag(found["cov"]["matrix"])).reshape(3, -1)
    np.testing.assert_allclose(own[:2, 1], [item["se_a"], item["se_b"]], atol=1e-9)
    live, online = found["population"]
    np.testing.assert_allclose([live["mean"], live["sd"], live["se_mean"]], [SHIFT, SCALE, 0.0], atol=1e-9)
    np.testing.assert_allclose([online["mean"], online["sd"]], [0.4 * SCALE + SHIFT, 1.2 * SCALE], atol=1e-9)
    np.testing.assert_allclose([online["se_mean"], online["se_sd"]], [0.05 * SCALE, 0.04 * SCALE], atol=1e-9)
    assert (online["group"], online["n"]) == ("online", 400)


def test_the_constants_and_their_errors_are_those_of_the_package(desk: Desk) -> None:
    new, old = calibration(), calibration(1.1, 0.2, seed=2)
    for place, item in enumerate(old["items"]):
        item["b"] += 0.1 * (-1) ** place
    desk.write("new.json", new)
    desk.write("old.json", old)
    files = [read_parameters(desk / name) for name in ("new.json", "old.json")]

    calls: list[tuple[list[str], dict[str, Any]]] = [
        (["--method", "haebara"], {"method": "haebara"}),
        (["--symmetric"], {"symmetric": True}),
        (["--theta-mean", "0.5", "--theta-sd", "0.8"], {"theta": normal_grid(0.5, 0.8)}),
        (["--theta-grid=-2:2:1"], {"theta": Grid(np.arange(-2.0, 3.0), np.full(5, -np.log(5)))}),
        (["--method", "mean-sigma", "--shift-only"], {"method": "mean-sigma", "shift_only": True}),
    ]
    for options, arguments in calls:
        expected: Any = link(
            files[0].parameters,
            files[1].parameters,
            errors_new=covariance_rows(files[0]),
            errors_old=covariance_rows(files[1]),
            **arguments,
        )
        found = linked(desk, *options)["link"]
        for name in ("A", "B", "se_A", "se_B", "cov_AB"):
            np.testing.assert_allclose(found[name], getattr(expected, name), rtol=1e-12, err_msg=f"{options} {name}")


def test_people_are_scored_from_the_population_that_the_linked_file_keeps(desk: Desk) -> None:
    desk.write("new.json", [{"id": name, "a": a, "b": b} for name, a, b in zip(IDS, A, B, strict=True)])
    desk.write(
        "old.json", [{"id": name, "a": a / SCALE, "b": b * SCALE + SHIFT} for name, a, b in zip(IDS, A, B, strict=True)]
    )
    assert linked(desk)["population"] == [{"group": "all", "mean": pytest.approx(SHIFT), "sd": pytest.approx(SCALE)}]
    moved = read_parameters(desk / "linked.json")
    patterns = np.array([[1, 0, 1, 1, 0], [0, 0, 0, 1, np.nan]])
    assert isinstance(moved.parameters, ItemParameters)
    np.testing.assert_allclose(
        log_marginal(patterns, moved.parameters, normal_grid(*prior_of(moved))),
        log_marginal(patterns, item_parameters(A, B), normal_grid()),
        atol=1e-9,
    )


def test_part_marks_link_by_their_thresholds(desk: Desk) -> None:
    steps = {"g1": [-1.0, 0.2, 1.4], "g2": [-0.3, 0.6], "g3": [0.5]}
    new = [
        {"id": name, "a": 1.1, "b": float(np.mean(t)), "thresholds": t, "se_thresholds": [0.1] * len(t)}
        for name, t in steps.items()
    ]
    old = [
        {"id": name, "a": 1.1 / SCALE, "thresholds": [SCALE * each + SHIFT for each in t]} for name, t in steps.items()
    ]
    desk.write("new.json", {"model": "grm", "items": new})
    desk.write("old.json", {"model": "grm", "items": old})
    for item, name in zip(linked(desk, "--method", "haebara")["items"], steps, strict=True):
        expected = [SCALE * each + SHIFT for each in steps[name]]
        np.testing.assert_allclose(item["thresholds"], expected, atol=1e-9)
        np.testing.assert_allclose(item["b"], np.mean(expected), atol=1e-9)
        np.testing.assert_allclose(item["se_thresholds"], SCALE * 0.1, atol=1e-9)


def test_anchors_may_be_listed_and_the_others_do_not_pull(desk: Desk) -> None:
    old = calibration(SCALE, SHIFT, seed=2)
    old["items"][2]["b"] += 2.0
    desk.write("new.json", calibration())
    desk.write("old.json", old)
    for text in ("i5\n\ni1\n i2 \n", "note,item\nx,i5\ny,i1\nz,i2\n", "\ufeffitem\r\ni5\r\ni1\r\ni2\r\n"):
        desk.write("anchors.txt", text)
        found = linked(desk, "--anchors", str(desk / "anchors.txt"))["link"]
        assert found["common"] == ["i1", "i2", "i5"]
        np.testing.assert_allclose([found["A"], found["B"]], [SCALE, SHIFT], atol=1e-9)
    assert abs(linked(desk)["link"]["B"] - SHIFT) > 0.1


def test_items_of_which_nothing_was_learned_are_left_out_with_the_reason(desk: Desk) -> None:
    new, old = calibration(), calibration(SCALE, SHIFT, seed=2)
    new["items"][0]["flags"], old["items"][3]["flags"] = ["few_answers", "all_right"], ["no_answers"]
    old["items"][0]["b"] = 9.0
    new["items"][1]["a"] *= -1
    desk.write("new.json", new)
    desk.write("old.json", old)
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "linked.json", "--json"
    )
    assert done.problems == [
        "new.json：题目“i1”没有用来链接：全部答对",
        "new.json：题目“i2”没有用来链接：区分度是负的（答案可能标反了）",
        "new.json：题目“i4”没有用来链接：没有人作答",
    ]
    told = json.loads(done.out)
    assert told == desk.document("linked.json")["link"]
    assert told["dropped"] == [
        {"id": "i1", "reason": "all_right"},
        {"id": "i2", "reason": "falling_curve"},
        {"id": "i4", "reason": "no_answers"},
    ]
    np.testing.assert_allclose([told["A"], told["B"]], [SCALE, SHIFT], atol=1e-9)


def test_items_with_other_scores_are_left_out_unless_they_are_asked_for(desk: Desk) -> None:
    steps = [[-1.0, 0.2], [-0.3, 0.6], [0.5, 0.9]]
    entries = [{"id": f"g{place}", "a": 1.0, "thresholds": t, "scores": [0, 1, 2]} for place, t in enumerate(steps)]
    other = [
        dict(entries[0]),
        {**entries[1], "scores": [0, 1, 3]},
        {**entries[2], "thresholds": [0.5], "scores": [0, 1]},
    ]
    more = {"id": "g3", "a": 1.0, "thresholds": [0.0, 1.0]}
    desk.write("new.json", {"model": "gpcm", "items": [*entries, more]})
    desk.write("old.json", {"model": "gpcm", "items": [*other, more]})
    found = linked(desk)["link"]
    assert found["common"] == ["g0", "g3"]
    assert found["dropped"] == [{"id": "g1", "reason": "other_scores"}, {"id": "g2", "reason": "other_scores"}]
    desk.write("anchors.csv", "item\ng0\ng1\n")
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json",
        "--anchors", desk / "anchors.csv", "--out", desk / "again.json",
    )  # fmt: skip
    assert (done.code, done.problems) == (
        1,
        ["anchors.csv 第 3 行，“item”列：题目“g1”在两个文件里的得分档不同，不能用来链接"],
    )
    assert "again.json" not in desk.files()


def test_without_a_covariance_there_are_no_errors_and_it_is_said(desk: Desk) -> None:
    desk.write("new.json", calibration())
    desk.write("old.json", {**calibration(SCALE, SHIFT), "cov": None})
    done = desk.irt("link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "linked.json")
    found = desk.document("linked.json")["link"]
    assert (found["se_A"], found["se_B"], found["cov_AB"]) == (None, None, None)
    assert "old.json" in found["note"] and "new.json" not in found["note"].replace(str(desk.folder), "")
    assert done.out == "A = 1.25000，B = -0.60000，共用题 5 道\n"


def test_a_large_covariance_goes_beside_the_linked_file(desk: Desk) -> None:
    ids = [f"i{number}" for number in range(201)]
    generator = np.random.default_rng(5)
    order = [f"{part}:{name}" for part in "ab" for name in ids]
    matrix = np.diag(generator.uniform(0.001, 0.01, 402))
    items: list[dict[str, Any]] = [
        {"id": name, "a": float(a), "b": float(b)}
        for name, a, b in zip(ids, generator.uniform(0.7, 1.6, 201), generator.normal(size=201), strict=True)
    ]
    np.savez(desk / "new.npz", order=np.array(order), matrix=matrix)
    desk.write("new.json", {"items": items, "cov": {"order": order, "file": "new.npz"}})
    desk.write(
        "old.json", {"items": [{**item, "a": item["a"] / SCALE, "b": item["b"] * SCALE + SHIFT} for item in items]}
    )
    before = (desk / "new.npz").read_bytes()
    assert linked(desk)["cov"]["file"] == "linked.npz"
    stored = read_parameters(desk / "linked.json").covariance
    assert stored is not None
    np.testing.assert_allclose(np.diag(stored.matrix)[:201], np.diag(matrix)[:201] / SCALE**2, rtol=1e-9)
    np.testing.assert_allclose(np.diag(stored.matrix)[201:], np.diag(matrix)[201:] * SCALE**2, rtol=1e-9)
    assert (desk / "new.npz").read_bytes() == before
    done = desk.irt("link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "new.linked")
    assert done.code == 1 and done.problems == ["new.linked：会盖掉 new.json；请换一个文件名"]


@pytest.mark.parametrize("name", ["new.json", "old.json", "./new.json"])
def test_inputs_are_never_changed(desk: Desk, name: str) -> None:
    texts = [desk.write("new.json", calibration()).read_text(), desk.write("old.json", calibration(SCALE)).read_text()]
    done = desk.irt("link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", f"{desk.folder}/{name}")
    assert done.code == 1 and "会盖掉" in done.problems[0]
    assert [(desk / file).read_text() for file in ("new.json", "old.json")] == texts
    desk.write("anchors.csv", "i1\ni2\n")
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json",
        "--anchors", desk / "anchors.csv", "--out", desk / "anchors.csv",
    )  # fmt: skip
    assert done.code == 1 and (desk / "anchors.csv").read_text() == "i1\ni2\n"


@pytest.mark.parametrize(
    ("new", "old", "options", "problem"),
    [
        (IDS, ["i1", "x", "y", "z", "w"], [], "new.json：和 old.json 共用、能链接的题只有 1 道，至少要 2 道"),
        (IDS, IDS, ["--anchors", "absent.csv"], "absent.csv：没有这个文件"),
        (IDS, IDS, ["--method", "mean-sigma", "--flat"], "new.json：共用题的难度全都一样，mean-sigma 定不出单位"),
    ],
)
def test_what_cannot_be_linked_is_refused_and_nothing_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, new: list[str], old: list[str], options: list[str], problem: str
) -> None:
    first, second = calibration(ids=new), calibration(SCALE, SHIFT, ids=old)
    if "--flat" in options:
        options = options[:-1]
        first["items"] = [{**item, "b": 0.5} for item in first["items"]]
    desk.write("new.json", first)
    desk.write("old.json", second)
    monkeypatch.chdir(desk.folder)
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "linked.json", *options
    )
    assert (done.code, done.problems) == (1, [problem])
    assert desk.files() == {"new.json", "old.json"}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("item\ni1\nx9\ni1\n", ["anchors.csv 第 4 行，“item”列：题目“i1”重复"]),
        (
            "item\ni1\nx9\n",
            [
                "anchors.csv 第 3 行，“item”列：new.json 里没有题目“x9”",
                "anchors.csv 第 3 行，“item”列：old.json 里没有题目“x9”",
            ],
        ),
        ("i1,i2\n", ["anchors.csv 第 1 行：有好几列，表头里却没有“item”"]),
        ("note,item\nx,\n", ["anchors.csv 第 2 行，“item”列：没有题号"]),
        ("item\n", ["anchors.csv：没有题号"]),
        ("\n\n", ["anchors.csv：文件是空的"]),
    ],
)
def test_a_list_of_anchors_is_refused_by_its_rows(desk: Desk, text: str, problems: list[str]) -> None:
    desk.write("new.json", calibration())
    desk.write("old.json", calibration(SCALE, SHIFT))
    desk.write("anchors.csv", text)
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json",
        "--anchors", desk / "anchors.csv", "--out", desk / "linked.json",
    )  # fmt: skip
    assert (done.code, done.problems) == (1, problems)


@pytest.mark.parametrize(
    "options",
    [
        ["--theta-mean", "0.5", "--theta-grid=-1:1:1"],
        ["--method", "mean-mean", "--symmetric"],
        ["--method", "mean-sigma", "--theta-sd", "2"],
        ["--theta-sd", "0"],
        ["--method", "median"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(desk: Desk, options: list[str]) -> None:
    desk.write("new.json", calibration())
    desk.write("old.json", calibration(SCALE))
    done = desk.irt(
        "link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "linked.json", *options
    )
    assert done.code == 2 and done.problems and desk.files() == {"new.json", "old.json"}


def test_a_covariance_about_other_items_is_refused(desk: Desk) -> None:
    new = calibration()
    new["cov"]["order"][0] = "a:x9"
    new["cov"]["order"][7] = "t2:i3"
    desk.write("new.json", new)
    desk.write("old.json", calibration(SCALE))
    done = desk.irt("link", "--from", desk / "new.json", "--to", desk / "old.json", "--out", desk / "linked.json")
    assert done.code == 1
    assert done.problems == [
        "new.json：cov 的 order 里有“a:x9”，文件里没有这个参数",
        "new.json：cov 的 order 里有“t2:i3”，文件里没有这个参数",
    ]
