"""Other packages of Python on the same made-up answers, each in an environment of its own.

girth 0.8 (2PL by marginal maximum likelihood), catsim 0.21 (choice of the next item), pyirt 0.3.4 (2PL; on fewer
answers, for it takes minutes on what the others take seconds for).
"""

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from benchmarks import irt_cases
from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.likelihood import log_marginal
from question_bank.irt.parameters import ItemParameters, item_parameters
from question_bank.irt.quadrature import normal_grid
from question_bank.second_opinion.adapter import second_opinion

PACKAGES = ["girth==0.8.0", "catsim==0.21.0", "numpy", "scipy"]
PROGRAM = Path(__file__).resolve().parent / "peers" / "irt_peers_program.py"


class Ratio(NamedTuple):
    """Seconds of both; log-likelihoods of both under N(0, 1), where they estimate the same."""

    words: str
    peer: str
    ours_s: float
    peer_s: float
    ours_log_likelihood: float | None = None
    peer_log_likelihood: float | None = None


def compare(runs: int) -> list[Ratio]:
    """Installs the peers and measures, ours and theirs in turns."""
    with tempfile.TemporaryDirectory(prefix="wenqu-peers-") as folder:
        python = _environment(Path(folder) / "env")
        return [_girth(python, Path(folder), runs), _catsim(python, Path(folder), runs), _pyirt(Path(folder))]


def _environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def _peer(python: Path, task: str, data: Path) -> dict[str, Any]:
    done = subprocess.run([python, PROGRAM, task, data], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _in_turns(ours: Callable[[], Any], theirs: Callable[[], dict[str, Any]], runs: int) -> tuple[float, float, Any]:
    ours()
    own, other, last = [], [], {}
    for _ in range(runs):
        last = theirs()
        other.append(float(last["seconds"]))
        own.append(irt_cases.seconds_of(ours))
    return median(own), median(other), last


def _girth(python: Path, folder: Path, runs: int) -> Ratio:
    codes = irt_cases.answers(10_000, irt_cases.items(50))
    data = folder / "girth.npz"
    np.savez(data, codes=codes)
    own, other, found = _in_turns(
        lambda: calibrate(codes, "2pl", priors="none", standard_errors=False),
        lambda: _peer(python, "girth", data),
        min(runs, 3),
    )
    ours = calibrate(codes, "2pl", priors="none", standard_errors=False).log_likelihood
    theirs = _log_likelihood(codes, item_parameters(found["a"], found["b"]))
    return Ratio("2PL 10,000 x 50", "girth", own, other, ours, theirs)


def _catsim(python: Path, folder: Path, runs: int) -> Ratio:
    parameters = irt_cases.items(500)
    data = folder / "catsim.npz"
    np.savez(data, a=parameters.a, b=parameters.b)
    work = next(case for case in irt_cases.CASES if case.name == "adaptive").prepare()
    own, other, _ = _in_turns(work, lambda: _peer(python, "catsim", data), runs)
    return Ratio("one adaptive step from 500 items", "catsim", own / irt_cases.STEPS, other)


def _pyirt(folder: Path) -> Ratio:
    codes = irt_cases.answers(500, irt_cases.items(10))
    opinion = None

    def theirs() -> None:
        nonlocal opinion
        opinion = second_opinion(codes, folder / "pyirt")

    # The first call compiles; the second is timed. It calls our engine too, which is lost in the seconds it takes.
    theirs()
    other = irt_cases.seconds_of(theirs)
    own = median(
        irt_cases.seconds_of(lambda: calibrate(codes, "2pl", priors="none", standard_errors=False)) for _ in range(5)
    )
    assert opinion is not None
    return Ratio("2PL 500 x 10", "pyirt", own, other, opinion.native.log_likelihood, opinion.log_likelihood)


def _log_likelihood(codes: irt_cases.Codes, parameters: ItemParameters) -> float:
    return float(log_marginal(codes.astype(float), parameters, normal_grid()).sum())


def table(ratios: list[Ratio]) -> str:
    lines = ["| | peer | theirs | ours | ratio | log-likelihood theirs | ours |", "|---|---|---|---|---|---|---|"]
    for each in ratios:
        theirs, ours = (
            "" if value is None else f"{value:.3f}" for value in (each.peer_log_likelihood, each.ours_log_likelihood)
        )
        seconds = f"{each.peer_s:.6g} s | {each.ours_s:.6g} s | {each.peer_s / each.ours_s:,.0f}"
        lines.append(f"| {each.words} | {each.peer} | {seconds} | {theirs} | {ours} |")
    return "\n".join(lines) + "\n"
