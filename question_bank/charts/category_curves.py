"""An item with part marks: a curve a score over the shares of people who had it."""

import numpy as np

from question_bank.charts.drawing import number
from question_bank.charts.marks import SHAPES, line, marker
from question_bank.charts.panel import Panel, draw_scales
from question_bank.charts.picture import ItemPicture
from question_bank.charts.scales import Scale
from question_bank.charts.words import short

DASHES = ("none", "9 4", "2 3.5", "9 3.5 2 3.5", "5 3", "13 4", "2 6", "9 3 2 3 2 3", "4 6", "16 3 4 3")
# Two curves' names do not stand on each other.
APART = 30.0


def draw_categories(field: Panel, picture: ItemPicture) -> None:
    draw_scales(field, [0.0, 0.25, 0.5, 0.75, 1.0], lambda share: f"{share:.0%}")
    for place in range(len(picture.scores)):
        field.drawing.path(
            line(field.points(picture.theta, picture.shares[place])),
            "curve",
            "thin",
            stroke_dasharray=DASHES[place % len(DASHES)],
        )
    for place in range(len(picture.scores)):
        _draw_points(field, picture, place)
    _name_curves(field, picture)


def _draw_points(field: Panel, picture: ItemPicture, place: int) -> None:
    seen = picture.observed
    for group, theta in enumerate(seen.theta.tolist()):
        if not field.x.holds(theta):
            continue
        x = field.x.at(theta)
        low, high = field.y.at(float(seen.low[place, group])), field.y.at(float(seen.high[place, group]))
        field.drawing.path(f"M{number(x)} {number(low)}V{number(high)}", "whisker", "thin")
        marker(field.drawing, SHAPES[place % len(SHAPES)], x, field.y.at(float(seen.share[place, group])), 3.2, "point")


def _name_curves(field: Panel, picture: ItemPicture) -> None:
    """Each score's name in a row above the field, over where its curve is highest, as near as there is room."""
    peaks = picture.theta[np.argmax(picture.shares, axis=1)]
    for place, x in enumerate(_spread(field.x.places(peaks), field.x)):
        field.drawing.text(x + 5, field.y.end - 8, f"{short(float(picture.scores[place]))} 分", "strong", "middle")
        marker(field.drawing, SHAPES[place % len(SHAPES)], x - 18, field.y.end - 12.5, 3.8, "point")


def _spread(wanted: list[float], scale: Scale) -> list[float]:
    """The places in their order, moved apart and into the field."""
    apart = min(2 * APART, (scale.end - scale.start) / len(wanted))
    left, right = scale.start + apart / 2, scale.end - apart / 2
    found = np.array(wanted)
    for place in range(len(found)):
        found[place] = max(found[place], left + place * apart)
        if place:
            found[place] = max(found[place], found[place - 1] + apart)
    for place in reversed(range(len(found))):
        found[place] = min(found[place], right - (len(found) - 1 - place) * apart)
        if place + 1 < len(found):
            found[place] = min(found[place], found[place + 1] - apart)
    return [float(each) for each in found]
