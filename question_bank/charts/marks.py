"""Lines, bands, markers with whiskers, signs."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from question_bank.charts.drawing import Drawing, number
from question_bank.charts.picture import Verdict

# Of a marker's radius: with these, shapes look equally large.
SIZES = {"circle": 1.0, "square": 0.88, "triangle": 1.2, "diamond": 1.25}
SHAPES = tuple(SIZES)
VERDICT_CLASSES: dict[Verdict, str] = {
    "fits": "fits",
    "slightly_off": "slightly",
    "off": "off",
    "unsure": "unknown",
    "unknown": "unknown",
}
SIGNS: dict[Verdict, str] = {
    "fits": "M1 6.5L4.5 10L11 2.5",
    "slightly_off": "M6 1L11.5 11H.5ZM6 4.500V7.500M6 9.200V9.300",
    "off": "M1.500 1.500L10.500 10.500M10.500 1.500L1.500 10.500",
    "unsure": "M2 6H10",
    "unknown": "M2 6H10",
}


def line(points: Iterable[tuple[float, float]]) -> str:
    """Path commands from point to point."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def closed(points: Iterable[tuple[float, float]]) -> str:
    return line(points) + "Z"


def area(xs: Sequence[float], ys: Sequence[float], floor: float) -> str:
    """What lies between a curve and a straight floor."""
    return closed([(xs[0], floor), *zip(xs, ys, strict=True), (xs[-1], floor)])


def band(xs: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
    return closed([*zip(xs, high, strict=True), *reversed(list(zip(xs, low, strict=True)))])


def clipped(points: Sequence[tuple[float, float]], top: float) -> list[list[tuple[float, float]]]:
    """The pieces of a line that lie below a border (y grows downwards), cut where they cross it."""
    pieces: list[list[tuple[float, float]]] = []
    for before, after in pairwise(points):
        ends = [point for point in _within(before, after, top)]
        if len(ends) == 2:
            if pieces and pieces[-1][-1] == ends[0]:
                pieces[-1].append(ends[1])
            else:
                pieces.append(ends)
    return pieces


def _within(before: tuple[float, float], after: tuple[float, float], top: float) -> list[tuple[float, float]]:
    inside = [before[1] >= top, after[1] >= top]
    if all(inside):
        return [before, after]
    if not any(inside):
        return []
    way = (top - before[1]) / (after[1] - before[1])
    crossing = (before[0] + way * (after[0] - before[0]), top)
    return [before, crossing] if inside[0] else [crossing, after]


def whisker(drawing: Drawing, x: float, low: float, high: float) -> None:
    drawing.path(f"M{number(x)} {number(low)}V{number(high)}", "whisker")


def marker(drawing: Drawing, shape: str, x: float, y: float, radius: float, *classes: str) -> None:
    size = radius * SIZES[shape]
    if shape == "circle":
        drawing.add("circle", cx=x, cy=y, r=size, class_=" ".join(classes))
        return
    corners = {
        "square": [(-size, -size), (size, -size), (size, size), (-size, size)],
        "triangle": [(0.0, -size), (size, 0.8 * size), (-size, 0.8 * size)],
        "diamond": [(0.0, -size), (size, 0.0), (0.0, size), (-size, 0.0)],
    }[shape]
    drawing.path(closed((x + right, y + down) for right, down in corners), *classes)


def sign(drawing: Drawing, verdict: Verdict, x: float, y: float) -> None:
    """A tick, a warning, a cross or a dash of 12 units, with its upper left corner there."""
    place = f"translate({number(x)} {number(y)})"
    drawing.path(SIGNS[verdict], "sign", VERDICT_CLASSES[verdict], transform=place)
