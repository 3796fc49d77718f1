"""Some columns of a result, rounded for reading.

    python show.py FILE COLUMN,COLUMN,... [ID ...]

FILE is a JSON with `items` (params.json, fit.json, dif.json, drift.json) or a CSV; with ids only these rows are shown.
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

NAMES = ("id", "person", "theta")


def main(file: Path, columns: list[str], wanted: list[str]) -> None:
    rows = rows_of(file)
    name = next(each for each in NAMES if each in rows[0])
    shown = [row for row in rows if not wanted or str(row[name]) in wanted]
    table = [[name, *columns], *([text(row[column]) for column in [name, *columns]] for row in shown)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def rows_of(file: Path) -> list[dict[str, Any]]:
    if file.suffix == ".json":
        items: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["items"]
        return items
    with file.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(text, value)) or "-"
    try:
        number = float(value)
    except (TypeError, ValueError):
        return "-" if value is None else str(value)
    return f"{number:.0f}" if number.is_integer() and "." not in str(value) else f"{number:.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3:])
