"""Consoles in documents: the commands that are typed, and what they are said to print."""

import re
import runpy
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from contest.cli import main

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANYTHING = "…"
TOKEN = re.compile(rf"{ANYTHING}|-?\d+(?:\.\d+)?|\s+")
NUMBER = r"(-?\d+(?:\.\d+)?(?:e-?\d+)?)"
# Machines differ in the last digits of what they sum up.
LAST_DIGITS, LEAST = 2.0, 0.002


class Step(NamedTuple):
    command: str
    shown: list[str]


def steps(document: Path) -> list[Step]:
    found: list[Step] = []
    for block in BLOCK.findall(document.read_text("utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Step(line[2:], []))
            else:
                found[-1].shown.append(line)
    return found


def printed(command: str, captured: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a command prints here and now: standard output, then standard error."""
    program, *arguments = shlex.split(command)
    captured.readouterr()
    if program == "wenqu":
        code = main(["--data", "data", *arguments])
    else:
        assert program == "python"
        monkeypatch.setattr("sys.argv", arguments)
        runpy.run_path(arguments[0], run_name="__main__")
        code = 0
    told = captured.readouterr()
    assert code == 0, told.err
    return (told.out + told.err).splitlines()


def same(shown: str, line: str) -> bool:
    """Whether a line says what a document shows, but for `…`, spaces, and the last digits of numbers."""
    place, pattern, numbers = 0, "", []
    for token in TOKEN.finditer(shown.strip()):
        pattern += re.escape(shown.strip()[place : token.start()])
        place = token.end()
        text = token.group()
        if text[0].isdigit() or text[0] == "-":
            numbers.append(text)
        pattern += ".*?" if text == ANYTHING else r"\s+" if text.isspace() else NUMBER
    pattern += re.escape(shown.strip()[place:])
    match = re.fullmatch(pattern, line.strip())
    return match is not None and all(
        _near(text, float(found)) for text, found in zip(numbers, match.groups(), strict=True)
    )


def _near(shown: str, value: float) -> bool:
    whole, _, decimals = shown.partition(".")
    if not decimals:
        return float(whole) == value
    return abs(float(shown) - value) <= max(LAST_DIGITS * 10.0 ** -len(decimals), LEAST)
