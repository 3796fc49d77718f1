"""The page for people who come from mirt: its session runs, and what it names is there."""

import argparse
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contest.cli import main, parser
from question_bank.irt.adaptive import adaptive_test
from question_bank.irt.calibration.calibrate import calibrate
from question_bank.irt.calibration.result import Calibration, StandardErrors
from question_bank.irt.parameters import ItemParameters, StepParameters
from tests.irt import lsat6

PAGE = Path(__file__).parents[2] / "docs" / "coming-from-mirt.md"
TEXT = PAGE.read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| **", "| there"))
]


@pytest.fixture(autouse=True)
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that the session's first lines write in R."""
    rows = [",".join(pattern) for pattern, count in lsat6.FREQUENCIES.items() for _ in range(count)]
    header = ",".join(f'"Item_{number}"' for number in range(1, 6))
    (tmp_path / "lsat6.csv").write_text("\n".join([header, *rows]) + "\n")
    monkeypatch.chdir(tmp_path)


def test_the_session_in_python_prints_what_it_says() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0


def test_the_session_on_the_command_line_runs(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"^\$ wenqu (.+)$", TEXT, flags=re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        assert main(["--data", "data", *command.split()]) == 0, capsys.readouterr().err
    assert {path.name for path in Path().iterdir()} >= {"params.json", "scores.csv", "fit.json", "info.csv"}


def test_every_row_has_three_cells() -> None:
    assert len(ROWS) > 30
    assert [row for row in ROWS if len(row) != 3] == []


def subparser(of: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    groups = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    found: argparse.ArgumentParser = groups[0].choices[name]
    return found


def told_options() -> Iterator[tuple[str, str, str]]:
    """Group, command and option; a cell without a command goes on with that of the row above."""
    group, command = "", ""
    for _, cell, _ in ROWS:
        if named := re.search(r"`(irt|form) ([a-z]+)", cell):
            group, command = named.groups()
        for option in re.findall(r"(--[a-z-]+)", cell):
            yield group, command, option


@pytest.mark.parametrize(("group", "command", "option"), sorted(set(told_options())))
def test_every_option_that_is_named_is_there(group: str, command: str, option: str) -> None:
    options = subparser(subparser(parser(), group), command)._option_string_actions
    assert option in options


def place_of(name: str) -> Any:
    """What a dotted name means, from `question_bank.irt` on or as it stands."""
    parts = name.split(".")
    found: Any = importlib.import_module("question_bank" if parts[0] == "question_bank" else "question_bank.irt")
    for part in parts[1:] if parts[0] == "question_bank" else parts:
        if not hasattr(found, part):
            importlib.import_module(f"{found.__name__}.{part}")
        found = getattr(found, part)
    return found


def told_names() -> set[str]:
    return {name for _, _, cell in ROWS for name in re.findall(r"`([a-z_][a-z_.0-9]*)(?:\(.*?)?`", cell)}


@pytest.mark.parametrize("name", sorted(told_names() - {"calibrate", ".b", ".c"}))
def test_every_function_that_is_named_is_there(name: str) -> None:
    assert callable(place_of(name))


def test_every_argument_and_field_that_is_named_is_there() -> None:
    cells = " ".join(cell for _, _, cell in ROWS)
    arguments = {*inspect.signature(calibrate).parameters, *inspect.signature(adaptive_test).parameters}
    assert set(re.findall(r"([a-z_]+)=", cells)) - arguments == set()
    fields = {*Calibration._fields, *StandardErrors._fields, *ItemParameters._fields, *StepParameters._fields}
    named = {field for path in re.findall(r"`((?:\.[a-z_]+)+)`", cells) for field in path.strip(".").split(".")}
    assert named and named - fields == set()
