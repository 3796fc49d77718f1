"""What is known of the people besides their answers: groups, frequencies and weights."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from question_bank.irt.calibration.refusals import EmptyGroups
from question_bank.irt.parameters import FloatArray


def coded_groups(groups: ArrayLike | None, reference: Any) -> tuple[list[str], NDArray[np.intp] | None]:
    """Labels, the reference's first and then in the order in which they are first seen, and each person's code.

    Raises `ValueError` for a person without a label and a reference that nobody is in.
    """
    if groups is None:
        return [], None
    labels, first, codes = np.unique(_labels(groups), return_index=True, return_inverse=True)
    names = [str(label) for label in labels]
    if reference is not None:
        if str(reference) not in names:
            raise ValueError(f"no group {reference!r} among {', '.join(names)}")
        first[names.index(str(reference))] = -1
    order = np.argsort(first)
    return [names[place] for place in order], np.argsort(order)[codes]


def _labels(groups: ArrayLike) -> NDArray[Any]:
    # A list of texts and NaN would become texts throughout.
    labels = np.asarray(groups, dtype=None if hasattr(groups, "dtype") else object)
    if labels.ndim != 1:
        raise ValueError(f"groups have the shape (persons,), got {labels.shape}")
    if labels.dtype.kind == "O":
        # None, NaN and pandas's NA; texts and numbers may stand side by side.
        missing = [not isinstance(label, str) and str(label) in ("None", "nan", "<NA>") for label in labels]
        labels = labels.astype(np.str_)
    else:
        missing = np.isnan(labels).tolist() if labels.dtype.kind == "f" else []
    if any(missing):
        raise ValueError(f"person {missing.index(True)} has no group")
    return labels


def weights_of(frequency: ArrayLike | None, weights: ArrayLike | None) -> FloatArray | None:
    """Frequencies, weights, or both multiplied. Raises `ValueError` for what is no number from 0 on."""
    given = [np.asarray(each, dtype=np.float64) for each in (frequency, weights) if each is not None]
    if not given:
        return None
    if any(each.ndim != 1 or each.size != given[0].size for each in given):
        raise ValueError(f"frequencies and weights have the shape (persons,), got {[each.shape for each in given]}")
    product = np.prod(given, axis=0)
    if not (np.isfinite(product).all() and (product >= 0).all()):
        bad = int(np.flatnonzero(~(np.isfinite(product) & (product >= 0)))[0])
        raise ValueError(f"person {bad}: {product[bad]} is not a weight")
    return np.asarray(product)


def people_counted(group_size: FloatArray, frequency: ArrayLike, weights: ArrayLike | None) -> int:
    """How many people the patterns stand for; those without answers count only where weights hide how many they are."""
    counted = group_size if weights is None else np.asarray(frequency, dtype=np.float64)
    return round(float(counted.sum()))


def refuse_empty_groups(labels: list[str], group_size: FloatArray) -> None:
    """Raises `EmptyGroups`: a group without answers has no distribution that could be estimated."""
    empty = [label for label, size in zip(labels, group_size, strict=False) if not size > 0]
    if empty:
        raise EmptyGroups(empty)
