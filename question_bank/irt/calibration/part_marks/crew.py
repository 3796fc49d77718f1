"""Blocks of people shared out among threads: numpy lets go of Python's lock in everything that takes long."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from question_bank.irt.calibration.part_marks.answers import Block

Sum = TypeVar("Sum")


class Crew(NamedTuple):
    """`pool` runs `threads` threads; without one everything is done where it is asked for."""

    pool: ThreadPoolExecutor | None = None
    threads: int = 1

    def share_out(self, blocks: Sequence[Block], work: Callable[[Sequence[Block]], Sum]) -> list[Sum]:
        """The result of `work` for each thread's share of the blocks, always in the same order."""
        shares = [blocks[start :: self.threads] for start in range(min(self.threads, len(blocks)))]
        if self.pool is None or len(shares) < 2:
            return [work(share) for share in shares]
        return list(self.pool.map(work, shares))
