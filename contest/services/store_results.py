"""The figures of a finished heat, stored for lists and exports. The journal can make each of them again."""

from typing import NamedTuple

from sqlalchemy import Engine, delete, insert

from contest.database import writing
from contest.journal.append import Head
from contest.models.timetable import HeatResult
from contest.rules.scoreboard import NOBODY, tallies_of
from contest.rules.standings import rank
from contest.rules.state import HeatState
from contest.services.score_heat import HeatLiteracy


class Result(NamedTuple):
    """One contestant in both ledgers; `theta` is None when no item has counted for them."""

    contestant_id: str
    place: int | None
    points: int
    right: int
    theta: float | None
    theta_se: float | None
    items_scored: int


def results_of(state: HeatState, literacy: HeatLiteracy) -> list[Result]:
    """The two ledgers of everybody who was not shown out, side by side."""
    tallies = tallies_of(state)
    places = {place.contestant: place.place for place in rank(state.rules, tallies, state.seats)}
    results = []
    for row, contestant in enumerate(literacy.contestants):
        tally = tallies.get(contestant, NOBODY)
        items = int(literacy.abilities.items[row])
        theta = float(literacy.abilities.theta[row]) if items else None
        se = float(literacy.abilities.se[row]) if items else None
        results.append(Result(contestant, places.get(contestant), tally.points, tally.right, theta, se, items))
    return results


def store_results(engine: Engine, heat_id: str, results: list[Result], head: Head) -> None:
    """Replaces what was stored; `head` says which journal the figures rest on."""
    chain = {"heat_id": heat_id, "journal_count": head.seq, "journal_head": head.hash}
    with writing(engine) as connection:
        connection.execute(delete(HeatResult).where(HeatResult.heat_id == heat_id))
        if results:
            connection.execute(insert(HeatResult), [{**result._asdict(), **chain} for result in results])
