"""`--help` of every command: an example that can be copied."""

import argparse
from collections.abc import Iterator

import pytest

from contest.cli import parser


def commands(of: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers of all commands that do something, at whatever depth."""
    below = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield of
    for action in below:
        for each in action.choices.values():
            yield from commands(each)


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_every_command_has_an_example_on_a_line_of_its_own(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    found = list(commands(parser()))
    assert len(found) > 20
    for command in found:
        (example,) = [line for line in command.format_help().splitlines() if line.startswith("例：")]
        assert example == command.epilog
        assert example.startswith(f"例：{command.prog}") and "，" not in example
