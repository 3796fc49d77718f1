"""`wenqu bank`: what the bank holds, whether it is sound, and its way in and out as files."""

import argparse
import json
import sys
from typing import Any

from contest.commands import bank_calibration, bank_export, bank_import
from contest.commands.context import CommandContext
from contest.database import reading
from question_bank.catalogue import bank_stats, current_items
from question_bank.checks import check_bank


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("bank", help="题库").add_subparsers(required=True, metavar="ACTION")
    bank_import.register(group)
    bank_export.register(group)
    stats = group.add_parser("stats", help="题库里有什么", epilog="例：wenqu bank stats --json")
    stats.add_argument("--json", action="store_true")
    stats.set_defaults(handler=_stats)
    check = group.add_parser("check", help="逐题检查", epilog="例：wenqu bank check --json")
    check.add_argument("--json", action="store_true")
    check.set_defaults(handler=_check)
    bank_calibration.register(group)


def _stats(arguments: argparse.Namespace, context: CommandContext) -> int:
    with reading(context.engine) as connection:
        stats = bank_stats(connection)
    if arguments.json:
        print(json.dumps(stats, ensure_ascii=False))
    else:
        for name, value in stats.items():
            print(f"{name}: {_in_a_line(value)}")
    return 0


def _in_a_line(value: Any) -> str:
    return "  ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else str(value)


def _check(arguments: argparse.Namespace, context: CommandContext) -> int:
    with reading(context.engine) as connection:
        problems = check_bank(current_items(connection))
    if arguments.json:
        print(json.dumps({"problems": [problem._asdict() for problem in problems]}, ensure_ascii=False))
    for problem in problems:
        print(f"{problem.item} {problem.field}: {problem.problem}", file=sys.stderr)
    return 1 if problems else 0
