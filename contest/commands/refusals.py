"""How a command says that a file cannot be used: a problem a line on standard error, and exit code 1."""

import argparse
import sys
from collections.abc import Callable
from functools import wraps

from contest.commands.context import CommandContext
from question_bank.irt_files.problems import BadFile

Handler = Callable[[argparse.Namespace, CommandContext], int]


def refusing_bad_files(handler: Handler) -> Handler:
    @wraps(handler)
    def refusing(arguments: argparse.Namespace, context: CommandContext) -> int:
        try:
            return handler(arguments, context)
        except BadFile as error:
            print(error, file=sys.stderr)
            return 1

    return refusing
