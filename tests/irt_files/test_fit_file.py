"""FIT.json: the population, weights and prior it rests on, and how numbers and matrices stand in it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from question_bank.irt.ability import eap, moments
from question_bank.irt.fit import check_fit, mixed_grid
from question_bank.irt.likelihood import log_marginal
from question_bank.irt.parameters import item_parameters
from question_bank.irt.point_estimates import map_estimate, wle
from question_bank.irt.quadrature import normal_grid
from question_bank.irt_files import fit_file
from question_bank.irt_files.fit_file import write_fit
from question_bank.irt_files.fit_report import FitReport, fit_report
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import read_responses
from tests.irt import lsat7

PARAMETERS = item_parameters(lsat7.SLOPES, lsat7.DIFFICULTIES)
ITEMS = [{"id": f"i{place}", "a": float(PARAMETERS.a[place]), "b": float(PARAMETERS.b[place])} for place in range(5)]
HEADER = "i0,i1,i2,i3,i4"


def wide(header: str = f"{HEADER},freq", counts: bool = True) -> str:
    rows = [",".join(pattern) + (f",{count}" if counts else "") for pattern, count in lsat7.FREQUENCIES.items()]
    return "\n".join([header, *rows, ""])


def report(folder: Path, text: str, document: dict[str, Any], **options: Any) -> FitReport:
    (folder / "answers.csv").write_text(text, "utf-8")
    (folder / "params.json").write_text(json.dumps({"model": "2pl", "items": ITEMS} | document), "utf-8")
    weight = options.pop("weight", None)
    named = [options["group"]] if "group" in options else []
    answers = read_responses(folder / "answers.csv", weight=weight, groups=named)
    return fit_report(answers, read_parameters(folder / "params.json"), **options)


def test_frequencies_and_weights_are_people(tmp_path: Path) -> None:
    expected = check_fit(
        lsat7.PATTERNS, PARAMETERS, wle(lsat7.PATTERNS, PARAMETERS).theta, model="2pl", weights=lsat7.COUNTS
    )
    by_frequency = report(tmp_path, wide(), {})
    by_weight = report(tmp_path, wide(f"{HEADER},w"), {}, weight="w")
    for found in (by_frequency, by_weight):
        np.testing.assert_allclose(found.checks.s_x2.statistic, expected.s_x2.statistic)
        np.testing.assert_allclose(found.checks.criteria, expected.criteria)
        np.testing.assert_allclose(found.checks.q3.matrix, expected.q3.matrix)
    assert by_frequency.checks.people == 1000


def test_the_population_is_the_file_s(tmp_path: Path) -> None:
    found = report(tmp_path, wide(), {"population": [{"mean": 0.5, "sd": 1.3}]}, method="map")
    np.testing.assert_allclose(
        found.abilities.theta, map_estimate(lsat7.PATTERNS, PARAMETERS, 0.5, 1.3).theta, atol=1e-6
    )
    grid = mixed_grid(PARAMETERS, 0.5, 1.3, 1.0)
    expected = check_fit(lsat7.PATTERNS, PARAMETERS, found.abilities.theta, grid, model="2pl", weights=lsat7.COUNTS)
    np.testing.assert_allclose(found.checks.rmsd, expected.rmsd)
    np.testing.assert_allclose(found.checks.s_x2.statistic, expected.s_x2.statistic)


def test_with_their_column_groups_are_told_apart(tmp_path: Path) -> None:
    """The log-likelihood is that of either group alone under its own population, added up; EAP and MAP are those of the
    group."""
    groups = [{"group": "甲", "mean": 0.0, "sd": 1.0, "n": 300}, {"group": "乙", "mean": 1.0, "sd": 0.7, "n": 700}]
    label = np.array(["乙", "甲"])[np.arange(32) % 3 % 2]
    lines = wide().splitlines()
    text = "\n".join([f"{lines[0]},组"] + [f"{line},{own}" for line, own in zip(lines[1:], label, strict=True)])
    means = report(tmp_path, text, {"population": groups}, method="eap", group="组")
    modes = report(tmp_path, text, {"population": groups}, method="map", group="组")
    expected = 0.0
    for name, mean, sd in (("甲", 0.0, 1.0), ("乙", 1.0, 0.7)):
        own = label == name
        patterns = lsat7.PATTERNS[own]
        grid = normal_grid(mean, sd, nodes=201)
        expected += float(lsat7.COUNTS[own] @ log_marginal(patterns, PARAMETERS, grid))
        np.testing.assert_allclose(means.abilities.theta[own], eap(patterns, PARAMETERS, grid).theta, atol=2e-5)
        by_hand = map_estimate(patterns, PARAMETERS, mean, sd).theta
        np.testing.assert_allclose(modes.abilities.theta[own], by_hand, atol=1e-6)
    np.testing.assert_allclose(means.checks.log_likelihood, expected, atol=1e-6)
    assert means.mixed == []
    with pytest.raises(BadFile, match=r"“组”列：.*params\.json 的 population 里没有“甲”组"):
        report(tmp_path, text, {"population": groups[1:]}, group="组")


def test_several_groups_are_one_mixed_population(tmp_path: Path) -> None:
    groups = [{"group": "甲", "mean": 0.0, "sd": 1.0, "n": 300}, {"group": "乙", "mean": 1.0, "sd": 0.7, "n": 700}]
    found = report(tmp_path, wide(), {"population": groups}, method="eap")
    grid = mixed_grid(PARAMETERS, [0.0, 1.0], [1.0, 0.7], [0.3, 0.7])
    np.testing.assert_allclose(found.abilities.theta, eap(lsat7.PATTERNS, PARAMETERS, grid).theta)
    mean, sd = moments(np.exp(grid.log_weights), grid)
    np.testing.assert_allclose([mean, sd], [0.7, np.sqrt(0.3 * 1.49 + 0.7 * (0.49 + 0.09))], rtol=1e-6)
    told = write_fit(tmp_path / "fit.json", found)["warnings"]
    assert told[0].startswith("整体：参数文件里有 甲、乙，没有用 --group 说明各人属于哪一组")
    assert found.checks.parameters == 12


@pytest.mark.parametrize(
    ("population", "parameters"),
    [
        ([], 10),
        ([{"mean": 0, "sd": 1, "se_mean": 0, "se_sd": 0}], 10),
        ([{"mean": 0.2, "sd": 1.1, "se_mean": 0.1, "se_sd": 0.1}], 12),
        ([{"mean": 0, "sd": 1, "se_mean": 0, "se_sd": 0}, {"mean": 1, "sd": 1, "se_mean": 0.1, "se_sd": 0.1}], 12),
        ([{"mean": 0, "sd": 1}, {"mean": 1, "sd": 1}], 12),
    ],
)
def test_means_and_sds_that_were_estimated_count(
    tmp_path: Path, population: list[dict[str, float]], parameters: int
) -> None:
    assert report(tmp_path, wide(), {"population": population}).checks.parameters == parameters


def test_parameters_from_elsewhere_cost_no_degrees_of_freedom(tmp_path: Path) -> None:
    own = report(tmp_path, wide(), {})
    found = report(tmp_path, wide(), {}, external=True)
    np.testing.assert_array_equal(found.checks.s_x2.df, own.checks.s_x2.df + 2)
    assert (found.checks.m2.df, own.checks.m2.df) == (15, 5)
    assert found.checks.parameters == 0


def test_what_json_lacks_is_null_and_counts_are_whole(tmp_path: Path) -> None:
    found = report(tmp_path, wide(HEADER, counts=False), {}, method="mle")
    write_fit(tmp_path / "fit.json", found)
    document = json.loads((tmp_path / "fit.json").read_text("utf-8"), parse_constant=pytest.fail)
    assert document["persons"][0] == {
        "person": "1", "theta": None, "lz": None, "lz_star": None, "infit": None, "outfit": None, "status": "infinite",
    }  # fmt: skip
    assert document["items"][0]["n"] == 32
    assert isinstance(document["items"][0]["n"], int)
    assert isinstance(document["global"]["df"], int)
    assert document["global"]["left_out"] == 2


def test_many_items_keep_their_pairs_in_a_file_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_file, "MOST_ITEMS_INSIDE", 4)
    found = report(tmp_path, wide(), {})
    q3 = write_fit(tmp_path / "fit.json", found)["q3"]
    assert (q3["matrix"], q3["adjusted"], q3["file"]) == (None, None, "fit.q3.npz")
    with np.load(tmp_path / "fit.q3.npz") as stored:
        np.testing.assert_array_equal(stored["matrix"], found.checks.q3.matrix)
        np.testing.assert_array_equal(stored["adjusted"], found.checks.q3.adjusted)
        assert stored["ids"].tolist() == found.ids
