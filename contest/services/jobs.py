"""Long computations of a serving process, each in a process of its own, so that no phone ever waits for one.

A job is a `kind` and a request, both JSON; the child (`wenqu work KIND`) tells how far it is, line by line, and ends
with its outcome. One runs at a time, for a district's laptop has two cores and a heat to serve; others wait their turn.
Jobs live in memory: after a restart there are none, and what was not finished changed nothing.

Threads and pipes are plain ones here. In a serving process gevent has replaced them, so that waiting for a child leaves
the hub free; elsewhere they are what they are.
"""

import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from contest.chance import identifier
from contest.rules.refusals import Refusal
from contest.settings import Settings, child_environment

State = Literal["waiting", "running", "done", "refused", "failed", "stopped"]
OVER: frozenset[State] = frozenset({"done", "refused", "failed", "stopped"})
MOST_WAITING = 8
# Finished jobs that are kept for whoever looks at them late.
MOST_KEPT = 50


@dataclass
class Job:
    """`share` (0..1) of the work that is done, None while nobody can tell; `step` in words. `outcome` is what the work
    gave, when `done`; what it refused and why, when `refused`."""

    id: str
    kind: str
    owner: str
    request: dict[str, Any]
    state: State = "waiting"
    share: float | None = None
    step: str = ""
    outcome: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        return {
            "id": self.id, "kind": self.kind, "state": self.state, "share": self.share, "step": self.step,
            "outcome": self.outcome,
        }  # fmt: skip


class Jobs:
    """The jobs of one serving process."""

    def __init__(self, settings: Settings, tell: Callable[[Job], None] = lambda job: None) -> None:
        """`tell` is called when a job is over."""
        self._settings, self._tell = settings, tell
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[Job] = deque()
        self._running: tuple[Job, subprocess.Popen[str]] | None = None
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def start(self, kind: str, request: dict[str, Any], owner: str) -> Job:
        """A job that runs when its turn comes. Raises `Refusal` `too_many` when too many wait already."""
        job = Job(identifier(), kind, owner, request)
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                raise Refusal("too_many")
            self._jobs[job.id] = job
            self._waiting.append(job)
            self._forget_old()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work_off, daemon=True)
                self._worker.start()
        return job

    def find(self, job_id: str, owner: str) -> Job | None:
        """A job of this account's own."""
        job = self._jobs.get(job_id)
        return job if job is not None and job.owner == owner else None

    def stop(self, job: Job) -> None:
        """Ends a job that waits or runs; one that is over stays as it is."""
        with self._lock:
            waited = job in self._waiting
            if waited:
                self._waiting.remove(job)
                job.state = "stopped"
            elif self._running is not None and self._running[0] is job:
                job.state = "stopped"
                self._running[1].kill()
        if waited:
            self._tell(job)

    def close(self) -> None:
        """Ends everything; for the end of the process."""
        for job in list(self._jobs.values()):
            self.stop(job)

    def _forget_old(self) -> None:
        over = [job.id for job in self._jobs.values() if job.state in OVER]
        for job_id in over[: max(0, len(self._jobs) - MOST_KEPT)]:
            del self._jobs[job_id]

    def _work_off(self) -> None:
        while (job := self._next()) is not None:
            self._run(job)
            self._tell(job)

    def _next(self) -> Job | None:
        with self._lock:
            self._running = None
            if not self._waiting:
                self._worker = None
                return None
            job = self._waiting.popleft()
            job.state = "running"
            self._running = job, self._child(job)
            return job

    def _child(self, job: Job) -> "subprocess.Popen[str]":
        # -P: a file of the working folder must not pass for a module.
        command = [sys.executable, "-P", "-m", "contest.cli", "--data", str(self._settings.data), "work", job.kind]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8", env=child_environment(self._settings),
        )  # fmt: skip

    def _run(self, job: Job) -> None:
        assert self._running is not None
        child = self._running[1]
        assert child.stdin is not None and child.stdout is not None
        with child:
            try:
                # The pipe stays open: the child ends itself when it breaks, for then this process is gone.
                child.stdin.write(json.dumps(job.request) + "\n")
                child.stdin.flush()
                for line in child.stdout:
                    _note(job, json.loads(line))
            except (OSError, ValueError):
                child.kill()
        if job.state == "running":
            job.state = "failed"


def _note(job: Job, told: dict[str, Any]) -> None:
    if "outcome" in told:
        job.state, job.share, job.outcome = "done", 1.0, told["outcome"]
    elif "refused" in told:
        job.state, job.outcome = "refused", told["refused"]
    else:
        job.share, job.step = told.get("share", job.share), told.get("step", job.step)
