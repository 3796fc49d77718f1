"""What a test must contain: counts by attribute, enemies, and shares of content areas, met by every examinee's test."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.parameters import FloatArray

Mask = NDArray[np.bool_]
# Sums of numbers that are no integers reach their bounds but for rounding.
ROUNDING = 1e-9


class Count(NamedTuple):
    """At least `minimum` and at most `maximum` items of a test are among `members`, a mask of shape (items,).

    Weights in the place of the mask bound their sum over the test instead.
    """

    name: str
    members: ArrayLike
    minimum: float = 0
    maximum: float | None = None


class Content(NamedTuple):
    """The rules as arrays, made by `content`: over a test's items each row of `matrix` (rules, items) sums up to no
    less than `lower` and no more than `upper` (rules,).

    Items that all rules treat alike have the same number in `kinds` (items,): where one of them cannot be given, none
    can. `areas` (items,) has the number of each item's content area, and `shares` (areas,) sum to one.
    """

    names: tuple[str, ...]
    matrix: FloatArray
    lower: FloatArray
    upper: FloatArray
    kinds: NDArray[np.intp]
    areas: NDArray[np.intp] | None
    shares: FloatArray | None


def content(
    items: int,
    counts: Sequence[Count] = (),
    enemies: Iterable[Sequence[int]] = (),
    areas: ArrayLike | None = None,
    shares: ArrayLike | None = None,
) -> Content:
    """Checked rules of content for a bank of so many items.

    `enemies` are lists of item indices of which at most one is given. `areas` (items,) numbers each item's content
    area from 0 and `shares` (areas,) says which part of the test comes from it: the next item then comes from the area
    that lags most behind its share (Kingsbury & Zara 1989, Applied Measurement in Education 2, 359-375).
    Raises `ValueError` for shapes that do not fit, unknown items, and bounds or shares that make no sense.
    """
    rules = [*counts, *(_enemies(items, group) for group in enemies)]
    rows = [np.asarray(rule.members, dtype=np.float64) for rule in rules]
    for rule, row in zip(rules, rows, strict=True):
        if row.shape != (items,) or not np.isfinite(row).all():
            raise ValueError(f"{rule.name}: members must be {items} finite numbers, got shape {row.shape}")
        if rule.maximum is not None and rule.maximum < rule.minimum:
            raise ValueError(f"{rule.name}: at least {rule.minimum} and at most {rule.maximum} cannot be")
    number, parts = _checked_areas(items, areas, shares)
    matrix = np.array(rows).reshape(len(rules), items)
    return Content(
        names=tuple(rule.name for rule in rules),
        matrix=matrix,
        lower=np.array([rule.minimum for rule in rules], dtype=np.float64),
        upper=np.array([np.inf if rule.maximum is None else rule.maximum for rule in rules], dtype=np.float64),
        kinds=_kinds(matrix),
        areas=number,
        shares=parts,
    )


def totals(rules: Content, items: Sequence[int]) -> FloatArray:
    """What the items come to under each rule, shape (rules,)."""
    return np.asarray(rules.matrix[:, list(items)].sum(axis=1))


def minima_met(rules: Content, given: Sequence[int]) -> bool:
    """Whether the given items alone already meet every minimum."""
    return bool((totals(rules, given) >= rules.lower - ROUNDING).all())


def lagging_areas(rules: Content, given: Sequence[int]) -> list[Mask]:
    """Masks of the items of each area, the area first that lags most behind its share; equal areas share a mask.

    Without areas there is one mask, of all items.
    """
    if rules.areas is None or rules.shares is None:
        return [np.ones(rules.matrix.shape[1], dtype=bool)]
    actual = np.bincount(rules.areas[list(given)], minlength=rules.shares.size) / max(len(given), 1)
    # Rounded, so that areas that lag alike by arithmetic do so on the machine.
    lag = np.round(rules.shares - actual, 12)
    return [(lag == step)[rules.areas] for step in np.unique(lag)[::-1]]


def closed_after(rules: Content, given: Sequence[int]) -> Mask:
    """The items, shape (items,), for which there is no more room after the given ones: enemies and full counts."""
    growing = (rules.matrix >= 0).all(axis=1)
    reached = totals(rules, given)[growing, None] + rules.matrix[growing]
    return np.asarray((reached > rules.upper[growing, None] + ROUNDING).any(axis=0))


def _kinds(matrix: FloatArray) -> NDArray[np.intp]:
    if not len(matrix):
        return np.zeros(matrix.shape[1], dtype=np.intp)
    return np.asarray(np.unique(matrix, axis=1, return_inverse=True)[1]).reshape(-1)


def _enemies(items: int, group: Sequence[int]) -> Count:
    members = np.zeros(items, dtype=bool)
    for item in group:
        if not 0 <= item < items:
            raise ValueError(f"item {item} is somebody's enemy, but there are {items} items")
        members[item] = True
    return Count(f"enemies {', '.join(str(item) for item in group)}", members, 0, 1)


def _checked_areas(
    items: int, areas: ArrayLike | None, shares: ArrayLike | None
) -> tuple[NDArray[np.intp] | None, FloatArray | None]:
    if areas is None or shares is None:
        if areas is not None or shares is not None:
            raise ValueError("areas and shares come together")
        return None, None
    number = np.asarray(areas, dtype=np.intp)
    parts = np.asarray(shares, dtype=np.float64)
    if number.shape != (items,) or parts.ndim != 1 or not ((number >= 0) & (number < parts.size)).all():
        raise ValueError(f"areas must have shape ({items},) and number the {parts.size} shares from 0")
    if not ((parts >= 0).all() and parts.sum() > 0):
        raise ValueError("shares must not be negative, nor all zero")
    return number, np.asarray(parts / parts.sum())
