"""`wenqu work KIND`: one job of a serving process (`contest.services.jobs`), not for people.

The request is one line of JSON on standard input, which stays open for as long as the server lives; progress and
outcome are lines of JSON on standard output.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from threading import Thread
from typing import Any

from contest.commands.context import CommandContext
from contest.commands.native_output import native_output_dropped
from contest.services.analyse_bank import analyse
from contest.services.assemble_papers import assemble_papers
from contest.services.bench import Bench, Work, WorkRefused
from contest.services.calibrate_bank import calibrate_bank
from contest.services.export_job import export_work
from contest.services.import_job import import_work

WORKS: dict[str, Work] = {
    "analyse": analyse,
    "assemble": assemble_papers,
    "calibrate": calibrate_bank,
    "export": export_work,
    "import": import_work,
}
# Phones come first.
NICENESS = 10


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "work", description="服务器的一项耗时工作，由服务器自己调用", epilog="例：wenqu work assemble"
    )
    parser.add_argument("kind", choices=sorted(WORKS))
    parser.set_defaults(handler=_work)


def _work(arguments: argparse.Namespace, context: CommandContext) -> int:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    request = json.loads(sys.stdin.readline())
    Thread(target=_end_with_the_server, daemon=True).start()
    say = _voice()
    # Solvers print to the file that the outcome goes to.
    with native_output_dropped():
        bench = Bench(context.engine, context.clock, lambda share, step: say({"share": share, "step": step}))
        try:
            said = {"outcome": WORKS[arguments.kind](request, bench)}
        except WorkRefused as refusal:
            said = {"refused": refusal.document}
    say(said)
    return 0


def _voice() -> Callable[[dict[str, Any]], None]:
    """Says a line to the server, past whatever is done to standard output meanwhile."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")

    def say(document: dict[str, Any]) -> None:
        print(json.dumps(document), file=out, flush=True)

    return say


def _end_with_the_server() -> None:
    while sys.stdin.read(4096):
        pass
    os._exit(1)
