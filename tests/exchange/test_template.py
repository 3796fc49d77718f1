"""Cells and items are two ways of saying the same, and cells may say it in many spellings."""

import pytest
from hypothesis import example, given

from question_bank.exchange.template import COLUMNS, cells_of_item, item_of_cells
from question_bank.items import FALSE, TRUE, Dimension, ItemDraft, ItemType
from question_bank.keys import NumericKey, SpokenKey
from question_bank.shipped_bank import shipped_items
from tests.exchange.generated_items import GENERATED, items

COLOURS = {"题干": "天空常见的颜色是？", "选项A": "红", "选项B": "蓝", "选项C": "绿", "选项D": "黑"}


@GENERATED
@given(items())
def test_cells_give_back_the_item_that_they_came_from(item: ItemDraft) -> None:
    assert item_of_cells(cells_of_item(item)) == item


def test_the_shipped_bank_passes_through_cells_unchanged() -> None:
    for item in shipped_items():
        cells = cells_of_item(item)
        assert tuple(cells) == COLUMNS
        assert item_of_cells(cells) == item


def read(**cells: str) -> ItemDraft:
    item = item_of_cells({**COLOURS, **cells})
    assert isinstance(item, ItemDraft), item
    return item


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        *[
            ("B", ("B",)),
            ("Ｂ", ("B",)),
            ("b", ("B",)),
            (" B ", ("B",)),
            ("答案：B", ("B",)),
            ("【答案】B", ("B",)),
            ("（B）", ("B",)),
        ],
        *[("B.", ("B",)), ("B. 蓝", ("B",)), ("蓝", ("B",)), ("2", ("B",)), ("AC", ("A", "C")), ("A,C", ("A", "C"))],
        *[("A，C", ("A", "C")), ("A|C", ("A", "C")), ("A、C", ("A", "C")), ("A;C", ("A", "C")), ("A C", ("A", "C"))],
        *[
            ("Ａ，Ｃ", ("A", "C")),
            ('"A,C"', ("A", "C")),
            ('["A", "C"]', ("A", "C")),
            ("“AC”", ("A", "C")),
            ("红、绿", ("A", "C")),
            ("红\n绿", ("A", "C")),
            ("A.红；C.绿", ("A", "C")),
            ("1,3", ("A", "C")),
        ],
        *[
            ("1.3", ("A", "C")),
            ("A,B,C", ("A", "B", "C")),
            ("D > A > B > C", ("D", "A", "B", "C")),
            ("B→A→D→C", ("B", "A", "D", "C")),
        ],
    ],
)
def test_the_type_and_the_key_are_told_from_how_the_answer_is_spelled(answer: str, key: tuple[str, ...]) -> None:
    item = read(答案=answer)
    assert item.key == key
    kinds = {1: ItemType.SINGLE, 4: ItemType.ORDERING}
    assert item.type is kinds.get(len(key), ItemType.MULTIPLE)


@pytest.mark.parametrize(
    "answer", ["DBAC", "D>B>A>C", "D,B,A,C", "D-B-A-C", "Ｄ＞Ｂ＞Ａ＞Ｃ", "黑、蓝、红、绿", "4,2,1,3"]
)
def test_an_order_may_be_spelled_with_or_without_signs(answer: str) -> None:
    assert read(题型="排序题", 答案=answer).key == ("D", "B", "A", "C")


@pytest.mark.parametrize("words", ["正确", "对", "√", "✓", "T", "true", "TRUE", "是", "A", "Ｔ", "正确。", "Y"])
def test_a_statement_is_said_to_be_true_in_many_ways(words: str) -> None:
    assert item_of_cells({"题型": "判断题", "题干": "水往低处流。", "答案": words}) == item_of_cells(
        {"题干": "水往低处流。", "答案": "正确"}
    )


@pytest.mark.parametrize("words", ["错误", "错", "×", "✗", "F", "false", "否", "B", "Ｆ", "x", "不正确", "N"])
def test_a_statement_is_said_to_be_false_in_many_ways(words: str) -> None:
    item = item_of_cells({"题型": "判断", "题干": "水往高处流。", "答案": words})
    assert isinstance(item, ItemDraft) and item.key == (FALSE,)


def test_the_letters_of_a_statement_follow_its_options() -> None:
    cells = {"题干": "水往低处流。", "选项A": "错", "选项B": "对", "答案": "B"}
    item = item_of_cells(cells)
    assert isinstance(item, ItemDraft) and item.type is ItemType.TRUE_FALSE and item.key == (TRUE,)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        *[
            ("3.14±0.05 米", NumericKey(3.14, 0.05, "米")),
            ("３．１４±０．０５米", NumericKey(3.14, 0.05, "米")),
            ("8", NumericKey(8.0)),
        ],
        *[
            ("-40 ℃", NumericKey(-40.0, 0.0, "℃")),
            ("1,200", NumericKey(1200.0)),
            ("3×10^8 m/s", NumericKey(3e8, 0.0, "m/s")),
        ],
        *[
            ("3×10⁸ m/s", NumericKey(3e8, 0.0, "m/s")),
            ("3.1～3.2", NumericKey(3.15, 0.05)),
            ("5 m²", NumericKey(5.0, 0.0, "m²")),
        ],
        *[
            ("20±1%", NumericKey(20.0, 1.0, "%")),
            ("答案：12", NumericKey(12.0)),
            ("3.14 ± 0.05", NumericKey(3.14, 0.05)),
        ],
    ],
)
def test_a_number_may_have_a_tolerance_and_a_unit(answer: str, key: NumericKey) -> None:
    item = item_of_cells({"题干": "是多少？", "题型": "数值", "答案": answer})
    assert isinstance(item, ItemDraft) and item.key == key


@pytest.mark.parametrize("answer", ["三", "3/4", "1.2.3", "inf", "nan", "3-4-5", "1e999", "9×10^99999999999999999999"])
def test_what_is_no_number_is_no_number(answer: str) -> None:
    faults = item_of_cells({"题干": "是多少？", "题型": "数值", "答案": answer})
    assert isinstance(faults, list) and [fault.column for fault in faults] == ["答案"]


def test_spoken_answers_come_with_a_note_for_the_referee() -> None:
    item = item_of_cells({"题型": "口答题", "题干": "谁？", "答案": "屠呦呦； 屠呦呦教授\n评分：姓名说全才算"})
    assert isinstance(item, ItemDraft)
    assert item.key == SpokenKey(("屠呦呦", "屠呦呦教授"), "姓名说全才算")


def test_a_blood_group_is_the_text_of_an_option_where_one_answer_is_right() -> None:
    cells = {"题干": "万能受血者是？", "选项A": "A", "选项B": "B", "选项C": "AB", "选项D": "O", "答案": "AB"}
    for kind in ("单选题", ""):
        item = item_of_cells({**cells, "题型": kind})
        assert isinstance(item, ItemDraft) and item.key == ("C",)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        *[
            ({"题干": " "}, "题干", "no_stem"),
            ({"题干": "长" * 2001}, "题干", "stem_too_long"),
            ({"答案": ""}, "答案", "no_key"),
        ],
        *[
            ({"答案": "E"}, "答案", "unknown_option"),
            ({"答案": "紫"}, "答案", "bad_key"),
            ({"选项C": ""}, "选项C", "blank_option"),
        ],
        *[({"选项C": "红 "}, "选项C", "same_options"), ({"题型": "单选", "答案": "AB"}, "答案", "not_one_key")],
        *[({"题型": "奇怪"}, "题型", "unknown_type"), ({"题干": "看\u202e这"}, "题干", "direction_control")],
        *[({"选项B": "看\u2066这"}, "选项B", "direction_control"), ({"基准": "27"}, "基准", "bad_number")],
        *[
            ({"时限": "很久"}, "时限", "bad_number"),
            ({"维度": "审美"}, "维度", "unknown_name"),
            ({"难度": "五星"}, "难度", "bad_number"),
        ],
        *[({"主题": "天文"}, "主题", "unknown_name"), ({"题型": "判断"}, "选项A", "odd_options")],
        *[({"编号": "长" * 65}, "编号", "id_too_long"), ({"题型": "简答题"}, "题型", "unsupported_type")],
        *[({"解析": "长" * 32_768}, "解析", "cell_too_long"), ({"题型": "排序", "答案": "BA"}, "答案", "bad_key")],
    ],
)
def test_a_fault_names_its_column_and_says_what_to_do(change: dict[str, str], column: str, code: str) -> None:
    faults = item_of_cells({**COLOURS, "答案": "B", **change})
    assert isinstance(faults, list)
    assert (faults[0].column, faults[0].code) == (column, code)
    assert faults[0].reason


def test_every_fault_of_an_item_is_told_at_once() -> None:
    faults = item_of_cells({**COLOURS, "题干": "", "答案": "E", "基准": "零"})
    assert isinstance(faults, list) and {fault.column for fault in faults} == {"题干", "答案", "基准"}


def test_names_are_read_as_they_are_said() -> None:
    item = read(
        答案="B",
        维度="科学方法",
        主题="健康与用药、推理与数据",
        人群="老年人",
        标签="天空，颜色",
        难度="易",
        时限="30秒",
        误解="A：看了日落\nC: 看了极光",
    )
    assert (item.dimension, item.topics, item.groups) == (Dimension.METHODS, ("health", "reasoning"), ("elderly",))
    assert (item.tags, item.difficulty.b, item.seconds) == (("天空", "颜色"), -1.0, 30)
    assert item.misconceptions == {"A": "看了日落", "C": "看了极光"}


@GENERATED
@given(items())
@example(ItemDraft("", ItemType.SPOKEN, "谁？", (), SpokenKey(("甲", ""), "")))
def test_a_cell_says_nothing_of_what_an_item_does_not_say(item: ItemDraft) -> None:
    cells = cells_of_item(item)
    assert bool(cells["标签"]) == bool(item.tags)
    assert bool(cells["误解"]) == bool(item.misconceptions)
