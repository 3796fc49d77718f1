"""All that CI runs, in its order: `run.py test` starts this in the ready environment.

Every check runs even when an earlier one failed; the tests come last, so that their summary is the last thing printed.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.machine import SERVICES, in_ci

HERE = Path(sys.executable).parent


class Check(NamedTuple):
    name: str
    command: list[str]


CHECKS = [
    Check("ruff check", [str(HERE / "ruff"), "check", "--quiet", "."]),
    Check("ruff format", [str(HERE / "ruff"), "format", "--check", "."]),
    Check("mypy", [str(HERE / "mypy")]),
    Check("import-linter", [str(HERE / "lint-imports"), "--no-logo"]),
]


def passes(check: Check) -> bool:
    """Runs one check, says how it went and how long it took."""
    print(f"== {check.name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(check.command, check=False).returncode
    print(f"== {check.name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s\n", flush=True)
    return code == 0


def install_missing_services() -> bool:
    """Asks apt-get for what is missing. True when nothing is missing afterwards."""
    packages = [service.package for service in SERVICES if not service.find()]
    if not packages:
        return True
    print(f"== system packages: {' '.join(packages)}", flush=True)
    apt = apt_get()
    if not apt:
        print("Neither root nor sudo may run apt-get here; install them by hand.", file=sys.stderr)
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run([*apt, *step], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    absent = [service.name for service in SERVICES if not service.find()]
    print(f"== system packages: {'still missing: ' + ', '.join(absent) if absent else 'installed'}\n", flush=True)
    return not absent


def apt_get() -> list[str] | None:
    """How to call apt-get with the rights it needs, or nothing."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = ["sudo", "-n", "-E"]
    able = shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False, capture_output=True).returncode == 0
    return [*sudo, "apt-get"] if able else None


# Whole files side by side, in the order of tests/conftest.py: those that take longest come first.
SIDE_BY_SIDE = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder"]


def run_tests(arguments: list[str], failed: list[str]) -> bool:
    """Runs pytest; it repeats the failed checks just above its summary."""
    environment = {**os.environ, "WENQU_FAILED_CHECKS": ", ".join(failed)}
    print("== pytest", flush=True)
    command = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, *arguments]
    return subprocess.run(command, env=environment, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    asked = "--install-services" in arguments
    rest = [argument for argument in arguments if argument != "--install-services"]
    failed = [] if not (asked or in_ci()) or install_missing_services() else ["system packages"]
    failed += [check.name for check in CHECKS if not passes(check)]
    return 0 if run_tests(rest, failed) and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
