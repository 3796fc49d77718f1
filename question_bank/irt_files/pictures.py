"""The numbers behind the charts: answers beside the parameters that are to explain them."""

import math
from pathlib import Path
from typing import Any

import numpy as np

from question_bank.charts.information_chart import InformationPicture
from question_bank.charts.picture import ItemPicture, ObservedPoints, Verdict
from question_bank.charts.words import whole
from question_bank.irt.ability import moments
from question_bank.irt.categories import category_curves, category_information
from question_bank.irt.curve_errors import mean_score_errors
from question_bank.irt.fit.answer_rows import AnswerRows
from question_bank.irt.fit.flags import FEW_ANSWERS, RMSD_CHANCES, RMSD_HIGH, RMSD_RAISED
from question_bank.irt.fit.observed import Z, mean_interval, observed_shares
from question_bank.irt.fit.pseudo_counts import PseudoCounts, pseudo_counts
from question_bank.irt.fit.rmsd import rmsd_of
from question_bank.irt.parameters import FloatArray, ItemParameters, Parameters, categories, locations
from question_bank.irt.posterior import quantiles
from question_bank.irt.quadrature import Grid
from question_bank.irt_files.aligned import Aligned, aligned
from question_bank.irt_files.common_items import covariance_rows
from question_bank.irt_files.parameter_file import ParameterFile, is_number
from question_bank.irt_files.people_of_groups import population_of
from question_bank.irt_files.plots import Plots
from question_bank.irt_files.responses import Responses, people_per_row

# Sds of the population to either side, and points on the way.
REACH, POINTS = 3.5, 141
# Shares of the population below either end of its inner nine tenths.
MIDDLE = (0.05, 0.95)
TITLE = "题目曲线与拟合"


def plots_of(responses: Responses, file: ParameterFile, reach: tuple[float, float] | None = None) -> Plots:
    """What is drawn of the items that were answered, between the abilities `reach`; unless given, the
    population's mean and 3.5 sd to either side.

    Raises `BadFile` for items without parameters and scores that a model does not know.
    """
    found = aligned(responses, file)
    grid = population_of(file.population, found.parameters)
    rows = AnswerRows(found.scores, found.parameters, people_per_row(responses))
    pseudo = pseudo_counts(rows, found.parameters, grid)
    points = np.linspace(*(_abilities(grid) if reach is None else reach), POINTS)
    items = _Items(file, found, pseudo, grid, points)
    sources = [f"参数 {Path(file.source).name}", f"作答 {Path(responses.source).name}"]
    return Plots(
        title=TITLE,
        facts="·".join([file.model, f"{len(found.ids)} 题", f"{whole(pseudo.people)} 人", *sources]),
        test=_whole_test(found.parameters, grid, points),
        items=[items.picture(place) for place in range(len(found.ids))],
    )


def _abilities(grid: Grid) -> tuple[float, float]:
    """In half units, so that the scale ends near round numbers."""
    mean, sd = moments(np.exp(grid.log_weights), grid)
    return math.floor(2 * (mean - REACH * sd)) / 2, math.ceil(2 * (mean + REACH * sd)) / 2


def _whole_test(parameters: Parameters, grid: Grid, theta: FloatArray) -> InformationPicture:
    weights = np.exp(grid.log_weights)
    mean, sd = moments(weights, grid)
    information = category_information(theta, parameters).sum(axis=1)
    low, high = quantiles(weights[None], grid, MIDDLE)[0].tolist()
    inside = grid.nodes[(grid.nodes > low) & (grid.nodes < high)]
    errors = _errors(category_information(np.concatenate([[low], inside, [high]]), parameters).sum(axis=1))
    density = np.interp(theta, grid.nodes, weights / np.gradient(grid.nodes), left=0.0, right=0.0)
    return InformationPicture(
        theta=theta,
        information=information,
        se=_errors(information),
        density=density,
        mean=float(mean),
        sd=float(sd),
        middle=(low, high),
        errors=(float(errors.min()), float(errors.max())),
        items=parameters.a.size,
    )


def _errors(information: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / np.sqrt(information))


class _Items:
    """The pictures of items, made one by one from what all share."""

    def __init__(
        self, file: ParameterFile, found: Aligned, pseudo: PseudoCounts, grid: Grid, theta: FloatArray
    ) -> None:
        self.file, self.found, self.pseudo, self.grid, self.theta = file, found, pseudo, grid, theta
        self.counts = categories(found.parameters)
        self.b = locations(found.parameters)
        self.rmsd = rmsd_of(pseudo, found.parameters, grid)
        self.shares = np.exp(category_curves(theta, found.parameters).log_p)
        self.information = category_information(theta, found.parameters)
        self.errors = self._errors()

    def _errors(self) -> FloatArray | None:
        """Of the mean score of each item of the whole file, (points, items)."""
        rows = covariance_rows(self.file)
        if rows is None:
            return None
        scores = np.zeros((len(self.file.ids), int(categories(self.file.parameters).max())))
        for item, known in enumerate(self.file.scores):
            scores[item, : len(known)] = known
        return mean_score_errors(self.theta, self.file.parameters, scores, rows)

    def picture(self, item: int) -> ItemPicture:
        place = int(self.found.places[item])
        scores = np.array(self.file.scores[place], dtype=np.float64)
        shares = np.ascontiguousarray(self.shares[:, item, : scores.size].T)
        mean = scores @ shares
        low, high = self._band(place, mean, scores)
        told = self.file.raw["items"][place]
        parameters = self.found.parameters
        answers = float(self.pseudo.answers[item])
        rmsd, by_chance = (float(values[item]) for values in self.rmsd)
        return ItemPicture(
            id=self.found.ids[item],
            a=float(parameters.a[item]),
            b=float(self.b[item]),
            c=float(parameters.c[item]) if isinstance(parameters, ItemParameters) else None,
            se_a=_number(told, "se_a"),
            se_b=_number(told, "se_b"),
            se_c=_number(told, "se_c"),
            answers=answers,
            rmsd=rmsd,
            rmsd_by_chance=by_chance,
            verdict=_verdict(answers, rmsd, by_chance),
            few=answers < FEW_ANSWERS,
            scores=scores,
            theta=self.theta,
            shares=shares,
            mean=mean,
            mean_low=low,
            mean_high=high,
            information=self.information[:, item],
            observed=self._observed(item, scores),
        )

    def _band(self, place: int, mean: FloatArray, scores: FloatArray) -> tuple[FloatArray | None, FloatArray | None]:
        """A 95 % band about the mean score, made on the logit of its share of what can be had, so that it ends where
        scores end."""
        if self.errors is None or not np.isfinite(self.errors[:, place]).all() or not self.errors[:, place].any():
            return None, None
        least, most = scores[0], scores[-1]
        share = np.clip((mean - least) / (most - least), 1e-9, 1 - 1e-9)
        spread = Z * self.errors[:, place] / (most - least) / (share * (1 - share))
        logit = np.log(share / (1 - share))
        low, high = (least + (most - least) / (1 + np.exp(-(logit + side * spread))) for side in (-1, 1))
        return low, high

    def _observed(self, item: int, scores: FloatArray) -> ObservedPoints:
        found = observed_shares(self.pseudo.counts[: scores.size, item], self.grid)
        mean, interval = mean_interval(found, scores)
        if scores.size == 2:
            low, high = (scores[0] + (scores[1] - scores[0]) * end[1] for end in (found.low, found.high))
            return ObservedPoints(*found, mean, low, high)
        return ObservedPoints(*found, mean, *interval)


def _verdict(answers: float, rmsd: float, by_chance: float) -> Verdict:
    """As `question_bank.irt.fit.flags.item_flags` has it."""
    if not answers > 0:
        return "unknown"
    if rmsd <= RMSD_RAISED:
        return "fits"
    if rmsd <= RMSD_CHANCES * by_chance:
        return "unsure"
    return "off" if rmsd > RMSD_HIGH else "slightly_off"


def _number(item: dict[str, Any], field: str) -> float | None:
    return float(item[field]) if is_number(item.get(field)) else None
