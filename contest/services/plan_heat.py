"""Making a heat: items chosen by hand or by a blueprint, rules, a PIN, and the first record of its journal."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select

from contest.chance import identifier, pin, token
from contest.clock import Clock, utc_now
from contest.journal.append import append
from contest.journal.entries import Entry, encode
from contest.models.timetable import Contest, Heat, HeatItem
from contest.rules.events import HeatCreated, RunItem
from contest.rules.parameters import OpenRules
from contest.rules.presentation import shuffled, wire_names
from contest.rules.refusals import Refusal
from question_bank.embargo import is_held
from question_bank.items import SOUND_STATUSES, TAPPED_TYPES, ItemStatus
from question_bank.models import Item, ItemVersion

CAPACITY = 10_000


class PlannedItem(NamedTuple):
    version: str
    warm_up: bool = False
    weight: float = 1.0
    time_limit_s: int | None = None
    pilot: bool = False


class HeatPlan(NamedTuple):
    contest_id: str
    name: str
    items: tuple[PlannedItem, ...]
    rules: OpenRules = OpenRules()
    capacity: int = CAPACITY


class NewHeat(NamedTuple):
    id: str
    pin: str
    screen_key: str


def new_contest(connection: Connection, name: str) -> str:
    contest_id = identifier()
    connection.execute(insert(Contest).values(id=contest_id, name=name, created_at=utc_now()))
    return contest_id


def create_heat(connection: Connection, plan: HeatPlan, clock: Clock) -> NewHeat:
    """Writes the heat, its run and the journal's first record in the caller's writing transaction.

    Raises `Refusal`: `unknown_item` for a version that the bank does not hold, `nothing_left` for a run in which
    nothing counts, `type_not_playable`, `not_reviewed`, `pilot_only` for an item on trial that would count, `retired`,
    `embargoed`.
    """
    if all(item.warm_up or item.pilot for item in plan.items):
        raise Refusal("nothing_left")
    heat = NewHeat(identifier(), _free_pin(connection), token())
    seed = token()
    connection.execute(insert(Heat).values(_heat_row(heat, plan, seed)))
    connection.execute(insert(HeatItem), _item_rows(heat, plan))
    created = HeatCreated(
        at=clock.now_ms(),
        heat=heat.id,
        rules=plan.rules,
        seed=seed,
        capacity=plan.capacity,
        items=_run(connection, plan, seed),
    )
    append(connection, [Entry(heat.id, "created", encode(created))], {})
    return heat


def _heat_row(heat: NewHeat, plan: HeatPlan, seed: str) -> dict[str, object]:
    return {
        "id": heat.id,
        "contest_id": plan.contest_id,
        "name": plan.name,
        "kind": plan.rules.kind,
        "rules": msgspec.to_builtins(plan.rules),
        "pin": heat.pin,
        "screen_key": heat.screen_key,
        "seed": seed,
        "capacity": plan.capacity,
        "status": "ready",
        "alive_ms": None,
        "created_at": utc_now(),
    }


def _item_rows(heat: NewHeat, plan: HeatPlan) -> list[dict[str, object]]:
    return [
        {
            "heat_id": heat.id,
            "position": position,
            "version_id": item.version,
            "warm_up": item.warm_up,
            "pilot": item.pilot,
            "weight": item.weight,
            "time_limit_s": item.time_limit_s or plan.rules.time_limit_s,
        }
        for position, item in enumerate(plan.items)
    ]


def _run(connection: Connection, plan: HeatPlan, seed: str) -> tuple[RunItem, ...]:
    versions = [item.version for item in plan.items]
    columns = (ItemVersion.id, ItemVersion.type, ItemVersion.options, Item.status, Item.embargo_until)
    found = select(*columns).join(Item, Item.id == ItemVersion.item_id).where(ItemVersion.id.in_(versions))
    rows = {row.id: row for row in connection.execute(found)}
    if missing := [version for version in versions if version not in rows]:
        raise Refusal("unknown_item", missing[0])
    if untapped := [version for version in versions if rows[version].type not in TAPPED_TYPES]:
        raise Refusal("type_not_playable", untapped[0])
    for item in plan.items:
        _refuse_status(rows[item.version].status, item)
        if is_held(rows[item.version].embargo_until, utc_now()):
            raise Refusal("embargoed", item.version)
    return tuple(_run_item(plan, place, rows[item.version], seed) for place, item in enumerate(plan.items))


def _refuse_status(status: str, item: PlannedItem) -> None:
    """An item counts only when it is sound; one on trial is asked and does not count; any other is not asked."""
    if status == ItemStatus.PILOT and not item.pilot:
        raise Refusal("pilot_only", item.version)
    if status not in SOUND_STATUSES | {ItemStatus.PILOT}:
        raise Refusal("retired" if status == ItemStatus.RETIRED else "not_reviewed", item.version)


def _run_item(plan: HeatPlan, place: int, row: object, seed: str) -> RunItem:
    planned = plan.items[place]
    name = f"q{place + 1}"
    options: Sequence[str] = [option["id"] for option in row.options]  # type: ignore[attr-defined]
    kind: str = row.type  # type: ignore[attr-defined]
    if kind != "true_false":
        options = shuffled(seed, name, options)
    return RunItem(
        id=name,
        version=planned.version,
        type=kind,  # type: ignore[arg-type]
        options=tuple(options),
        wire=tuple(options) if kind == "true_false" else wire_names(seed, name, options),
        time_limit_ms=(planned.time_limit_s or plan.rules.time_limit_s) * 1000,
        weight=planned.weight,
        warm_up=planned.warm_up,
        pilot=planned.pilot,
    )


def _free_pin(connection: Connection) -> str:
    taken = set(connection.scalars(select(Heat.pin)))
    while (candidate := pin()) in taken:
        pass
    return candidate
