"""The command line as a test calls it, in a folder of its own."""

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from contest.cli import main


class Outcome(NamedTuple):
    code: int
    out: str
    problems: list[str]


class Desk:
    """A folder with files, and the commands that work on them."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.folder, self._captured = folder, captured

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, content: str | list[Any] | dict[str, Any]) -> Path:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name

    def wenqu(self, *arguments: str | Path) -> Outcome:
        """Runs a command; problems are what it says on standard error, without the name of the folder."""
        self._captured.readouterr()
        try:
            code = main(["--data", str(self.folder / "data"), *map(str, arguments)])
        except SystemExit as usage:
            code = int(usage.code or 0)
        told = self._captured.readouterr()
        return Outcome(code, told.out, told.err.replace(f"{self.folder}/", "").splitlines())

    def irt(self, *arguments: str | Path) -> Outcome:
        return self.wenqu("irt", *arguments)

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def document(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / name).read_text("utf-8"), parse_constant=pytest.fail)
        return found

    def files(self) -> set[str]:
        """Names of the files there are, hidden ones too."""
        return {path.name for path in self.folder.iterdir()} - {"data"}
