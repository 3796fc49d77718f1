"""What a chart of an item shows, as numbers."""

from typing import Literal, NamedTuple

from question_bank.charts.scales import FloatArray

Verdict = Literal["fits", "slightly_off", "off", "unsure", "unknown"]


class ObservedPoints(NamedTuple):
    """Groups of people from low to high ability: `theta` and `people` (groups,); `share` with each score and its
    interval, (scores, groups); the mean score and its interval, (groups,)."""

    theta: FloatArray
    people: FloatArray
    share: FloatArray
    low: FloatArray
    high: FloatArray
    mean: FloatArray
    mean_low: FloatArray
    mean_high: FloatArray


class ItemPicture(NamedTuple):
    """An item at the abilities `theta` (points,).

    `scores` (scores,) are what its categories count, `shares` (scores, points) their curves, `mean` (points,) the mean
    score, `mean_low` and `mean_high` a 95 % band about it, None where nothing is known of the parameters' errors, and
    `information` (points,). `c` is None for items without guessing; errors may be None. `answers` counts people, and
    `few` says that they are too few to judge by. `verdict` "unsure" is an RMSD that would be large if chance had not
    made it, `rmsd_by_chance` what it is by chance.
    """

    id: str
    a: float
    b: float
    c: float | None
    se_a: float | None
    se_b: float | None
    se_c: float | None
    answers: float
    rmsd: float
    rmsd_by_chance: float
    verdict: Verdict
    few: bool
    scores: FloatArray
    theta: FloatArray
    shares: FloatArray
    mean: FloatArray
    mean_low: FloatArray | None
    mean_high: FloatArray | None
    information: FloatArray
    observed: ObservedPoints

    @property
    def part_marks(self) -> bool:
        return len(self.scores) > 2
