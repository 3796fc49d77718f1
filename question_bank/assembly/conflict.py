"""Which rules together make a blueprint impossible: a set that is impossible, and would not be without any one of its
rules.

Elastic filtering takes out most of the rest at once. Then a rule without which what is left is still impossible is
dropped, one after another. Both work on the linear relaxation as long as that is impossible itself; the end is checked
with whole items.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from question_bank.assembly.elastic import Rows, held_rules
from question_bank.assembly.model import Demands, demands, selection, together
from question_bank.assembly.requirements import Requirement
from question_bank.assembly.solver import Deadline, relaxed, solve

# Seconds that the proof for one smaller set may take.
ONE_PROOF = 5.0
# Rules of these kinds are dropped first: what remains is easier to understand without them.
DROPPED_FIRST = ("enemies", "exclude", "include", "sum", "max_use", "each", "count", "length")


class Limit(NamedTuple):
    """The rule `max_use` where it binds: one item in so many of the forms."""

    max_use: int
    forms: int


class Conflict(NamedTuple):
    """Requirements that cannot be fulfilled together; `with_limit`: `max_use` is one of them. `minimal`: it is proved
    that none can be missed."""

    requirements: tuple[Requirement, ...]
    with_limit: bool
    minimal: bool


Part = Requirement | Limit


def conflict_among(required: Sequence[Requirement], limit: Limit, until: Deadline) -> Conflict:
    """A conflict within requirements that are impossible for so many forms and uses."""
    judge = _Judge(required[0].weights.size, limit, until)
    parts: list[Part] = [*required, *([limit] if limit.max_use < limit.forms else [])]
    if judge.impossible_in_parts(parts):
        held = held_rules(judge.rows(parts), limit.forms)
        parts = _needed([part for part, is_held in zip(parts, held, strict=True) if is_held], judge.impossible_in_parts)
    parts = _needed(parts, judge.impossible)
    kept = tuple(part for part in parts if isinstance(part, Requirement))
    return Conflict(kept, len(kept) < len(parts), not judge.gave_up)


class _Judge:
    """Says whether some of the rules are impossible, and remembers when time did not suffice to say."""

    def __init__(self, items: int, limit: Limit, until: Deadline) -> None:
        self.items, self.limit, self.until = items, limit, until
        self.gave_up = False

    def impossible_in_parts(self, parts: Sequence[Part]) -> bool:
        """Impossible even if parts of items could be taken. Then forms can be all alike, so their sum tells all."""
        return relaxed(together(self._demands(parts), self.limit.forms)) is None

    def impossible(self, parts: Sequence[Part]) -> bool:
        """Proved to be impossible."""
        if self.impossible_in_parts(parts):
            return True
        demanded = self._demands(parts)
        for programme in (together(demanded, self.limit.forms), selection(demanded, self.limit.forms)):
            verdict = solve(programme, 0.0, min(ONE_PROOF, self.until.left())).verdict
            if verdict == "impossible":
                return True
        self.gave_up = self.gave_up or verdict == "open"
        return False

    def rows(self, parts: Sequence[Part]) -> Rows:
        """Every rule's rows over the numbers of uses in all forms."""
        forms = self.limit.forms
        each = [
            (part.weights[None, :], forms * part.lower, forms * part.upper)
            if isinstance(part, Requirement)
            else (np.eye(self.items), 0.0, float(part.max_use))
            for part in parts
        ]
        heights = [len(matrix) for matrix, _, _ in each]
        return Rows(
            np.concatenate([matrix for matrix, _, _ in each]),
            np.repeat([lower for _, lower, _ in each], heights),
            np.repeat([upper for _, _, upper in each], heights),
            np.repeat(np.arange(len(parts)), heights),
        )

    def _demands(self, parts: Sequence[Part]) -> Demands:
        required = [part for part in parts if isinstance(part, Requirement)]
        is_limited = len(required) < len(parts)
        return demands(required, self.items, self.limit.max_use if is_limited else self.limit.forms)


def _needed(parts: list[Part], is_impossible: Callable[[Sequence[Part]], bool]) -> list[Part]:
    """Whole rules are dropped first, so that what is left belongs to few of them; then parts of rules."""
    rules: dict[tuple[object, ...], list[Part]] = {}
    for part in sorted(parts, key=lambda part: DROPPED_FIRST.index(_kind(part))):
        rules.setdefault((_kind(part), *(part.rule if isinstance(part, Requirement) else ())), []).append(part)
    kept = _shrunk(list(rules.values()), lambda some: is_impossible([part for rule in some for part in rule]))
    return _shrunk([part for rule in kept for part in rule], is_impossible)


def _kind(part: Part) -> str:
    return part.rule.kind if isinstance(part, Requirement) else "max_use"


Piece = TypeVar("Piece")


def _shrunk(pieces: list[Piece], is_impossible: Callable[[Sequence[Piece]], bool]) -> list[Piece]:
    """Pieces are dropped while the rest is impossible: half of them at a time, then quarters, in the end one by one."""
    size = len(pieces)
    while size > 1:
        size //= 2
        start = 0
        while start < len(pieces):
            rest = pieces[:start] + pieces[start + size :]
            if is_impossible(rest):
                pieces = rest
            else:
                start += size
    return pieces
