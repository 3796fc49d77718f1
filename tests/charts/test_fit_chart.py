"""The chart of all items' fit."""

import numpy as np

from question_bank.charts.fit_chart import END, ROW, TOP, FitRow, Thresholds, fit_chart
from tests.charts.pictures import SVG, corners, of_class, parsed, words

LIMITS = Thresholds(0.08, 0.10)
ROWS = [
    FitRow("easy", 0.02, 0.01, "fits", False),
    FitRow("odd", 0.12, 0.01, "off", False),
    FitRow("new", 0.05, 0.04, "fits", True),
    FitRow("unseen", float("nan"), float("nan"), "unknown", True),
    FitRow("near", 0.09, 0.01, "slightly_off", False),
]


def test_items_stand_from_the_worst_to_the_best_and_unanswered_ones_are_left_out() -> None:
    told = words(parsed(fit_chart(ROWS, LIMITS)))
    assert [word for word in told if word in {row.id for row in ROWS}] == ["odd", "near", "new", "easy"]
    assert told[0] == "4 题中，1 题偏离，1 题略偏离"


def test_a_marker_stands_at_its_value_and_has_the_shape_of_its_verdict() -> None:
    root = parsed(fit_chart(ROWS, LIMITS))
    first, *_ = of_class(root, "path", "axis")
    start = float((first.get("d") or "M0 ").split()[0][1:])
    triangle = next(of_class(root, "path", "dot", "off"))
    tip = corners(triangle)[0]
    assert len(corners(triangle)) == 3
    np.testing.assert_allclose(tip[0], start + 0.12 / 0.15 * (END - start), atol=0.06)
    circles = [each for each in of_class(root, "circle") if float(each.get("cy") or 0) < TOP + 4 * ROW]
    # The third row has few answers and is hollow, the fourth is full.
    assert [each.get("class") for each in circles] == ["point fits", "dot fits"]
    np.testing.assert_allclose([float(each.get("cy") or 0) for each in circles], [TOP + 2.5 * ROW, TOP + 3.5 * ROW])


def test_what_is_by_chance_is_marked_and_no_verdict_rests_on_it() -> None:
    rows = [FitRow("new", 0.12, 0.075, "unsure", True), FitRow("old", 0.03, 0.02, "fits", False)]
    root = parsed(fit_chart(rows, LIMITS))
    assert words(root)[0] == "2 题都看不出偏离"
    ticks = [each.get("d") or "" for each in of_class(root, "path", "chance")]
    start = float((next(of_class(root, "path", "axis")).get("d") or "M0 ").split()[0][1:])
    np.testing.assert_allclose(float(ticks[0].split()[0][1:]), start + (END - start) / 2, atol=0.06)
    assert next(of_class(root, "circle", "point")).get("class") == "point unknown"


def test_of_very_many_items_the_worst_are_shown_and_the_rest_counted() -> None:
    rows = [FitRow(f"i{number}", number / 5000, 0.01, "fits", False) for number in range(300)]
    told = words(parsed(fit_chart(rows, LIMITS)))
    assert "共 300 题，这里是最大的 100 题" in told and "300 题都贴合曲线" in told
    assert "i200" in told and "i199" not in told


def test_nobodys_answers_make_an_empty_chart() -> None:
    root = parsed(fit_chart([ROWS[3]], LIMITS))
    assert words(root)[0] == "没有人作答"


def test_a_hostile_id_stays_text() -> None:
    text = fit_chart([ROWS[0]._replace(id="<b>&\x00")], LIMITS)
    assert "<b>&\ufffd" in words(parsed(text)) and "<b>" not in text
    assert "<b>&\ufffd 0.020" in (parsed(text).findtext(f"{SVG}desc") or "")
