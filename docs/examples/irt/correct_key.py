"""Turns the marks of one item round, whose key was the wrong way.

python correct_key.py RESPONSES.csv ITEM CORRECTED.csv
"""

import csv
import sys
from pathlib import Path

OTHER = {"1": "0", "0": "1", "": ""}


def main(source: Path, item: str, target: Path) -> None:
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows({**row, item: OTHER[row[item]]} for row in rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
