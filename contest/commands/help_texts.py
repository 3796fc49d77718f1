"""Help in which examples can be copied: whatever the width of the terminal, a command stays on one line."""

import argparse
from typing import Any

EXAMPLE = "例："


class WholeExamples(argparse.HelpFormatter):
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """A line that was broken after `--out` would be two commands, neither of which works."""
        return indent + text if text.startswith(EXAMPLE) else super()._fill_text(text, width, indent)


class CommandParser(argparse.ArgumentParser):
    """A parser, like all those of its subcommands, whose help leaves examples whole."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("formatter_class", WholeExamples)
        super().__init__(*arguments, **options)
