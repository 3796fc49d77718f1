"""Files wait for an hour, for their owner alone, and nothing of them can be run or leads out of its folder."""

import stat
from pathlib import Path

import pytest

from contest.services.waiting_files import KEPT_MS, find, keep, shown_name
from contest.settings import Settings

NOW = 1_700_000_000_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "sqlite://", None, "secret")


def test_a_file_is_found_by_its_owner_for_an_hour(settings: Settings) -> None:
    made = keep(settings, b"content", "题.xlsx", "auto", "zhang", NOW)
    found = find(settings, made.token, "zhang", NOW + KEPT_MS - 1)
    assert found is not None and found.content.read_bytes() == b"content" and found.about.name == "题.xlsx"
    assert find(settings, made.token, "li", NOW) is None
    assert find(settings, made.token, "zhang", NOW + KEPT_MS) is None


def test_what_is_over_goes_when_the_next_file_comes(settings: Settings) -> None:
    old = keep(settings, b"old", "a", "auto", "zhang", NOW)
    (old.folder.parent / "rubbish").mkdir()
    new = keep(settings, b"new", "b", "auto", "zhang", NOW + KEPT_MS)
    assert [folder.name for folder in new.folder.parent.iterdir()] == [new.token]


def test_nothing_can_be_run_or_read_by_others(settings: Settings) -> None:
    made = keep(settings, b"#!/bin/sh", "run.sh", "auto", "zhang", NOW)
    made.correct("题库\n3", {"答案": "B"})
    for path in made.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700
    assert made.content.name == "content"


@pytest.mark.parametrize("token", ["..", "../../etc", "", "a" * 22 + "/..", "a" * 21])
def test_a_token_that_is_none_leads_nowhere(settings: Settings, token: str) -> None:
    assert find(settings, token, "zhang", NOW) is None


def test_corrections_are_kept_by_row(settings: Settings) -> None:
    made = keep(settings, b"x", "a", "auto", "zhang", NOW)
    made.correct("a\n1", {"答案": "A"})
    made.correct("a\n2", {"答案": "B"})
    made.correct("a\n1", {"答案": "C"})
    assert made.corrections() == {"a\n1": {"答案": "C"}, "a\n2": {"答案": "B"}}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\li\\题库.xlsx", "题库.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\u202ecod.exe\n", "acod.exe"),
        ("", "题目"),
        ("x" * 500 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_names_are_shown_without_their_path_and_what_cannot_be_seen(given: str, shown: str) -> None:
    assert shown_name(given) == shown
