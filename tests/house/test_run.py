"""`run.py` in checkouts of its own, where `.venv` holds a stand-in that tells how it was started."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.checkout import ROOT

BARE = [sys.executable, "-S", "-I"]


def load(checkout: Path) -> ModuleType:
    """`run.py` of that checkout as a module, to ask it what it thinks of the place."""
    spec = importlib.util.spec_from_file_location("run_of_checkout", checkout / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is set up: its environment's Python prints its arguments, one a line."""
    place = tmp_path / "问渠 checkout"
    shutil.copytree(ROOT / "requirements", place / "requirements")
    for name in ("run.py", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, place / name)
    run = load(place)
    for path in (run.PYTHON, *(run.VENDOR / name for name in run.ASSETS)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    run.PYTHON.chmod(0o755)
    stamp = {"root": str(run.ROOT), "python": os.path.realpath(run.PYTHON)}
    run.write_stamp({**stamp, **run.wanted(["serve", "test", "assets"])})
    return place


def call(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*BARE, str(checkout / "run.py"), *arguments], capture_output=True, text=True, timeout=30)


def test_help_works_on_a_bare_python() -> None:
    answer = call(ROOT, "--help")
    assert answer.returncode == 0
    assert all(word in answer.stdout for word in ("--port", "--lan", "--bots", "--data", "setup", "test", "wenqu"))


def test_an_old_python_can_read_it_and_is_told_what_it_lacks() -> None:
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 7))
    pretend = "import runpy, sys; sys.version_info = (3, 10, 1); runpy.run_path(sys.argv[1], run_name='__main__')"
    answer = subprocess.run([*BARE, "-c", pretend, str(ROOT / "run.py")], capture_output=True, text=True)
    assert answer.returncode == 1
    assert "3.11" in answer.stderr and "3.10" in answer.stderr and "Traceback" not in answer.stderr


def test_a_ready_checkout_hands_its_options_to_the_server(checkout: Path) -> None:
    answer = call(checkout, "--lan", "--bots", "3", "--data", "a b")
    expected = ["-P", "-m", "contest.cli", "serve", "--demo", "--lan", "--bots", "3", "--data", "a b"]
    assert (answer.stdout.splitlines(), answer.stderr, answer.returncode) == (expected, "", 0)


def test_it_passes_commands_on_as_they_are(checkout: Path) -> None:
    answer = call(checkout, "wenqu", "bank", "stats", "--json")
    assert answer.stdout.splitlines() == ["-P", "-m", "contest.cli", "bank", "stats", "--json"]


def test_the_tests_get_their_arguments(checkout: Path) -> None:
    assert call(checkout, "test", "-k", "irt").stdout.splitlines() == ["-m", "tests.everything", "-k", "irt"]


def test_an_unknown_word_is_wrong_usage(checkout: Path) -> None:
    answer = call(checkout, "sevre")
    assert answer.returncode == 2
    assert "sevre" in answer.stderr and "--help" in answer.stderr


def test_a_changed_lock_is_noticed(checkout: Path) -> None:
    with (checkout / "requirements" / "serve.txt").open("a") as lock:
        lock.write("# one more line\n")
    assert load(checkout).missing_parts(["serve", "test"]) == ["serve"]


def test_a_lost_front_end_file_is_noticed(checkout: Path) -> None:
    run = load(checkout)
    (run.VENDOR / "uPlot.min.css").unlink()
    assert run.missing_parts(["serve", "assets"]) == ["assets"]


def damage_by_interruption(checkout: Path) -> None:
    stamp = checkout / ".venv" / "wenqu-stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "busy": "serve"}))


def damage_by_moving(checkout: Path) -> None:
    stamp = checkout / ".venv" / "wenqu-stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "root": "elsewhere"}))


def damage_by_half_a_stamp(checkout: Path) -> None:
    stamp = checkout / ".venv" / "wenqu-stamp.json"
    stamp.write_text(stamp.read_text()[:20])


def damage_by_losing_python(checkout: Path) -> None:
    load(checkout).PYTHON.unlink()


@pytest.mark.parametrize(
    "damage", [damage_by_interruption, damage_by_moving, damage_by_half_a_stamp, damage_by_losing_python]
)
def test_a_damaged_environment_is_not_trusted(checkout: Path, damage: Callable[[Path], None]) -> None:
    damage(checkout)
    assert load(checkout).read_stamp() == {}


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found", "internet"),
        ("npm error code ENOTFOUND", "internet"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "locked hash"),
        ("error: command 'gcc' failed: No such file", "compiler"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "cannot be written"),
        ("something nobody has seen before", "run this again"),
    ],
)
def test_a_failed_set_up_says_what_to_do_next(output: str, advice: str) -> None:
    explained = load(ROOT).explain(output)
    assert advice in explained
    assert output.splitlines()[-1] in explained


def test_a_python_without_venv_names_the_package_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    run = load(ROOT)
    with pytest.raises(run.SetupProblem, match=r"apt-get install python3\.\d+-venv"):
        run.require_ensurepip()
