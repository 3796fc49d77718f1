"""What a job (`contest.services.jobs`) works at in its own process."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Engine

from contest.clock import Clock


class Bench(NamedTuple):
    """`tell(share, step)`: how much of the work is done, 0..1 or None where nobody can say, and what is being done."""

    engine: Engine
    clock: Clock
    tell: Callable[[float | None, str], None]


class WorkRefused(Exception):
    """The work cannot be done as asked for; `document` says why, for the page that asked."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(str(document))
        self.document = document


# A request to an outcome, both JSON; raises `WorkRefused`.
Work = Callable[[dict[str, Any], Bench], dict[str, Any]]
