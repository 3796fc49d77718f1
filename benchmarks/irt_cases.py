"""What is measured of the measurement engine: made-up answers of a seed, and the call that is timed."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.ability import eap
from question_bank.irt.adaptive import adaptive_test, answer, begin, next_item
from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt.parameters import ItemParameters, item_parameters

Codes = NDArray[np.int8]
BLOCK = 100_000
HUGE_PEOPLE, HUGE_ITEMS = 10_000_000, 50


class Case(NamedTuple):
    """`prepare` makes the data and gives the call; its seconds are divided by `units` and compared with `bound`."""

    name: str
    words: str
    bound: float
    prepare: Callable[[], Callable[[], Any]]
    units: int = 1


def seconds_of(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def items(count: int, guessing: float = 0.0, seed: int = 1) -> ItemParameters:
    chance = np.random.default_rng(seed)
    return item_parameters(np.exp(chance.normal(0.0, 0.3, count)), chance.normal(0.0, 1.0, count), guessing)


def answers(people: int, parameters: ItemParameters, missing: float = 0.0, seed: int = 2) -> Codes:
    """People of N(0, 1): 1, 0, and -1 for not presented."""
    codes = np.empty((people, parameters.b.size), dtype=np.int8)
    for start, block in enumerate(blocks(people, parameters, missing, seed)):
        codes[start * BLOCK : start * BLOCK + len(block)] = block
    return codes


def blocks(people: int, parameters: ItemParameters, missing: float = 0.0, seed: int = 2) -> Iterator[Codes]:
    chance = np.random.default_rng(seed)
    for start in range(0, people, BLOCK):
        theta = chance.standard_normal(min(BLOCK, people - start), dtype=np.float32)
        logit = parameters.a.astype(np.float32) * (theta[:, None] - parameters.b.astype(np.float32))
        p = parameters.c.astype(np.float32) + (1 - parameters.c.astype(np.float32)) / (1 + np.exp(-logit))
        codes = (chance.random(p.shape, dtype=np.float32) < p).astype(np.int8)
        if missing:
            codes[chance.random(p.shape, dtype=np.float32) < missing] = -1
        yield codes


def long_answers(people: int, count: int, each: int) -> SparseScores:
    """Everybody has `each` items, one out of each of as many equal parts of the bank."""
    parameters, chance = items(count), np.random.default_rng(3)
    theta = chance.standard_normal(people)
    item = (chance.integers(0, count // each, (people, each)) * each + np.arange(each)).ravel()
    person = np.repeat(np.arange(people), each)
    p = 1 / (1 + np.exp(-parameters.a[item] * (theta[person] - parameters.b[item])))
    return SparseScores(person, item, (chance.random(p.size) < p).astype(np.int8), people, count)


def _fit(people: int, count: int, errors: bool, missing: float = 0.0) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        codes = answers(people, items(count), missing)
        return lambda: calibrate(codes, "2pl", priors="none", standard_errors=errors)

    return prepare


def _fit_long(errors: bool) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        scores = long_answers(100_000, 2_000, 20)
        return lambda: calibrate(scores, "2pl", standard_errors=errors)

    return prepare


def _fit_guessing(errors: bool) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        codes = answers(10_000, items(50, 0.2))
        return lambda: calibrate(codes, "3pl", standard_errors=errors)

    return prepare


def _score() -> Callable[[], Any]:
    parameters = items(100)
    codes = answers(100_000, parameters)
    return lambda: eap(codes, parameters)


STEPS = 30


def _adapt() -> Callable[[], Any]:
    test = adaptive_test(items(500), STEPS)
    scores = np.random.default_rng(4).integers(0, 2, STEPS).tolist()

    def work() -> None:
        examinee = begin(test)
        for score in scores:
            choice = next_item(test, examinee)
            examinee = answer(test, choice.examinee, choice.item, score)

    return work


CASES = [
    Case("2pl-small", "2PL 10,000 x 50", 0.025, _fit(10_000, 50, False)),
    Case("2pl-small-se", "2PL 10,000 x 50, with standard errors", 0.075, _fit(10_000, 50, True)),
    Case("2pl-missing", "2PL 100,000 x 100, half missing", 0.58, _fit(100_000, 100, False, 0.5)),
    Case("2pl-missing-se", "the same, with standard errors", 1.74, _fit(100_000, 100, True, 0.5)),
    Case("2pl-large", "2PL 1,000,000 x 50", 2.7, _fit(1_000_000, 50, False)),
    Case("2pl-large-se", "the same, with standard errors", 8.1, _fit(1_000_000, 50, True)),
    Case("2pl-long", "2PL 2,000,000 long answers, 20 of 2,000 items each", 1.5, _fit_long(False)),
    Case("2pl-long-se", "the same, with standard errors", 4.5, _fit_long(True)),
    Case("3pl-small", "3PL 10,000 x 50", 0.07, _fit_guessing(False)),
    Case("3pl-small-se", "the same, with standard errors", 0.21, _fit_guessing(True)),
    Case("eap", "EAP of 100,000 x 100", 0.05, _score),
    Case("adaptive", "one adaptive step from 500 items", 20e-6, _adapt, STEPS),
]


def in_a_process_of_its_own(name: str) -> dict[str, float]:
    """Runs a measurement that wants its memory measured: this module with its name."""
    command = [sys.executable, "-m", "benchmarks.irt_cases", name]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _huge() -> dict[str, float]:
    chunks = list(blocks(HUGE_PEOPLE, items(HUGE_ITEMS)))
    began = time.perf_counter()
    found = calibrate(iter(chunks), "2pl", priors="none")
    seconds = time.perf_counter() - began
    assert found.converged
    return {"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    print(json.dumps({"huge": _huge}[sys.argv[1]]()))
