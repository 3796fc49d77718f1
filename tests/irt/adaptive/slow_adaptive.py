"""An adaptive test written a second time, from the formulas, in plain loops over plain numbers: slow, and independent
of the package. Right/wrong items are triples (a, b, c); the prior is N(0, 1)."""

import math
from collections.abc import Callable, Sequence

Item = tuple[float, float, float]
Weigh = Callable[[float], float]

NODES = [step / 50.0 for step in range(-500, 501)]
TIED = 1e-9


def chance(theta: float, item: Item) -> float:
    a, b, c = item
    return c + (1.0 - c) / (1.0 + math.exp(-a * (theta - b)))


def information(theta: float, item: Item) -> float:
    """Lord's (1980, eq. 4-43) form: a^2 (Q / P) ((P - c) / (1 - c))^2."""
    a, _, c = item
    p = chance(theta, item)
    return a * a * (1.0 - p) / p * ((p - c) / (1.0 - c)) ** 2


def likelihood(theta: float, bank: Sequence[Item], items: Sequence[int], scores: Sequence[int]) -> float:
    product = 1.0
    for item, score in zip(items, scores, strict=True):
        p = chance(theta, bank[item])
        product *= p if score else 1.0 - p
    return product


def posterior(bank: Sequence[Item], items: Sequence[int], scores: Sequence[int]) -> list[float]:
    heights = [math.exp(-x * x / 2.0) * likelihood(x, bank, items, scores) for x in NODES]
    total = sum(heights)
    return [height / total for height in heights]


def eap(bank: Sequence[Item], items: Sequence[int], scores: Sequence[int]) -> tuple[float, float]:
    weights = posterior(bank, items, scores)
    mean = sum(weight * x for weight, x in zip(weights, NODES, strict=True))
    return mean, math.sqrt(sum(weight * (x - mean) ** 2 for weight, x in zip(weights, NODES, strict=True)))


def divergence(here: float, there: float, item: Item) -> float:
    p, q = chance(here, item), chance(there, item)
    return p * math.log(p / q) + (1.0 - p) * math.log((1.0 - p) / (1.0 - q))


def worth(
    rule: str, theta: float, bank: Sequence[Item], items: Sequence[int], scores: Sequence[int], item: Item
) -> float:
    """What the rule maximises; integrals by the trapezoid rule."""
    if rule == "mfi":
        return information(theta, item)
    if rule == "mpwi":
        weights = posterior(bank, items, scores)
        return sum(weight * information(x, item) for weight, x in zip(weights, NODES, strict=True))
    if rule == "interval":
        reach = 3.0 / math.sqrt(len(items)) if items else 4.0
        low, high = max(theta - reach, -4.0), min(theta + reach, 4.0)
        return integral(lambda x: divergence(theta, x, item), low, high)
    if rule == "posterior":
        return integral(
            lambda x: math.exp(-x * x / 2) * likelihood(x, bank, items, scores) * divergence(theta, x, item), -6.0, 6.0
        )
    return integral(lambda x: likelihood(x, bank, items, scores) * divergence(theta, x, item), -4.0, 4.0)


def integral(height: Weigh, low: float, high: float) -> float:
    width = (high - low) / 400.0
    inner = sum(height(low + step * width) for step in range(1, 400))
    return width * (inner + (height(low) + height(high)) / 2.0)


def best(values: dict[int, float]) -> int:
    """The first of the items whose value is the greatest but for rounding."""
    greatest = max(values.values())
    return min(item for item, value in values.items() if value >= greatest * (1.0 - TIED))


def trace(
    bank: Sequence[Item], answers: Sequence[int], length: int, rule: str = "mfi", start: float = 0.0
) -> list[tuple[int, int, float, float]]:
    """Steps of one test: item, score, EAP and posterior standard deviation."""
    steps: list[tuple[int, int, float, float]] = []
    items: list[int] = []
    scores: list[int] = []
    theta = start
    while len(items) < min(length, len(bank)):
        values = {
            place: worth(rule, theta, bank, items, scores, item)
            for place, item in enumerate(bank)
            if place not in items
        }
        items.append(best(values))
        scores.append(answers[items[-1]])
        theta, se = eap(bank, items, scores)
        steps.append((items[-1], scores[-1], theta, se))
    return steps
