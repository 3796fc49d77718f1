"""A calibration as PARAMS.json says it."""

from pathlib import Path
from typing import Any

import numpy as np

from question_bank.irt.calibration.result import Calibration, Population, StandardErrors
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, categories, locations
from question_bank.irt_files.covariance_file import Covariance, cov_field
from question_bank.irt_files.writing import write_json

EVERYBODY = "all"


def write_calibration(
    path: Path,
    calibration: Calibration,
    ids: list[str],
    *,
    seconds: float,
    seconds_read: float,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Writes PARAMS.json, and above 200 items the covariance as an NPZ beside it; returns the document.

    `seconds` are those of the fit with data preparation, `seconds_read` those of reading the answers; `more` is said
    besides.
    """
    errors = calibration.errors
    document = {
        "model": calibration.model,
        "metric": "logistic",
        "priors": calibration.priors,
        "nodes": calibration.nodes,
        "se_method": errors.method if errors is not None else None,
        "n_persons": calibration.persons,
        "n_items": len(ids),
        "log_likelihood": calibration.log_likelihood,
        "log_posterior": calibration.log_posterior,
        "converged": calibration.converged,
        "iterations": calibration.iterations,
        "seconds": seconds,
        "seconds_read": seconds_read,
        **(more or {}),
        "population": _population(calibration.population, calibration.group_names),
        "items": _items(calibration, ids),
    }
    return write_document(path, document, None if errors is None else covariance_of(errors, ids))


def write_document(path: Path, document: dict[str, Any], covariance: Covariance | None) -> dict[str, Any]:
    """Writes a document of parameters with this covariance; returns it as it stands in the file.

    The covariance's own file, where it gets one, is in its place before the document that points to it.
    """
    rest = {name: value for name, value in document.items() if name not in ("cov", "link")}
    whole = {**rest, "cov": cov_field(covariance, path, len(document["items"])), "link": document.get("link")}
    write_json(path, whole)
    return whole


def covariance_of(errors: StandardErrors, ids: list[str]) -> Covariance:
    order = [f"{part}:{ids[item]}" for part, item in zip(errors.parts, errors.items, strict=True)]
    return Covariance(order, errors.matrix)


def item_fields(parameters: Parameters, place: int) -> dict[str, Any]:
    """An item's parameters as its entry holds them; for part marks b is the mean of the thresholds."""
    return {
        "a": float(parameters.a[place]),
        "b": float(locations(parameters)[place]),
        "c": float(parameters.c[place]) if isinstance(parameters, ItemParameters) else None,
        "categories": int(categories(parameters)[place]),
        "thresholds": None if isinstance(parameters, ItemParameters) else _known(parameters.thresholds[place]),
    }


def _items(calibration: Calibration, ids: list[str]) -> list[dict[str, Any]]:
    parameters, errors = calibration.parameters, calibration.errors
    entries = []
    for place, name in enumerate(ids):
        fields = item_fields(parameters, place)
        steps = None
        if errors is not None and errors.thresholds is not None and fields["thresholds"] is not None:
            steps = errors.thresholds[place, : len(fields["thresholds"])].tolist()
        entries.append(
            {
                "id": name,
                "model": calibration.model,
                **{part: fields[part] for part in ("a", "b", "c")},
                "se_a": _error(errors and errors.a, place),
                "se_b": _error(errors and errors.b, place),
                "se_c": _error(errors and errors.c, place),
                "n": _count(float(calibration.answers[place])),
                "categories": fields["categories"],
                "thresholds": fields["thresholds"],
                "se_thresholds": steps,
                "scores": list(calibration.scores[place]),
                "flags": list(calibration.flags[place]),
            }
        )
    return entries


def _population(population: Population, groups: list[str]) -> list[dict[str, Any]]:
    """People of a file without groups are one group."""
    return [
        {
            "group": group,
            "mean": float(population.mean[place]),
            "sd": float(population.sd[place]),
            "se_mean": float(population.se_mean[place]),
            "se_sd": float(population.se_sd[place]),
            "n": _count(float(population.n[place])),
        }
        for place, group in enumerate(groups or [EVERYBODY])
    ]


def _known(steps: FloatArray) -> list[float]:
    known: list[float] = steps[~np.isnan(steps)].tolist()
    return known


def _error(errors: FloatArray | None, place: int) -> float | None:
    return None if errors is None else float(errors[place])


def _count(number: float) -> int | float:
    """Sums of weights need not be whole."""
    return int(number) if number.is_integer() else number
