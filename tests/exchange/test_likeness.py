"""Nearly the same is found among many, whatever stands between; made by a formula costs no more than by hand."""

from question_bank.exchange.likeness import COMPARED, HOLDERS, Alike

LONG = "检验一种新肥料能不能增产，下面哪种做法最可靠？"


def test_a_text_that_differs_by_a_sign_or_two_is_found_and_another_is_not() -> None:
    texts = ["水在标准大气压下多少摄氏度沸腾？", LONG, "下列哪些是可再生能源？"]
    alike = Alike(texts, 0.85)
    assert [alike.take_in(place) for place in range(3)] == [None, None, None]
    assert alike.like(LONG.replace("，", " ")) == 1
    assert alike.like(LONG.replace("最可靠", "更可靠")) is None
    assert alike.like("哪一种材料能导电？") is None


def test_the_second_of_a_file_meets_the_first() -> None:
    alike = Alike([LONG, "别的一句话，说的是别的事情。", LONG + "！"], 0.85)
    assert [alike.take_in(place) for place in range(3)] == [None, None, 0]


def test_ten_thousand_of_one_formula_keep_few_of_each_trigram() -> None:
    texts = [f"第 {number} 题：下列说法正确的是哪一项？" for number in range(1000)]
    alike = Alike(texts, 0.85)
    for place in range(len(texts)):
        alike.take_in(place)
    assert max(len(holders) for holders in alike._holders.values()) <= HOLDERS
    assert len(alike._met(frozenset(alike._holders))) <= COMPARED


def test_texts_without_letters_harm_nothing() -> None:
    alike = Alike(["？", "！", ""], 0.85)
    assert [alike.take_in(place) for place in range(3)] == [None, 0, 0]
