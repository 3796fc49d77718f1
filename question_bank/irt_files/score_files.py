"""SCORES.csv and INFO.csv."""

from pathlib import Path

import numpy as np

from question_bank.irt.ability import Abilities
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt_files.number_tables import FloatArray, write_columns, write_row
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.irt_files.writing import written_whole

POINTS_AT_A_TIME = 512


def write_scores(path: Path, persons: list[str], found: Abilities) -> None:
    """`person,theta,se,n_items,status`, a row a person. NaN is left blank; an infinite estimate is inf or -inf."""
    with written_whole(path) as file:
        write_row(file, ["person", "theta", "se", "n_items", "status"])
        write_columns(file, [persons, found.theta, found.se, found.items, found.status])


def write_information(path: Path, file: ParameterFile, theta: FloatArray) -> None:
    """`theta,information,se,expected_score` and a column an item (its information), headed by its id; a row a point.

    se = 1/sqrt(information), inf where there is none. The expected score is in the items' original scores.
    """
    with written_whole(path) as out:
        write_row(out, ["theta", "information", "se", "expected_score", *file.ids])
        for start in range(0, theta.size, POINTS_AT_A_TIME):
            points = theta[start : start + POINTS_AT_A_TIME]
            items = category_information(points, file.parameters)
            information = items.sum(axis=1)
            with np.errstate(divide="ignore"):
                se = 1.0 / np.sqrt(information)
            write_columns(out, [points, information, se, expected_scores(points, file), *items.T])


def expected_scores(theta: FloatArray, file: ParameterFile) -> FloatArray:
    """The test characteristic curve, shape (points,): the mean sum of the scores that the categories stand for."""
    log_p = category_curves(theta, file.parameters).log_p
    scores = np.zeros(log_p.shape[1:])
    for item, stands_for in enumerate(file.scores):
        scores[item, : len(stands_for)] = stands_for
    return np.asarray(np.tensordot(np.exp(log_p), scores, axes=2))
