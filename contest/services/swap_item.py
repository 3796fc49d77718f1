"""One item of a form exchanged by hand: what could take its place, and what would change."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.services.form_figures import figures, mean_percent
from contest.services.form_sets import KeptSet, form_set, write_document
from contest.services.heat_lists import note
from question_bank.assembly.pool import Pool
from question_bank.assembly.requirements import Requirement, requirements
from question_bank.blueprint import BadBlueprint, Blueprint, read_blueprint
from question_bank.candidates import Candidates, bank_candidates, bank_enemies, version_candidates, with_enemies
from question_bank.irt.categories import category_information
from question_bank.irt.parameters import FloatArray, ItemParameters, take

# So many are offered at once.
OFFERED = 20
# Relative to the numbers of a rule: nearer is as good as kept.
SLACK = 1e-9


class NotThere(LookupError):
    """The item has left the form meanwhile, or its replacement stands in it already."""


class Replacement(NamedTuple):
    """`percent`: the form's expected percent with it, of the audience asked for; `information`: the form's, at the
    set's points; `broken`: rules that the form would break, each with its value."""

    version: str
    percent: float
    information: tuple[float, ...]
    broken: tuple[tuple[Requirement, float], ...]


class Offer(NamedTuple):
    """`percent`, `information` and `broken` of the form as it is; `replacements`, the best first, of `found` in all."""

    percent: float
    information: tuple[float, ...]
    broken: tuple[tuple[Requirement, float], ...]
    replacements: tuple[Replacement, ...]
    found: int


def replacements(
    connection: Connection, kept: KeptSet, form: int, out: str, audience: str, wanted: frozenset[str] | None
) -> Offer:
    """What could stand in place of the version `out` of a form: sound items that stand in no more forms than the
    blueprint lets them, those first that break the fewest rules and change the least. `wanted`: only these versions.

    Raises `NotThere`.
    """
    table = _Table(connection, kept, form, out)
    allowed = (
        table.choices if wanted is None else [each for each in table.choices if table.all.versions[each] in wanted]
    )
    ranked = table.ranked(allowed)[:OFFERED]
    now = table.places
    found = [table.replacement([*table.rest, place], audience) for place in ranked]
    return Offer(
        mean_percent(table.all, now, audience),
        tuple(table.information_of(now)),
        table.broken(now),
        tuple(Replacement(table.all.versions[place], *each) for place, each in zip(ranked, found, strict=True)),
        len(allowed),
    )


def swap(connection: Connection, form_set_id: str, form: int, out: str, into: str, account_id: str) -> None:
    """Exchanges the item and notes it for undoing. Raises `NoSuchFormSet` and `NotThere`."""
    kept = form_set(connection, form_set_id, lock=True)
    if into not in _offered(connection, kept, form, out):
        raise NotThere(into)
    change = {"form": form, "out": out, "into": into}
    changes = [*kept.document.get("changes", []), change]
    _exchange(connection, kept, form, out, into, changes)
    note(connection, account_id, "form_item_swapped", form_set=form_set_id, **change)


def undo_swap(connection: Connection, form_set_id: str, account_id: str) -> None:
    """Takes the latest exchange back; without one nothing happens. Raises `NoSuchFormSet`."""
    kept = form_set(connection, form_set_id, lock=True)
    changes = kept.document.get("changes", [])
    if not changes:
        return
    last = changes[-1]
    _exchange(connection, kept, last["form"], last["into"], last["out"], changes[:-1])
    note(connection, account_id, "form_swap_undone", form_set=form_set_id, **last)


def _offered(connection: Connection, kept: KeptSet, form: int, out: str) -> list[str]:
    table = _Table(connection, kept, form, out)
    return [table.all.versions[place] for place in table.choices]


def _exchange(connection: Connection, kept: KeptSet, form: int, out: str, into: str, changes: list[Any]) -> None:
    forms = list(kept.document["forms"])
    versions = [into if version == out else version for version in forms[form]["versions"]]
    candidates = version_candidates(connection, versions)
    places = [candidates.versions.index(version) for version in versions if version in candidates.versions]
    forms[form] = figures(candidates, places, kept.document["theta"])
    write_document(connection, kept.id, {**kept.document, "forms": forms, "changes": changes})


class _Table:
    """A form's own versions and behind them the bank's items that could take a place in it."""

    def __init__(self, connection: Connection, kept: KeptSet, form: int, out: str) -> None:
        forms = [each["versions"] for each in kept.document["forms"]]
        if not 0 <= form < len(forms) or out not in forms[form]:
            raise NotThere(out)
        blueprint = _blueprint(connection, kept)
        own = version_candidates(connection, forms[form])
        if out not in own.versions:
            raise NotThere(out)
        self.all = _together(own, bank_candidates(connection, utc_now()), out)
        place_of = {version: place for place, version in enumerate(self.all.versions)}
        # Versions that have left the bank, with an import that was undone, count for nothing.
        self.places = [place_of[version] for version in forms[form] if version in own.versions]
        self.rest = [place for place in self.places if place != place_of[out]]
        # The place that becomes free is no use of its item any more.
        left = [[version for version in each if version != out] if each is forms[form] else each for each in forms]
        uses = _uses(connection, left)
        left_out = set(blueprint.exclude)
        self.choices = [
            place
            for place in range(len(own.versions), len(self.all.versions))
            if uses.get(self.all.pool.ids[place], 0) < blueprint.max_use and self.all.pool.ids[place] not in left_out
        ]
        self.rules = _rules(blueprint, self.all.pool)
        self.information = category_information(kept.document["theta"], self.all.parameters)
        self.mean = np.mean([each["information"] for each in kept.document["forms"]], axis=0)

    def information_of(self, places: Sequence[int]) -> FloatArray:
        return np.asarray(self.information[:, list(places)].sum(axis=1))

    def broken(self, places: Sequence[int]) -> tuple[tuple[Requirement, float], ...]:
        sums = [(rule, float(rule.weights[list(places)].sum())) for rule in self.rules]
        return tuple((rule, value) for rule, value in sums if _outside(rule, np.array(value)))

    def replacement(
        self, places: list[int], audience: str
    ) -> tuple[float, tuple[float, ...], tuple[tuple[Requirement, float], ...]]:
        return mean_percent(self.all, places, audience), tuple(self.information_of(places)), self.broken(places)

    def ranked(self, choices: list[int]) -> list[int]:
        """Those that break the fewest rules first, and among these those that leave the form most like its fellows."""
        if not choices:
            return []
        rows = np.asarray(choices)
        broken = np.zeros(len(rows))
        for rule in self.rules:
            broken += _outside(rule, rule.weights[self.rest].sum() + rule.weights[rows])
        information = self.information_of(self.rest)[:, None] + self.information[:, rows]
        away = np.abs(information / self.mean[:, None] - 1.0).max(axis=0)
        return [int(place) for place in rows[np.lexsort((away, broken))]]


def _blueprint(connection: Connection, kept: KeptSet) -> Blueprint:
    return with_enemies(read_blueprint(kept.document["blueprint"]), bank_enemies(connection))


def _together(own: Candidates, bank: Candidates, out: str) -> Candidates:
    """The form's versions, then the bank's items that are not in the form. The current version of the item that goes
    out may come in: the one that goes bears its version's name for so long."""
    ids = tuple(version if version == out else name for name, version in zip(own.pool.ids, own.versions, strict=True))
    taken = set(own.versions) | (set(own.pool.ids) - {own.pool.ids[own.versions.index(out)]})
    others = [
        place
        for place, (name, version) in enumerate(zip(bank.pool.ids, bank.versions, strict=True))
        if name not in taken and version not in taken
    ]
    pool = Pool(
        ids + tuple(bank.pool.ids[place] for place in others),
        own.pool.attributes + tuple(bank.pool.attributes[place] for place in others),
        bank.pool.elsewhere | set(bank.pool.ids),
    )
    # The bank's items are all right or wrong.
    assert isinstance(bank.parameters, ItemParameters)
    more = take(bank.parameters, others)
    parameters = ItemParameters(*(np.concatenate(pair) for pair in zip(own.parameters, more, strict=True)))
    return Candidates(pool, parameters, own.versions + tuple(bank.versions[place] for place in others))


def _uses(connection: Connection, forms: list[list[str]]) -> dict[str, int]:
    """In how many forms each item stands, by its id."""
    everything = {version for form in forms for version in form}
    found = version_candidates(connection, everything)
    item = dict(zip(found.versions, found.pool.ids, strict=True))
    uses: dict[str, int] = {}
    for form in forms:
        for version in form:
            if version in item:
                uses[item[version]] = uses.get(item[version], 0) + 1
    return uses


def _rules(blueprint: Blueprint, pool: Pool) -> list[Requirement]:
    """The blueprint's rules as they can be applied now; one that names items the bank no longer has names none."""
    try:
        return requirements(blueprint, pool)
    except BadBlueprint:
        known = set(pool.ids)
        return requirements(
            blueprint._replace(
                include=tuple(name for name in blueprint.include if name in known),
                exclude=(),
                enemies=(),
                counts=tuple(each for each in blueprint.counts if pool.field(each.field)),
                eaches=tuple(each for each in blueprint.eaches if pool.field(each.field)),
                sums=(),
            ),
            pool,
        )


def _outside(rule: Requirement, sums: FloatArray) -> NDArray[np.bool_]:
    slack = SLACK * max(1.0, float(np.abs(rule.weights).sum()))
    return np.asarray((sums < rule.lower - slack) | (sums > rule.upper + slack))
