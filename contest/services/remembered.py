"""Results that are asked for again and again, made anew only when what they are made from is another object."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The latest result for each key. Sources are immutable values: the same object means the same result.

    `most` keys are kept; the one that has been there longest makes room.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[object, T]] = {}

    def get(self, key: Hashable, source: object, make: Callable[[], T]) -> T:
        kept = self._kept.get(key)
        if kept is not None and kept[0] is source:
            return kept[1]
        made = make()
        self._kept[key] = (source, made)
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)), None)
        return made
