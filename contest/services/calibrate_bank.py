"""The bank's own calibration: parameters from the answers of finished heats, on the scale that the bank has.

Where calibrated items are among those answered they are anchors: they keep their parameters and hold the scale, and
every heat's people have a mean and a spread of their own. Without anchors the authors' judgements set the scale: the
mean of the difficulties stays where they put it. Each judgement is a prior besides, N(b, 1).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contest.database import reading
from contest.services.bank_answers import BankAnswers, collect_answers
from contest.services.bank_items import BankItem
from contest.services.bench import Bench, WorkRefused
from contest.services.calibration_document import document_of, right_wrong
from question_bank.irt.calibration.calibrate import Model, calibrate
from question_bank.irt.calibration.refusals import Disconnected
from question_bank.irt.calibration.result import Calibration
from question_bank.irt.calibration.sparse_scores import SparseScores
from question_bank.irt.parameters import FloatArray, ItemParameters

Json = dict[str, Any]
# An item with fewer answers is left out: its prior would say more than they.
FEWEST_ANSWERS = 30
FEWEST_ANCHORS = 3
# A heat of fewer people has no population of its own.
SMALL_HEAT = 50
# The options of an item that nobody guesses: 1 / options is then no chance.
NO_LUCK = 1e9


class Chosen(NamedTuple):
    """The columns of a calibration: which items of the answers, and which of them are anchors."""

    items: NDArray[np.intp]
    anchors: NDArray[np.bool_]


def calibrate_bank(request: Json, bench: Bench) -> Json:
    """The job. `request`: `model` (3pl unless said), `free_c` (estimate c as well), `anchors` (False: none is held),
    `equivalent` (people of heats without common items are taken to be alike).

    The outcome is what `take_over` stores: each item's former and new parameters, warnings, and whether it is proposed.
    Refuses with `reason` "no_answers", or "apart" with the `parts`.
    """
    bench.tell(None, "collecting")
    with reading(bench.engine) as connection:
        answers = collect_answers(connection)
    return calibrated(answers, request, bench)


def calibrated(answers: BankAnswers, request: Json, bench: Bench) -> Json:
    model: Model = request.get("model", "3pl")
    chosen = chosen_items(answers, bool(request.get("anchors", True)))
    if chosen.items.size < 2 or chosen.anchors.all():
        raise WorkRefused({"reason": "no_answers", "fewest": FEWEST_ANSWERS})
    work = _Work(answers, chosen, model, not request.get("free_c"), bool(request.get("equivalent")), bench)
    try:
        found, shift = work.found()
    except Disconnected as error:
        raise WorkRefused(
            {"reason": "apart", "parts": [_names(answers, chosen, part) for part in error.parts]}
        ) from error
    except ValueError as error:
        raise WorkRefused({"reason": "not_estimable", "detail": str(error)}) from error
    return document_of(answers, chosen.items, chosen.anchors, found, shift, request)


def chosen_items(answers: BankAnswers, anchors: bool) -> Chosen:
    """Items with enough answers, and any calibrated one that was answered: current versions and former ones alike."""
    n = np.bincount(answers.table.item, minlength=len(answers.items))
    held = np.array([anchors and item.parameters == "calibrated" for item in answers.items], dtype=np.bool_)
    if held[n > 0].sum() < FEWEST_ANCHORS:
        held[:] = False
    taken = np.flatnonzero((n >= FEWEST_ANSWERS) | (held & (n > 0)))
    return Chosen(taken, held[taken])


class _Work:
    """A calibration with its answers at hand."""

    def __init__(
        self, answers: BankAnswers, chosen: Chosen, model: Model, hold_c: bool, equivalent: bool, bench: Bench
    ) -> None:
        self.answers, self.chosen, self.model, self.hold_c, self.bench = answers, chosen, model, hold_c, bench
        self.equivalent = equivalent
        self.items = [answers.items[place] for place in chosen.items]
        self.scores, people = _scores(answers, chosen)
        self.groups = None if equivalent else _groups(answers.people.heat[people])
        self.author_b = np.array([np.nan if each.author_b is None else each.author_b for each in self.items])

    def found(self) -> tuple[Calibration, float]:
        """The calibration on the bank's scale, and by how much it was moved to get there."""
        if self.chosen.anchors.any():
            return self._run(self.author_b, 0.2, 0.9), 0.0
        # The judgements are priors on a scale that they set: a first round says where it lies.
        first = self._run(np.full(len(self.items), np.nan), 0.2, 0.5, errors=False)
        shift = self._shift(first)
        again = self._run(self.author_b - shift, 0.5, 0.9)
        return again, self._shift(again)

    def _shift(self, calibration: Calibration) -> float:
        """What must be added to b for the mean of the difficulties to be the authors'."""
        difference = self.author_b - right_wrong(calibration).b
        known = np.isfinite(difference)
        return float(np.median(difference[known])) if known.any() else 0.0

    def _run(self, author_b: FloatArray, start: float, end: float, errors: bool = True) -> Calibration:
        def tell(iteration: int, _likelihood: float) -> None:
            # Nobody knows how many rounds there will be: each takes a twentieth of what is left.
            self.bench.tell(end - (end - start) * 0.95**iteration, "calibrating")

        anchors = self.chosen.anchors
        held = ItemParameters(*(np.array([getattr(each, name) for each in self.items]) for name in "abc"))
        return calibrate(
            self.scores,
            self.model,
            author_b=author_b,
            options=np.array([_options(each) for each in self.items]),
            groups=self.groups,
            reference=None if self.groups is None else _most_common(self.groups),
            fixed=(held, anchors) if anchors.any() else None,
            standard_errors=errors,
            equivalent_groups=self.equivalent,
            hold_c=self.hold_c and self.model == "3pl",
            progress=tell,
        )


def _scores(answers: BankAnswers, chosen: Chosen) -> tuple[SparseScores, NDArray[np.int64]]:
    """The answers to the chosen items, and which people they are of."""
    columns = np.full(len(answers.items), -1)
    columns[chosen.items] = np.arange(chosen.items.size)
    own = columns[answers.table.item] >= 0
    people, person = np.unique(answers.table.person[own], return_inverse=True)
    item, score = columns[answers.table.item[own]], answers.table.score[own]
    return SparseScores(person, item, score, int(people.size), int(chosen.items.size)), people


def _groups(heat: NDArray[np.int64]) -> NDArray[np.str_] | None:
    """A heat's people are a population of their own; small heats are one together. None where there is one group."""
    sizes = np.bincount(heat)
    labels = np.where(sizes[heat] >= SMALL_HEAT, heat.astype(np.str_), "small")
    return np.asarray(labels) if np.unique(labels).size > 1 else None


def _most_common(labels: NDArray[np.str_]) -> str:
    """The group that is N(0, 1) where nothing else holds the scale."""
    names, counts = np.unique(labels, return_counts=True)
    return str(names[int(np.argmax(counts))])


def _options(item: BankItem) -> float:
    """So many options that 1 / options is the bank's c, which is what luck gives."""
    chance = item.c if item.c > 0 else 0.0
    return 1.0 / chance if chance > 0 else NO_LUCK


def _names(answers: BankAnswers, chosen: Chosen, part: Any) -> list[str]:
    return [answers.items[int(chosen.items[int(item)])].item for item in part]
