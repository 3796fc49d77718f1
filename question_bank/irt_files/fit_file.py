"""FIT.json: what the checks of fit found, item by item and person by person."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from question_bank.irt.fit.checks import Checks
from question_bank.irt.parameters import FloatArray
from question_bank.irt_files.fit_report import FitReport
from question_bank.irt_files.fit_words import NO_M2, fit_warnings, mixture_warning, reasons
from question_bank.irt_files.writing import without_nan, written_whole

# With more items the pairs' matrices would make the JSON unreadable, and go into an NPZ beside it.
MOST_ITEMS_INSIDE = 500

Records = list[dict[str, Any]]


def write_fit(path: Path, report: FitReport) -> dict[str, Any]:
    """Writes FIT.json, and with more than 500 items the Q3 matrices as an NPZ beside it; returns the document."""
    document = {
        "model": report.model,
        "method": report.method,
        "items": _items(report),
        "persons": _persons(report),
        "q3": _q3(path, report),
        "reliability": without_nan(
            {
                "empirical": report.empirical_reliability,
                "empirical_eap": report.eap_reliability,
                "marginal": report.marginal_reliability,
            }
        ),
        "global": _global(report.checks),
        "warnings": [*mixture_warning(report.mixed), *fit_warnings(report.checks, report.ids)],
    }
    with written_whole(path) as file:
        file.write(in_lines(document).encode())
    return document


def in_lines(document: dict[str, Any]) -> str:
    """The document as JSON, with each entry of a list in a line of its own."""
    fields = (f" {_encoded(name)}: {_lines(value)}" for name, value in document.items())
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(map(_encoded, value)) + "\n ]"
    if isinstance(value, dict) and any(isinstance(each, list) for each in value.values()):
        fields = (f"  {_encoded(name)}: {_rows(each)}" for name, each in value.items())
        return "{\n" + ",\n".join(fields) + "\n }"
    return _encoded(value)


def _rows(value: Any) -> str:
    """A matrix has a line a row."""
    if isinstance(value, list) and value and isinstance(value[0], list | dict):
        return "[\n   " + ",\n   ".join(map(_encoded, value)) + "\n  ]"
    return _encoded(value)


def _encoded(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _items(report: FitReport) -> Records:
    checks = report.checks
    columns: dict[str, Sequence[Any]] = {
        "id": report.ids,
        "n": _counts(checks.answers),
        "s_x2": _numbers(checks.s_x2.statistic),
        "s_x2_n": _counts(checks.s_x2.n),
        "s_x2_df": _counts(checks.s_x2.df),
        "s_x2_p": _numbers(checks.s_x2.p),
        "rmsea": _numbers(checks.s_x2.rmsea),
        "rmsd": _numbers(checks.rmsd.value),
        "rmsd_by_chance": _numbers(checks.rmsd.by_chance),
        "infit": _numbers(checks.mean_squares.item_infit),
        "infit_expected": _numbers(checks.usual_infit.expected),
        "outfit": _numbers(checks.mean_squares.item_outfit),
        "reason": reasons(checks),
        "flags": checks.item_flags,
    }
    return list(_records(columns))


def _persons(report: FitReport) -> Records:
    checks = report.checks
    columns: dict[str, Sequence[Any]] = {
        "person": report.persons,
        "theta": _numbers(report.abilities.theta),
        "lz": _numbers(checks.person_fit.lz),
        "lz_star": _numbers(checks.person_fit.lz_star),
        "infit": _numbers(checks.mean_squares.person_infit),
        "outfit": _numbers(checks.mean_squares.person_outfit),
        "status": report.abilities.status.tolist(),
    }
    if report.counts is not None:
        columns["n"] = _counts(report.counts)
    return list(_records(columns))


def _records(columns: dict[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    names = tuple(columns)
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(names, row, strict=True))


def _q3(path: Path, report: FitReport) -> dict[str, Any]:
    q3, ids = report.checks.q3, report.ids
    field: dict[str, Any] = {
        "ids": ids,
        "mean": without_nan(q3.mean),
        "dependent": [
            {"items": [ids[pair.first], ids[pair.second]], "q3": pair.q3, "adjusted": pair.adjusted}
            for pair in report.checks.dependent
        ],
    }
    if len(ids) <= MOST_ITEMS_INSIDE:
        return {**field, "matrix": _matrix(q3.matrix), "adjusted": _matrix(q3.adjusted)}
    beside = path.with_name(f"{path.stem}.q3.npz")
    with written_whole(beside) as file:
        np.savez(file, ids=np.array(ids), matrix=q3.matrix, adjusted=q3.adjusted)
    return {**field, "matrix": None, "adjusted": None, "file": beside.name}


def _global(checks: Checks) -> dict[str, Any]:
    whole = checks.m2
    numbers = {
        "log_likelihood": checks.log_likelihood,
        "parameters": checks.parameters,
        "n": _count(checks.people),
        "aic": checks.criteria.aic,
        "bic": checks.criteria.bic,
        "m2": whole.statistic,
        "df": None if np.isnan(whole.df) else int(whole.df),
        "p": whole.p,
        "rmsea": whole.rmsea,
        "rmsea_low": whole.low,
        "rmsea_high": whole.high,
        "srmsr": whole.srmsr,
        "reason": None if whole.reason is None else NO_M2[whole.reason],
        "unlikely_share": checks.unlikely,
        "left_out": _count(checks.mean_squares.left_out),
        "flags": checks.flags,
    }
    found: dict[str, Any] = without_nan(numbers)
    return found


def _numbers(column: FloatArray) -> list[float | None]:
    """NaN and infinities, which JSON lacks, are null."""
    values: list[float | None] = column.tolist()
    if np.isfinite(column).all():
        return values
    return [value if finite else None for value, finite in zip(values, np.isfinite(column).tolist(), strict=True)]


def _counts(column: FloatArray) -> list[int | float | None]:
    return [None if np.isnan(value) else _count(value) for value in column.tolist()]


def _count(number: float) -> int | float:
    """Sums of weights need not be whole."""
    return int(number) if float(number).is_integer() else number


def _matrix(table: FloatArray) -> list[list[float | None]]:
    return [_numbers(row) for row in table]
