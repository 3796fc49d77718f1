"""The command `wenqu`. Serving patches the standard library for gevent before anything else is imported; every other
command runs unpatched."""

import sys

if __name__ in ("__main__", "contest.cli") and sys.argv[1:2] == ["serve"]:
    from gevent import monkey

    monkey.patch_all()

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from contest.commands import bank, bots, contests, doctor, form, heat, irt, serve, work
from contest.commands.context import CommandContext
from contest.commands.help_texts import CommandParser
from contest.database import BadDatabase
from contest.services.server_lock import AlreadyServed
from contest.settings import BadSettings, load_settings

GROUPS = (serve, bank, contests, heat, form, irt, bots, doctor, work)

Handler = Callable[[argparse.Namespace, CommandContext], int]


def parser() -> argparse.ArgumentParser:
    top: argparse.ArgumentParser = CommandParser(prog="wenqu", description="问渠：公民科学素质竞赛的答题与测评引擎")
    top.add_argument("--data", type=Path, help="数据文件夹（默认 ./var）")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.register(subparsers)
    _accept_data_everywhere(subparsers)
    return top


def _accept_data_everywhere(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`wenqu serve --data DIR` means the same as `wenqu --data DIR serve`."""
    for command in subparsers.choices.values():
        command.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                _accept_data_everywhere(action)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (0 done, 1 refused or failed, 2 wrong usage)."""
    parsed = parser().parse_args(arguments)
    try:
        context = CommandContext(load_settings(parsed.data))
        handler: Handler = parsed.handler
        return handler(parsed, context)
    except (BadSettings, BadDatabase, AlreadyServed) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
