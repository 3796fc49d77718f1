"""The round kind `open`: everyone answers every item, on a device of their own."""

from contest.rules.commands import GiveAnswer
from contest.rules.events import Answered, RunItem
from contest.rules.parameters import OpenRules
from contest.rules.refusals import Refused
from contest.rules.state import Answer, HeatState

MAX_REVISION = 1000


def decide_answer(state: HeatState, command: GiveAnswer, now: int) -> tuple[Answered] | Refused:
    """Takes an answer, or says why not. `now` is the moment at which the answer was received.

    A repeat of what is stored is refused as `superseded` with the stored answer in it, which the caller turns into
    the stored reply: nothing is ever counted twice.
    """
    seat = state.seats.get(command.contestant)
    if seat is None:
        return Refused("not_joined")
    if seat.removed is not None:
        return Refused("removed")
    record = state.current
    if record is None or record.item.id != command.item:
        return _not_on_screen(state, command)
    stored = state.answers.get(command.contestant)
    if stored is not None and command.revision <= stored.revision:
        return Refused("superseded", stored)
    refusal = _closed_to(state, now) or _misshapen(record.item, command)
    if refusal is not None:
        return refusal
    if stored is not None and not state.rules.changeable:
        return Refused("locked", stored)
    options = tuple(option for option in record.item.options if option in command.options)
    return (
        Answered(
            at=now,
            contestant=command.contestant,
            item=command.item,
            revision=command.revision,
            options=options,
        ),
    )


def _not_on_screen(state: HeatState, command: GiveAnswer) -> Refused:
    for record in state.run:
        if record.item.id == command.item:
            if record.status == "coming":
                return Refused("not_open")
            stored = record.answers.get(command.contestant)
            if stored is not None and command.revision <= stored.revision:
                return Refused("superseded", stored)
            return Refused("too_late", stored)
    return Refused("unknown_item")


def _closed_to(state: HeatState, now: int) -> Refused | None:
    if state.phase != "open":
        return Refused("too_late")
    if state.paused_at is not None:
        return Refused("paused")
    return Refused("too_late") if now > state.closes else None


def _misshapen(item: RunItem, command: GiveAnswer) -> Refused | None:
    chosen = command.options
    if not 1 <= command.revision <= MAX_REVISION or len(set(chosen)) != len(chosen):
        return Refused("bad_request")
    if any(option not in item.options for option in chosen):
        return Refused("unknown_option")
    if not chosen or (item.type != "multiple" and len(chosen) != 1):
        return Refused("wrong_count")
    return None


def share_right(rules: OpenRules, item: RunItem, key: tuple[str, ...], options: tuple[str, ...]) -> float:
    """How right an answer is, from 0 to 1. Part marks: each right option its share, any wrong option 0."""
    chosen, wanted = set(options), set(key)
    if chosen == wanted:
        return 1.0
    if item.type == "multiple" and rules.multiple == "part" and chosen < wanted:
        return len(chosen) / len(wanted)
    return 0.0


def points_for(rules: OpenRules, item: RunItem, share: float, answer: Answer, streak: int) -> int:
    """Contest points of one answer; `streak` counts the right answers in a row with this one included."""
    if share == 0.0:
        return -round(rules.penalty * item.weight)
    worth = rules.points.full * _time_factor(rules, item, answer.elapsed) * share
    bonus = min(rules.streak.cap, rules.streak.step * max(0, streak - 1)) if share == 1.0 else 0
    return round((worth + bonus) * item.weight)


def _time_factor(rules: OpenRules, item: RunItem, elapsed: int) -> float:
    if rules.points.kind == "flat":
        return 1.0
    late, span = elapsed - rules.points.grace_ms, item.time_limit_ms - rules.points.grace_ms
    return 1.0 - (1.0 - rules.points.floor_share) * min(1.0, max(0.0, late / span))
