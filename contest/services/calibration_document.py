"""A calibration of the bank as a document: each item's former and new parameters, what is odd, what is proposed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from contest.services.bank_answers import BankAnswers
from contest.services.bank_items import BankItem, chance_of
from question_bank.irt.calibration.result import Calibration, StandardErrors
from question_bank.irt.parameters import ItemParameters
from question_bank.irt_files.writing import without_nan
from question_bank.items import SOUND_STATUSES, ItemStatus

Json = dict[str, Any]
# From here on the parameters are proposed to be taken over.
ENOUGH_ANSWERS, SURE_SE = 200, 0.3
LEFT_OUT_FLAGS = {"reversed_key", "flat", "all_right", "all_wrong", "no_answers", "far_out"}
MOVED = 1.0
# What a draft or a retired item is like is of no use to anybody.
IN_USE = SOUND_STATUSES | {ItemStatus.PILOT}


def document_of(
    answers: BankAnswers,
    items: NDArray[np.intp],
    anchors: NDArray[np.bool_],
    found: Calibration,
    shift: float,
    request: Json,
) -> Json:
    """What `take_over` stores. `items` are the calibration's columns as places of the answers' items, `anchors` which
    of them were held, `shift` what is to be added to every b."""
    document: Json = without_nan(
        {
            "model": found.model,
            "held_c": not request.get("free_c") and found.model == "3pl",
            "people": found.persons,
            "answers": int(found.answers.sum()),
            "heats": answers.heats,
            "scale": "anchors" if anchors.any() else "authors",
            "anchors": int(anchors.sum()),
            "shift": shift,
            "converged": found.converged,
            "iterations": found.iterations,
            "log_likelihood": found.log_likelihood,
            "warnings": list(found.warnings) + ([] if found.converged else ["not_converged"]),
            "population": _population(answers, found, shift),
            "items": [
                _entry(answers.items[int(place)], bool(anchors[column]), found, column, shift)
                for column, place in enumerate(items)
            ],
        }
    )
    return document


def _entry(item: BankItem, anchor: bool, found: Calibration, column: int, shift: float) -> Json:
    parameters, errors = right_wrong(found), found.errors
    new = {
        "a": float(parameters.a[column]),
        "b": float(parameters.b[column]) + shift,
        "c": float(parameters.c[column]),
        **{f"se_{part}": _error(errors, part, column) for part in "abc"},
        "n": int(found.answers[column]),
    }
    warnings = _warnings(item, new, list(found.flags[column]))
    return {
        "version": item.version,
        "item": item.item,
        "current": item.current,
        "anchor": anchor,
        "former": {"a": item.a, "b": item.b, "c": item.c, "se_b": item.se_b, "n": item.n, "status": item.parameters},
        "new": new,
        "warnings": warnings,
        "proposed": not anchor and not set(warnings) - {"moved"} and item.status in IN_USE,
    }


def _population(answers: BankAnswers, found: Calibration, shift: float) -> list[Json]:
    """Each heat's people; small heats are one together."""
    names = _group_names(answers, found.group_names)
    columns = zip(names, found.population.mean, found.population.sd, found.population.n, strict=True)
    return [
        {"heat": name, "mean": float(mean) + shift, "sd": float(sd), "n": float(n)} for name, mean, sd, n in columns
    ]


def _group_names(answers: BankAnswers, labels: list[str]) -> list[str]:
    if not labels:
        return ["all"]
    return [answers.heats[int(label)] if str(label).isdigit() else str(label) for label in labels]


def _error(errors: StandardErrors | None, part: str, column: int) -> float:
    return float("nan") if errors is None else float(getattr(errors, part)[column])


def _warnings(item: BankItem, new: Json, flags: list[str]) -> list[str]:
    """Why the new parameters are not simply to be taken over."""
    found = [flag for flag in flags if flag in LEFT_OUT_FLAGS]
    if new["n"] < ENOUGH_ANSWERS:
        found.append("few_answers")
    if not new["se_b"] <= SURE_SE:
        found.append("unsure")
    if abs(new["b"] - item.b) >= MOVED:
        found.append("moved")
    if chance_of(item) > 0 and new["a"] < 0.3 and "flat" not in found:
        found.append("flat")
    return found


def right_wrong(calibration: Calibration) -> ItemParameters:
    assert isinstance(calibration.parameters, ItemParameters)
    return calibration.parameters
