"""A heat's results for its organizers, live and afterwards: people, items, standings, participation, the Wright map."""

from collections import Counter
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, select

from contest.locale.refusal_words import N_
from contest.models.people import Contestant
from contest.rules.standings import Place
from contest.rules.state import Answers, HeatState, ItemRecord, number_of
from contest.services.attributes import AGE_BANDS, SEXES, districts
from contest.services.people import People
from contest.services.remembered import Remembered
from contest.services.run_heat import HeatRun
from contest.services.score_heat import HeatLiteracy, HeatScorer
from question_bank.taxonomy import TARGET_GROUPS

Json = dict[str, Any]
SHOWN = 20
LETTERS = "ABCDEF"
UNTOLD = N_("未填")


# Items of some ten heats, and their maps: several people look at one page, every two seconds.
_rows: Remembered[Json] = Remembered(500)
_maps: Remembered[Json | None] = Remembered(20)


def overview(run: HeatRun) -> Json:
    """What is counted; nothing about anybody's literacy."""
    state = run.state
    return {
        "phase": state.phase,
        "number": number_of(state, state.index) if state.index >= 0 else 0,
        "of": sum(1 for record in state.run if not record.item.warm_up),
        "people": state.seated,
        "items": [_item(run, state, place) for place in range(len(state.run))],
        "standings": [_place(place, run.people) for place in run.places[:SHOWN]],
    }


def _item(run: HeatRun, state: HeatState, place: int) -> Json:
    if place == state.index and state.phase == "open":
        return _counted(run, state, place, state.answers)
    record = state.run[place]
    # What was closed stays as it is; only the item that is being answered is counted at each look.
    return _rows.get((run.id, place), record, partial(_counted, run, state, place, record.answers))


def _counted(run: HeatRun, state: HeatState, place: int, answers: Answers) -> Json:
    record = state.run[place]
    shown, key = run.items[record.item.version], run.keys[record.item.version]
    chosen = Counter(option for _, answer in answers.items() for option in answer.options)
    revealed = record.status == "revealed"
    return {
        "number": number_of(state, place),
        "pilot": record.item.pilot,
        "stem": shown.stem,
        "state": record.status,
        "answered": len(answers),
        "percent": _percent(record) if revealed else None,
        "options": [
            {
                "letter": LETTERS[position],
                "text": shown.texts[option],
                "count": chosen[option],
                "right": option in key.options if revealed else None,
            }
            for position, option in enumerate(record.item.options)
        ],
    }


def _percent(record: ItemRecord) -> int | None:
    right = sum(1 for _, answer in record.answers.items() if set(answer.options) == set(record.key))
    return round(100 * right / len(record.answers)) if len(record.answers) else None


def _place(place: Place, people: People) -> Json:
    person = people.by_id[place.contestant]
    return {
        "place": place.place,
        "number": person.number,
        "name": person.name,
        "points": place.tally.points,
        "right": place.tally.right,
        "asked": place.tally.asked,
    }


def participation(connection: Connection, heat_id: str) -> Json:
    """How many came, by what they told of themselves: counts of people, not of literacy."""
    columns = {"district": districts(), "age_band": AGE_BANDS, "target_group": TARGET_GROUPS, "sex": SEXES}
    told = {}
    for column, names in columns.items():
        value = getattr(Contestant, column)
        rows = connection.execute(select(value, func.count()).where(Contestant.heat_id == heat_id).group_by(value))
        counted: Counter[str] = Counter()
        for code, count in rows:
            counted[names.get(code or "", UNTOLD)] += count
        told[column] = [{"name": name, "count": count} for name, count in counted.most_common()]
    return told


def literacy(state: HeatState, scorer: HeatScorer, estimates: HeatLiteracy) -> Json | None:
    """Abilities over the items' difficulties, without names or places. None before an item has counted."""
    return _maps.get(state.heat, estimates, lambda: _mapped(state, scorer, estimates))


def _mapped(state: HeatState, scorer: HeatScorer, estimates: HeatLiteracy) -> Json | None:
    counting = [place for place, record in enumerate(state.run) if record.status == "revealed" and record.item.scored]
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
