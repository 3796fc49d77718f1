"""Pictures of items that do not exist, and what a drawing of them holds."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import numpy as np

from question_bank.charts.picture import ItemPicture, ObservedPoints

SVG = "{http://www.w3.org/2000/svg}"


def right_wrong(name: str = "i1", c: float = 0.2) -> ItemPicture:
    """a = 1.2, b = 0.5, seen at two abilities: 30 of 60 people right at -1, 45 of 50 at 1."""
    theta = np.linspace(-4, 4, 81)
    right = c + (1 - c) / (1 + np.exp(-1.2 * (theta - 0.5)))
    share = np.array([[0.5, 0.1], [0.5, 0.9]])
    low, high = np.array([[0.38, 0.04], [0.38, 0.78]]), np.array([[0.62, 0.22], [0.62, 0.96]])
    return ItemPicture(
        id=name, a=1.2, b=0.5, c=c, se_a=0.1, se_b=None, se_c=0.05, answers=1110.0, rmsd=0.0314, rmsd_by_chance=0.02,
        verdict="fits", few=False, scores=np.array([0.0, 1.0]), theta=theta, shares=np.stack([1 - right, right]),
        mean=right, mean_low=right - 0.02, mean_high=right + 0.02, information=0.36 * right * (1 - right),
        observed=ObservedPoints(
            np.array([-1.0, 1.0]), np.array([60.0, 50.0]), share, low, high, share[1], low[1], high[1]
        ),
    )  # fmt: skip


def part_marks() -> ItemPicture:
    """Scores 1, 2 and 4, of which half, a third and a sixth of the people had each."""
    theta = np.linspace(-3, 3, 61)
    steps = np.exp(np.stack([0 * theta, theta, 2 * theta]))
    shares = steps / steps.sum(axis=0)
    scores = np.array([1.0, 2.0, 4.0])
    share = np.array([[1 / 2], [1 / 3], [1 / 6]])
    mean = scores @ share
    return right_wrong("p1", 0.0)._replace(
        c=None, scores=scores, theta=theta, shares=shares, mean=scores @ shares, mean_low=None, mean_high=None,
        information=np.ones(61), observed=ObservedPoints(
            np.array([0.0]), np.array([90.0]), share, share - 0.1, share + 0.1, mean, mean - 0.2, mean + 0.2
        ),
    )  # fmt: skip


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def of_class(root: ElementTree.Element, tag: str, *names: str) -> Iterator[ElementTree.Element]:
    for element in root.iter(f"{SVG}{tag}"):
        if set(names) <= set((element.get("class") or "").split()):
            yield element


def corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    """The points of a path of straight lines."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", path.get("d") or "")]
