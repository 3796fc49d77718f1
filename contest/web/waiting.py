"""An HTTP request that waits for a commit: other requests and all sockets go on meanwhile."""

from typing import Generic, TypeVar

from gevent import Timeout
from gevent.event import AsyncResult

T = TypeVar("T")

LONGEST_S = 10.0


class LaterReply(Generic[T]):
    """Call it with the reply; `wait` gives it back."""

    def __init__(self) -> None:
        self._result: AsyncResult[T] = AsyncResult()

    def __call__(self, reply: T) -> None:
        self._result.set(reply)

    def wait(self) -> T | None:
        """None when nothing came within ten seconds: the client sends again."""
        try:
            return self._result.get(timeout=LONGEST_S)
        except Timeout:
            return None
