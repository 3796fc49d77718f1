"""The runner behind `run.py test`: it runs all, hides nothing, and ends with the tests' own summary."""

import sys
from pathlib import Path

import pytest

from tests import everything, machine
from tests.everything import Check
from tests.machine import Service

PASSES = Check("quiet", [sys.executable, "-c", ""])
FAILS = Check("loud", [sys.executable, "-c", "raise SystemExit(3)"])


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    """For a test run of its own, with one test that passes."""
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return ["-c", str(tmp_path / "pytest.ini"), "-p", "no:cacheprovider", "-q", str(tmp_path)]


def outcome(
    checks: list[Check], arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[int, list[str]]:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(everything, "CHECKS", checks)
    code = everything.main(arguments)
    return code, capfd.readouterr().out.strip().splitlines()


def test_it_succeeds_when_all_pass(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, printed = outcome([PASSES], arguments, monkeypatch, capfd)
    assert code == 0
    assert "1 passed" in printed[-1]


def test_a_failed_check_fails_the_run_but_stops_nothing(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, printed = outcome([FAILS, PASSES], arguments, monkeypatch, capfd)
    assert code == 1
    assert [line.partition(" in ")[0] for line in printed if " in " in line][:2] == [
        "== loud: FAILED",
        "== quiet: passed",
    ]
    assert "1 passed" in printed[-1]


def test_a_run_without_a_test_is_a_failure(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _ = outcome([PASSES], [*arguments, "-k", "nothing_of_this_name"], monkeypatch, capfd)
    assert code == 1


NOWHERE = Service("Nowhere", "nowhere", lambda: None)


def test_a_missing_service_is_a_skip_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Nowhere is not installed"):
        machine.require(NOWHERE)


def test_in_ci_a_missing_service_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Nowhere is not installed"):
        machine.require(NOWHERE)
