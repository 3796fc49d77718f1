"""A heat's results for its organizers, live and afterwards: people, items, standings, participation, the Wright map."""

from collections import Counter
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from contest.locale.refusal_words import N_
from contest.models.people import Contestant
from contest.rules.scoreboard import NOBODY, Tallies, tallies_of
from contest.rules.standings import Place, rank
from contest.rules.state import HeatState, ItemRecord, number_of
from contest.services.attributes import AGE_BANDS, districts
from contest.services.people import People
from contest.services.playable import Key, ShownItem
from contest.services.score_heat import HeatLiteracy, HeatScorer
from question_bank.taxonomy import TARGET_GROUPS

Json = dict[str, Any]
SHOWN = 20
UNTOLD = N_("未填")


def overview(state: HeatState, people: People, items: dict[str, ShownItem], keys: dict[str, Key]) -> Json:
    """What is counted; nothing about anybody's literacy."""
    tallies = tallies_of(state)
    places = rank(state.rules, tallies, state.seats)
    return {
        "phase": state.phase,
        "number": number_of(state, state.index) if state.index >= 0 else 0,
        "of": sum(1 for record in state.run if not record.item.warm_up),
        "people": state.seated,
        "items": [_item(state, place, items, keys) for place in range(len(state.run))],
        "standings": [_place(place, people, tallies) for place in places[:SHOWN]],
    }


def _item(state: HeatState, place: int, items: dict[str, ShownItem], keys: dict[str, Key]) -> Json:
    record = state.run[place]
    shown = items[record.item.version]
    answers = state.answers if place == state.index and state.phase == "open" else record.answers
    chosen = Counter(option for _, answer in answers.items() for option in answer.options)
    revealed = record.status == "revealed"
    return {
        "number": number_of(state, place),
        "stem": shown.stem,
        "state": record.status,
        "answered": len(answers),
        "percent": _percent(record) if revealed else None,
        "options": [
            {
                "letter": "ABCDEF"[position],
                "text": shown.texts[option],
                "count": chosen[option],
                "right": option in keys[record.item.version].options if revealed else None,
            }
            for position, option in enumerate(record.item.options)
        ],
    }


def _percent(record: ItemRecord) -> int | None:
    right = sum(1 for _, answer in record.answers.items() if set(answer.options) == set(record.key))
    return round(100 * right / len(record.answers)) if len(record.answers) else None


def _place(place: Place, people: People, tallies: Tallies) -> Json:
    person, tally = people.by_id[place.contestant], tallies.get(place.contestant, NOBODY)
    return {
        "place": place.place,
        "number": person.number,
        "name": person.name,
        "points": tally.points,
        "right": tally.right,
        "asked": tally.asked,
    }


def participation(connection: Connection, heat_id: str) -> Json:
    """How many came, by what they told of themselves: counts of people, not of literacy."""
    columns = {"district": districts(), "age_band": AGE_BANDS, "target_group": TARGET_GROUPS}
    told = {}
    for column, names in columns.items():
        values = connection.scalars(select(getattr(Contestant, column)).where(Contestant.heat_id == heat_id))
        counted = Counter(names.get(value or "", UNTOLD) for value in values)
        told[column] = [{"name": name, "count": count} for name, count in counted.most_common()]
    return told


def literacy(state: HeatState, scorer: HeatScorer, estimates: HeatLiteracy) -> Json | None:
    """Abilities over the items' difficulties, without names or places. None before an item has counted."""
    counting = [
        place for place, record in enumerate(state.run) if record.status == "revealed" and not record.item.warm_up
    ]
    measured = estimates.abilities.items > 0
    if not counting or not measured.any():
        return None
    found = scorer.map_of(state)
    return {
        "people": int(measured.sum()),
        "mean": round(float(estimates.scores[measured].mean()), 1),
        "spread": round(float(estimates.scores[measured].std()), 1),
        "reliability": _reliability(estimates),
        "bins": [
            {
                "from": round(float(found.edges[each]), 2),
                "people": round(float(found.people[each]), 2),
                "items": [number_of(state, counting[item]) for item in found.items[each]],
            }
            for each in range(len(found.people))
        ],
    }


def _reliability(estimates: HeatLiteracy) -> float | None:
    """Empirical reliability of EAP: var(theta) / (var(theta) + mean(se^2)) (Bock & Mislevy 1982)."""
    theta, se = estimates.abilities.theta, estimates.abilities.se
    spread = float(np.var(theta))
    total = spread + float(np.mean(se**2))
    return round(spread / total, 2) if len(theta) > 1 and total > 0 else None
