"""The covariance that an information stands for, where it tells all that was estimated."""

import numpy as np
from scipy.linalg import lapack

from question_bank.irt.parameters import FloatArray

# Of an entry's information this share at least must be left when the others are not known either. Where models say more
# than answers can tell (a 2PL of two items), rounding and a mode that is near its place leave up to some 1e-5.
LEAST_LEFT = 1e-4


def definite_inverse(information: FloatArray) -> FloatArray | None:
    """The inverse, shape (rows, rows), NaN in the rows and columns of entries that the information does not tell; None
    unless it is positive definite."""
    if not information.size:
        return information
    if not np.diagonal(information).min() > 0:
        return None
    # Rows of very different size, as slopes of rare and of common items, are brought to one scale first.
    scale = 1.0 / np.sqrt(np.diagonal(information))
    factor, failed = lapack.dpotrf(information * scale * scale[:, None], lower=1)
    if failed:
        return None
    inverse, failed = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if failed:
        return None
    # The factor's upper triangle is zero, and dpotri leaves it so.
    whole = inverse + inverse.T
    whole[np.diag_indices_from(whole)] *= 0.5
    scale[np.diagonal(whole) * LEAST_LEFT > 1.0] = np.nan
    return np.asarray(whole * scale * scale[:, None])
