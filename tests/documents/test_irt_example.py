"""The worked example of the measurement commands prints what its page shows."""

import shutil
from pathlib import Path

import pytest

from tests.documents.console import printed, same, steps
from tests.house.checkout import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "irt"
IMAGES = {
    "irt-item-wrong-key.svg": "first-plots/item-07-i07.svg",
    "irt-fit.svg": "first-plots/fit.svg",
    "irt-item.svg": "plots/item-14-i14.svg",
    "irt-information.svg": "plots/information.svg",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for script in EXAMPLE.glob("*.py"):
        shutil.copy(script, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_prints_what_the_page_shows(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in steps(EXAMPLE / "README.md"):
        lines = printed(step.command, capsys, monkeypatch)
        if not step.shown:
            continue
        unlike = [(shown, line) for shown, line in zip(step.shown, lines, strict=True) if not same(shown, line)]
        assert unlike == [], step.command
    for name, source in IMAGES.items():
        assert (ROOT / "docs" / "images" / name).stat().st_size < 60_000
        assert alike(ROOT / "docs" / "images" / name, folder / source), name


def alike(picture: Path, drawn: Path) -> bool:
    lines = [path.read_text("utf-8").replace("<", "\n<").splitlines() for path in (picture, drawn)]
    return len(lines[0]) == len(lines[1]) and all(map(same, *lines))


def test_numbers_are_compared_as_numbers() -> None:
    assert same("a 1.23 …, b", "a  1.24 whatever, b") and not same("a 1.23", "a 1.26")
    assert same("n 15 -0.5", "n 15 -0.49") and not same("n 15", "n 16") and not same("n 15", "m 15")
