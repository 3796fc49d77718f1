"""Contest points: a pure reading of a heat's records, item by item. The literacy ledger is another reading of the same
records (`contest.assessment`) and shares no line with this one."""

from typing import Literal

import msgspec

from contest.rules.kinds.open import points_for, share_right
from contest.rules.parameters import OpenRules
from contest.rules.state import HeatState, ItemRecord, Seats

Verdict = Literal["right", "wrong", "part", "none"]


class Tally(msgspec.Struct, frozen=True):
    """One contestant's standing in points. `time` sums the milliseconds of right answers (a tie-break), `last_at` is
    when the last right answer came in."""

    points: int = 0
    right: int = 0
    asked: int = 0
    streak: int = 0
    time: int = 0
    last_at: int = 0
    verdict: Verdict = "none"
    gained: int = 0


Tallies = dict[str, Tally]
NOBODY = Tally()


def counts(record: ItemRecord) -> bool:
    """Whether the record is worth points: revealed, not void, neither a warm-up nor a pilot item."""
    return record.status == "revealed" and record.item.scored


def tallies_of(state: HeatState) -> Tallies:
    """Everybody's tally over all items that count so far. Linear in contestants x items."""
    tallies: Tallies = {}
    for record in state.run:
        if record.status == "revealed":
            tallies = advance(tallies, state.rules, record, state.seats)
    return tallies


def advance(before: Tallies, rules: OpenRules, record: ItemRecord, seats: Seats) -> Tallies:
    """The tallies after one more revealed item. Warm-ups and pilot items give a verdict only."""
    after = {}
    for contestant, seat in seats.items():
        if seat.removed is None and seat.joined <= record.closed:
            tally = before.get(contestant, NOBODY)
            after[contestant] = _scored(tally, rules, record, contestant)
        elif contestant in before:
            after[contestant] = msgspec.structs.replace(before[contestant], verdict="none", gained=0)
    return after


def _scored(tally: Tally, rules: OpenRules, record: ItemRecord, contestant: str) -> Tally:
    answer = record.answers.get(contestant)
    scored = 1 if record.item.scored else 0
    if answer is None:
        streak = 0 if scored else tally.streak
        return msgspec.structs.replace(tally, asked=tally.asked + scored, streak=streak, verdict="none", gained=0)
    share = share_right(rules, record.item, record.key, answer.options)
    verdict: Verdict = "right" if share == 1.0 else "part" if share else "wrong"
    if not scored:
        return msgspec.structs.replace(tally, verdict=verdict, gained=0)
    right = int(share == 1.0)
    streak = tally.streak + 1 if right else 0
    gained = points_for(rules, record.item, share, answer, streak)
    total = tally.points + gained
    if not rules.negative_total:
        total = max(0, total)
    return Tally(
        points=total,
        right=tally.right + right,
        asked=tally.asked + 1,
        streak=streak,
        time=tally.time + (answer.elapsed if right else 0),
        last_at=answer.at if right else tally.last_at,
        verdict=verdict,
        gained=total - tally.points,
    )
