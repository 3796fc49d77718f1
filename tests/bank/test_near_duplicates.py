"""Texts that are nearly the same are found, all of them, and no others."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from question_bank.near_duplicates import near_duplicates, trigrams


def test_other_words_for_the_same_are_found() -> None:
    texts = ["地球绕着太阳转动，对吗？", "月球绕着地球转动，对吗？", "地球绕着太阳转动。对吗?", "水在零度结冰"]
    assert near_duplicates(texts, 0.6) == [(0, 2)]


def test_texts_without_letters_are_alike() -> None:
    assert near_duplicates(["？？", "！"], 0.9) == [(0, 1)]


def test_a_short_text_is_one_run() -> None:
    assert trigrams("水，") == {"水"}
    assert trigrams("水是生命") == {"水是生", "是生命"}


@given(st.lists(st.text("水火土木，。", max_size=12), max_size=14), st.sampled_from([0.2, 0.5, 0.6, 0.75, 1.0]))
def test_the_pairs_are_those_that_comparing_all_with_all_finds(texts: list[str], likeness: float) -> None:
    sets = [trigrams(text) for text in texts]
    expected = [
        (first, second)
        for first, second in combinations(range(len(texts)), 2)
        if len(sets[first] & sets[second]) / len(sets[first] | sets[second]) >= likeness
    ]
    assert sorted(near_duplicates(texts, likeness)) == sorted(expected)
