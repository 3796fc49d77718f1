"""What to read next."""

from hypothesis import given
from hypothesis import strategies as st

from contest.assessment.reading import Hint, Missed, reading_hints
from contest.assessment.subscores import Subscore

COUNTS = (
    Subscore("knowledge", 5, 8, True),
    Subscore("methods", 0, 4, True),
    Subscore("spirit_thought", 4, 4, True),
    Subscore("application", 2, 4, True),
)


def test_the_two_weakest_dimensions_come_first_with_the_easiest_missed_item_of_each() -> None:
    missed = [
        Missed("知识", "knowledge", -2.0),
        Missed("方法难", "methods", 1.5),
        Missed("方法易", "methods", -0.5),
        Missed("应用", "application", 2.0),
    ]
    assert reading_hints(missed, COUNTS) == (Hint("方法易", "methods"), Hint("应用", "application"))


def test_one_dimension_alone_gives_two_hints() -> None:
    missed = [Missed("难", "methods", 1.5), Missed("易", "methods", -0.5), Missed("中", "methods", 0.5)]
    assert [hint.text for hint in reading_hints(missed, COUNTS)] == ["易", "中"]


def test_the_same_reading_is_given_once_and_an_empty_one_never() -> None:
    missed = [
        Missed("同一章", "methods", 0.0),
        Missed(" 同一章 ", "application", -1.0),
        Missed("  ", "knowledge", -3.0),
    ]
    assert reading_hints(missed, COUNTS) == (Hint("同一章", "application"),)


def test_who_missed_nothing_is_told_to_read_nothing() -> None:
    assert reading_hints([], COUNTS) == ()


MISSED = st.lists(
    st.builds(
        Missed,
        st.text(alphabet="甲乙丙丁 ", max_size=2),
        st.sampled_from(["knowledge", "methods", "spirit_thought", "application"]),
        st.floats(-3, 3),
    ),
    max_size=12,
)


@given(MISSED)
def test_there_are_at_most_two_different_hints_and_each_was_missed(missed: list[Missed]) -> None:
    hints = reading_hints(missed, COUNTS)
    texts = [hint.text for hint in hints]
    assert len(texts) <= 2
    assert len(set(texts)) == len(texts)
    assert set(texts) <= {item.reading.strip() for item in missed} - {""}
    possible = {item.reading.strip() for item in missed} - {""}
    assert len(texts) == min(2, len(possible))
