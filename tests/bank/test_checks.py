"""What `wenqu bank check` tells of a bank: each fault by its item and field, and nothing of a sound one."""

import dataclasses

import pytest

from question_bank.checks import check_bank
from question_bank.items import Difficulty, Dimension, ItemDraft, ItemType, Option
from question_bank.keys import Key, NumericKey, SpokenKey


def item(
    kind: ItemType = ItemType.SINGLE, key: Key = ("B",), texts: tuple[str, ...] = ("甲", "乙", "丙"), **changes: object
) -> ItemDraft:
    options = tuple(Option("ABCDEFGHIJKL"[place], text) for place, text in enumerate(texts))
    sound = ItemDraft(
        id="q1",
        type=kind,
        stem="哪一个是天干？",
        options=options,
        key=key,
        explanation="乙是天干。",
        benchmark=1,
        point=1,
        dimension=Dimension.KNOWLEDGE,
        difficulty=Difficulty(0.0, "常识"),
        source="辞典",
    )
    return dataclasses.replace(sound, **changes)  # type: ignore[arg-type]


SOUND = {
    "single": item(),
    "multiple": item(ItemType.MULTIPLE, ("A", "C")),
    "multiple with one right": item(ItemType.MULTIPLE, ("C",)),
    "ordering": item(ItemType.ORDERING, ("B", "A", "C")),
    "numeric": item(ItemType.NUMERIC, NumericKey(3.14, 0.005), ()),
    "spoken": item(ItemType.SPOKEN, SpokenKey(("乙",), "“乙木”也对"), (), difficulty=Difficulty()),
    "signs that change what is said": item(texts=("x > 1", "x < 1", "-1")),
    "powers and indices": item(texts=("10⁵", "105", "10₅")),
    "formulas of powers and indices": item(texts=("$10^5$", "105", "$10_5$")),
    "a key that is long in LaTeX alone": item(texts=("三分之一", "$\\frac{1}{2}$", "四分之一")),
    "numbers that differ by the point": item(texts=("1.5 克", "15 克", "150 克")),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_item_has_no_problem(name: str) -> None:
    assert check_bank([SOUND[name]]) == []


FAULTS = {
    "no stem": (item(stem=" "), "stem"),
    "a stem that is too long": (item(stem="长" * 2001), "stem"),
    "a stem with turned direction": (item(stem="甲\u202e乙"), "stem"),
    "an option with turned direction": (item(texts=("甲", "乙\u2066", "丙")), "options"),
    "one option": (item(texts=("甲",), key=("A",)), "options"),
    "eleven options": (item(texts=tuple("甲乙丙丁戊己庚辛壬癸子")), "options"),
    "the same option twice": (item(texts=("甲", "乙", "乙")), "options"),
    "the same option in other signs": (item(texts=("10 cm", "１０ＣＭ", "丙")), "options"),
    "a blank option": (item(texts=("甲", "乙", " ")), "options"),
    "options of a number": (item(ItemType.NUMERIC, NumericKey(1.0)), "options"),
    "a key that is no option": (item(key=("D",)), "key"),
    "two keys of a single choice": (item(key=("A", "B")), "key"),
    "no key": (item(key=()), "key"),
    "everything right": (item(ItemType.MULTIPLE, ("A", "B", "C")), "key"),
    "the same key twice": (item(ItemType.MULTIPLE, ("A", "A")), "key"),
    "an order that leaves one out": (item(ItemType.ORDERING, ("B", "A")), "key"),
    "an order that stands there": (item(ItemType.ORDERING, ("A", "B", "C")), "options"),
    "a number that is none": (item(ItemType.NUMERIC, NumericKey(float("nan")), ()), "key"),
    "a tolerance below nought": (item(ItemType.NUMERIC, NumericKey(1.0, -0.1), ()), "key"),
    "letters for a number": (item(ItemType.NUMERIC, ("A",), ()), "key"),
    "nothing to accept": (item(ItemType.SPOKEN, SpokenKey((" ",)), ()), "key"),
    "no explanation": (item(explanation=""), "explanation"),
    "no source": (item(source=" "), "source"),
    "no benchmark": (item(benchmark=None), "benchmark"),
    "no dimension": (item(dimension=None), "dimension"),
    "no difficulty": (item(difficulty=Difficulty()), "difficulty"),
    "a key that sticks out": (item(texts=("甲", "乙，因为它在十天干里排在第二位", "丙")), "options"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_of_its_field(name: str) -> None:
    faulty, field = FAULTS[name]
    assert [(problem.item, problem.field) for problem in check_bank([faulty])] == [("q1", field)]


def test_an_item_that_repeats_another_names_it() -> None:
    again = item(id="q2", stem="哪一个是天干呢？")
    (problem,) = check_bank([item(stem="下面哪一个是天干？"), dataclasses.replace(again, stem="下面哪一个是天干呢？")])
    assert (problem.item, problem.field) == ("q2", "stem") and "q1" in problem.problem


def bank(kind: ItemType, keys: list[str], texts: tuple[str, ...]) -> list[ItemDraft]:
    return [
        item(kind, (key,), texts, id=f"q{place}", stem="".join(chr(0x4E00 + 40 * place + each) for each in range(12)))
        for place, key in enumerate(keys)
    ]


def test_a_bank_whose_statements_are_mostly_true_is_lopsided() -> None:
    options = (Option("T", "正确"), Option("F", "错误"))
    statements = [
        dataclasses.replace(each, options=options) for each in bank(ItemType.TRUE_FALSE, ["T"] * 30 + ["F"] * 10, ())
    ]
    (problem,) = check_bank(statements)
    assert (problem.item, problem.field) == ("", "key") and "75%" in problem.problem
    assert check_bank(statements[:39]) == []


def test_a_bank_whose_keys_stand_in_one_place_is_lopsided() -> None:
    problems = check_bank(bank(ItemType.SINGLE, ["C"] * 20 + ["A", "B"] * 10, ("甲", "乙", "丙", "丁")))
    assert [(problem.item, problem.field) for problem in problems] == [("", "key"), ("", "key")]


def test_a_bank_whose_longest_option_is_mostly_right_is_lopsided() -> None:
    last_is_longest = bank(ItemType.SINGLE, ["D"] * 10 + ["B", "C"] * 10 + ["A"] * 10, ("甲", "乙", "丙", "丁丁"))
    first_is_longest = bank(ItemType.SINGLE, ["B"] * 30 + ["A"] * 10, ("甲甲", "乙", "丙", "丁"))
    (problem,) = check_bank(last_is_longest[:30] + first_is_longest[30:])
    assert (problem.item, problem.field) == ("", "options") and "50%" in problem.problem
