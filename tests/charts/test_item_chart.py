"""One item's chart: everything stands where its number says."""

import numpy as np
import pytest

from question_bank.charts.item_chart import CURVE, INFORMATION, NAMES, TOP, common_top, item_chart
from question_bank.charts.look import LEFT, RIGHT
from question_bank.charts.picture import Verdict
from tests.charts.pictures import SVG, corners, of_class, parsed, part_marks, right_wrong, words

HOSTILE = '</text><script>alert("1")</script>&\x01\u202e\ud800'


def x_of(theta: float, low: float, high: float) -> float:
    return LEFT + (theta - low) / (high - low) * (RIGHT - LEFT)


def test_a_chart_has_a_name_a_description_and_a_role() -> None:
    root = parsed(item_chart(right_wrong("光年"), 1.0))
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    ids = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.get("aria-labelledby") == " ".join(str(each.get("id")) for each in ids if each is not None)
    assert [(each.text or "")[:12] for each in ids if each is not None] == ["题目 光年", "难度 b = 0.50，"]


def test_the_description_tells_what_the_picture_shows() -> None:
    described = parsed(item_chart(right_wrong(), 1.0)).findtext(f"{SVG}desc") or ""
    for part in ("a = 1.20 ± 0.10", "c = 0.20 ± 0.05", "能力 −1.0 附近约 60 人，答对 50%", "答对 90%", "RMSD 0.031"):
        assert part in described
    assert "平均得 1.83 分" in (parsed(item_chart(part_marks(), 1.0)).findtext(f"{SVG}desc") or "")


def test_observed_points_and_intervals_stand_where_their_numbers_say() -> None:
    root = parsed(item_chart(right_wrong(), 1.0))
    points = [each for each in of_class(root, "circle", "point") if float(each.get("cy") or 0) > TOP]
    places = [(float(each.get("cx") or 0), float(each.get("cy") or 0)) for each in points]
    expected = [(x_of(-1, -4, 4), TOP + CURVE * 0.5), (x_of(1, -4, 4), TOP + CURVE * 0.1)]
    np.testing.assert_allclose(places, expected, atol=0.05)
    whiskers = [each.get("d") for each in of_class(root, "path", "whisker")]
    low, high = (round(TOP + CURVE * (1 - share), 1) for share in (0.38, 0.62))
    assert f"M{x_of(-1, -4, 4):g} {low:g}V{high:g}" in whiskers


def test_the_curve_runs_through_its_values_and_information_has_the_common_scale() -> None:
    picture = right_wrong()
    root = parsed(item_chart(picture, 0.5))
    curves = [corners(each) for each in of_class(root, "path", "curve") if len(corners(each)) > 2]
    assert len(curves) == 2
    np.testing.assert_allclose(curves[0][0], (LEFT, TOP + CURVE * (1 - picture.mean[0])), atol=0.051)
    np.testing.assert_allclose(curves[0][45], (x_of(0.5, -4, 4), TOP + CURVE * 0.4), atol=0.051)
    bottom = TOP + CURVE + 62 + INFORMATION
    np.testing.assert_allclose(curves[1][45][1], bottom - INFORMATION * picture.information[45] / 0.5, atol=0.051)


def test_what_is_beyond_the_scale_is_left_out() -> None:
    picture = right_wrong()._replace(b=9.0)
    far = picture.observed._replace(theta=np.array([-1.0, 5.0]))
    root = parsed(item_chart(picture._replace(observed=far), 1.0))
    assert not list(of_class(root, "path", "hint"))
    assert len([each for each in of_class(root, "circle", "point") if float(each.get("cy") or 0) > TOP]) == 1


def test_guessing_and_the_band_are_drawn_where_there_are_any() -> None:
    guessed, sure = parsed(item_chart(right_wrong(), 1.0)), parsed(item_chart(part_marks(), 1.0))
    assert len(list(of_class(guessed, "path", "floor"))) == len(list(of_class(guessed, "path", "band"))) == 1
    assert not list(of_class(sure, "path", "floor")) and not list(of_class(sure, "path", "band"))
    assert "c = 0.20" in words(guessed) and "95% 带" in words(guessed) and "95% 带" not in words(sure)


def test_part_marks_have_a_curve_a_score_told_apart_by_dash_shape_and_name() -> None:
    root = parsed(item_chart(part_marks(), 1.0))
    dashed = [each for each in of_class(root, "path", "curve", "thin") if each.get("stroke-dasharray")]
    assert len({each.get("stroke-dasharray") for each in dashed}) == 3
    top, height = TOP + NAMES, 170.0
    middles = [corners(each)[30] for each in dashed]
    np.testing.assert_allclose(middles, [(x_of(0, -3, 3), top + height * 2 / 3)] * 3, atol=0.051)
    assert [word for word in words(root) if word.endswith(" 分")] == ["1 分", "2 分", "4 分"]
    shapes = {len(corners(each)) for each in of_class(root, "path", "point")}
    # A circle is no path; a square has four corners and a triangle three.
    assert shapes == {3, 4} and list(of_class(root, "circle", "point"))


def test_the_mean_of_part_marks_is_on_the_scale_of_their_scores() -> None:
    root = parsed(item_chart(part_marks(), 1.0))
    top = TOP + NAMES + 170 + 62
    circle = [each for each in of_class(root, "circle", "point") if float(each.get("cy") or 0) > top][-1]
    mean = 0.5 + 2 / 3 + 4 / 6
    np.testing.assert_allclose(float(circle.get("cy") or 0), top + CURVE * (4 - mean) / 3, atol=0.051)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("off", "偏离曲线"), ("slightly_off", "略偏离曲线"), ("unsure", "还说不准"), ("unknown", "没有人作答")],
)
def test_a_verdict_has_words_and_a_sign(verdict: Verdict, said: str) -> None:
    picture = right_wrong()._replace(verdict=verdict, few=True)
    root = parsed(item_chart(picture, 1.0))
    assert any(word.startswith(said) for word in words(root))
    assert len(list(of_class(root, "path", "sign"))) == 1


def test_few_answers_are_said() -> None:
    root = parsed(item_chart(right_wrong()._replace(few=True), 1.0))
    assert any(word.endswith("人少，只供参考") for word in words(root))


def test_a_hostile_id_stays_text() -> None:
    text = item_chart(right_wrong(HOSTILE), 1.0)
    assert "<script" not in text
    text.encode()
    root = parsed(text)
    assert root.findtext(f"{SVG}title") == '题目 </text><script>alert("1")</script>&\ufffd\ufffd\ufffd'
    assert not list(root.iter(f"{SVG}script"))


def test_a_long_id_is_cut_short_on_the_picture_and_whole_in_its_name() -> None:
    root = parsed(item_chart(right_wrong("题" * 60), 1.0))
    assert words(root)[0].endswith("…") and len(words(root)[0]) < 22
    assert root.findtext(f"{SVG}title") == "题目 " + "题" * 60


def test_the_common_scale_holds_the_most_telling_item() -> None:
    pictures = [right_wrong(), right_wrong()._replace(information=np.full(81, 0.83))]
    assert common_top(pictures) == 1.0
    assert common_top([right_wrong()._replace(information=np.zeros(81))]) == 1.0
