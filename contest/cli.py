"""The command `wenqu`. Serving patches the standard library for gevent before anything else is imported; every other
command runs unpatched.

Only the group of commands that is asked for is loaded, for estimators bring a second's worth of libraries, and a job of
the desk waits for each of them; all groups are where help or a mistake needs them.
"""

import sys

if __name__ in ("__main__", "contest.cli") and sys.argv[1:2] == ["serve"]:
    from gevent import monkey

    monkey.patch_all()

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from contest.commands.context import CommandContext
from contest.commands.help_texts import CommandParser
from contest.database import BadDatabase
from contest.services.server_lock import AlreadyServed
from contest.settings import BadSettings, load_settings

# The modules of `contest.commands` by what their groups are called, in the order of the help.
GROUPS = {
    "serve": "serve",
    "bank": "bank",
    "contest": "contests",
    "heat": "heat",
    "form": "form",
    "irt": "irt",
    "bots": "bots",
    "doctor": "doctor",
    "work": "work",
}

Handler = Callable[[argparse.Namespace, CommandContext], int]


def parser(group: str | None = None) -> argparse.ArgumentParser:
    """The parser of one group's commands, or of all."""
    top: argparse.ArgumentParser = CommandParser(prog="wenqu", description="问渠：公民科学素质竞赛的答题与测评引擎")
    top.add_argument("--data", type=Path, help="数据文件夹（默认 ./var）")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in [GROUPS[group]] if group else GROUPS.values():
        import_module(f"contest.commands.{module}").register(subparsers)
    _accept_data_everywhere(subparsers)
    return top


def _asked_for(arguments: Sequence[str]) -> str | None:
    """The group at the beginning of a command line, behind `--data DIR`; None where that is not plain to see."""
    rest = list(arguments)
    if rest[:1] == ["--data"]:
        rest = rest[2:]
    elif rest and rest[0].startswith("--data="):
        rest = rest[1:]
    return rest[0] if rest and rest[0] in GROUPS else None


def _accept_data_everywhere(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`wenqu serve --data DIR` means the same as `wenqu --data DIR serve`."""
    for command in subparsers.choices.values():
        command.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                _accept_data_everywhere(action)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (0 done, 1 refused or failed, 2 wrong usage)."""
    given = sys.argv[1:] if arguments is None else arguments
    parsed = parser(_asked_for(given)).parse_args(given)
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
