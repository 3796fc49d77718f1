"""A field with a scale of ability below and another at its left: what all curves are drawn into."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from question_bank.charts.drawing import Drawing, number
from question_bank.charts.look import LEFT, RIGHT
from question_bank.charts.scales import FloatArray, Scale, ticks
from question_bank.charts.words import short

ABILITY_TICKS = 9
# Between a number at the side and the field; from the middle of a line of text to its foot; below the field.
GAP, FOOT, BELOW = 8.0, 4.5, 18.0


class Panel(NamedTuple):
    drawing: Drawing
    x: Scale
    y: Scale

    def points(self, theta: FloatArray, values: FloatArray) -> list[tuple[float, float]]:
        return list(zip(self.x.places(theta), self.y.places(values), strict=True))


def panel(drawing: Drawing, theta: FloatArray, top: float, bottom: float, high: float, low: float = 0.0) -> Panel:
    """A field as wide as the drawing allows, for abilities from the first to the last of `theta`."""
    return Panel(drawing, Scale(float(theta[0]), float(theta[-1]), LEFT, RIGHT), Scale(low, high, bottom, top))


def draw_scales(field: Panel, marks: Sequence[float], name_of: Callable[[float], str]) -> None:
    """Lines across the field at round numbers, and both scales' numbers."""
    drawing, x, y = field
    for mark in marks:
        place = y.at(mark)
        drawing.path(f"M{number(x.start)} {number(place)}H{number(x.end)}", "grid")
        drawing.text(x.start - GAP, place + FOOT, name_of(mark), "right")
    drawing.path(f"M{number(x.start)} {number(y.start)}H{number(x.end)}", "axis")
    for mark in ticks(x.low, x.high, ABILITY_TICKS):
        place = x.at(mark)
        drawing.path(f"M{number(place)} {number(y.start)}v4", "axis")
        drawing.text(place, y.start + BELOW, short(mark), "middle")


def name_ability(field: Panel, words: str = "能力 θ") -> None:
    """What the lower scale is about, once a chart."""
    field.drawing.text(field.x.end, field.y.start + 2 * BELOW, words, "right")
