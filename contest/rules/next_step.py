"""What the host's one button will do: the next command of an evening that goes as planned."""

from typing import Literal, NamedTuple

from contest.rules.state import HeatState, coming, number_of

Step = Literal["open", "close", "reveal", "standings", "finish", "podium", "resume"]


class NextStep(NamedTuple):
    """`number` is the item's number for `open` (0 = the warm-up) and the podium's step for `podium`, else None."""

    do: Step
    number: int | None = None


def next_step(state: HeatState) -> NextStep | None:
    """None when the evening is over."""
    if state.paused_at is not None:
        return NextStep("resume")
    if state.phase == "open":
        return NextStep("close")
    if state.phase == "closed":
        return NextStep("reveal")
    if state.phase == "finished":
        return NextStep("podium", state.podium + 1) if state.podium < 3 else None
    if state.phase == "revealed" and _standings_are_due(state):
        return NextStep("standings")
    place = coming(state)
    return NextStep("finish") if place is None else NextStep("open", number_of(state, place))


def _standings_are_due(state: HeatState) -> bool:
    every = state.rules.standings_every
    number = number_of(state, state.index)
    # Before the last items are over the podium is near: standings then would give it away.
    changed = state.current is not None and state.current.item.scored
    return every > 0 and changed and number % every == 0 and coming(state) is not None
