"""What the host alone may see: the run with its keys to come, live counts, people, health and the log."""

from collections import Counter
from typing import Any

from contest.rules.kinds.open import share_right
from contest.rules.next_step import next_step
from contest.rules.state import HeatState, ItemRecord, coming, number_of
from contest.services.redaction import Json
from contest.services.run_heat import HeatRun

LETTERS = "ABCDEF"
PEOPLE_SHOWN = 2000


def host(run: HeatRun, people: Any, health: Json, log: list[Json]) -> Json:
    """The console's own channel, less `active`, which each console gets for itself. `people`: `people_rows` as JSON."""
    state = run.state
    step = next_step(state)
    return {
        "v": state.version,
        "epoch": state.epoch,
        "next": {"do": step.do, "number": step.number} if step else None,
        "run": [_run_row(run, place) for place in range(len(state.run))],
        "private": _private(run),
        "coming": _coming(run),
        "people": people,
        "people_more": max(0, len(run.people.by_id) - PEOPLE_SHOWN),
        "health": health,
        "log": log,
        "locked": state.locked,
    }


def _run_row(run: HeatRun, place: int) -> Json:
    record = run.state.run[place]
    return {
        "item": record.item.id,
        "number": number_of(run.state, place),
        "stem": run.items[record.item.version].stem,
        "type": record.item.type,
        "time_limit_s": record.item.time_limit_ms // 1000,
        "warm_up": record.item.warm_up,
        "pilot": record.item.pilot,
        "state": record.status,
        # Counting takes 6 ms at 5,000 phones, and an evening has twenty items.
        "percent": run.percents.get(record.item.id, record, lambda: percent_right(run, record)),
    }


def percent_right(run: HeatRun, record: ItemRecord) -> int | None:
    """Share of right answers among the answers given, in whole percent; None before the reveal."""
    if record.status != "revealed" or not len(record.answers):
        return None
    chosen = Counter(answer.options for _, answer in record.answers.items())
    right = sum(
        n for options, n in chosen.items() if share_right(run.state.rules, record.item, record.key, options) == 1.0
    )
    return round(100 * right / len(record.answers))


def _private(run: HeatRun) -> Json | None:
    record = run.state.current
    if record is None or run.state.phase not in ("open", "closed", "revealed"):
        return None
    key = run.keys[record.item.version]
    wires = dict(zip(record.item.options, record.item.wire, strict=True))
    answers = run.state.answers if run.state.phase == "open" else record.answers
    counts = dict.fromkeys(record.item.wire, 0)
    for options, count in Counter(answer.options for _, answer in answers.items()).items():
        for option in options:
            counts[wires[option]] += count
    return {"key": [wires[each] for each in key.options], "explanation": key.explanation, "counts": counts}


def _coming(run: HeatRun) -> Json | None:
    place = coming(run.state)
    if place is None:
        return None
    record = run.state.run[place]
    shown, key = run.items[record.item.version], run.keys[record.item.version]
    options = record.item.options
    return {
        "number": number_of(run.state, place),
        "pilot": record.item.pilot,
        "stem": shown.stem,
        "type": record.item.type,
        "options": [shown.texts[option] for option in options],
        "key": [LETTERS[position] for position, option in enumerate(options) if option in key.options],
        "time_limit_s": record.item.time_limit_ms // 1000,
    }


def people_rows(run: HeatRun, connected: set[str]) -> list[dict[str, Any]]:
    """Who is there, in the order of joining, at most `PEOPLE_SHOWN`. Grows with the hall."""
    rows = []
    for person in list(run.people.by_id.values())[:PEOPLE_SHOWN]:
        if _is_seated(run.state, person.id):
            place = run.place_of.get(person.id)
            rows.append(
                {
                    "number": person.number,
                    "name": person.name,
                    "connected": person.id in connected,
                    "points": place.tally.points if place else 0,
                    "place": place.place if place and run.tallies else None,
                }
            )
    return rows


def _is_seated(state: HeatState, contestant: str) -> bool:
    seat = state.seats.get(contestant)
    return seat is not None and seat.removed is None
