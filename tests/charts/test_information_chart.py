"""The chart of a whole test."""

import numpy as np

from question_bank.charts.information_chart import BETWEEN, HEIGHT, HILL, TOP, InformationPicture, information_chart
from question_bank.charts.look import LEFT, RIGHT
from tests.charts.pictures import SVG, corners, of_class, parsed, words

THETA = np.linspace(-4, 4, 81)
INFORMATION = 8.0 * np.exp(-((THETA - 1.0) ** 2))
PICTURE = InformationPicture(
    theta=THETA,
    information=INFORMATION,
    se=1 / np.sqrt(INFORMATION),
    density=np.exp(-(THETA**2) / 2),
    mean=0.0,
    sd=1.0,
    middle=(-1.645, 1.645),
    errors=(0.3536, 0.9),
    items=12,
)


def test_the_heading_says_where_the_test_measures_best() -> None:
    root = parsed(information_chart(PICTURE))
    assert words(root)[:3] == [
        "能力 1.0 处量得最准",
        "12 道题，那里标准误 0.35",
        "人群中间的 90%，标准误从 0.35 到 0.90",
    ]
    described = root.findtext(f"{SVG}desc") or ""
    assert "在能力 1.0 处最大，为 8.00" in described and "能力 −1.65 到 1.65" in described


def test_information_and_people_stand_where_their_numbers_say() -> None:
    root = parsed(information_chart(PICTURE))
    curve = corners(next(of_class(root, "path", "curve")))
    assert len(curve) == 81
    np.testing.assert_allclose(curve[50], (LEFT + 5 / 8 * (RIGHT - LEFT), TOP), atol=0.051)
    hill = corners(next(of_class(root, "path", "people")))
    np.testing.assert_allclose(hill[41], (LEFT + (RIGHT - LEFT) / 2, TOP + HEIGHT * (1 - HILL)), atol=0.051)


def test_a_standard_error_beyond_the_scale_leaves_the_field_at_its_border() -> None:
    root = parsed(information_chart(PICTURE))
    pieces = [corners(each) for each in of_class(root, "path", "curve")][1:]
    top = TOP + HEIGHT + BETWEEN
    assert pieces
    assert all(y >= top - 0.05 for piece in pieces for _, y in piece)
    # It comes in at the upper border, where the standard error is the scale's top, 1.5.
    entry = 1.0 - np.sqrt(np.log(8 * 1.5**2))
    np.testing.assert_allclose(pieces[0][0], (LEFT + (entry + 4) / 8 * (RIGHT - LEFT), top), atol=0.2)


def test_a_population_beyond_the_scale_has_no_hill() -> None:
    root = parsed(information_chart(PICTURE._replace(density=np.zeros(81), mean=40.0)))
    assert not list(of_class(root, "path", "people")) and "人群" not in words(root)


def test_a_test_that_tells_nothing_somewhere_is_drawn_all_the_same() -> None:
    nothing = PICTURE._replace(se=np.where(THETA < 0, np.inf, PICTURE.se), errors=(0.35, float("inf")))
    root = parsed(information_chart(nothing))
    assert words(root)[2] == "人群中间的 90%，标准误从 0.35 到 ∞"
    assert all("nan" not in (each.get("d") or "") and "inf" not in (each.get("d") or "") for each in root.iter())
