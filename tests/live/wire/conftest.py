"""Real servers of the echo application, in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@contextmanager
def served(command: list[str]) -> Iterator[str]:
    """Start a server that prints its port first; yield its address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=HERE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, process.communicate()[1]
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session", params=["wire", "pywsgi"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The application on our own server, and below the stock one."""
    with served([sys.executable, "echo_app.py", request.param]) as where:
        yield where


@pytest.fixture(scope="session")
def wire_address() -> Iterator[str]:
    """The application on our own server."""
    with served([sys.executable, "echo_app.py", "wire"]) as where:
        yield where
