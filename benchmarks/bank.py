"""`python benchmarks/bank.py`: what the question bank costs where it is large.

    python benchmarks/bank.py                         every figure that has a bound
    python benchmarks/bank.py --cases import,forms    some of them
    python benchmarks/bank.py --runs 5 --write        the median of five, into docs/benchmarks.md (a quiet machine)
    python benchmarks/bank.py --json                  one JSON document

Exit 1 when a figure is over its bound.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.bank_cases import Measured, import_workbook, parallel_forms
from benchmarks.report import processor_line, write_between

RUNS = 3
BEGIN, END = "<!-- bank measured -->", "<!-- /bank measured -->"


class Case(NamedTuple):
    """`bound` in seconds, `bound_megabytes` of the process, `bound_spread` as a share."""

    name: str
    words: str
    work: Callable[[], Measured]
    bound: float
    bound_megabytes: float | None = None
    bound_spread: float | None = None


CASES = (
    Case("import", "10,000 items from xlsx into the bank, the whole command", import_workbook, 10.0, 300.0),
    Case("forms", "20 parallel forms of 50 from 2,000 items, 26 benchmarks", parallel_forms, 20.0, None, 0.05),
)


class Figure(NamedTuple):
    """The median of several runs, and the most memory and the widest spread of all of them."""

    case: str
    words: str
    seconds: float
    bound: float
    megabytes: float | None
    bound_megabytes: float | None
    spread: float | None
    bound_spread: float | None

    @property
    def kept(self) -> bool:
        pairs = (
            (self.seconds, self.bound), (self.megabytes, self.bound_megabytes), (self.spread, self.bound_spread),
        )  # fmt: skip
        return all(value is None or bound is None or value <= bound for value, bound in pairs)


def main() -> int:
    arguments = _arguments()
    chosen = arguments.cases.split(",") if arguments.cases else [case.name for case in CASES]
    figures = [_figure(case, arguments.runs) for case in CASES if case.name in chosen]
    if arguments.json:
        document = {"machine": processor_line(), "figures": [each._asdict() for each in figures]}
        print(json.dumps(document, ensure_ascii=False))
    else:
        print(_table(figures))
    if arguments.write:
        write_between(BEGIN, END, f"{processor_line()} Medians of {arguments.runs}.\n\n{_table(figures)}")
    over = [each.words for each in figures if not each.kept]
    for words in over:
        print(f"over its bound: {words}", file=sys.stderr)
    return 1 if over else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", help=f"some of {', '.join(case.name for case in CASES)}")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    return parser.parse_args()


def _figure(case: Case, runs: int) -> Figure:
    found = [case.work() for _ in range(runs)]
    return Figure(
        case.name,
        case.words,
        median(each.seconds for each in found),
        case.bound,
        max((each.megabytes for each in found if each.megabytes is not None), default=None),
        case.bound_megabytes,
        max((each.spread for each in found if each.spread is not None), default=None),
        case.bound_spread,
    )


def _table(figures: list[Figure]) -> str:
    lines = ["| | measured | allowed |", "|---|---|---|"]
    for each in figures:
        measured = [_seconds(each.seconds), _megabytes(each.megabytes), _share(each.spread)]
        allowed = [_seconds(each.bound), _megabytes(each.bound_megabytes), _share(each.bound_spread)]
        lines.append(f"| {each.words} | {_joined(measured)} | {_joined(allowed)} |")
    return "\n".join(lines)


def _joined(parts: list[str | None]) -> str:
    return ", ".join(part for part in parts if part)


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def _megabytes(value: float | None) -> str | None:
    return None if value is None else f"{value:.0f} MB"


def _share(value: float | None) -> str | None:
    return None if value is None else f"spread {value:.2%}"


if __name__ == "__main__":
    sys.exit(main())
