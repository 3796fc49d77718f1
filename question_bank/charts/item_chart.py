"""One item: its curve over what people of each ability answered, and how much it tells of whom."""

import numpy as np

from question_bank.charts.category_curves import draw_categories
from question_bank.charts.drawing import Drawing, number, shortened
from question_bank.charts.look import LEFT, WIDTH
from question_bank.charts.marks import area, band, line, marker, sign, whisker
from question_bank.charts.panel import Panel, draw_scales, name_ability, panel
from question_bank.charts.picture import ItemPicture
from question_bank.charts.scales import round_top, ticks
from question_bank.charts.words import decimal, short, whole, with_error

NAME_SIZE, MARGIN = 18.0, 14.0
TOP, CURVE, INFORMATION, BETWEEN = 116.0, 184.0, 62.0, 62.0
# Of an item with part marks: what stands above its first field, and that field.
NAMES, CATEGORIES = 20.0, 170.0
VERDICTS = {
    "fits": "贴合曲线",
    "slightly_off": "略偏离曲线",
    "off": "偏离曲线",
    "unsure": "还说不准",
    "unknown": "没有人作答",
}
# From here on a guessing line has room for its name below it.
ROOM_FOR_C = 0.13


def item_chart(picture: ItemPicture, most_information: float) -> str:
    """The item as an SVG document. `most_information` is the top of the lower scale, the same for comparable items."""
    first = TOP + NAMES
    curve_top = first + CATEGORIES + BETWEEN if picture.part_marks else TOP
    information_top = curve_top + CURVE + BETWEEN
    drawing = Drawing(WIDTH, information_top + INFORMATION + 50, f"题目 {picture.id}", describe(picture))
    _draw_header(drawing, picture)
    if picture.part_marks:
        _name_field(drawing, first - 32, "各得分的概率")
        draw_categories(panel(drawing, picture.theta, first, first + CATEGORIES, 1.0), picture)
    _draw_key(drawing, curve_top - 13, picture)
    low, high = float(picture.scores[0]), float(picture.scores[-1])
    _draw_mean(panel(drawing, picture.theta, curve_top, curve_top + CURVE, high, low), picture)
    _name_field(drawing, information_top - 14, "信息量")
    field = panel(drawing, picture.theta, information_top, information_top + INFORMATION, most_information)
    _draw_information(field, picture)
    return drawing.svg()


def describe(picture: ItemPicture) -> str:
    """The chart in words, for those who do not see it."""
    seen = picture.observed
    groups = "；".join(
        f"能力 {decimal(theta, 1)} 附近约 {whole(people)} 人，{_mean_in_words(mean, picture)}"
        for theta, people, mean in zip(seen.theta.tolist(), seen.people.tolist(), seen.mean.tolist(), strict=True)
    )
    peak = int(np.argmax(picture.information))
    most, where = decimal(float(picture.information[peak])), decimal(float(picture.theta[peak]), 1)
    return "。".join(
        [
            f"难度 b = {with_error(picture.b, picture.se_b)}，区分度 a = {with_error(picture.a, picture.se_a)}"
            + (f"，猜测参数 c = {with_error(picture.c, picture.se_c)}" if picture.c else "")
            + "（± 后是标准误）",
            verdict_in_words(picture),
            f"实际得分：{groups}" if groups else "没有实际得分可画",
            f"信息量最大 {most}，在能力 {where} 处。",
        ]
    )


def verdict_in_words(picture: ItemPicture) -> str:
    if picture.verdict == "unknown":
        return VERDICTS["unknown"]
    few = "；人少，只供参考" if picture.few and picture.verdict != "unsure" else ""
    return f"{VERDICTS[picture.verdict]}（RMSD {decimal(picture.rmsd, 3)}），{whole(picture.answers)} 人作答{few}"


def _mean_in_words(mean: float, picture: ItemPicture) -> str:
    return f"平均得 {decimal(mean)} 分" if picture.part_marks else f"答对 {mean:.0%}"


def _draw_header(drawing: Drawing, picture: ItemPicture) -> None:
    drawing.text(MARGIN, 30, shortened(picture.id, NAME_SIZE, WIDTH - 2 * MARGIN), "name")
    facts = [f"难度 {with_error(picture.b, picture.se_b)}", f"区分 {with_error(picture.a, picture.se_a)}"]
    if picture.c:
        facts.append(f"猜测 {with_error(picture.c, picture.se_c)}")
    drawing.text(MARGIN, 52, "·".join(facts))
    sign(drawing, picture.verdict, MARGIN, 62)
    drawing.text(MARGIN + 19, 73, verdict_in_words(picture))


def _name_field(drawing: Drawing, y: float, words: str) -> None:
    drawing.text(MARGIN, y, words, "strong")


def _draw_key(drawing: Drawing, y: float, picture: ItemPicture) -> None:
    """What the curve, the band and the points are, above the field."""
    if picture.part_marks:
        _name_field(drawing, y, "平均得分")
    x = LEFT + (46 if picture.part_marks else 0)
    middle = y - 4.5
    drawing.path(f"M{number(x)} {number(middle)}h22", "curve")
    drawing.text(x + 28, y, "模型", "small")
    x += 62
    if picture.mean_low is not None:
        drawing.add("rect", x=x, y=middle - 5, width=22, height=10, class_="band")
        drawing.text(x + 28, y, "95% 带", "small")
        x += 80
    whisker(drawing, x + 6, middle - 7, middle + 7)
    marker(drawing, "circle", x + 6, middle, 4, "point")
    drawing.text(x + 17, y, "实际，95% 区间", "small")


def _draw_mean(field: Panel, picture: ItemPicture) -> None:
    low, high = float(picture.scores[0]), float(picture.scores[-1])
    if picture.part_marks:
        draw_scales(field, ticks(low, high, 5), short)
    else:
        draw_scales(field, [0.0, 0.25, 0.5, 0.75, 1.0], lambda share: f"{share:.0%}")
    if picture.mean_low is not None and picture.mean_high is not None:
        borders = (field.y.places(picture.mean_low), field.y.places(picture.mean_high))
        field.drawing.path(band(field.x.places(picture.theta), *borders), "band")
    _draw_guessing(field, picture)
    field.drawing.path(line(field.points(picture.theta, picture.mean)), "curve")
    _draw_difficulty(field, picture)
    seen = picture.observed
    for theta, mean, least, most in zip(seen.theta, seen.mean, seen.mean_low, seen.mean_high, strict=True):
        if field.x.holds(float(theta)):
            x = field.x.at(float(theta))
            whisker(field.drawing, x, field.y.at(float(least)), field.y.at(float(most)))
            marker(field.drawing, "circle", x, field.y.at(float(mean)), 4, "point")


def _draw_guessing(field: Panel, picture: ItemPicture) -> None:
    if not picture.c:
        return
    y = field.y.at(picture.c)
    field.drawing.path(f"M{number(field.x.start)} {number(y)}H{number(field.x.end)}", "floor")
    if picture.c >= ROOM_FOR_C:
        field.drawing.text(field.x.start + 6, y + 15, f"c = {decimal(picture.c)}", "small", "halo")


def _draw_difficulty(field: Panel, picture: ItemPicture) -> None:
    """A line up to the curve at b, with its name on the emptier side: right of it, below the rising curve."""
    if not field.x.holds(picture.b):
        return
    x, top = field.x.at(picture.b), field.y.at(float(np.interp(picture.b, picture.theta, picture.mean)))
    field.drawing.path(f"M{number(x)} {number(field.y.start)}V{number(top)}", "hint")
    near_end = x > field.x.end - 70
    words = f"b = {decimal(picture.b)}"
    field.drawing.text(x + (-7 if near_end else 7), field.y.start - 8, words, "gold", "halo", *(["right"] * near_end))


def _draw_information(field: Panel, picture: ItemPicture) -> None:
    draw_scales(field, [0.0, field.y.high], short)
    xs, ys = field.x.places(picture.theta), field.y.places(picture.information)
    field.drawing.path(area(xs, ys, field.y.start), "water")
    field.drawing.path(line(zip(xs, ys, strict=True)), "curve", "thin")
    name_ability(field)


def common_top(pictures: list[ItemPicture]) -> float:
    """The top of a scale of information that fits all items."""
    return round_top(max((float(picture.information.max()) for picture in pictures), default=1.0), 4)
