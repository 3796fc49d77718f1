"""Difficulty for a chosen audience: what was expected, what came of it, and what is to be done; and which items on
trial still need how many answers."""

from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select

from contest.models.records import Response
from contest.models.timetable import Heat, HeatItem
from contest.services.bank_answers import INDIVIDUAL_KINDS, TOLD
from contest.services.bank_items import bank_items, chance_by_luck
from contest.services.stem_lines import line_of
from question_bank.difficulty import (
    AUDIENCES,
    WANTED_SE,
    Audience,
    Observed,
    answers_needed,
    band_of,
    counsel,
    expected_shares,
)
from question_bank.irt.fit.observed import Z
from question_bank.irt.parameters import ItemParameters, item_parameters
from question_bank.items import TAPPED_TYPES, ItemStatus
from question_bank.models import BankSetting, Item, ItemFigures, ItemVersion

Json = dict[str, Any]
SETTING = "audiences"
MEAN_BOUNDS, SD_BOUNDS = (-3.0, 3.0), (0.3, 2.0)
KEY_FINDINGS = {"key_draws_the_weak", "option_beats_key"}


class BadAudience(ValueError):
    """Numbers that no audience has; the text names the field."""


def audiences(connection: Connection) -> list[Audience]:
    """The audiences as organizers have set them, the program's own judgements where they have not."""
    kept = connection.scalar(select(BankSetting.value).where(BankSetting.name == SETTING)) or {}
    return [Audience(each.code, *kept.get(each.code, (each.mean, each.sd))) for each in AUDIENCES]


def set_audience(connection: Connection, code: str, mean: float, sd: float) -> None:
    """Raises `BadAudience` for an unknown code and numbers out of bounds."""
    if code not in {each.code for each in AUDIENCES}:
        raise BadAudience("code")
    if not MEAN_BOUNDS[0] <= mean <= MEAN_BOUNDS[1]:
        raise BadAudience("mean")
    if not SD_BOUNDS[0] <= sd <= SD_BOUNDS[1]:
        raise BadAudience("sd")
    kept = {each.code: [each.mean, each.sd] for each in audiences(connection)}
    kept[code] = [mean, sd]
    connection.execute(delete(BankSetting).where(BankSetting.name == SETTING))
    connection.execute(insert(BankSetting).values(name=SETTING, value=kept))


class Answered(NamedTuple):
    """An item that was answered, with its parameters and figures."""

    version: str
    item: str
    stem: str
    type: str
    status: str
    options: int
    a: float
    b: float
    c: float
    se_b: float | None
    parameters: str
    figures: Json


def tuned_items(connection: Connection, audience: Audience) -> list[Json]:
    """Every answered item: the share of this audience that was expected to have it right, what the answers make of it,
    and advice. What contestants did is carried over to the audience by the difficulty that their answers show."""
    items = _answered(connection)
    parameters = _parameters(items)
    expected = expected_shares(parameters, audience)
    found = []
    for place, item in enumerate(items):
        seen = _seen(item, audience)
        advice = counsel(float(expected[place]), seen, chance_by_luck(item.type, item.options))
        found.append(
            {
                "version": item.version,
                "id": item.item,
                "stem": item.stem,
                "status": item.status,
                "provisional": item.parameters == "provisional",
                "n": int(item.figures["n"]),
                "b": item.b,
                "expected": float(expected[place]),
                "band": band_of(float(expected[place])),
                "observed": seen.share,
                "low": seen.low,
                "high": seen.high,
                "raw": item.figures["share"],
                "raw_expected": item.figures["expected"],
                "shift": item.figures["shift"]["shift"],
                "advice": advice._asdict(),
            }
        )
    return found


def alarms(connection: Connection) -> list[Json]:
    """Items that become easier day by day, or are answered right too fast; the surest first."""
    found = []
    for item in _answered(connection):
        trend, fast = item.figures["trend"], item.figures["fast"]
        if trend["alarm"] or fast["alarm"]:
            found.append(
                {
                    "id": item.item, "stem": item.stem, "status": item.status, "n": int(item.figures["n"]),
                    "trend": trend, "fast": fast, "days": item.figures["days"],
                }
            )  # fmt: skip
    return sorted(found, key=lambda row: -max(row["trend"]["z"] or 0.0, row["fast"]["z"] or 0.0))


def pilot_queue(connection: Connection, audience: Audience) -> list[Json]:
    """Items on trial: answers so far, and how many more of this audience bring the error of b to 0.15."""
    pilots = [
        item
        for item in bank_items(connection)
        if item.current and item.status == ItemStatus.PILOT and item.type in TAPPED_TYPES
    ]
    if not pilots:
        return []
    had = _answers_so_far(connection)
    stems = _stems(connection)
    parameters = item_parameters(*([getattr(item, name) for item in pilots] for name in "abc"))
    needed = answers_needed(parameters, audience)
    found = []
    for place, item in enumerate(pilots):
        n = had.get(item.version, 0)
        whole = float(needed[place])
        found.append(
            {
                "id": item.item,
                "version": item.version,
                "stem": stems[item.version],
                "b": item.b,
                "n": n,
                "needed": None if np.isinf(whole) else int(whole),
                "more": None if np.isinf(whole) else max(0, int(whole) - n),
                "wanted": WANTED_SE,
            }
        )
    return sorted(found, key=lambda row: (row["more"] is None, row["more"]))


def adjusted(connection: Connection, item_id: str) -> Json | None:
    """The document by which `take_over` moves an item to the difficulty that its answers show; None before there is
    one. Slope and guessing stay; so does the status of the parameters, for one step is no calibration."""
    item = next((each for each in _answered(connection) if each.item == item_id), None)
    if item is None or item.figures["shift"]["shift"] is None:
        return None
    shift = item.figures["shift"]
    former = {"a": item.a, "b": item.b, "c": item.c}
    new = {**former, "b": item.b + shift["shift"], "se_b": shift["se"], "n": int(item.figures["n"])}
    return {
        "model": "3pl", "people": int(item.figures["n"]), "scale": "answers",
        "items": [{"version": item.version, "item": item.item, "former": former, "new": new}],
    }  # fmt: skip


def _answered(connection: Connection) -> list[Answered]:
    rows = connection.execute(select(ItemFigures.version_id, ItemFigures.figures))
    figures = {row.version_id: row.figures for row in rows}
    stems = _stems(connection)
    return [
        Answered(
            item.version, item.item, stems[item.version], item.type, item.status, len(item.options), item.a, item.b,
            item.c, item.se_b, item.parameters, figures[item.version],
        )
        for item in bank_items(connection)
        if item.current and item.version in figures
    ]  # fmt: skip


def _stems(connection: Connection) -> dict[str, str]:
    """Of current versions."""
    rows = connection.execute(
        select(ItemVersion.id, ItemVersion.stem).join(Item, Item.current_version == ItemVersion.id)
    )
    return {row.id: line_of(row.stem) for row in rows}


def _parameters(items: list[Answered]) -> ItemParameters:
    return ItemParameters(*(np.array([getattr(item, name) for item in items], dtype=np.float64) for name in "abc"))


def _seen(item: Answered, audience: Audience) -> Observed:
    """The share of the audience that would have it right at the difficulty that the answers show, with the ends that
    its error gives."""
    figures = item.figures
    shift, se = figures["shift"]["shift"] or 0.0, figures["shift"]["se"] or 9.0
    b = np.array([item.b + shift, item.b + shift + Z * se, item.b + shift - Z * se])
    share, low, high = expected_shares(item_parameters(item.a, b, item.c), audience)
    nothing = float("nan")
    return Observed(
        n=figures["n"],
        share=float(share),
        low=float(low),
        high=float(high),
        correlation=figures["correlation"] if figures["correlation"] is not None else nothing,
        correlation_low=figures["correlation_low"] if figures["correlation_low"] is not None else nothing,
        correlation_high=figures["correlation_high"] if figures["correlation_high"] is not None else nothing,
        leaked=bool(figures["trend"]["alarm"] or figures["fast"]["alarm"]),
        key_in_doubt=any(finding["code"] in KEY_FINDINGS for finding in figures["findings"]),
    )


def _answers_so_far(connection: Connection) -> dict[str, int]:
    """By version, of finished heats; who answered twice counts once."""
    rows = connection.execute(
        select(Response.version_id, func.count(func.distinct(Response.contestant_id)))
        .join(Heat, Heat.id == Response.heat_id)
        .join(HeatItem, (HeatItem.heat_id == Response.heat_id) & (HeatItem.version_id == Response.version_id))
        .join(ItemVersion, ItemVersion.id == Response.version_id)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(
            Heat.status == "finished",
            HeatItem.warm_up.is_(False),
            Item.status == ItemStatus.PILOT,
            Response.status.in_(TOLD),
            Response.round_kind.in_(INDIVIDUAL_KINDS),
        )
        .group_by(Response.version_id)
    )
    return {row[0]: row[1] for row in rows}
