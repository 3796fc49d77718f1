"""pyirt's answer on our scale: an intercept made a difficulty, its own latent density rescaled to N(0, 1)."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.calibration.design import codes_of
from question_bank.irt.calibration.result import Calibration
from question_bank.irt.likelihood import log_marginal
from question_bank.irt.parameters import FloatArray, ItemParameters, item_parameters
from question_bank.irt.quadrature import normal_grid
from question_bank.second_opinion.child import FAILED, NO_COMPILER

# pyirt takes some microseconds for each answer, node and pass; beyond this it takes an hour and more.
MOST_ANSWERS = 2_000_000
GRID_NODES = 121


class SecondOpinion(NamedTuple):
    """`parameters` are pyirt's on the scale where its people are N(0, 1); `log_likelihood` is theirs under N(0, 1),
    and `native` the maximum likelihood calibration of the same answers by the engine of this project. `settled` says
    whether pyirt stopped before its last iteration."""

    parameters: ItemParameters
    log_likelihood: float
    iterations: int
    settled: bool
    native: Calibration


class NoSecondOpinion(RuntimeError):
    """pyirt gave no answer. `reason` is "compiler", "size" or "failed"; the text is the detail of the last."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


def second_opinion(scores: Any, build: Path, frequency: NDArray[Any] | None = None) -> SecondOpinion:
    """Calibrates right/wrong answers as a 2PL by pyirt, and by maximum likelihood here.

    `scores` (persons, items): 1, 0 and NaN or a negative number where an item was not presented; `frequency` (persons,)
    whole numbers of people. `build` is a folder of the caller's own that keeps what pyirt compiles.
    Raises `NoSecondOpinion`, and `NotEstimable` where there is no maximum likelihood.
    """
    codes = codes_of(scores)
    counts = np.ones(len(codes), dtype=np.int64) if frequency is None else np.asarray(frequency, dtype=np.int64)
    native = calibrate(codes, "2pl", priors="none", frequency=counts, standard_errors=False)
    people = np.repeat(codes, counts, axis=0)
    person, item = np.nonzero(people >= 0)
    if person.size > MOST_ANSWERS:
        raise NoSecondOpinion("size", f"{person.size:,} answers")
    found = _run(person, item, people[person, item], build)
    parameters = rescaled(
        np.array(found["slope"]), np.array(found["intercept"]), np.array(found["nodes"]), np.array(found["density"])
    )
    known = np.where(codes >= 0, codes, np.nan)
    log_likelihood = float(counts @ log_marginal(known, parameters, normal_grid(nodes=GRID_NODES)))
    return SecondOpinion(parameters, log_likelihood, int(found["iterations"]), bool(found["settled"]), native)


def rescaled(slope: FloatArray, intercept: FloatArray, nodes: FloatArray, density: FloatArray) -> ItemParameters:
    """From slope x theta + intercept, with theta spread by `density` over `nodes`, to a and b under mean 0 and sd 1."""
    mean = float(density @ nodes)
    sd = float(np.sqrt(density @ (nodes - mean) ** 2))
    return item_parameters(slope * sd, (-intercept / slope - mean) / sd)


def _run(person: NDArray[Any], item: NDArray[Any], score: NDArray[Any], build: Path) -> dict[str, Any]:
    build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wenqu-") as folder:
        source, target = Path(folder) / "answers.npz", Path(folder) / "found.json"
        np.savez(source, person=person, item=item, score=score)
        command = [sys.executable, "-m", "question_bank.second_opinion.child", str(source), str(target), str(build)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == NO_COMPILER:
            raise NoSecondOpinion("compiler")
        if done.returncode != 0 or not target.exists():
            last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode or FAILED}"]
            raise NoSecondOpinion("failed", last[0])
        found: dict[str, Any] = json.loads(target.read_text("utf-8"))
        return found
