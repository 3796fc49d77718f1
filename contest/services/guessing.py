"""A brake on guessing PINs, resume codes and claim codes: only failures count, so that a whole hall behind one address
may join in a minute."""

from collections import OrderedDict

from contest.clock import Clock

WINDOW_MS = 60_000
FAILURES = 30
ADDRESSES = 10_000


class GuessBrake:
    """Counts failures by address over a window; the least recent addresses are forgotten first."""

    def __init__(self, clock: Clock, failures: int = FAILURES) -> None:
        self._clock = clock
        self._failures = failures
        self._by_address: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def is_on(self, address: str) -> bool:
        since, count = self._by_address.get(address, (0, 0))
        return count >= self._failures and self._clock.now_ms() - since < WINDOW_MS

    def failed(self, address: str) -> None:
        now = self._clock.now_ms()
        since, count = self._by_address.pop(address, (now, 0))
        if now - since >= WINDOW_MS:
            since, count = now, 0
        self._by_address[address] = (since, count + 1)
        if len(self._by_address) > ADDRESSES:
            self._by_address.popitem(last=False)
