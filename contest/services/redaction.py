"""The one place where what an audience may see is cut out of what the server knows.

Everything that leaves for a phone, a projector or a host is built here. A key, an explanation or a distribution is
taken up only where the phase allows it; the functions for phones never touch `run.keys` before the reveal.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal

from contest.rules.kinds.open import share_right
from contest.rules.scoreboard import NOBODY
from contest.rules.state import HeatState, ItemRecord, number_of
from contest.services.people import Person
from contest.services.run_heat import HeatRun

Audience = Literal["phone", "screen"]
Json = dict[str, Any]

STANDING_ROWS = 8


def scene(run: HeatRun, audience: Audience) -> Json:
    """The public state of the heat: the same for everybody of one audience."""
    state = run.state
    record = state.current
    left = max(0, state.closes - state.paused_at) if state.paused_at is not None else None
    return {
        "v": state.version,
        "phase": state.phase,
        "paused": state.paused_at is not None,
        "blank": state.blank,
        "number": number_of(state, state.index) if record else 0,
        "of": sum(1 for each in state.run if not each.item.warm_up),
        "warm_up": record.item.warm_up if record else False,
        "item": _item(run, record) if record and state.phase in ("open", "closed", "revealed") else None,
        "opened": state.opened,
        "closes": state.closes,
        "left": left,
        "result": _result(run, record, audience) if record else None,
        "standings": _standings(run) if state.phase in ("standings", "finished") else None,
        "podium": state.podium,
        "contestants": state.seated,
    }


def _item(run: HeatRun, record: ItemRecord) -> Json:
    shown = run.items[record.item.version]
    options = zip(record.item.wire, record.item.options, strict=True)
    return {
        "id": record.item.id,
        "type": record.item.type,
        "stem": shown.stem,
        "options": [{"id": wire, "text": shown.texts[option]} for wire, option in options],
        "dimension": shown.dimension,
        "weight": record.item.weight,
        "shuffle": run.state.rules.option_order == "own" and record.item.type != "true_false",
    }


def _result(run: HeatRun, record: ItemRecord, audience: Audience) -> Json | None:
    if run.state.phase == "revealed":
        return {**_distribution(run, record), **_reveal(run, record)}
    if run.state.phase == "closed" and audience == "screen":
        return _distribution(run, record)
    return None


def _distribution(run: HeatRun, record: ItemRecord) -> Json:
    state = run.state
    chosen = Counter(answer.options for _, answer in record.answers.items())
    counts = dict.fromkeys(record.item.wire, 0)
    wires = dict(zip(record.item.options, record.item.wire, strict=True))
    for options, count in chosen.items():
        for option in options:
            counts[wires[option]] += count
    present = sum(1 for _, seat in state.seats.items() if seat.removed is None and seat.joined <= record.closed)
    return {"counts": counts, "answered": len(record.answers), "of": present}


def _reveal(run: HeatRun, record: ItemRecord) -> Json:
    if record.status == "void":
        return {"void": True, "pilot": record.item.pilot, "key": [], "explanation": "", "right": 0}
    rules = run.state.rules
    chosen = Counter(answer.options for _, answer in record.answers.items())
    right = sum(n for options, n in chosen.items() if share_right(rules, record.item, record.key, options) == 1.0)
    wires = dict(zip(record.item.options, record.item.wire, strict=True))
    explanation = run.keys[record.item.version].explanation
    return {
        "void": False,
        # Told with the key and not before: whoever knows that nothing depends on an answer thinks less about it.
        "pilot": record.item.pilot,
        "key": [wires[each] for each in record.key],
        "explanation": explanation,
        "right": right,
    }


def _standings(run: HeatRun) -> list[Json]:
    return [
        {
            "place": place.place,
            "name": run.people.by_id[place.contestant].name,
            "points": place.tally.points,
            "moved": _moved(run, place.contestant, place.place),
        }
        for place in run.places[:STANDING_ROWS]
    ]


def _moved(run: HeatRun, contestant: str, place: int) -> int | None:
    if not run.former_places:
        return 0
    former = run.former_places.get(contestant)
    return None if former is None else former - place


def you(run: HeatRun, person: Person, claim: str | None = None) -> Json:
    """One contestant's own view. Nobody else ever gets it."""
    return {
        "number": person.number,
        "name": person.name,
        "seed": person.seed,
        **_own_points(run, person),
        "answer": _own_answer(run.state, person.id),
        "last": _last(run, person),
        "claim": prize_claim(run, person, claim),
    }


def _own_points(run: HeatRun, person: Person) -> Json:
    tally = run.tallies.get(person.id, NOBODY)
    place = run.place_of.get(person.id)
    return {
        "points": tally.points,
        "place": place.place if place and run.tallies else None,
        "of": run.state.seated,
        "right": tally.right,
        "asked": tally.asked,
        "streak": tally.streak,
    }


def _own_answer(state: HeatState, contestant: str) -> Json | None:
    record = state.current
    if record is None or state.phase not in ("open", "closed", "revealed"):
        return None
    answer = (record.answers if state.phase == "revealed" else state.answers).get(contestant)
    if answer is None:
        return None
    wires = dict(zip(record.item.options, record.item.wire, strict=True))
    options = [wires[each] for each in answer.options]
    return {"item": record.item.id, "rev": answer.revision, "options": options}


def _last(run: HeatRun, person: Person) -> Json | None:
    """What came of the latest item that was revealed; it stands until the next reveal."""
    played = run.state.run[: run.state.index + 1]
    record = next((each for each in reversed(played) if each.status == "revealed"), None)
    if record is None:
        return None
    tally = run.tallies.get(person.id, NOBODY)
    return {"item": record.item.id, "verdict": tally.verdict, "points": tally.gained}


def own_news(run: HeatRun, person: Person, claim: str | None = None) -> Json:
    """What changes in `you` at a reveal or a finish: a small message, for it goes to each phone by itself."""
    news = {**_own_points(run, person), "last": _last(run, person)}
    if run.state.phase == "finished":
        news["claim"] = prize_claim(run, person, claim)
    return news


def prize_claim(run: HeatRun, person: Person, claim: str | None) -> str | None:
    """The claim code, for those whose place wins a prize, once the heat is over."""
    place = run.place_of.get(person.id)
    won = run.state.phase == "finished" and place is not None and place.place <= run.state.rules.prize_places
    return claim if won else None


def lobby(run: HeatRun, names: int) -> Json:
    """Who is there: the newest names, newest last."""
    newest = list(islice(_newest_names(run), names))
    count = run.state.seated
    return {
        "count": count,
        "names": newest[::-1],
        "more": max(0, count - len(newest)),
        "locked": run.state.locked,
    }


def _newest_names(run: HeatRun) -> Iterator[str]:
    for person in reversed(run.people.by_id.values()):
        seat = run.state.seats.get(person.id)
        if seat is not None and seat.removed is None:
            yield person.name


def tally(run: HeatRun, connected: int) -> Json:
    """How many have answered the open item, of how many who could."""
    record = run.state.current
    answered = len(run.state.answers) if run.state.phase in ("open", "closed") else 0
    return {"item": record.item.id if record else None, "answered": answered, "of": max(connected, answered)}
