"""`wenqu work KIND`: one job of a serving process (`contest.services.jobs`), not for people.

The request is one line of JSON on standard input, which stays open for as long as the server lives; progress and
outcome are lines of JSON on standard output.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Any

from contest.commands.context import CommandContext
from contest.commands.native_output import native_output_dropped
from contest.services.bench import Bench, Work, WorkRefused

# Module of `contest.services` and name of each work. Only the one that is asked for is loaded: somebody waits for it.
WORKS = {
    "analyse": ("analyse_bank", "analyse"),
    "assemble": ("assemble_papers", "assemble_papers"),
    "calibrate": ("calibrate_bank", "calibrate_bank"),
    "export": ("export_job", "export_work"),
    "import": ("import_job", "import_work"),
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
            said = {"outcome": _work_of(arguments.kind)(request, bench)}
        except WorkRefused as refusal:
            said = {"refused": refusal.document}
    say(said)
    return 0


def _work_of(kind: str) -> Work:
    module, name = WORKS[kind]
    work: Work = getattr(import_module(f"contest.services.{module}"), name)
    return work


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
