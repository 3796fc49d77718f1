"""What a simulation leaves behind: responses.csv, thetas.csv, and params.json with what is true."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.parameters import FloatArray, Parameters
from question_bank.irt_files.number_tables import write_columns, write_row
from question_bank.irt_files.parameter_document import EVERYBODY, item_fields
from question_bank.irt_files.writing import folder_written_whole, write_json, written_whole


def write_simulation(
    folder: Path,
    model: str,
    parameters: Parameters,
    theta: FloatArray,
    answers: Iterable[NDArray[np.int8]],
    progress: Callable[[float], None] | None = None,
) -> None:
    """Writes all three files or none. `answers` yields the people's scores (0 to 9, -1 = not presented) in order."""
    persons, ids = numbered("p", theta.size), numbered("i", parameters.a.size)
    with folder_written_whole(folder) as place:
        write_json(place / "params.json", parameter_document(model, parameters, ids, theta.size))
        with written_whole(place / "thetas.csv") as file:
            write_row(file, ["person", "theta"])
            write_columns(file, [persons, theta])
        with written_whole(place / "responses.csv") as file:
            write_row(file, ["person", *ids])
            done = 0
            for scores in answers:
                write_answers(file, persons[done : done + len(scores)], scores)
                done += len(scores)
                if progress is not None:
                    progress(done / theta.size)


def numbered(letter: str, count: int) -> list[str]:
    """p001, p002, ..."""
    digits = len(str(count))
    return [f"{letter}{number:0{digits}d}" for number in range(1, count + 1)]


def parameter_document(model: str, parameters: Parameters, ids: list[str], persons: int) -> dict[str, object]:
    population = {"group": EVERYBODY, "mean": 0.0, "sd": 1.0, "se_mean": None, "se_sd": None, "n": persons}
    items = [{"id": name, "model": model, **item_fields(parameters, place)} for place, name in enumerate(ids)]
    return {"model": model, "metric": "logistic", "population": [population], "items": items, "cov": None, "link": None}


def write_answers(file: BinaryIO, persons: list[str], scores: NDArray[np.int8]) -> None:
    """Rows of a wide file: names without commas or quotes, scores of one digit, nothing where there is no score."""
    rows, items = scores.shape
    names = np.array([name.encode() for name in persons], dtype=np.bytes_)
    width = names.dtype.itemsize
    letters = np.full((rows, width + 2 * items + 1), ord(","), dtype=np.uint8)
    letters[:, :width] = names.view(np.uint8).reshape(rows, width)
    letters[:, width + 1 : -1 : 2] = np.where(scores < 0, 0, scores + ord("0"))
    letters[:, -1] = ord("\n")
    # Zero bytes stand where a name is shorter than others and where there is no score.
    file.write((letters if letters.all() else letters[letters != 0]).tobytes())
