"""`python benchmarks/live.py`: a live round under load, beside a bare Node server that keeps nothing.

Builds the generator (`phones.c`), starts the peer and the real server in turns, and prints the table of issue 2's
speed paragraph. Needs `cc`, `node` and `npm`; Linux, for it reads /proc. Exit 1 when a bound is not kept, somebody was
lost or a run was void.

    python benchmarks/live.py --quick                one run of 200, to see that everything works
    python benchmarks/live.py --phones 1000 --runs 3
    python benchmarks/live.py --write                the whole measurement (twelve minutes) into docs/benchmarks.md
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from benchmarks.readings import Reading, acknowledged, faults_of, middle_of, missed, read
from benchmarks.report import Comparison, measured, table, write
from benchmarks.servers import CannotMeasure, Running, answers_on_disk, build_phones, install_peer, node, wenqu

SIZES = (200, 1000, 3000, 5000)
CROWD = 8000
RUNS = 5
# A void run, or one beside which other programs kept half a core busy, is made again, so many times for each size.
SPARE_RUNS = 4
BUSY = 0.5
# Descriptors that a process needs besides one for each phone.
OTHER_FILES = 200


class Bench:
    """One measurement: the generator's program, a folder for data, and what has gone wrong so far."""

    def __init__(self, folder: Path, phones: Path, spare_runs: int) -> None:
        self._folder = folder
        self._phones = phones
        self._count = 0
        self._spare_runs = self._spare = spare_runs
        self.failures: list[str] = []

    def compare(self, phones: int, runs: int) -> Comparison:
        ours: list[Reading] = []
        theirs: list[Reading] = []
        self._spare = self._spare_runs
        for _ in range(runs):
            theirs.append(self._good_run("node", phones))
            ours.append(self._good_run("wenqu", phones))
        comparison = Comparison(phones, middle_of(ours), middle_of(theirs))
        for bound in missed(comparison.ours, comparison.node):
            self.failures.append(f"{phones:,} phones: {bound.figure} is over {bound.words}")
        return comparison

    def crowd(self, phones: int) -> str:
        """One large run of ours alone: nobody dropped, no answer lost."""
        self._spare = self._spare_runs
        reading = self._good_run("wenqu", phones)
        return (
            f"{phones:,} phones, Wenqu alone: nobody dropped, every acknowledged answer in the database; question "
            f"{reading.question_ms:.0f} ms, result {reading.result_ms:.0f} ms to the last phone, acknowledged p99 "
            f"{reading.ack_p99_ms:.0f} ms, generator {reading.generator_share:.0%} of a core."
        )

    def _good_run(self, name: str, phones: int) -> Reading:
        while True:
            printed, faults = self._run(name, phones)
            reading = read(printed)
            print(f"{name:>6} {phones:>6,}  {_in_short(reading)}", *faults, sep="; ", file=sys.stderr, flush=True)
            if not faults and (reading.others_share < BUSY or not self._spare):
                return reading
            if not self._spare:
                raise CannotMeasure("too many void runs")
            self._spare -= 1

    def _run(self, name: str, phones: int) -> tuple[dict[str, Any], list[str]]:
        self._count += 1
        data = self._folder / str(self._count)
        server: AbstractContextManager[Running] = node() if name == "node" else wenqu(data)
        with server as running:
            printed = self._generate(name, running, phones)
        faults = faults_of(printed)
        if name == "wenqu":
            stored, answers = answers_on_disk(data, running.heat), acknowledged(printed)
            faults += [f"{answers} answers acknowledged, {stored} stored"] if stored != answers else []
        return printed, faults

    def _generate(self, name: str, server: Running, phones: int) -> dict[str, Any]:
        command = [str(self._phones), name, "--port", str(server.port), "--server", str(server.process)]
        done = subprocess.run(
            [*command, "--phones", str(phones), *server.arguments], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise CannotMeasure("the generator gave up")
        printed: dict[str, Any] = json.loads(done.stdout)
        return printed


def _in_short(reading: Reading) -> str:
    return (
        f"question {reading.question_ms:.1f}  result {reading.result_ms:.1f}  ack {reading.ack_p50_ms:.1f} / "
        f"{reading.ack_p99_ms:.1f}  cpu {reading.answer_cpu_us:.0f}  join {reading.join_p99_ms:.0f}  "
        f"memory {reading.memory_kb:.1f}  generator {reading.generator_share:.2f}  others {reading.others_share:.2f}"
    )


def allow_open_files(wanted: int) -> None:
    """For this process and those that it starts.

    Raises `CannotMeasure` when the machine does not let us.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
        except (ValueError, OSError) as error:
            raise CannotMeasure(f"{wanted} open files are needed, and only {hard} are allowed (ulimit -n)") from error


def measure(arguments: argparse.Namespace) -> list[str]:
    """Everything that was asked for; returns what did not hold."""
    sizes, runs = ((200,), 1) if arguments.quick else (tuple(arguments.phones or SIZES), arguments.runs)
    whole = not arguments.quick and not arguments.phones
    allow_open_files(max(*sizes, CROWD if whole else 0) + OTHER_FILES)
    install_peer()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), build_phones(Path(folder)), 0 if arguments.quick else SPARE_RUNS)
        comparisons = [bench.compare(phones, runs) for phones in sizes]
        crowd = bench.crowd(CROWD) if whole else ""
    print(measured(comparisons, runs, crowd) if whole else table(comparisons))
    if arguments.write:
        write(measured(comparisons, runs, crowd))
    return bench.failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one run of 200 phones")
    parser.add_argument("--phones", type=int, action="append", metavar="N", help="this size only; may be repeated")
    parser.add_argument("--runs", type=int, default=RUNS, help="alternating runs a size (default 5)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    try:
        failures = measure(parser.parse_args())
    except CannotMeasure as error:
        failures = [str(error)]
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
