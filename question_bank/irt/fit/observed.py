"""What people of each ability answered: the points to be set beside an item's curve.

People are spread over abilities by their posteriors, as for RMSD, and put into groups. A group's share lies beside the
curve at its mean ability, with the score interval of Wilson (1927, Journal of the American Statistical Association 22,
209-212) for a binomial of its expected number of people. As each posterior knows the answer itself, a point lies nearer
to the curve than answers to other items alone would have it; so does RMSD.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt.ability import moments
from question_bank.irt.parameters import FloatArray
from question_bank.irt.quadrature import Grid

# The standard normal's, for 95 %.
Z = 1.959963984540054
# In sds of the population: a group is half as wide, and those beyond three are one with the last before.
WIDTH, REACH = 0.5, 3.0
FEWEST_PEOPLE = 20.0


class ObservedShares(NamedTuple):
    """Groups of people who answered one item, from low to high ability: their mean ability `theta` and expected number
    `people`, both (groups,), and what share of them had each score, with the ends of its 95 % interval, (scores,
    groups)."""

    theta: FloatArray
    people: FloatArray
    share: FloatArray
    low: FloatArray
    high: FloatArray


class Interval(NamedTuple):
    low: FloatArray
    high: FloatArray


def observed_shares(counts: FloatArray, grid: Grid, fewest: float = FEWEST_PEOPLE) -> ObservedShares:
    """`counts` (scores, nodes): how many people of each ability are expected to have had each score of the item.

    Groups are half a sd of the grid's population wide; those of fewer than `fewest` people are joined with the next
    towards the middle. Nobody's answers make no groups.
    """
    groups = _joined(counts.sum(axis=0), _groups(grid), fewest)
    inside = groups[:, None] == np.unique(groups[groups >= 0])
    by_score = counts @ inside
    people = by_score.sum(axis=0)
    theta = (counts.sum(axis=0) * grid.nodes) @ inside / people
    share = by_score / people
    return ObservedShares(theta, people, share, *wilson(share, people))


def wilson(share: FloatArray, people: FloatArray) -> Interval:
    """The 95 % interval of shares among so many people."""
    centre = share + Z**2 / (2 * people)
    half = Z * np.sqrt(share * (1 - share) / people + (Z / (2 * people)) ** 2)
    scale = 1 + Z**2 / people
    return Interval(np.maximum((centre - half) / scale, 0.0), np.minimum((centre + half) / scale, 1.0))


def mean_interval(shares: ObservedShares, scores: FloatArray) -> tuple[FloatArray, Interval]:
    """Each group's mean of the scores (scores,), and its 95 % interval by the normal distribution."""
    mean = scores @ shares.share
    half = Z * np.sqrt(np.maximum(scores**2 @ shares.share - mean**2, 0.0) / shares.people)
    return mean, Interval(np.maximum(mean - half, scores[0]), np.minimum(mean + half, scores[-1]))


def _groups(grid: Grid) -> NDArray[np.intp]:
    """Which group each node is in, (nodes,)."""
    mean, sd = moments(np.exp(grid.log_weights), grid)
    edges = mean + sd * np.arange(-REACH, REACH + WIDTH / 2, WIDTH)
    return np.digitize(grid.nodes, edges[1:-1])


def _joined(people: FloatArray, groups: NDArray[np.intp], fewest: float) -> NDArray[np.intp]:
    """The groups with those of few people joined from both ends inwards, (nodes,); -1 where there is nobody at all."""
    if not people.sum() > 0:
        return np.full_like(groups, -1)
    found = groups.copy()
    centre = int(groups[np.searchsorted(np.cumsum(people), people.sum() / 2)])
    rising, falling = range(int(groups.min()), centre), range(int(groups.max()), centre, -1)
    for group, inward in [*((each, 1) for each in rising), *((each, -1) for each in falling)]:
        if people[found == group].sum() < fewest:
            found[found == group] = group + inward
    return found
