"""What is wrong with the cells of one item."""

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong with one cell: a code for programs, and in words what to do about it."""

    column: str
    code: str
    reason: str


class Faults(list[Fault]):
    """Faults in the order in which they were found."""

    def add(self, column: str, code: str, reason: str) -> None:
        self.append(Fault(column, code, reason))
