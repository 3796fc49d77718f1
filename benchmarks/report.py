"""The table of a measurement and the machine that it was made on, as text for a terminal and for docs/benchmarks.md."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy
import scipy

from benchmarks.readings import BOUNDS, Reading, missed
from benchmarks.servers import tool
from contest.database import sqlite_version

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"

HEAD = (
    "| phones | | question, last phone ms | result, last phone ms | acknowledged p50 / p99 ms | CPU µs per answer "
    "| join p99 ms | joins per s | KB per phone | generator | others |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)


class Comparison(NamedTuple):
    """Medians at one size."""

    phones: int
    ours: Reading
    node: Reading


def machine() -> str:
    """Processor, cores and versions, in one line."""
    node = subprocess.run([tool("node"), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    sqlite = ".".join(map(str, sqlite_version()))
    return (
        f"{_processor()}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite}, Node {node}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown CPU")


def table(comparisons: list[Comparison]) -> str:
    rows = [row for each in comparisons for row in _rows(each)]
    return "\n".join([HEAD, *rows])


def _rows(comparison: Comparison) -> list[str]:
    over = {bound.figure for bound in missed(comparison.ours, comparison.node)}
    ours = _row(f"{comparison.phones:,}", "Wenqu", comparison.ours, over)
    return [ours, _row("", "Node", comparison.node, set()), _bounds_row(comparison.node)]


def _row(phones: str, name: str, reading: Reading, over: set[str]) -> str:
    """`over` names the figures that do not keep their bound: they are set in bold."""

    def told(figure: str, form: str = ".1f") -> str:
        text = format(getattr(reading, figure), form)
        return f"**{text}**" if figure in over else text

    cells = [
        *(phones, name, told("question_ms"), told("result_ms")),
        *(f"{told('ack_p50_ms')} / {told('ack_p99_ms')}", told("answer_cpu_us", ".0f"), told("join_p99_ms", ".0f")),
        *(told("joins_per_s", ".0f"), told("memory_kb"), told("generator_share", ".0%"), told("others_share", ".0%")),
    ]
    return f"| {' | '.join(cells)} |"


def _bounds_row(node: Reading) -> str:
    allowed = {bound.figure: bound.allowed(getattr(node, bound.figure)) for bound in BOUNDS}
    cells = [
        *("", "*allowed*", f"{allowed['question_ms']:.1f}", f"{allowed['result_ms']:.1f}"),
        *(f"{allowed['ack_p99_ms']:.1f}", f"{allowed['answer_cpu_us']:.0f}", f"{allowed['join_p99_ms']:.0f}"),
        *("", f"{allowed['memory_kb']:.1f}", "50%", ""),
    ]
    return f"| {' | '.join(cells)} |"


def measured(comparisons: list[Comparison], runs: int, crowd: str) -> str:
    """All that is written between the marks of the document."""
    return f"{machine()}; {_today()}; medians of {runs} alternating runs.\n\n{table(comparisons)}\n\n{crowd}"


def write(text: str) -> None:
    write_between(BEGIN, END, text)


def write_between(begin: str, end: str, text: str) -> None:
    """Puts the text between two marks of the document."""
    document = DOCUMENT.read_text("utf-8")
    before, _, rest = document.partition(begin)
    _, _, after = rest.partition(end)
    DOCUMENT.write_text(f"{before}{begin}\n{text.rstrip()}\n{end}{after}", "utf-8")


def processor_line() -> str:
    """The machine as a measurement of pure computing sees it."""
    versions = f"Python {platform.python_version()}, numpy {numpy.__version__}, scipy {scipy.__version__}"
    return f"{_processor()}, {os.cpu_count()} cores, Linux {platform.release()}, {versions}; {_today()}."


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
