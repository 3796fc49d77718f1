"""TRACE.csv, the steps of adaptive tests, and the report of a simulation."""

from pathlib import Path
from typing import Any

import numpy as np

from question_bank.irt.adaptive import AdaptiveTest, Controls, Figures, Trace, figures, verdicts
from question_bank.irt.parameters import FloatArray
from question_bank.irt_files.number_tables import write_columns, write_row
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.irt_files.writing import written_whole

COLUMNS = ["person", "step", "item", "score", "theta", "se", "stop", "estimator"]
VERDICT = "verdict"


def write_trace(path: Path, file: ParameterFile, test: AdaptiveTest, trace: Trace, persons: list[str]) -> None:
    """`person,step,item,score,theta,se,stop,estimator`, a row a step; for tests that classify also `verdict`.

    Steps count from 1. Scores are the items' original ones. `stop` and `verdict` are empty but in a person's last row.
    `estimator` is the test's own method, or eap while that has no finite estimate.
    """
    rows, steps = np.nonzero(trace.items >= 0)
    last = steps == trace.lengths[rows] - 1
    scores = _scores(file)
    columns: list[Any] = [
        [persons[row] for row in rows],
        steps + 1,
        [file.ids[item] for item in trace.items[rows, steps]],
        scores[trace.items[rows, steps], trace.scores[rows, steps]],
        trace.theta[rows, steps],
        trace.se[rows, steps],
        np.where(last, trace.stop[rows], "").tolist(),
        np.where(trace.final[rows, steps], test.method, "eap").tolist(),
    ]
    if test.sprt is not None:
        columns.append(np.where(last, np.array(verdicts(test, trace))[rows], "").tolist())
    with written_whole(path) as out:
        write_row(out, COLUMNS if test.sprt is None else [*COLUMNS, VERDICT])
        if rows.size:
            write_columns(out, columns)


def report_document(
    file: ParameterFile,
    test: AdaptiveTest,
    trace: Trace,
    theta: FloatArray,
    exposure: str,
    controls: Controls | None,
) -> dict[str, Any]:
    """The design, and what `figures` say of the tests. `theta` (persons,) are the true values, NaN where unknown;
    `exposure` is the control as the user named it."""
    said = figures(test, trace, None if np.isnan(theta).any() else theta)
    return {
        "design": _design(test, exposure),
        **said.total._asdict(),
        "bands": [band._asdict() for band in said.bands],
        "exposure": _exposure(file, said, controls),
        "stops": said.stops,
        "classification": None if said.classification is None else said.classification._asdict(),
        "sympson_hetter": None if controls is None else _controls(controls),
    }


def _design(test: AdaptiveTest, exposure: str) -> dict[str, Any]:
    return {
        "items": test.items,
        "rule": test.rule,
        "kl_weights": test.kl_weights if test.rule == "kl" else None,
        "method": test.method,
        "length": test.length,
        "start": test.start,
        "stop_se": test.stop_se or None,
        "sprt": None if test.sprt is None else test.sprt._asdict(),
        "exposure": exposure,
        "content": None if test.content is None else list(test.content.names),
        "population": {"mean": test.tables.centre, "sd": test.tables.spread},
    }


def _exposure(file: ParameterFile, said: Figures, controls: Controls | None) -> dict[str, Any]:
    probabilities = np.ones(len(file.ids)) if controls is None else controls.probabilities
    return {
        "max": said.exposure.greatest,
        "chi_square": said.exposure.chi_square,
        "overlap": said.exposure.overlap,
        "used": said.exposure.used,
        "items": [
            {"id": name, "rate": float(rate), "control": float(control)}
            for name, rate, control in zip(file.ids, said.exposure.rates, probabilities, strict=True)
        ],
    }


def _controls(controls: Controls) -> dict[str, Any]:
    return {
        "rate": controls.rate,
        "population": {"mean": controls.mean, "sd": controls.sd},
        "people": controls.people,
        "greatest": controls.greatest,
        "round": controls.best + 1,
    }


def _scores(file: ParameterFile) -> Any:
    """The original score of each category of each item, shape (items, categories)."""
    table = np.zeros((len(file.ids), max(map(len, file.scores))), dtype=np.int64)
    for place, scores in enumerate(file.scores):
        table[place, : len(scores)] = scores
    return table
