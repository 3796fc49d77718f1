"""`wenqu irt simulate`."""

import numpy as np
import pytest

from question_bank.irt import ItemParameters, probability
from question_bank.irt.parameters import StepParameters
from question_bank.irt_files.aligned import aligned
from question_bank.irt_files.parameter_file import read_parameters
from question_bank.irt_files.responses import read_responses
from tests.commands.running_irt import Desk

FILES = ("params.json", "responses.csv", "thetas.csv")


def simulate(desk: Desk, *more: str, model: str = "2pl", seed: int = 3, out: str = "sim") -> None:
    done = desk.irt(
        "simulate", "--persons", "2000", "--items", "12", "--model", model, "--seed", str(seed),
        "--out", desk / out, *more,
    )  # fmt: skip
    assert (done.code, done.problems) == (0, [])


def test_answers_follow_from_the_true_parameters_and_abilities(desk: Desk) -> None:
    simulate(desk, "--missing", "0.25", model="3pl")
    parameters = read_parameters(desk / "sim/params.json")
    responses = read_responses(desk / "sim/responses.csv")
    truth = desk.table("sim/thetas.csv")
    assert responses.persons == [row["person"] for row in truth] and len(truth) == 2000
    found = aligned(responses, parameters)
    assert found.ids == parameters.ids == [f"i{number:02d}" for number in range(1, 13)]
    assert isinstance(found.parameters, ItemParameters) and (found.parameters.c == 0.25).all()
    scores = np.asarray(found.scores)
    seen = scores >= 0
    np.testing.assert_allclose(seen.mean(), 0.75, atol=0.02)
    expected = probability([float(row["theta"]) for row in truth], found.parameters)
    excess = ((scores == 1) - expected * 1.0)[seen].sum() / np.sqrt((expected * (1 - expected))[seen].sum())
    assert abs(excess) < 4.5


def test_part_marks_use_their_categories(desk: Desk) -> None:
    simulate(desk, "--categories", "5", model="grm")
    parameters = read_parameters(desk / "sim/params.json")
    assert isinstance(parameters.parameters, StepParameters) and parameters.model == "grm"
    assert parameters.parameters.thresholds.shape == (12, 4)
    scores = np.asarray(aligned(read_responses(desk / "sim/responses.csv"), parameters).scores)
    assert set(np.unique(scores)) == {0, 1, 2, 3, 4}


def test_a_seed_stands_for_its_files(desk: Desk) -> None:
    for seed, out in ((3, "one"), (3, "two"), (4, "three")):
        simulate(desk, seed=seed, out=out)
    for name in FILES:
        assert (desk / "one" / name).read_bytes() == (desk / "two" / name).read_bytes()
        assert (desk / "one" / name).read_bytes() != (desk / "three" / name).read_bytes()


def test_files_in_a_folder_that_exists_are_replaced_and_others_stay(desk: Desk) -> None:
    (desk / "sim").mkdir()
    for name in ("notes.txt", "params.json"):
        (desk / "sim" / name).write_text("old")
    simulate(desk)
    assert {path.name for path in (desk / "sim").iterdir()} == {"notes.txt", *FILES}
    assert (desk / "sim/params.json").read_text() != "old" == (desk / "sim/notes.txt").read_text()
    assert desk.files() == {"sim"}


def test_a_simulation_that_is_broken_off_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("question_bank.irt_files.simulated_files.write_answers", broken)
    done = desk.irt(
        "simulate", "--persons", "20", "--items", "2", "--model", "2pl", "--seed", "1", "--out", desk / "sim"
    )
    assert done.code == 130 and desk.files() == set()


def test_a_file_in_the_folders_place_is_refused(desk: Desk) -> None:
    desk.write("sim", "text")
    done = desk.irt(
        "simulate", "--persons", "20", "--items", "2", "--model", "2pl", "--seed", "1", "--out", desk / "sim"
    )
    assert (done.code, done.problems) == (
        1,
        [f"{desk / 'sim'}：这是文件；要写的是一个文件夹".replace(f"{desk.folder}/", "")],
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"--persons": "0"},
        {"--items": "x"},
        {"--model": "4pl"},
        {"--seed": "-1"},
        {"--missing": "1"},
        {"--categories": "11"},
    ],
)
def test_what_cannot_be_simulated_is_wrong_usage(wrong: dict[str, str], desk: Desk) -> None:
    given = {"--persons": "5", "--items": "2", "--model": "2pl", "--seed": "1", "--out": str(desk / "sim"), **wrong}
    done = desk.irt("simulate", *(text for pair in given.items() for text in pair))
    assert done.code == 2 and desk.files() == set()
