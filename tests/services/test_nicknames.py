"""Nicknames that may stand on a city's projector."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.rules.refusals import Refusal
from contest.services.nicknames import LONGEST, clean_nickname, name_key, suggest_nickname


@pytest.mark.parametrize("name", ["江边老周", "Sebastian", "小 李", "张伟2号", "Zoë", "阿尔法·贝塔"])
def test_ordinary_names_are_welcome(name: str) -> None:
    assert clean_nickname(name) == name


@pytest.mark.parametrize(
    "name", ["主持人", "主 持 人", "ＡＤＭＩＮ", "f u c k", "F.U.C.K", "大傻逼呀", "官方公告", "管·理·员"]
)
def test_unclean_names_are_refused_however_they_are_dressed(name: str) -> None:
    with pytest.raises(Refusal, match="name_unclean"):
        clean_nickname(name)


@pytest.mark.parametrize(("name", "reason"), [("", "name_empty"), ("…！", "name_empty"), ("一" * 13, "name_long")])
def test_empty_and_long_names_are_told_apart(name: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        clean_nickname(name)


def test_two_names_are_the_same_whatever_their_width_case_and_spaces() -> None:
    assert name_key("Ａｂ c") == name_key("aBC") == name_key(" A·b·c ")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_either_refused_or_harmless(typed: str) -> None:
    try:
        name = clean_nickname(typed)
    except Refusal:
        return
    assert 0 < len(name) <= LONGEST and name == " ".join(name.split())
    assert clean_nickname(name) == name


def test_offered_names_never_repeat_and_are_always_clean() -> None:
    chance = random.Random(3)
    taken: set[str] = set()
    for _ in range(1500):
        name = suggest_nickname(taken, lambda choices: chance.choice(choices))
        assert clean_nickname(name) == name and name_key(name) not in taken
        taken.add(name_key(name))
