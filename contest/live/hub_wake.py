"""A wake-up that other threads may ring: it runs functions on the gevent hub's next turn."""

from collections import deque
from collections.abc import Callable

import gevent


class HubWake:
    """Made on the hub's thread; callable from any."""

    def __init__(self) -> None:
        self._pending: deque[Callable[[], None]] = deque()
        self._async = gevent.get_hub().loop.async_()
        self._async.start(self._run)

    def __call__(self, function: Callable[[], None]) -> None:
        self._pending.append(function)
        self._async.send()

    def _run(self) -> None:
        while self._pending:
            self._pending.popleft()()
