"""Whatever set-up installs is pinned to one version and to the hashes of its files."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, own_files

LOCKS = ("serve", "test", "node")


def pinned(name: str) -> dict[str, list[str]]:
    """The lock's requirements, each with the lines that belong to it."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines():
        if line[:1].isalnum():
            requirement = line.rstrip("\\ ")
            found[requirement] = []
        elif line.strip() and not line.strip().startswith("#"):
            found[requirement].append(line.strip())
    return found


def asked_for(name: str) -> set[str]:
    """Names in the lock's source, as the registry spells them."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text("utf-8").splitlines()
    names = [re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line[:1].isalnum()]
    return {match.group().lower().replace("_", "-") for match in names if match}


def imported_packages(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    chosen = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | chosen}


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_has_one_version_and_hashes(name: str) -> None:
    for requirement, lines in pinned(name).items():
        assert re.match(r"[a-z0-9.-]+==\S+( ; .+)?$", requirement), requirement
        assert lines, f"{requirement} has no hash"
        assert all(re.match(r"--hash=sha256:[0-9a-f]{64}\b", line) for line in lines), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_asked_for_is_in_the_lock(name: str) -> None:
    assert asked_for(name) <= {requirement.partition("==")[0] for requirement in pinned(name)}


def test_the_tests_use_the_versions_that_serve() -> None:
    served = dict(line.split(" ;")[0].split("==") for line in pinned("serve") if "python_full_version" not in line)
    tested = dict(line.split(" ;")[0].split("==") for line in pinned("test") if "python_full_version" not in line)
    shared = served.keys() & tested.keys()
    assert {name: served[name] for name in shared} == {name: tested[name] for name in shared}


def test_what_serves_imports_nothing_that_only_the_tests_install() -> None:
    brought_by = packages_distributions()
    served = {requirement.partition("==")[0] for requirement in pinned("serve")}
    own = {"contest", "question_bank", *sys.stdlib_module_names}
    code = own_files("contest/*.py", "contest/**/*.py", "question_bank/*.py", "question_bank/**/*.py", "wsgi.py")
    foreign = {(name, path) for path in code for name in imported_packages(path) - own}
    names = {name: {each.lower().replace("_", "-") for each in brought_by.get(name, [])} for name, _ in foreign}
    assert [(name, str(path)) for name, path in foreign if not names[name] & served] == []


def test_the_front_ends_lock_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())
