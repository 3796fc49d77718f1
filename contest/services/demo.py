"""A contest that is ready to be played: what a new installation shows first."""

import random

from sqlalchemy import Connection, select

from contest.clock import Clock, utc_now
from contest.models.timetable import Contest, Heat
from contest.services.plan_heat import HeatPlan, NewHeat, PlannedItem, create_heat, new_contest
from question_bank.embargo import released
from question_bank.items import SOUND_STATUSES, TAPPED_TYPES, Dimension, ItemType
from question_bank.models import Item, ItemParameter, ItemVersion

CONTEST_NAME = "问渠演示赛"
HEAT_NAME = "科学之夜·演示场"

# Twenty items, so that a level can be told at the end; shares as in the survey (40/20/20/20).
SHARES = {Dimension.KNOWLEDGE: 8, Dimension.METHODS: 4, Dimension.SPIRIT_THOUGHT: 4, Dimension.APPLICATION: 4}


def demo_heat(connection: Connection, clock: Clock, seed: int = 2025) -> NewHeat:
    """The demo heat that nobody has finished yet, or a new one."""
    contest_id = connection.scalar(select(Contest.id).where(Contest.name == CONTEST_NAME))
    if contest_id is None:
        contest_id = new_contest(connection, CONTEST_NAME)
    waiting = connection.execute(
        select(Heat.id, Heat.pin, Heat.screen_key)
        .where(Heat.contest_id == contest_id, Heat.status != "finished")
        .order_by(Heat.created_at.desc())
    ).first()
    if waiting is not None:
        return NewHeat(*waiting)
    played = len(connection.scalars(select(Heat.id).where(Heat.contest_id == contest_id)).all())
    run = demo_run(connection, random.Random(seed + played))
    return create_heat(connection, HeatPlan(contest_id, HEAT_NAME, run), clock)


def demo_run(connection: Connection, chance: random.Random) -> tuple[PlannedItem, ...]:
    """A warm-up that nearly everybody knows, then items from easy to hard, no two of one benchmark."""
    rows = connection.execute(
        select(ItemVersion.id, ItemVersion.type, ItemVersion.benchmark, ItemVersion.dimension, ItemParameter.b)
        .join(Item, Item.current_version == ItemVersion.id)
        .join(ItemParameter, ItemParameter.version_id == ItemVersion.id)
        .where(Item.status.in_(SOUND_STATUSES), ItemVersion.type.in_(TAPPED_TYPES), released(utc_now()))
        .order_by(ItemVersion.id)
    ).all()
    easiest = min((row for row in rows if row.type == ItemType.TRUE_FALSE), key=lambda row: row.b)
    used, chosen = {easiest.benchmark}, []
    shuffled = chance.sample(rows, len(rows))
    for dimension, wanted in SHARES.items():
        for row in shuffled:
            if wanted and row.dimension == dimension and row.benchmark not in used:
                used.add(row.benchmark)
                chosen.append(row)
                wanted -= 1
    chosen.sort(key=lambda row: row.b)
    return (PlannedItem(easiest.id, warm_up=True), *(PlannedItem(row.id) for row in chosen))
