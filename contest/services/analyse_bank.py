"""What all answers say of all items, as a job of the desk: computed whole, stored an item a row."""

from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from contest.clock import Clock, from_ms
from contest.database import reading, writing
from contest.services.bank_answers import BankAnswers, collect_answers, date_of
from contest.services.bench import Bench
from contest.services.group_comparisons import compared
from question_bank.analysis import (
    Classical,
    DayFigures,
    ItemChoices,
    ItemTimes,
    Rest,
    by_days,
    classical,
    displacement,
    findings_of,
    item_choices,
    item_times,
    population_of,
    rest_abilities,
    speeds,
)
from question_bank.irt.curves import information, probability
from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.fit.observed import observed_shares
from question_bank.irt.fit.pseudo_counts import pseudo_counts
from question_bank.irt.fit.rmsd import rmsd_of
from question_bank.irt.fit.s_x2 import s_x2
from question_bank.irt.parameters import FloatArray
from question_bank.irt_files.writing import without_nan
from question_bank.leaks import fast_rights, trends
from question_bank.models import BankSetting, ItemFigures

CURVE = np.linspace(-3.5, 3.5, 57)
SUMMARY = "analysis"
# Days are joined until no more than so many periods are drawn.
MOST_PERIODS = 12
Json = dict[str, Any]


def analyse(request: Json, bench: Bench) -> Json:
    """The job: `request` is empty; the outcome says of how many people and answers."""
    bench.tell(None, "collecting")
    with reading(bench.engine) as connection:
        answers = collect_answers(connection)
    figures = figures_of(answers, bench)
    bench.tell(0.97, "storing")
    with writing(bench.engine) as connection:
        return store_figures(connection, answers, figures, bench.clock)


def store_figures(connection: Connection, answers: BankAnswers, figures: dict[str, Json], clock: Clock) -> Json:
    """Replaces what was stored; returns the summary."""
    connection.execute(delete(ItemFigures))
    if figures:
        connection.execute(
            insert(ItemFigures), [{"version_id": version, "figures": each} for version, each in figures.items()]
        )
    summary = {
        "made_ms": clock.now_ms(),
        "heats": answers.heats,
        "people": answers.table.persons,
        "answers": int(answers.table.item.size),
        "items": len(figures),
        "excluded": answers.excluded,
    }
    connection.execute(delete(BankSetting).where(BankSetting.name == SUMMARY))
    connection.execute(insert(BankSetting).values(name=SUMMARY, value=summary))
    return summary


def summary_of(connection: Connection) -> Json | None:
    """Of the last analysis; None before the first."""
    found: Json | None = connection.scalar(select(BankSetting.value).where(BankSetting.name == SUMMARY))
    return found


def figures_of(answers: BankAnswers, bench: Bench | None = None) -> dict[str, Json]:
    """The figures of every version that was answered, by version; numbers that cannot be told are None."""
    tell = bench.tell if bench else lambda share, step: None
    table, parameters = answers.table, answers.parameters
    if not table.item.size:
        return {}
    tell(0.2, "abilities")
    people = population_of(table, parameters, answers.people.heat)
    rest = rest_abilities(table, parameters, people)
    tell(0.45, "figures")
    found = _Found(answers, rest, people.nodes)
    tell(0.6, "fit")
    fit = _fit(answers, people.grid)
    tell(0.75, "groups")
    groups = compared(answers, people.grid)
    tell(0.95, "storing")
    return {
        item.version: without_nan({**found.of(place), **fit[place], "groups": groups[place]})
        for place, item in enumerate(answers.items)
        if found.classical.n[place]
    }


class _Found:
    """All classical figures, and each item's as its row holds them."""

    def __init__(self, answers: BankAnswers, rest: Rest, nodes: FloatArray) -> None:
        table = answers.table
        self.answers, self.rest, self.nodes = answers, rest, nodes
        self.parameters = answers.parameters
        self.classical: Classical = classical(table)
        counts = [len(item.options) for item in answers.items]
        self.choices: list[ItemChoices] = item_choices(table, rest.theta, counts, [item.key for item in answers.items])
        self.times: ItemTimes = item_times(table)
        self.days: list[DayFigures] = by_days(table, rest.expected)
        self.trends = trends(table, rest.expected, rest.slope)
        self.fast = fast_rights(table, speeds(table, np.array([item.load for item in answers.items])))
        self.findings = findings_of(self.classical, self.choices, answers.chance)
        self.rows = table.of_items()

    def of(self, place: int) -> Json:
        item, choices = self.answers.items[place], self.choices[place]
        rows, table = self.rows[place], self.answers.table
        expected = self.rest.expected[rows]
        spread = float((expected * (1.0 - expected)).sum())
        right = float(table.score[rows].sum())
        moved = displacement(right, self.rest.presence[place], self.nodes, self.parameters, place, spread)
        heats = np.unique(self.answers.people.heat[table.person[rows]])
        return {
            **{name: float(values[place]) for name, values in self.classical._asdict().items()},
            "expected": float(expected.mean()),
            "shift": moved._asdict(),
            "options": [
                {"id": option, **figures._asdict()}
                for option, figures in zip(item.options, choices.options, strict=True)
            ],
            "none": choices.none,
            "fifths": {"theta": choices.theta, "people": choices.people, "right": choices.right_by_fifth},
            "times": {name: float(values[place]) for name, values in self.times._asdict().items()},
            "days": self._periods(self.days[place]),
            "trend": self.trends[place]._asdict(),
            "fast": self.fast[place]._asdict(),
            "findings": [finding._asdict() for finding in self.findings[place]],
            "exposure": {"heats": int(heats.size), "people": int(rows.size), "last": self._last_day(place)},
        }

    def _last_day(self, place: int) -> str:
        return date_of(int(self.days[place].day[-1]))

    def _periods(self, days: DayFigures) -> list[Json]:
        """Days, joined to periods where there are many."""
        parts = np.array_split(np.arange(days.day.size), min(MOST_PERIODS, days.day.size))
        found = []
        for part in parts:
            n = float(days.n[part].sum())
            share, expected = (float(values[part] @ days.n[part]) / n for values in (days.share, days.expected))
            error = float(np.sqrt(max(share * (1 - share), 1e-9) / n))
            low, high = (
                (float(days.low[part[0]]), float(days.high[part[0]]))
                if part.size == 1
                else (
                    max(0.0, share - 1.96 * error),
                    min(1.0, share + 1.96 * error),
                )
            )
            first, last = date_of(int(days.day[part[0]])), date_of(int(days.day[part[-1]]))
            found.append(
                {"from": first, "to": last, "n": n, "share": share, "low": low, "high": high, "expected": expected}
            )
        return found


def _fit(answers: BankAnswers, grid: Any) -> list[Json]:
    """Of each item: its curve over what people of each ability answered, information, RMSD and S-X2."""
    table, parameters = answers.table, answers.parameters
    rows = AnswerRows(table, parameters)
    pseudo = pseudo_counts(rows, parameters, grid)
    distance = rmsd_of(pseudo, parameters, grid)
    # The parameters were not estimated from these answers alone: no degree of freedom is taken off.
    groups = s_x2(table, parameters, grid, model=None)
    curves, told = probability(CURVE, parameters), information(CURVE, parameters)
    found = []
    for place in range(table.items):
        seen = observed_shares(pseudo.counts[:, place], grid)
        found.append(
            {
                "rmsd": float(distance.value[place]),
                "rmsd_by_chance": float(distance.by_chance[place]),
                "s_x2": {
                    "value": float(groups.statistic[place]),
                    "df": float(groups.df[place]),
                    "p": float(groups.p[place]),
                    "rmsea": float(groups.rmsea[place]),
                    "reason": groups.reasons[place],
                },
                "curve": {
                    "theta": CURVE.tolist(),
                    "share": [round(float(value), 4) for value in curves[:, place]],
                    "information": [round(float(value), 4) for value in told[:, place]],
                },
                "observed": {
                    "theta": seen.theta.tolist(),
                    "people": seen.people.tolist(),
                    "share": seen.share[1].tolist() if seen.people.size else [],
                    "low": seen.low[1].tolist() if seen.people.size else [],
                    "high": seen.high[1].tolist() if seen.people.size else [],
                },
            }
        )
    return found


def made_at(summary: Json) -> str:
    """When the last analysis was made, where the server stands."""
    return from_ms(int(summary["made_ms"])).astimezone().strftime("%Y-%m-%d %H:%M")
