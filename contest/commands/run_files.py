"""The items of a heat as a command is given them: a list of ids, JSON Lines, or a blueprint."""

import json
import random
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from contest.services.plan_heat import PlannedItem
from question_bank.models import Item, ItemVersion

FIELDS = {"id", "version", "weight", "time_limit_s", "warm_up"}


class BadRunFile(ValueError):
    """A file that names no playable run; the text says which line."""


def planned_items(
    connection: Connection, items: Path | None, blueprint: Path | None, seed: int
) -> tuple[PlannedItem, ...]:
    """Raises `BadRunFile`, `OSError`, `tomllib.TOMLDecodeError`."""
    if items is not None:
        return _from_list(connection, items)
    if blueprint is None:
        raise BadRunFile("要给 --items 或 --blueprint")
    return _from_blueprint(connection, tomllib.loads(blueprint.read_text("utf-8")), seed)


def _from_list(connection: Connection, path: Path) -> tuple[PlannedItem, ...]:
    current = dict(connection.execute(select(Item.id, Item.current_version)).tuples().all())
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
    return PlannedItem(
        str(version), bool(row.get("warm_up", False)), float(row.get("weight", 1.0)), int(limit) if limit else None
    )


def _from_blueprint(connection: Connection, sheet: dict[str, Any], seed: int) -> tuple[PlannedItem, ...]:
    """`length`, `[[count]]` with field, value, min and max, `include`, `exclude`: a part of irt-files' BLUEPRINT.

    Chosen by chance among the items that still fit; a few thousand tries, then the rule that stays short is named.
    """
    length = sheet.get("length")
    if not isinstance(length, int) or not 1 <= length <= 200:
        raise BadRunFile("length：要是 1 到 200 的整数")
    if unknown := set(sheet) - {"length", "count", "include", "exclude", "warm_up"}:
        raise BadRunFile(f"不认识的字段 {'、'.join(sorted(unknown))}")
    pool = _pool(connection, set(sheet.get("exclude", ())))
    chance = random.Random(seed)
    short = ""
    for _ in range(2000):
        chosen, short = _attempt(pool, sheet, length, chance)
        if not short:
            chosen.sort(key=lambda row: row["id"])
            return tuple(PlannedItem(row["version"]) for row in chosen)
    raise BadRunFile(f"蓝图无法满足：{short}")


def _pool(connection: Connection, excluded: set[str]) -> list[dict[str, Any]]:
    columns = (
        ItemVersion.item_id.label("id"),
        ItemVersion.id.label("version"),
        ItemVersion.type,
        ItemVersion.benchmark,
        ItemVersion.dimension,
        ItemVersion.topics.label("topic"),
        ItemVersion.groups.label("group"),
    )
    rows = connection.execute(
        select(*columns)
        .join(Item, Item.current_version == ItemVersion.id)
        .where(Item.status != "retired")
        .order_by(ItemVersion.item_id)
    ).mappings()
    return [{**row, "benchmark": str(row["benchmark"])} for row in rows if row["id"] not in excluded]


def _attempt(
    pool: list[dict[str, Any]], sheet: dict[str, Any], length: int, chance: random.Random
) -> tuple[list[dict[str, Any]], str]:
    """A choice and, when it falls short, the rule that it falls short of."""
    counts = sheet.get("count", [])
    chosen = [row for row in pool if row["id"] in set(sheet.get("include", ()))]
    rest = chance.sample([row for row in pool if row not in chosen], len(pool) - len(chosen))
    for rule in counts:
        have = sum(_fits(row, rule) for row in chosen)
        for row in rest:
            if have >= rule.get("min", 0) or len(chosen) >= length:
                break
            if row not in chosen and _fits(row, rule) and _allowed(chosen, row, counts):
                chosen.append(row)
                have += 1
        if have < rule.get("min", 0):
            return chosen, f"{rule['field']} = {rule['value']} 不够 {rule['min']} 题"
    for row in rest:
        if len(chosen) < length and row not in chosen and _allowed(chosen, row, counts):
            chosen.append(row)
    return chosen, "" if len(chosen) == length else f"只能选出 {len(chosen)} 题，要 {length} 题"


def _fits(row: dict[str, Any], rule: dict[str, Any]) -> bool:
    value = row.get(str(rule.get("field")))
    wanted = str(rule.get("value"))
    return wanted in value if isinstance(value, list) else value == wanted


def _allowed(chosen: list[dict[str, Any]], row: dict[str, Any], counts: list[dict[str, Any]]) -> bool:
    used = Counter(index for index, rule in enumerate(counts) for each in chosen if _fits(each, rule))
    return all(used[index] < rule.get("max", len(chosen) + 1) for index, rule in enumerate(counts) if _fits(row, rule))
