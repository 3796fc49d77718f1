"""Heats that were played to their end by people whose abilities are known: journal, contestants and answers as a
server leaves them, without the hours that it takes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, select, update

from contest.clock import StoppedClock
from contest.journal.append import append, head_of
from contest.journal.entries import Entry, encode
from contest.models.people import Contestant
from contest.models.records import Response
from contest.models.timetable import Heat
from contest.rules.events import AnyEvent, ContestantRemoved, ItemVoided
from contest.services.plan_heat import HeatPlan, PlannedItem, create_heat, new_contest
from question_bank.irt.curves import probability
from question_bank.irt.parameters import ItemParameters
from question_bank.models import ItemKey, ItemParameter, ItemVersion

DAY_MS = 86_400_000
START_MS = 1_760_000_000_000


class Crowd(NamedTuple):
    """People of one heat. `mean` and `sd` of their abilities; what they tell of themselves goes round."""

    size: int
    mean: float = 0.0
    sd: float = 1.0
    age_bands: Sequence[str | None] = (None,)
    districts: Sequence[str | None] = (None,)
    groups: Sequence[str | None] = (None,)
    sexes: Sequence[str | None] = (None,)


class Truth(NamedTuple):
    """What items are really like, by version, where it is not what the bank believes."""

    b: Mapping[str, float] = MappingProxyType({})
    # An option that is chosen by those who know, instead of the key.
    chosen_by_the_able: Mapping[str, str] = MappingProxyType({})


AS_BELIEVED = Truth()


def play(
    connection: Connection,
    items: Sequence[PlannedItem],
    crowd: Crowd,
    seed: int = 1,
    truth: Truth = AS_BELIEVED,
    day: int = 0,
    voided: str | None = None,
    removed: bool = False,
) -> str:
    """A finished heat; returns its id. `removed`: the first contestant was shown out."""
    rng = np.random.default_rng(seed)
    clock = StoppedClock(START_MS + day * DAY_MS)
    heat = create_heat(
        connection, HeatPlan(new_contest(connection, f"第 {seed} 场"), f"第 {seed} 场", tuple(items)), clock
    )
    connection.execute(update(Heat).where(Heat.id == heat.id).values(status="finished"))
    people = [f"{heat.id}-{number}" for number in range(1, crowd.size + 1)]
    connection.execute(
        insert(Contestant), [_contestant(heat.id, crowd, number, name) for number, name in enumerate(people)]
    )
    theta = rng.normal(crowd.mean, crowd.sd, crowd.size)
    for position, item in enumerate(items):
        connection.execute(
            insert(Response), _answers(connection, heat.id, position, item, people, theta, rng, truth, clock)
        )
    events: list[AnyEvent] = [ItemVoided(at=1, item=voided, by="x", reason="错")] if voided else []
    events += [ContestantRemoved(at=1, contestant=people[0], by="x", reason="扰乱")] if removed else []
    entries = [Entry(heat.id, f"e{number}", encode(event)) for number, event in enumerate(events)]
    if entries:
        append(connection, entries, {heat.id: head_of(connection, heat.id)})
    return heat.id


def _contestant(heat: str, crowd: Crowd, number: int, name: str) -> dict[str, object]:
    return {
        "id": name, "heat_id": heat, "number": number + 1, "nickname": name, "name_key": name,
        "district": crowd.districts[number % len(crowd.districts)],
        "age_band": crowd.age_bands[number % len(crowd.age_bands)],
        "target_group": crowd.groups[number % len(crowd.groups)],
        "sex": crowd.sexes[number % len(crowd.sexes)],
        "consent_ms": 1, "seat_hash": f"s{name}", "resume_hash": f"r{name}", "shuffle_seed": "x", "joined_ms": START_MS,
    }  # fmt: skip


def _answers(
    connection: Connection,
    heat: str,
    position: int,
    item: PlannedItem,
    people: list[str],
    theta: NDArray[np.float64],
    rng: np.random.Generator,
    truth: Truth,
    clock: StoppedClock,
) -> list[dict[str, object]]:
    row = connection.execute(
        select(ItemVersion.options, ItemKey.key, ItemParameter.a, ItemParameter.b, ItemParameter.c)
        .join(ItemKey, ItemKey.version_id == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(ItemVersion.id == item.version)
    ).one()
    b = truth.b.get(item.version, row.b)
    right = (
        rng.random(theta.size) < probability(theta, ItemParameters(*(np.array([v]) for v in (row.a, b, row.c))))[:, 0]
    )
    ids = [option["id"] for option in row.options]
    wrong = [option for option in ids if option not in row.key] or ids[:1]
    known = [truth.chosen_by_the_able[item.version]] if item.version in truth.chosen_by_the_able else list(row.key)
    others = [option for option in ids if option not in known]
    elapsed = (8000 * rng.lognormal(0.0, 0.35, theta.size)).astype(int)
    return [
        {
            "heat_id": heat, "contestant_id": person, "item": f"q{position + 1}", "version_id": item.version,
            "attempt": 1, "revision": 1, "status": "answered",
            "options": known if knows else [str(rng.choice(others or wrong))], "shown": ids,
            "received_ms": clock.ms + int(ms), "elapsed_ms": int(ms), "round_kind": "open", "mode": "live",
            "exposure": 1,
        }
        for person, knows, ms in zip(people, right.tolist(), elapsed.tolist(), strict=True)
    ]  # fmt: skip
