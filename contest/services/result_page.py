"""What a contestant is told at the end: points and place, and apart from them what the answers say of literacy."""

from typing import Any

from contest.rules.scoreboard import NOBODY
from contest.services.people import Person
from contest.services.run_heat import HeatRun
from contest.services.score_heat import HeatScorer


def result_page(run: HeatRun, scorer: HeatScorer, person: Person) -> dict[str, Any]:
    """The two ledgers side by side; neither takes a number from the other."""
    place = run.place_of.get(person.id)
    tally = run.tallies.get(person.id, NOBODY)
    return {
        "name": person.name,
        "number": person.number,
        "heat": run.facts.name,
        "place": place.place if place else None,
        "of": len(run.places),
        "points": tally.points,
        "right": tally.right,
        "asked": tally.asked,
        "pilots": sum(record.status == "revealed" and record.item.pilot for record in run.state.run),
        "literacy": scorer.card_of(run.state, person.id),
        "journal": {"count": run.head.seq, "head": run.head.hash},
    }
