"""PARAMS.json: what is written is read back, and what cannot be parameters is refused by item and field."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from question_bank.irt import ItemParameters, item_parameters
from question_bank.irt.calibration.result import Calibration, Population, StandardErrors
from question_bank.irt.parameters import StepParameters, step_parameters
from question_bank.irt_files.parameter_document import write_calibration
from question_bank.irt_files.parameter_file import GroupPopulation, Prior, prior_of, read_parameters
from question_bank.irt_files.problems import BadFile

NAN = float("nan")


def calibration(items: int, errors: bool = True) -> Calibration:
    """A result with numbers of many digits."""
    chance = np.random.default_rng(items)
    parameters = item_parameters(chance.uniform(0.5, 2, items), chance.normal(0, 1, items), 0.2)
    matrix = np.cov(chance.normal(size=(2 * items, 4 * items + 9)))
    found = StandardErrors(
        a=np.sqrt(np.diag(matrix)[:items]),
        b=np.sqrt(np.diag(matrix)[items:]),
        c=np.full(items, NAN),
        thresholds=None,
        parts=["a"] * items + ["b"] * items,
        items=np.tile(np.arange(items), 2),
        matrix=matrix,
        method="observed",
    )
    return Calibration(
        model="3pl",
        priors="default",
        parameters=parameters,
        population=Population(
            *(np.array(part) for part in ([0.0, 0.3], [1.0, 1.2], [0.0, 0.04], [0.0, 0.05], [60, 40.5]))
        ),
        group_names=["甲", "乙"],
        errors=found if errors else None,
        log_likelihood=-1234.5678901234567,
        log_posterior=-1240.1,
        converged=True,
        iterations=12,
        nodes=61,
        persons=100,
        answers=np.full(items, 90.0),
        flags=[["few_answers"], *[[]] * (items - 1)],
        scores=[[0, 1]] * items,
    )


def ids(count: int) -> list[str]:
    return [f"题{number}" for number in range(count)]


def stored(folder: Path, document: Any) -> Path:
    path = folder / "params.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


def refusals(folder: Path, document: Any) -> list[str]:
    path = stored(folder, document)
    with pytest.raises(BadFile) as refused:
        read_parameters(path)
    return [problem.removeprefix(str(path)).lstrip(" ：") for problem in refused.value.problems]


def test_a_calibration_is_read_back_to_the_last_digit(tmp_path: Path) -> None:
    result, path = calibration(3), tmp_path / "params.json"
    write_calibration(path, result, ids(3), seconds=1.5, seconds_read=0.25)
    found = read_parameters(path)
    assert isinstance(found.parameters, ItemParameters)
    for part, expected in zip(found.parameters, result.parameters, strict=True):
        np.testing.assert_array_equal(part, expected)
    assert (found.ids, found.model, found.scores, found.link) == (ids(3), "3pl", [[0, 1]] * 3, None)
    assert found.population == [
        GroupPopulation("甲", 0, 1, 0, 0, 60),
        GroupPopulation("乙", 0.3, 1.2, 0.04, 0.05, 40.5),
    ]
    assert result.errors is not None and found.covariance is not None
    np.testing.assert_array_equal(found.covariance.matrix, result.errors.matrix)
    assert found.covariance.order == ["a:题0", "a:题1", "a:题2", "b:题0", "b:题1", "b:题2"]


def test_the_document_has_the_fields_that_are_promised(tmp_path: Path) -> None:
    path = tmp_path / "params.json"
    write_calibration(path, calibration(2), ids(2), seconds=1.5, seconds_read=0.25)
    document = json.loads(path.read_text("utf-8"), parse_constant=pytest.fail)
    assert list(document) == [
        "model", "metric", "priors", "nodes", "se_method", "n_persons", "n_items", "log_likelihood", "log_posterior",
        "converged", "iterations", "seconds", "seconds_read", "population", "items", "cov", "link",
    ]  # fmt: skip
    assert list(document["items"][0]) == [
        "id", "model", "a", "b", "c", "se_a", "se_b", "se_c", "n", "categories", "thresholds", "se_thresholds",
        "scores", "flags",
    ]  # fmt: skip
    first = document["items"][0]
    assert (first["n"], first["categories"], first["se_c"], first["flags"]) == (90, 2, None, ["few_answers"])
    assert list(document["cov"]) == ["parts", "order", "matrix"]
    assert document["cov"]["parts"] == ["a", "b"]
    assert (document["metric"], document["se_method"], document["n_persons"]) == ("logistic", "observed", 100)


def test_without_standard_errors_there_are_none(tmp_path: Path) -> None:
    path = tmp_path / "params.json"
    document = write_calibration(path, calibration(2, errors=False), ids(2), seconds=1, seconds_read=1)
    assert (document["se_method"], document["cov"], document["items"][0]["se_a"]) == (None, None, None)
    assert read_parameters(path).covariance is None


def test_above_two_hundred_items_the_covariance_lies_beside(tmp_path: Path) -> None:
    result, path = calibration(201), tmp_path / "city.json"
    document = write_calibration(path, result, ids(201), seconds=1, seconds_read=1)
    assert set(document["cov"]) == {"parts", "order", "file"} and document["cov"]["file"] == "city.npz"
    found = read_parameters(path)
    assert found.covariance is not None and result.errors is not None
    np.testing.assert_array_equal(found.covariance.matrix, result.errors.matrix)
    (tmp_path / "city.npz").unlink()
    with pytest.raises(BadFile, match=r"cov 读不出来（city\.npz）"):
        read_parameters(path)


def test_thresholds_are_read_back_with_the_scores_they_stand_for(tmp_path: Path) -> None:
    parameters = step_parameters([1.1, 0.7], [[-1.0, 0.5], [0.2, NAN]], "gpcm")
    errors = StandardErrors(
        a=np.array([0.1, 0.2]),
        b=np.array([0.1, 0.3]),
        c=np.full(2, NAN),
        thresholds=np.array([[0.2, 0.25], [0.3, NAN]]),
        parts=["a", "a", "t1", "t2", "t1"],
        items=np.array([0, 1, 0, 0, 1]),
        matrix=np.eye(5),
        method="outer_product",
    )
    result = calibration(2)._replace(model="gpcm", parameters=parameters, errors=errors, scores=[[0, 1, 3], [1, 2]])
    path = tmp_path / "params.json"
    document = write_calibration(path, result, ids(2), seconds=1, seconds_read=1)
    assert [item["b"] for item in document["items"]] == [-0.25, 0.2]
    assert [item["se_thresholds"] for item in document["items"]] == [[0.2, 0.25], [0.3]]
    assert [item["categories"] for item in document["items"]] == [3, 2]
    assert document["cov"]["order"] == ["a:题0", "a:题1", "t1:题0", "t2:题0", "t1:题1"]
    found = read_parameters(path)
    assert isinstance(found.parameters, StepParameters)
    np.testing.assert_array_equal(found.parameters.thresholds, parameters.thresholds)
    assert (found.parameters.family, found.scores) == ("gpcm", [[0, 1, 3], [1, 2]])


def test_files_with_less_are_enough(tmp_path: Path) -> None:
    found = read_parameters(
        stored(tmp_path, {"items": [{"id": "x", "a": 1, "b": -0.5, "area": "algebra", "time": 60}]})
    )
    assert isinstance(found.parameters, ItemParameters)
    assert [float(part[0]) for part in found.parameters] == [1.0, -0.5, 0.0]
    assert (found.model, found.population, found.attributes) == ("2pl", [], [{"area": "algebra", "time": 60}])
    assert prior_of(found) == Prior(0, 1)
    bare = read_parameters(
        stored(tmp_path, [{"id": 7, "a": 1, "b": 0, "c": 0.2}, {"id": "y", "a": 1, "b": 0, "c": None}])
    )
    assert isinstance(bare.parameters, ItemParameters)
    assert (bare.model, bare.ids, bare.parameters.c.tolist()) == ("3pl", ["7", "y"], [0.2, 0.0])


def test_an_item_with_b_alone_has_two_categories_among_part_marks(tmp_path: Path) -> None:
    items = [{"id": "x", "a": 1, "b": 0.5}, {"id": "y", "model": "pcm", "a": 1, "thresholds": [1, -1]}]
    found = read_parameters(stored(tmp_path, items))
    assert isinstance(found.parameters, StepParameters) and found.model == "pcm"
    np.testing.assert_array_equal(found.parameters.thresholds, [[0.5, NAN], [1, -1]])


def test_people_come_from_the_first_group_and_after_linking_from_the_linked_one(tmp_path: Path) -> None:
    population = [{"group": "2026", "mean": 0.4, "sd": 1.1, "n": 10}, {"group": "2025", "mean": 0, "sd": 1}]
    document = {"items": [{"id": "x", "a": 1, "b": 0}], "population": population, "link": {"A": 1.1, "B": 0.4}}
    found = read_parameters(stored(tmp_path, document))
    assert prior_of(found) == Prior(0.4, 1.1)
    assert found.link == {"A": 1.1, "B": 0.4}


ITEM = {"id": "x", "a": 1.0, "b": 0.0}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", ["文件是空的"]),
        ("{", ["不是 JSON"]),
        ("3", ["要是一个 JSON 对象，含有 items"]),
        ({"items": []}, ["没有题目（items）"]),
        ({"items": ["x"]}, ["第 1 题要是一个 JSON 对象"]),
        ([ITEM, ITEM], ["题目“x”的 id 重复"]),
        ([{"a": 1, "b": 0}], ["第 1 题没有 id"]),
        ([{"id": "x"}], ["题目“x”的 a 没有给出", "题目“x”的 b 没有给出"]),
        ([{**ITEM, "b": None}], ["题目“x”的 b 没有给出"]),
        ([{**ITEM, "b": NAN}], ["题目“x”的 b 不是有限的数（nan）"]),
        ([{**ITEM, "b": "0"}], ["题目“x”的 b 不是有限的数（0）"]),
        ([{**ITEM, "a": 0}], ["题目“x”的 a 不能是 0"]),
        ({"model": "grm", "items": [{**ITEM, "a": -1.5}]}, ["题目“x”的 a 要大于 0，不能是 -1.5"]),
        ([{**ITEM, "a": True}], ["题目“x”的 a 不是有限的数（True）"]),
        ([{**ITEM, "c": 1}], ["题目“x”的 c 要不小于 0 而小于 1，不能是 1"]),
        ([{**ITEM, "model": "4pl"}], ["不认识的模型“4pl”；可用 1pl、2pl、3pl、grm、gpcm、pcm"]),
        ({"model": "nrm", "items": [ITEM]}, ["不认识的模型“nrm”；可用 1pl、2pl、3pl、grm、gpcm、pcm"]),
        (
            [{**ITEM, "model": "grm"}, {"id": "y", "a": 1, "model": "gpcm", "thresholds": [0]}],
            ["grm 和 gpcm 的题目不能放在一个文件里"],
        ),
        ([{**ITEM, "thresholds": [0, 1]}], ["题目有 thresholds，却没有说模型（model）是 grm、gpcm 还是 pcm"]),
        (
            {"model": "grm", "items": [{**ITEM, "thresholds": [1, 0]}, {"id": "y", "a": 1, "thresholds": [0, NAN]}]},
            [
                "题目“x”的 thresholds 要从小到大，不能是 [1, 0]",
                "题目“y”的 thresholds 要是一列有限的数，不能是 [0, nan]",
            ],
        ),
        (
            {"model": "gpcm", "items": [{**ITEM, "thresholds": [1, 0], "scores": [0, 1]}]},
            ["题目“x”的 scores 要是从小到大的 3 个整数，不能是 [0, 1]"],
        ),
        ({"items": [ITEM], "population": [{"mean": 0, "sd": 0}]}, ["population 的第 1 组要有 mean，和大于 0 的 sd"]),
        ({"items": [ITEM], "population": 3}, ["population 要是一列 JSON 对象"]),
        ({"items": [ITEM], "cov": {"matrix": []}}, ["cov 要有 order，并有 matrix 或 file"]),
        ({"items": [ITEM], "cov": {"order": ["a:x"]}}, ["cov 读不出来"]),
        (
            {"items": [ITEM], "cov": {"order": ["a:x"], "matrix": [[1, 0], [0, 1]]}},
            ["cov 的 order 有 1 项，matrix 却是 2×2"],
        ),
        (
            {"items": [ITEM], "cov": {"order": ["a:x"], "file": "../elsewhere.npz"}},
            ["cov 读不出来（../elsewhere.npz）"],
        ),
    ],
)
def test_what_cannot_be_parameters_is_refused_by_item_and_field(document: Any, said: list[str], tmp_path: Path) -> None:
    found = refusals(tmp_path, document)
    assert len(found) == len(said)
    for problem, expected in zip(found, said, strict=True):
        assert expected in problem


def test_a_covariance_of_other_parameters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "city.json"
    document = write_calibration(path, calibration(201), ids(201), seconds=1, seconds_read=1)
    document["cov"]["order"][0] = "a:else"
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(BadFile, match="cov 读不出来"):
        read_parameters(path)
