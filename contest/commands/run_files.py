"""The items of a heat as a command is given them: a list of ids, JSON Lines, or a blueprint."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from contest.clock import Clock, utc_now
from contest.commands.blueprints import blueprint_refusals, read_blueprint_file
from contest.commands.watching import watched
from contest.services.choose_items import BankItem, bank_list, pilot_list, warm_up
from contest.services.plan_heat import PlannedItem
from question_bank.assembly import assemble, draw
from question_bank.blueprint import Blueprint
from question_bank.candidates import Candidates, bank_candidates, bank_enemies, with_enemies
from question_bank.irt.categories import category_information
from question_bank.irt_files.problems import refusal
from question_bank.items import TAPPED_TYPES
from question_bank.models import Item

LONGEST = 200
FIELDS = {"id", "version", "weight", "time_limit_s", "warm_up", "pilot"}


class BadRunFile(ValueError):
    """A file that names no playable run; the text says which line."""


def planned_items(
    connection: Connection, items: Path | None, blueprint: Path | None, seed: int, clock: Clock
) -> tuple[PlannedItem, ...]:
    """Raises `BadRunFile` and `OSError` for a list of items, `BadFile` for a blueprint."""
    if items is not None:
        return _from_list(connection, items)
    if blueprint is None:
        raise BadRunFile("要给 --items 或 --blueprint")
    return _from_blueprint(connection, blueprint, seed, clock)


def with_pilots(connection: Connection, items: tuple[PlannedItem, ...], count: int) -> tuple[PlannedItem, ...]:
    """The run with so many items on trial among the others, evenly: neither first, where people are still settling in,
    nor last. Raises `BadRunFile` when the bank has fewer."""
    taken = {item.version for item in items}
    pilots = [item.version for item in pilot_list(connection) if item.version not in taken]
    if not 0 <= count <= len(pilots):
        raise BadRunFile(f"--pilots 要在 0 到 {len(pilots)} 之间：题库里可以掺的试测题有 {len(pilots)} 道")
    run = list(items)
    for number, version in enumerate(pilots[:count]):
        place = max(1, round((number + 1) * len(items) / (count + 1)) + number)
        run.insert(place, PlannedItem(version, pilot=True))
    return tuple(run)


def _from_list(connection: Connection, path: Path) -> tuple[PlannedItem, ...]:
    current = dict(connection.execute(select(Item.id, Item.current_version)).all())
    planned, seen = [], set()
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if line.strip():
            item = _planned(current, line.strip(), f"{path.name} 第 {number} 行")
            if item.version in seen:
                raise BadRunFile(f"{path.name} 第 {number} 行：{item.version} 出现了两次")
            seen.add(item.version)
            planned.append(item)
    if not planned:
        raise BadRunFile(f"{path.name} 里没有题目")
    return tuple(planned)


def _planned(current: dict[str, str], line: str, where: str) -> PlannedItem:
    row: dict[str, Any] = {"id": line}
    if line.startswith("{"):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadRunFile(f"{where}：不是 JSON（{error}）") from error
        if unknown := set(row) - FIELDS:
            raise BadRunFile(f"{where}：不认识的字段 {'、'.join(sorted(unknown))}")
    version = row.get("version") or current.get(str(row.get("id")))
    if version is None:
        raise BadRunFile(f"{where}：题库里没有 {row.get('id')}")
    limit = row.get("time_limit_s")
    warm_up, pilot = bool(row.get("warm_up", False)), bool(row.get("pilot", False))
    if warm_up and pilot:
        raise BadRunFile(f"{where}：热身题和试测题只能选一样")
    return PlannedItem(str(version), warm_up, float(row.get("weight", 1.0)), int(limit) if limit else None, pilot)


def _from_blueprint(connection: Connection, path: Path, seed: int, clock: Clock) -> tuple[PlannedItem, ...]:
    """Warm-ups, then a form in the bank's order: the best one where the blueprint has an objective, else one drawn with
    the seed's weights from all that fulfil it."""
    blueprint = read_blueprint_file(path)
    if blueprint.length > LONGEST:
        raise refusal(f"{path} length", f"一场至多 {LONGEST} 题")
    blueprint = with_enemies(blueprint, bank_enemies(connection))
    candidates = bank_candidates(connection, utc_now(), TAPPED_TYPES)
    with blueprint_refusals(path):
        places = _places(blueprint, candidates, seed, clock)
    versions = [candidates.versions[place] for place in places]
    first = _warm_ups(connection, blueprint, versions, seed)
    return (*(PlannedItem(version, warm_up=True) for version in first), *map(PlannedItem, versions))


def _places(blueprint: Blueprint, candidates: Candidates, seed: int, clock: Clock) -> list[int]:
    def elapsed() -> float:
        return clock.now_ms() / 1000

    def chosen() -> list[int]:
        if blueprint.objective is None:
            weights = np.random.default_rng(seed).random(len(candidates.pool.ids))
            return draw(blueprint, candidates.pool, weights, elapsed)
        information = category_information(blueprint.objective.theta, candidates.parameters)
        return assemble(blueprint, candidates.pool, information, 1, elapsed).forms[0]

    return watched(chosen, "按蓝图选题（最长时间）", blueprint.solver.seconds, clock)


def _warm_ups(connection: Connection, blueprint: Blueprint, versions: Sequence[str], seed: int) -> list[str]:
    everything = bank_list(connection)
    taken = [item for item in everything if item.version in set(versions) or item.id in blueprint.exclude]
    found: list[BankItem] = []
    for _ in range(blueprint.warm_up):
        another = warm_up(everything, [*taken, *found], seed)
        if another is not None:
            found.append(another)
    return [item.version for item in found]
