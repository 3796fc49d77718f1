"""Forms: sets of items that would complete an examinee's test by all rules of content.

Every examinee carries one, found once by integer programming. An item is given if it stands in the form or can take the
place of one that does; so a test can always be completed. Looking for the best form anew before each item is the shadow
test of van der Linden & Reese (1998, Applied Psychological Measurement 22, 259-270). Exchanges find the same items
where counts concern one attribute, and cost up to three percent of the information where many exact counts cross, but
take microseconds and not a tenth of a second.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from question_bank.irt.adaptive.content import ROUNDING, Content, Mask, totals
from question_bank.irt.parameters import FloatArray

# The form need not be the very best one: its items are exchanged for better ones as the test goes on.
ENOUGH = 0.02

Form = tuple[int, ...]


class NoForm(ValueError):
    """No test of this `length` from the `free` items (how many) meets the rules of content. `rules` names those that
    together make it impossible; empty where it is the length alone. `row` is the person's, where there are many."""

    def __init__(self, length: int, free: int, rules: tuple[str, ...], row: int | None = None) -> None:
        self.length, self.free, self.rules, self.row = length, free, rules, row
        where = "" if row is None else f"row {row}: "
        reason = " and ".join(rules) if rules else "the length"
        super().__init__(f"{where}no test of {length} from {free} items meets {reason}")


def find_form(rules: Content, length: int, given: Sequence[int], free: Mask, worth: FloatArray) -> Form | None:
    """Free items that complete the given ones to a test by all rules, of about the greatest worth; None: there are
    none. `free` and `worth` have shape (items,); worth need not be finite where items are not free."""
    fixed = np.zeros(free.size, dtype=bool)
    fixed[list(given)] = True
    solution = milp(
        -np.where(free & ~fixed, worth, 0.0),
        integrality=np.ones(free.size),
        bounds=Bounds(fixed.astype(float), (free | fixed).astype(float)),
        constraints=_constraints(rules, length),
        options={"mip_rel_gap": ENOUGH},
    )
    if solution.x is None:
        return None
    return tuple(int(item) for item in np.flatnonzero((solution.x > 0.5) & ~fixed))


def form_with(rules: Content, form: Form, given: Sequence[int], item: int) -> Form | None:
    """The form with a free item in it: as it is, or with the item in the place of another; None if it fits nowhere."""
    if item in form:
        return form
    whole = totals(rules, (*given, *form, item))
    fits = _within(rules, whole[:, None] - rules.matrix[:, list(form)])
    if not fits.any():
        return None
    place = int(fits.argmax())
    return (*form[:place], item, *form[place + 1 :])


def form_without(rules: Content, form: Form, given: Sequence[int], item: int, free: Mask) -> Form | None:
    """The form with another free item in the place of this one; None if no single item can take it."""
    if item not in form:
        return form
    rest = tuple(other for other in form if other != item)
    others = free.copy()
    others[list(form)] = False
    columns = np.flatnonzero(others)
    fits = _within(rules, totals(rules, (*given, *rest))[:, None] + rules.matrix[:, columns])
    return (*rest, int(columns[fits.argmax()])) if fits.any() else None


def form_within(rules: Content, form: Form, free: Mask, worth: FloatArray) -> Form | None:
    """A form of free items before the first one is given: by single exchanges, or found anew; None: there is none."""
    mended: Form | None = form
    for item in form:
        if mended is not None and not free[item]:
            mended = form_without(rules, mended, (), item, free)
    return find_form(rules, len(form), (), free, worth) if mended is None else mended


def rules_in_conflict(rules: Content, length: int, free: Mask) -> tuple[str, ...]:
    """Names of rules that together leave no form of this length: taking any one of them away would leave one.

    Empty where fewer items are free.
    """
    nothing = np.zeros(free.size)
    if find_form(_only(rules, []), length, (), free, nothing) is None:
        return ()
    kept = list(range(len(rules.names)))
    for rule in range(len(rules.names)):
        others = [other for other in kept if other != rule]
        if find_form(_only(rules, others), length, (), free, nothing) is None:
            kept = others
    return tuple(rules.names[rule] for rule in kept)


def _within(rules: Content, trials: FloatArray) -> Mask:
    """Which of several totals, shape (rules, trials), keep every rule."""
    enough = trials >= rules.lower[:, None] - ROUNDING
    return np.asarray((enough & (trials <= rules.upper[:, None] + ROUNDING)).all(axis=0))


def _constraints(rules: Content, length: int) -> LinearConstraint:
    items = rules.matrix.shape[1]
    matrix = csr_array(np.vstack([np.ones((1, items)), rules.matrix]))
    return LinearConstraint(matrix, np.append(length, rules.lower), np.append(length, rules.upper))


def _only(rules: Content, kept: Sequence[int]) -> Content:
    index = np.array(kept, dtype=np.intp)
    return rules._replace(
        names=tuple(rules.names[rule] for rule in kept),
        matrix=rules.matrix[index],
        lower=rules.lower[index],
        upper=rules.upper[index],
    )
