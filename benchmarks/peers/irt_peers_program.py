"""Runs in the peers' environment: one task on the data given, and prints its seconds and what it found as JSON."""

import json
import sys
import time
from typing import Any

import numpy as np

STEPS = 30


def girth(data: Any) -> dict[str, Any]:
    from girth import twopl_mml

    began = time.perf_counter()
    found = twopl_mml(data["codes"].T.astype(int))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "a": found["Discrimination"].tolist(), "b": found["Difficulty"].tolist()}


def catsim(data: Any) -> dict[str, Any]:
    """One step as catsim's own simulator takes it: choose by maximum information, then estimate anew."""
    from catsim.estimation import NumericalSearchEstimator
    from catsim.item_bank import ItemBank
    from catsim.selection import MaxInfoSelector

    a, b = data["a"], data["b"]
    bank = ItemBank(np.stack([a, b, np.zeros_like(a), np.ones_like(a)], axis=1))
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()
    scores = [bool(score) for score in np.random.default_rng(4).integers(0, 2, STEPS)]
    began = time.perf_counter()
    theta = 0.0
    administered: list[int] = []
    given: list[bool] = []
    for score in scores:
        item = selector.select(item_bank=bank, administered_items=administered, est_theta=theta)
        administered.append(item)
        given.append(score)
        if any(given) and not all(given):
            theta = estimator.estimate(
                item_bank=bank, administered_items=administered, response_vector=given, est_theta=theta
            )
    return {"seconds": (time.perf_counter() - began) / STEPS}


if __name__ == "__main__":
    print(json.dumps({"girth": girth, "catsim": catsim}[sys.argv[1]](np.load(sys.argv[2]))))
