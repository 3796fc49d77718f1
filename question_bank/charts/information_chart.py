"""A whole test: how much it tells of people of each ability, how sure its estimates are, and where people are."""

from typing import NamedTuple

import numpy as np

from question_bank.charts.drawing import Drawing, number
from question_bank.charts.look import WIDTH
from question_bank.charts.marks import area, clipped, line
from question_bank.charts.panel import Panel, draw_scales, name_ability, panel
from question_bank.charts.scales import FloatArray, round_top, ticks
from question_bank.charts.words import decimal, short

MARGIN = 14.0
TOP, HEIGHT, BETWEEN = 116.0, 150.0, 66.0
# How much of the upper field's height the people's hill takes.
HILL = 0.62
MOST_LINES = 4


class InformationPicture(NamedTuple):
    """What a test tells at the abilities `theta` (points,).

    `information`, its `se` and the population's `density` have the same shape; `mean` and `sd` are the population's.
    `middle` is where its inner nine tenths begin and end, `errors` the least and the largest standard error there;
    `items` counts items.
    """

    theta: FloatArray
    information: FloatArray
    se: FloatArray
    density: FloatArray
    mean: float
    sd: float
    middle: tuple[float, float]
    errors: tuple[float, float]
    items: int


def information_chart(picture: InformationPicture) -> str:
    """The test's information and standard error as an SVG document."""
    drawing = Drawing(WIDTH, TOP + 2 * HEIGHT + BETWEEN + 52, "信息量和标准误", describe(picture))
    peak = _peak(picture)
    drawing.text(MARGIN, 30, f"能力 {decimal(float(picture.theta[peak]), 1)} 处量得最准", "name")
    drawing.text(MARGIN, 52, f"{picture.items} 道题，那里标准误 {decimal(float(picture.se[peak]))}")
    least, most = picture.errors
    drawing.text(MARGIN, 73, f"人群中间的 90%，标准误从 {decimal(least)} 到 {decimal(most)}")
    top = round_top(float(picture.information.max()), MOST_LINES)
    upper = panel(drawing, picture.theta, TOP, TOP + HEIGHT, top)
    drawing.text(MARGIN, TOP - 13, "信息量", "strong")
    _draw_people(upper, picture)
    if upper.x.holds(picture.mean):
        drawing.text(upper.x.at(picture.mean), TOP + HEIGHT - 9, "人群", "small", "middle")
    draw_scales(upper, ticks(0.0, top, MOST_LINES + 1), short)
    drawing.path(line(upper.points(picture.theta, picture.information)), "curve")
    start = TOP + HEIGHT + BETWEEN
    drawing.text(MARGIN, start - 13, "标准误", "strong")
    _draw_errors(panel(drawing, picture.theta, start, start + HEIGHT, _top_of_errors(picture, most)), picture)
    return drawing.svg()


def describe(picture: InformationPicture) -> str:
    peak = _peak(picture)
    (low, high), (least, most) = picture.middle, picture.errors
    return (
        f"{picture.items} 道题。信息量在能力 {decimal(float(picture.theta[peak]), 1)} 处最大，"
        f"为 {decimal(float(picture.information[peak]))}，标准误 {decimal(float(picture.se[peak]))}。"
        f"人群均值 {decimal(picture.mean)}，标准差 {decimal(picture.sd)}；中间的 90%（能力 {decimal(low)} 到 "
        f"{decimal(high)}）标准误从 {decimal(least)} 到 {decimal(most)}。"
    )


def _peak(picture: InformationPicture) -> int:
    return int(np.argmax(picture.information))


def _top_of_errors(picture: InformationPicture, most: float) -> float:
    """Room for all that matters to the middle of the population, and for its sd; what is beyond leaves the field."""
    return round_top(1.15 * max(most, picture.sd) if np.isfinite(most) else 2.0 * picture.sd, MOST_LINES)


def _draw_people(field: Panel, picture: InformationPicture) -> None:
    most = float(picture.density.max())
    if not most > 0:
        return
    hill = picture.density / most * HILL * field.y.high
    xs, ys = field.x.places(picture.theta), field.y.places(hill)
    field.drawing.path(area(xs, ys, field.y.start), "people")


def _draw_errors(field: Panel, picture: InformationPicture) -> None:
    _draw_people(field, picture)
    draw_scales(field, ticks(0.0, field.y.high, MOST_LINES + 1), short)
    y = field.y.at(picture.sd)
    field.drawing.path(f"M{number(field.x.start)} {number(y)}H{number(field.x.end)}", "hint")
    middle = (field.x.start + field.x.end) / 2
    field.drawing.text(middle, y - 6, "人群的标准差", "gold", "halo", "middle")
    known = np.isfinite(picture.se)
    for piece in clipped(field.points(picture.theta[known], picture.se[known]), field.y.end):
        field.drawing.path(line(piece), "curve")
    name_ability(field)
