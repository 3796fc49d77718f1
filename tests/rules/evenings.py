"""Small heats to play rules on, and a way to play them that reads like a script."""

from contest.rules import commands as cmd
from contest.rules.decide import Decision, decide
from contest.rules.events import AnyEvent, HeatCreated, RunItem
from contest.rules.parameters import OpenRules
from contest.rules.refusals import Refused
from contest.rules.state import HeatState, apply, begin

KEYS = {"q1": ("T",), "q2": ("B",), "q3": ("A", "C"), "q4": ("D",)}


def run_items(seconds: int = 30) -> tuple[RunItem, ...]:
    """A warm-up, a single, a multiple and another single choice."""
    letters = ("A", "B", "C", "D")

    def item(name: str, kind: str, options: tuple[str, ...], warm_up: bool = False) -> RunItem:
        wire = tuple(f"{name}{option}" for option in options)
        return RunItem(name, f"{name}@1", kind, options, wire, seconds * 1000, 1.0, warm_up)  # type: ignore[arg-type]

    return (
        item("q1", "true_false", ("T", "F"), warm_up=True),
        item("q2", "single", letters),
        item("q3", "multiple", letters),
        item("q4", "single", letters),
    )


class Evening:
    """A heat with its history. Every wish goes through `decide` and `apply`; `now` is set by hand."""

    def __init__(self, rules: OpenRules | None = None, capacity: int = 100, seconds: int = 30) -> None:
        self.now = 1_000_000
        created = HeatCreated(
            at=self.now,
            heat="H",
            rules=rules or OpenRules(),
            seed="s",
            capacity=capacity,
            items=run_items(seconds),
        )
        self.history: list[AnyEvent] = [created]
        self.state: HeatState = begin(created)

    def wish(self, command: cmd.Command, after: int = 0) -> Decision:
        self.now += after
        decision = decide(self.state, command, self.now)
        if not isinstance(decision, Refused):
            for event in decision:
                self.history.append(event)
                self.state = apply(self.state, event)
        return decision

    def join(self, *names: str) -> None:
        for name in names:
            assert not isinstance(self.wish(cmd.Join(name, f"seed-{name}")), Refused)

    def open(self, after: int = 1000) -> str:
        assert not isinstance(self.wish(cmd.OpenItem(), after), Refused)
        assert self.state.current is not None
        return self.state.current.item.id

    def answer(
        self, who: str, *options: str, revision: int = 1, after: int = 1000, item: str | None = None
    ) -> Decision:
        current = self.state.current
        name = item or (current.item.id if current else "q1")
        return self.wish(cmd.GiveAnswer(who, name, revision, options), after)

    def close(self, reason: str = "host", present: tuple[str, ...] | None = None, after: int = 1000) -> Decision:
        everybody = tuple(contestant for contestant, _ in self.state.seats.items())
        here = frozenset(everybody if present is None else present)
        return self.wish(cmd.CloseItem(reason, here), after)  # type: ignore[arg-type]

    def reveal(self) -> Decision:
        assert self.state.current is not None
        return self.wish(cmd.RevealItem(KEYS[self.state.current.item.id]), 500)

    def play(self, answers: dict[str, tuple[str, ...]]) -> str:
        """One item from the opening to the reveal; everybody in `answers` answers, a second after one another."""
        item = self.open()
        for who, options in answers.items():
            assert not isinstance(self.answer(who, *options), Refused)
        self.close()
        self.reveal()
        return item


def reason(decision: Decision) -> str:
    assert isinstance(decision, Refused), decision
    return decision.reason
