"""Places: who stands where, with the tie-break chain that the rules name."""

from typing import NamedTuple

from contest.rules.parameters import OpenRules
from contest.rules.scoreboard import Tallies, Tally
from contest.rules.state import Seats


class Place(NamedTuple):
    """`place` is shared by equals (1, 2, 2, 4). Removed contestants have none and are not listed."""

    place: int
    contestant: str
    tally: Tally


def rank(rules: OpenRules, tallies: Tallies, seats: Seats) -> list[Place]:
    """All places, best first; equals in the order in which they joined."""
    listed = [
        (_sort_key(rules, tallies.get(contestant, Tally())), seat.number, contestant)
        for contestant, seat in seats.items()
        if seat.removed is None
    ]
    listed.sort()
    places: list[Place] = []
    for position, (key, _, contestant) in enumerate(listed, start=1):
        tied = position > 1 and listed[position - 2][0] == key
        place = places[-1].place if tied else position
        places.append(Place(place, contestant, tallies.get(contestant, Tally())))
    return places


def _sort_key(rules: OpenRules, tally: Tally) -> tuple[int, ...]:
    breakers = {"right": -tally.right, "time": tally.time, "earlier": tally.last_at}
    return (-tally.points, *(breakers[name] for name in rules.tie_breaks))
