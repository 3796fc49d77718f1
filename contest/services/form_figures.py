"""A form as it is stored: which item versions stand in it, and what it tells of whom."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from question_bank.candidates import PERCENT, Candidates
from question_bank.difficulty import AUDIENCES
from question_bank.irt.categories import category_information
from question_bank.irt.parameters import ItemParameters, take

# Abilities at which information is drawn, whatever the objective's own points are.
CURVE = np.linspace(-3.0, 3.0, 25)


def figures(candidates: Candidates, places: Sequence[int], theta: Sequence[float]) -> dict[str, Any]:
    """`versions`; `information` at `theta`; `curve`, the same along `CURVE`; `percent`: of each audience by code, how
    many percent of the items it is expected to have right."""
    chosen = list(places)
    points = np.concatenate([np.asarray(theta, dtype=np.float64), CURVE])
    # The bank's items are all right or wrong.
    assert isinstance(candidates.parameters, ItemParameters)
    information = category_information(points, take(candidates.parameters, chosen)).sum(axis=1)
    return {
        "versions": [candidates.versions[place] for place in chosen],
        "information": [float(value) for value in information[: len(theta)]],
        "curve": [float(value) for value in information[len(theta) :]],
        "percent": {each.code: mean_percent(candidates, chosen, each.code) for each in AUDIENCES},
    }


def mean_percent(candidates: Candidates, places: Sequence[int], audience: str) -> float:
    values = [candidates.pool.attributes[place][PERCENT + audience] for place in places]
    return float(np.mean(values)) if values else 0.0  # type: ignore[arg-type]  # attributes may hold anything
