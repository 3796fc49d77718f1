"""The people of adaptive tests: their true abilities, or answers that they have given, or both."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt_files.aligned import aligned
from question_bank.irt_files.parameter_file import ParameterFile
from question_bank.irt_files.people import PERSON
from question_bank.irt_files.problems import Problems
from question_bank.irt_files.response_matrix import NOT_PRESENTED, ScoreArray, dense
from question_bank.irt_files.responses import names, read_responses
from question_bank.irt_files.theta_file import ThetaFile, read_thetas


class TestedPeople(NamedTuple):
    """`theta` (persons,), NaN where not known. `answers` (persons, items of the parameters) are categories, -1 where
    there is none; None where answers are to be simulated. `source` is the file that the people come from."""

    source: str
    persons: list[str]
    theta: NDArray[np.float64]
    answers: ScoreArray | None


def tested_people(
    file: ParameterFile, thetas: Path | None, responses: Path | None, ignore: tuple[str, ...] = ()
) -> TestedPeople:
    """The people of THETAS.csv, or without one those of RESPONSES.csv. Raises `BadFile`, also for somebody without
    answers."""
    people = None if thetas is None else read_thetas(thetas, known=responses is None)
    if responses is None:
        if people is None:
            raise ValueError("people come from thetas or from responses")
        return TestedPeople(people.source, people.persons, people.theta, None)
    read = read_responses(responses, ignore=ignore)
    matched = aligned(read, file)
    answers = np.full((len(names(read)), len(file.ids)), NOT_PRESENTED, dtype=np.int8)
    answers[:, matched.places] = dense(matched.scores)
    if people is None:
        return TestedPeople(read.source, names(read), np.full(len(answers), np.nan), answers)
    rows = _rows(people, names(read), read.source)
    return TestedPeople(people.source, people.persons, people.theta, answers[rows])


def _rows(people: ThetaFile, answered: list[str], source: str) -> list[int]:
    """Where each person's answers stand."""
    problems = Problems(people.source)
    places = {name: place for place, name in enumerate(answered)}
    for person, row in zip(people.persons, people.rows, strict=True):
        if person not in places:
            problems.add(f"{source} 里没有“{person}”的作答", row, PERSON)
    problems.refuse()
    return [places[person] for person in people.persons]
