"""GIFT, read and written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import gift
from question_bank.exchange.json_lines import write_item
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import ItemDraft, ItemType, Option
from question_bank.keys import NumericKey, SpokenKey
from tests.exchange.carried import assert_carried, carried_items
from tests.exchange.generated_items import GENERATED


def read(text: str) -> Reading:
    return gift.read(text.encode(), "x.gift")


def one(text: str) -> ItemDraft:
    reading = read(text)
    assert not reading.refused, reading.refused
    return reading.items[0].draft


@given(st.lists(carried_items(), min_size=1, max_size=2, unique_by=lambda item: item.id))
@settings(GENERATED, max_examples=60)
def test_items_come_back_as_they_were(items: list[ItemDraft]) -> None:
    written = gift.write(items, {})
    if written.content:
        assert_carried(items, written, gift.read(written.content, "x.gift"), "图片")


def test_a_written_file_reads_as_moodle_writes_them() -> None:
    item = ItemDraft(
        id="b01-01",
        type=ItemType.SINGLE,
        stem="1 + 1 = 几？",
        options=(Option("A", "{1}"), Option("B", "2")),
        key=("B",),
        explanation="数一数：2 个。",
        benchmark=3,
        tags=("算术",),
        misconceptions={"A": "数漏了一个"},
    )
    assert gift.write([item], {}).content.decode() == (
        "// [id:b01-01] [tag:基准:3] [tag:算术]\n"
        "::b01-01::[plain]1 + 1 \\= 几？{\n"
        "\t~\\{1\\}#数漏了一个\n"
        "\t=2\n"
        "\t####数一数：2 个。\n"
        "}\n"
    )


def test_one_right_answer_weights_and_feedback() -> None:
    item = one(
        "// [id:q7] [tag:天文]\n::名::太阳系最大的行星是{~地球#太小 ~%50%土星 =木星#对，最大####质量是地球的 318 倍}？"
    )
    assert (item.id, item.type, item.stem) == ("q7", ItemType.SINGLE, "太阳系最大的行星是_____？")
    assert [option.text for option in item.options] == ["地球", "土星", "木星"]
    assert (item.key, item.misconceptions, item.tags) == (("C",), {"A": "太小"}, ("天文",))
    assert item.explanation == "质量是地球的 318 倍\n对，最大"


def test_part_marks_are_told_of() -> None:
    reading = read("问{~甲 ~%50%乙 =丙}")
    assert [note.code for note in reading.notes] == ["partial"]


def test_no_equals_sign_is_several_right_answers() -> None:
    item = one("问{\n~%-50%甲\n~%50%乙\n~%50%丙\n}")
    assert (item.type, item.key) == (ItemType.MULTIPLE, ("B", "C"))


@pytest.mark.parametrize(("source", "key"), [("T", "T"), ("TRUE", "T"), ("F", "F"), ("FALSE#错在哪#对了", "F")])
def test_true_and_false(source: str, key: str) -> None:
    item = one(f"地球是圆的{{{source}}}")
    assert (item.type, item.key) == (ItemType.TRUE_FALSE, (key,))


def test_feedback_of_true_false_is_for_the_wrong_answer_first() -> None:
    item = one("太阳绕地球转{FALSE#这是地心说#地球绕太阳转}")
    assert (item.misconceptions, item.explanation) == ({"true": "这是地心说"}, "地球绕太阳转")


@pytest.mark.parametrize(
    ("source", "value", "tolerance"),
    [
        ("#3.1415:0.0005", 3.1415, 0.0005),
        ("#3.141..3.142", 3.1415, 0.0005),
        ("#1822", 1822, 0),
        ("#\n=1822:0 #对\n=%50%1822:2", 1822, 0),
        ("#-5..-1", -3, 2),
        ("#3\\:1", 3, 1),
    ],
)
def test_numbers(source: str, value: float, tolerance: float) -> None:
    assert one(f"问{{{source}}}").key == NumericKey(value, tolerance)


def test_short_answers_are_spoken_items() -> None:
    item = one("谁提出了万有引力？{=牛顿 =%100%艾萨克·牛顿 =%50%英国人####评判：说出姓即可}")
    assert item.key == SpokenKey(("牛顿", "艾萨克·牛顿"), "说出姓即可")
    assert item.explanation == ""


def test_what_the_bank_does_not_have_is_skipped() -> None:
    reading = read("只是一段说明\n\n谈谈看法{}\n\n连线{=中国->北京 =法国->巴黎}")
    assert [(each.row, each.code) for each in reading.skipped] == [(1, "description"), (3, "essay"), (5, "matching")]


def test_categories_are_tags_until_the_next() -> None:
    reading = read("$CATEGORY: $course$/top/环保//生态/节水\n\n甲{T}\n\n$CATEGORY: Default for 课\n乙{F}")
    assert [item.draft.tags for item in reading.items] == [("环保/生态", "节水"), ()]
    assert [item.row for item in reading.items] == [3, 6]


def test_escapes_and_formats() -> None:
    item = one("[html]<p>a\\=b &lt; c<sup>2</sup></p>{=\\{x\\}\\: \\~1 ~[plain]<b>\\n第二行 ~[markdown]**粗** \\\\*}")
    assert item.stem == "a=b < c²"
    assert [option.text for option in item.options] == ["{x}: ~1", "<b>\n第二行", "**粗** *"]


def test_latex_keeps_its_backslashes() -> None:
    assert one("求 $$\\frac\\{1\\}\\{2\\}$$ 的倒数{#2}").stem == "求 $\\frac{1}{2}$ 的倒数"


def test_braces_that_do_not_match_are_refused_with_the_line() -> None:
    reading = read("好{T}\n\n坏{~甲\n\n=乙}")
    assert [(each.remark.row, each.remark.column, each.remark.code) for each in reading.refused] == [
        (3, "答案", "braces"),
        (5, "答案", "braces"),
    ]
    assert reading.refused[0].cells["题干"] == "坏{~甲"


def test_two_full_marks_in_a_single_choice_are_refused() -> None:
    refused = read("问{=甲 =乙 ~丙}").refused[0].remark
    assert (refused.column, refused.code) == ("答案", "many_keys")


def test_a_number_that_is_none_is_refused() -> None:
    refused = read("问{#三}").refused[0].remark
    assert (refused.column, refused.code) == ("答案", "bad_number")


def test_gb18030_is_read_and_what_is_no_text_is_not() -> None:
    assert gift.read("地球是圆的{T}".encode("gb18030"), "x.txt").items[0].draft.stem == "地球是圆的"
    with pytest.raises(BadExchange):
        gift.read(b"\x00\x01\x02" * 100, "x.txt")


def test_an_ordering_item_is_a_loss() -> None:
    item = ItemDraft("o", ItemType.ORDERING, "排", (Option("A", "一"), Option("B", "二")), ("B", "A"))
    written = gift.write([item], {})
    assert [(loss.item, loss.field) for loss in written.losses] == [("o", "题型")]
    assert written.content == b""


def test_the_order_of_a_key_is_kept() -> None:
    item = ItemDraft("m", ItemType.MULTIPLE, "选", (Option("A", "一"), Option("B", "二")), ("B", "A"))
    assert write_item(gift.read(gift.write([item], {}).content, "x").items[0].draft) == write_item(item)
