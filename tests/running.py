"""A real server in a process of its own, to be talked to, killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 30


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`wenqu serve --demo` on a data folder. `links` is the line that it printed: url, pin, join_url, host_url, …"""

    def __init__(self, data: Path, environment: dict[str, str] | None = None, arguments: tuple[str, ...] = ()) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "WENQU_DATA": str(data), **(environment or {})}
        self._arguments = arguments
        self.links: dict[str, str] = {}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-P", "-m", "contest.cli", "serve", "--demo", "--json", "--port", str(self.port)]
        self._log = (self.data.parent / f"server-{self.port}.log").open("ab")
        self.process = subprocess.Popen(
            [*command, *self._arguments],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the server did not start:\n{self.log()}")
        self.links = json.loads(line)

    def log(self) -> str:
        return (self.data.parent / f"server-{self.port}.log").read_text("utf-8", "replace")

    def kill(self) -> None:
        """As the kernel's killer, or a stumble over the cable, would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        self._end()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(PATIENCE_S)
        self._end()

    def _end(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._log.close()

    def command(self, *arguments: str, expect: int = 0) -> str:
        """Runs a `wenqu` command beside the server, on the same data."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "contest.cli", *arguments],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == expect, f"exit {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    def api(self, path: str, body: Any = None, seat: str | None = None) -> tuple[int, Any]:
        """An HTTP call; the status and the JSON that came back."""
        request = urllib.request.Request(f"{self.url}{path}")
        if seat:
            request.add_header("Authorization", f"Seat {seat}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=PATIENCE_S) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def eventually(condition: Any, patience_s: float = PATIENCE_S, pause_s: float = 0.02) -> Any:
    """The first true value of `condition`; fails when there is none in time."""
    deadline = time.monotonic() + patience_s
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(pause_s)
    return value
