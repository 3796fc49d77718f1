"""The two servers that are compared, each started for one run and stopped after it."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from contest.database import open_engine, reading
from contest.journal.replay import verify
from contest.models.records import Response

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"
START_S = 30


class CannotMeasure(RuntimeError):
    """Something that a measurement needs is missing; the text says what."""


class Running(NamedTuple):
    """A server that listens: its process, its port, and what the generator must be told besides."""

    process: int
    port: int
    arguments: tuple[str, ...] = ()
    heat: str = ""


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise CannotMeasure(f"`{name}` is not on the PATH")
    return path


def build_phones(folder: Path) -> Path:
    program = folder / "phones"
    subprocess.run([tool("cc"), "-O2", "-Wall", "-o", str(program), str(HERE / "phones.c")], check=True)
    return program


def install_peer() -> None:
    if not (PEERS / "node_modules" / "socket.io").exists():
        subprocess.run([tool("npm"), "ci", "--silent"], cwd=PEERS, check=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def node() -> Iterator[Running]:
    """The peer: acknowledges and counts, keeps nothing."""
    port = free_port()
    process = subprocess.Popen([tool("node"), "node_server.js", str(port)], cwd=PEERS)
    try:
        _wait_until_it_listens(process, port)
        yield Running(process.pid, port)
    finally:
        _stop(process)


@contextmanager
def wenqu(data: Path) -> Iterator[Running]:
    """The real server on a new data folder: journal on SQLite, everything on."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.heat_under_test", str(port), str(data)]
    process = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        heat, url = process.stdout.readline(), process.stdout.readline()
        if not url:
            raise CannotMeasure("the server did not start")
        facts: dict[str, str] = json.loads(heat)
        arguments = [word for name, value in facts.items() for word in (f"--{name}", value)]
        yield Running(process.pid, port, tuple(arguments), facts["heat"])
    finally:
        _stop(process)


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise CannotMeasure("the peer did not start")


def _stop(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(START_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def answers_on_disk(data: Path, heat: str) -> int:
    """How many answers the database holds after a run.

    Raises `CannotMeasure` when the journal's hash chain does not hold.
    """
    engine = open_engine(f"sqlite:///{data / 'wenqu.sqlite3'}")
    with reading(engine) as connection:
        fault = verify(connection, heat)
        if fault is not None:
            raise CannotMeasure(f"the journal is broken: {fault}")
        counted = select(func.count()).select_from(Response).where(Response.status == "answered")
        return int(connection.scalar(counted) or 0)
