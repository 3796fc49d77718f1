"""The pages about measurement name everything there is, and lead somewhere."""

import argparse
import re
from pathlib import Path

import pytest

import question_bank.irt
from contest.cli import parser
from tests.house.checkout import ROOT

PAGES = [
    ROOT / "docs" / "measurement.md",
    ROOT / "docs" / "measurement.zh.md",
    ROOT / "docs" / "coming-from-mirt.md",
    ROOT / "docs" / "examples" / "irt" / "README.md",
]
REFERENCE = PAGES[0].read_text("utf-8")
LINK = re.compile(r"\]\(([^)#\s]+)?(#[^)\s]*)?\)")


def actions(group: str) -> list[str]:
    """The commands of a group, as the command line knows them."""
    top = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return next(
        list(each.choices) for each in top.choices[group]._actions if isinstance(each, argparse._SubParsersAction)
    )


@pytest.mark.parametrize("command", [f"{group} {action}" for group in ("irt", "form") for action in actions(group)])
def test_every_command_is_explained(command: str) -> None:
    assert f"wenqu {command}" in REFERENCE


@pytest.mark.parametrize("name", question_bank.irt.__all__)
def test_every_public_name_is_explained(name: str) -> None:
    assert f"`{name}`" in REFERENCE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for file, anchor in LINK.findall(text):
        if "//" in file:
            continue
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), file
        if anchor and target.suffix == ".md":
            assert anchor[1:] in anchors(target), anchor


def anchors(page: Path) -> set[str]:
    """What headings are called in addresses."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
