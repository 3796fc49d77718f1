"""A PostgreSQL and a Redis of the tests' own: in temporary folders, on free loopback ports, gone at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

import psycopg

STARTS_WITHIN = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Identity(NamedTuple):
    """Whom a server runs as; nothing in it means: as we are."""

    user: int | None = None
    group: int | None = None
    groups: list[int] | None = None


def unprivileged() -> Identity:
    """PostgreSQL refuses to run as root, so root starts it as `postgres`, or as `nobody` where there is none."""
    if os.geteuid() != 0:
        return Identity()
    import pwd  # not on Windows, where no server of this module runs

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return Identity(entry.pw_uid, entry.pw_gid, [])


class PrivateServer(ABC):
    """One server process that can be started, killed and started again on the same port."""

    stop_signal = signal.SIGTERM

    def __init__(self, programs: str, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.identity = unprivileged()
        if self.identity.user is not None:
            os.chown(folder, self.identity.user, self.identity.group or 0)

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments; it stays in the foreground."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the product's settings find it."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes orders by now; listening alone does not say so."""

    def start(self) -> None:
        """Returns when it answers; raises `RuntimeError` with its own words when it does not."""
        user, group, groups = self.identity
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, cwd=self.folder, user=user, group=group, extra_groups=groups
            )
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        self._end(self.stop_signal)

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        self._end(signal.SIGKILL)

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process:
            self.process.send_signal(with_signal)
            self.process.wait()
            self.process = None

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline and process.poll() is None:
            if self.answers():
                return
            time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"{process.args!r} did not start:\n{self.log.read_text(errors='replace')[-2000:]}")


Server = TypeVar("Server", bound=PrivateServer)


class PrivateRedis(PrivateServer):
    """Keeps nothing over a restart, which is how the product's promises treat Redis."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        return [self.programs, *options, "--dir", str(self.folder)]

    def answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False


class PrivatePostgres(PrivateServer):
    """A new cluster. It does not wait for the disk: a killed server loses nothing by that."""

    stop_signal = signal.SIGINT  # "fast shutdown": ends the sessions and leaves no process behind

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://wenqu@127.0.0.1:{self.port}/postgres"

    @property
    def cluster(self) -> str:
        return str(self.folder / "cluster")

    def command(self) -> list[str]:
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=200")
        options = [part for setting in settings for part in ("-c", setting)]
        return [f"{self.programs}/postgres", "-D", self.cluster, "-p", str(self.port), *options]

    def answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url.replace("+psycopg", ""), connect_timeout=1).close()
            return True
        return False

    def start(self) -> None:
        if not Path(self.cluster).exists():
            self._make_cluster()
        super().start()

    def _make_cluster(self) -> None:
        options = ["--username=wenqu", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        command = [f"{self.programs}/initdb", "-D", self.cluster, *options]
        user, group, groups = self.identity
        made = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, user=user, group=group, extra_groups=groups
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{(made.stdout + made.stderr)[-2000:]}")


@contextmanager
def running(kind: type[Server], programs: str) -> Iterator[Server]:
    """Starts a server in a folder of its own and removes both at the end."""
    folder = Path(tempfile.mkdtemp(prefix="wenqu-test-"))
    server = kind(programs, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
