"""`python benchmarks/irt.py`: what calibration, scoring and an adaptive step cost, beside other packages of Python.

Each figure is the median of several runs in this process after some that do not count; the largest calibration runs
in a process of its own, whose memory is measured. Peers are installed from the package index into an environment of
their own, so that nothing of theirs gets into ours; each answers the same made-up data.

    python benchmarks/irt.py                         the figures that have a bound
    python benchmarks/irt.py --sizes 2pl-small,eap   some of them
    python benchmarks/irt.py --peers --huge --write  everything, into docs/benchmarks.md (ten minutes, a quiet machine)
    python benchmarks/irt.py --json                  one JSON document

Exit 1 when a figure is over its bound.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks import irt_cases, irt_peers
from benchmarks.irt_cases import Case
from benchmarks.report import processor_line, write_between

RUNS = 5
WARM_UP_S = 0.5
GIB = 4
BEGIN, END = "<!-- irt measured -->", "<!-- /irt measured -->"
PEER_BEGIN, PEER_END = "<!-- irt peers -->", "<!-- /irt peers -->"


class Figure(NamedTuple):
    """Seconds, and MB of memory where it was measured, with what is allowed."""

    case: str
    words: str
    seconds: float
    bound: float | None
    megabytes: float | None = None
    bound_megabytes: float = GIB * 1024

    @property
    def kept(self) -> bool:
        time_kept = self.bound is None or self.seconds <= self.bound
        return time_kept and (self.megabytes is None or self.megabytes <= self.bound_megabytes)


def main() -> int:
    arguments = _arguments()
    chosen = arguments.sizes.split(",") if arguments.sizes else None
    figures = [_figure(case, arguments.runs) for case in irt_cases.CASES if chosen is None or case.name in chosen]
    if arguments.huge:
        figures.append(_huge())
    ratios = irt_peers.compare(arguments.runs) if arguments.peers else []
    if arguments.json:
        document = {"machine": processor_line(), "figures": [each._asdict() for each in figures]}
        print(json.dumps({**document, "peers": [each._asdict() for each in ratios]}, ensure_ascii=False))
    else:
        print(_table(figures))
        print(irt_peers.table(ratios) if ratios else "", end="")
    if arguments.write:
        write_between(BEGIN, END, f"{processor_line()}\n\n{_table(figures)}")
        if ratios:
            write_between(PEER_BEGIN, PEER_END, irt_peers.table(ratios))
    over = [each.words for each in figures if not each.kept]
    for words in over:
        print(f"over its bound: {words}", file=sys.stderr)
    return 1 if over else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", help=f"some of {', '.join(case.name for case in irt_cases.CASES)}")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--peers", action="store_true", help="girth, catsim and pyirt beside ours")
    parser.add_argument("--huge", action="store_true", help="10,000,000 people x 50 items")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    return parser.parse_args()


def _figure(case: Case, runs: int) -> Figure:
    work = case.prepare()
    return Figure(case.name, case.words, timed(work, runs) / case.units, case.bound)


def timed(work: Callable[[], Any], runs: int) -> float:
    """Median seconds of `runs` calls, after calls that warm up for half a second."""
    warm = 0.0
    while warm < WARM_UP_S:
        warm += irt_cases.seconds_of(work)
    return median(irt_cases.seconds_of(work) for _ in range(runs))


def _huge() -> Figure:
    measured = irt_cases.in_a_process_of_its_own("huge")
    return Figure("huge", "2PL 10,000,000 x 50, from int8 chunks", measured["seconds"], 60.0, measured["mb"])


def _table(figures: list[Figure]) -> str:
    lines = ["| | median | allowed | memory |", "|---|---|---|---|"]
    for each in figures:
        seconds = _told(each.seconds)
        memory = "" if each.megabytes is None else f"{each.megabytes / 1024:.2f} GiB of {GIB}"
        lines.append(
            f"| {each.words} | {seconds if each.kept else f'**{seconds}**'} | {_told(each.bound)} | {memory} |"
        )
    return "\n".join(lines) + "\n"


def _told(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
