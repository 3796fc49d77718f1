"""What a contest brings beside answers, made for the example: districts, a wrong key, an item that is harder for one of
the districts, and a second year with some of the same items.

    python prepare.py sim year1 year2

reads the folder `sim` that `wenqu irt simulate` wrote, and writes two folders with a responses.csv each.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

from question_bank.irt import item_parameters
from question_bank.irt.simulate import draw_answers, draw_parameters

WRONG_KEY, HARDER_OUTSIDE, IN_THE_NEWS = "i07", "i10", "i05"
PEOPLE_NEXT_YEAR, MEAN, SD = 2500, 0.4, 1.1


def main(sim: Path, first: Path, second: Path) -> None:
    chance = np.random.default_rng(20)
    items = json.loads((sim / "params.json").read_text("utf-8"))["items"]
    theta = np.array([float(row["theta"]) for row in read(sim / "thetas.csv")])
    write_first_year(first, read(sim / "responses.csv"), theta, chance)
    write_second_year(second, items, chance)


def write_first_year(folder: Path, rows: list[dict[str, str]], theta: np.ndarray, chance: np.random.Generator) -> None:
    """Two people in five live outside the city, fewer of the more able; there the right answer to one item is less
    well known. The key of another item is the wrong way round."""
    outside = chance.random(theta.size) < 1 / (1 + np.exp(0.5 + 0.7 * theta))
    forgets = chance.random(theta.size) < 0.4
    for row, lives_outside, forgot in zip(rows, outside, forgets, strict=True):
        row["district"] = "郊区" if lives_outside else "城区"
        row[WRONG_KEY] = {"1": "0", "0": "1"}.get(row[WRONG_KEY], "")
        if lives_outside and forgot and row[HARDER_OUTSIDE] == "1":
            row[HARDER_OUTSIDE] = "0"
    write(folder / "responses.csv", rows)


def write_second_year(folder: Path, items: list[dict[str, float]], chance: np.random.Generator) -> None:
    """Every other item again, of which one was in the news since and is easier, and fifteen new ones; other people."""
    old = items[::2]
    news = [item["b"] - 0.9 if item["id"] == IN_THE_NEWS else item["b"] for item in old]
    new = draw_parameters(15, "2pl", chance)
    parameters = item_parameters([item["a"] for item in old] + new.a.tolist(), news + new.b.tolist())
    names = [str(item["id"]) for item in old] + [f"n{number:02d}" for number in range(1, 16)]
    answers = draw_answers(chance.normal(MEAN, SD, PEOPLE_NEXT_YEAR), parameters, chance)
    write(folder / "responses.csv", [dict(zip(names, map(str, row), strict=True)) for row in answers.tolist()])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
