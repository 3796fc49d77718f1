"""All items of a test by how far their curves lie from what people answered, the worst first."""

import math
from collections import Counter
from typing import NamedTuple

from question_bank.charts.drawing import Drawing, number, shortened, text_width
from question_bank.charts.look import WIDTH
from question_bank.charts.marks import VERDICT_CLASSES, marker
from question_bank.charts.picture import Verdict
from question_bank.charts.scales import Scale, ticks
from question_bank.charts.words import decimal, short

MARGIN = 14.0
TOP, NOTE, ROW, FOOT = 102.0, 21.0, 24.0, 52.0
# Names get as much room as they need, within bounds; values stand to the right of the field.
NARROWEST, WIDEST, END = 40.0, 124.0, 322.0
NAME_SIZE, GAP = 13.0, 10.0
MOST_ROWS = 100
LEAST_TOP = 0.15
ASTRAY: tuple[tuple[Verdict, str], ...] = (("off", "偏离"), ("slightly_off", "略偏离"))
KEY: tuple[tuple[Verdict, str], ...] = (("fits", "贴合"), *reversed(ASTRAY))
MARKERS: dict[Verdict, str] = {
    "fits": "circle",
    "slightly_off": "diamond",
    "off": "triangle",
    "unsure": "circle",
    "unknown": "circle",
}


class FitRow(NamedTuple):
    id: str
    rmsd: float
    by_chance: float
    verdict: Verdict
    few: bool


class Thresholds(NamedTuple):
    slightly_off: float
    off: float


class Field(NamedTuple):
    """Where rows are drawn: the scale of RMSD, and the upper and lower border."""

    scale: Scale
    top: float
    bottom: float


def fit_chart(rows: list[FitRow], thresholds: Thresholds) -> str:
    """RMSD of each item as an SVG document: the hundred largest where there are more; unanswered items are left out."""
    known = worst_first(rows)
    shown = known[:MOST_ROWS]
    top = TOP + (NOTE if len(known) > len(shown) else 0.0)
    bottom = top + ROW * max(len(shown), 1)
    drawing = Drawing(WIDTH, bottom + FOOT + 42, "各题与曲线的偏离", describe(rows, thresholds))
    drawing.text(MARGIN, 30, headline(rows), "name")
    drawing.text(MARGIN, 52, "RMSD：实际得分与曲线的距离，按人群平均")
    if len(known) > len(shown):
        drawing.text(MARGIN, 73, f"共 {len(known)} 题，这里是最大的 {len(shown)} 题")
    highest = max([LEAST_TOP, *(row.rmsd * 1.08 for row in shown)])
    longest = max((text_width(row.id, NAME_SIZE) for row in shown), default=0.0)
    field = Field(Scale(0.0, highest, MARGIN + GAP + min(max(longest, NARROWEST), WIDEST), END), top, bottom)
    _draw_scale(drawing, field)
    _draw_thresholds(drawing, field, thresholds)
    for place, row in enumerate(shown):
        _draw_row(drawing, field.scale, row, top + ROW * (place + 0.5))
    _draw_key(drawing, bottom + FOOT)
    return drawing.svg()


def worst_first(rows: list[FitRow]) -> list[FitRow]:
    """The items that anybody answered."""
    return sorted((row for row in rows if row.verdict != "unknown"), key=lambda row: -row.rmsd)


def headline(rows: list[FitRow]) -> str:
    count = Counter(row.verdict for row in worst_first(rows))
    if not count:
        return "没有人作答"
    if count.keys() <= {"fits", "unsure"}:
        return f"{count.total()} 题都贴合曲线" if "unsure" not in count else f"{count.total()} 题都看不出偏离"
    found = [f"{count[verdict]} 题{words}" for verdict, words in ASTRAY if count[verdict]]
    return f"{count.total()} 题中，{'，'.join(found)}"


def describe(rows: list[FitRow], thresholds: Thresholds) -> str:
    told = "、".join(f"{row.id} {decimal(row.rmsd, 3)}" for row in worst_first(rows)[:5])
    slightly, off = decimal(thresholds.slightly_off), decimal(thresholds.off)
    return f"{headline(rows)}。RMSD 超过 {slightly} 为略偏离，超过 {off} 为偏离。最大的几题：{told}。"


def _draw_scale(drawing: Drawing, field: Field) -> None:
    scale, top, bottom = field
    for mark in ticks(0.0, scale.high, 5):
        x = scale.at(mark)
        drawing.path(f"M{number(x)} {number(top)}V{number(bottom)}", "grid")
        drawing.text(x, bottom + 18, short(mark), "middle")
    drawing.path(f"M{number(scale.start)} {number(top)}V{number(bottom)}", "axis")


def _draw_thresholds(drawing: Drawing, field: Field, thresholds: Thresholds) -> None:
    for limit, name, style, right in (
        (thresholds.slightly_off, "略偏离", "hint", True),
        (thresholds.off, "偏离", "limit", False),
    ):
        x = field.scale.at(limit)
        drawing.path(f"M{number(x)} {number(field.top - 20)}V{number(field.bottom)}", style)
        words = f"{name} {decimal(limit)}" if right else f"{decimal(limit)} {name}"
        drawing.text(x + (-6 if right else 6), field.top - 9, words, "small", *(["right"] * right))


def _draw_row(drawing: Drawing, scale: Scale, row: FitRow, y: float) -> None:
    x = scale.at(row.rmsd)
    drawing.text(scale.start - GAP, y + 4.5, shortened(row.id, NAME_SIZE, WIDEST), "right")
    drawing.path(f"M{number(scale.start)} {number(y)}H{number(x)}", "level")
    if math.isfinite(row.by_chance):
        drawing.path(f"M{number(scale.at(row.by_chance))} {number(y - 7)}v14", "chance")
    hollow = row.few or row.verdict == "unsure"
    marker(drawing, MARKERS[row.verdict], x, y, 4.5, "point" if hollow else "dot", VERDICT_CLASSES[row.verdict])
    drawing.text(WIDTH - MARGIN, y + 4.5, decimal(row.rmsd, 3), "right")


def _draw_key(drawing: Drawing, y: float) -> None:
    x = MARGIN + 6
    for verdict, words in KEY:
        marker(drawing, MARKERS[verdict], x, y - 4.5, 4.5, "dot", VERDICT_CLASSES[verdict])
        drawing.text(x + 10, y, words, "small")
        x += 78
    marker(drawing, "circle", x, y - 4.5, 4.5, "point", "unknown")
    drawing.text(x + 10, y, "人少，说不准", "small")
    drawing.path(f"M{number(MARGIN + 6)} {number(y + 12.5)}v14", "chance")
    drawing.text(MARGIN + 16, y + 24, "凭机会就会有这么大（人越少越大）", "small")
