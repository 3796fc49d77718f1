"""Numbered text as people paste it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import numbered_text
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.items import ItemDraft, ItemType, faults_of
from question_bank.keys import NumericKey, SpokenKey
from question_bank.markup import plain
from tests.exchange.generated_items import GENERATED


def read(text: str) -> Reading:
    return numbered_text.read(text.encode(), "x.txt")


def drafts(text: str) -> list[ItemDraft]:
    reading = read(text)
    assert not reading.refused, reading.refused
    return [item.draft for item in reading.items]


def one(text: str) -> ItemDraft:
    (draft,) = drafts(text)
    return draft


def texts(item: ItemDraft) -> list[str]:
    return [option.text for option in item.options]


def test_a_question_as_it_is_pasted() -> None:
    item = one(
        "1、可再生能源是（A）。\nA. 太阳能\nB. 煤炭\n答案：A\n解析：取之不尽。\n再说一句。\n难度：易\n知识点：能源"
    )
    assert (item.type, item.stem, texts(item)) == (ItemType.SINGLE, "可再生能源是（　）。", ["太阳能", "煤炭"])
    assert (item.key, item.explanation, item.difficulty.b) == (("A",), "取之不尽。\n再说一句。", -1.0)
    assert item.tags == ("能源",)


@pytest.mark.parametrize(
    "options",
    [
        "A. 甲  B. 乙  C. 丙",
        "A.甲B.乙C.丙",
        "A、甲 B、乙\nC、丙",
        "（A）甲\n（B）乙\n（C）丙",
        "Ａ．甲\nＢ．乙\nＣ．丙",
        "A) 甲；\nB) 乙；\nC) 丙；",
        "a. 甲\nb. 乙\nc. 丙",
        "\tA:甲\tB:乙\tC:丙",
    ],
)
@pytest.mark.parametrize("number", ["1、", "1. ", "１．", "1）", "（1）", "第1题 ", "第 1 题："])
def test_numbers_and_options_in_many_ways(number: str, options: str) -> None:
    item = one(f"{number}选哪个？\n{options}\n【答案】Ｂ")
    assert (item.stem, texts(item), item.key) == ("选哪个？", ["甲", "乙", "丙"], ("B",))


def test_everything_on_one_line() -> None:
    item = one("1、水的化学式是（ ）A.H₂O B.CO₂ 答案：A 解析：两个氢，一个氧。 难度：见上")
    assert (item.stem, texts(item), item.key) == ("水的化学式是（ ）", ["H₂O", "CO₂"], ("A",))
    assert item.explanation == "两个氢，一个氧。 难度：见上"


def test_raised_characters_and_formulas_are_kept() -> None:
    item = one("1. 10⁵ 等于 $10^5$ 还是 \\(10^{4}\\)？一斤 $5，两斤 $9\nA. 3×10⁸\nB. 5*3*2\n答案：A")
    assert item.stem == "10⁵ 等于 $10^5$ 还是 $10^{4}$？一斤 $5，两斤 $9"
    assert texts(item) == ["3×10⁸", "5*3*2"]


def test_headings_give_the_type_and_begin_new_numbers() -> None:
    items = drafts(
        "题库\n一、单选题（每题 2 分，共 2 分）\n1、甲？\nA.一\nB.二\n答案：A\n"
        "二、多项选择题\n1、乙？（A、C）\nA.一\nB.二\nC.三\n"
        "三．判断题：\n1、丙（√）\n2、丁。（错）\n3、戊\n答案：×，应为己\n"
        "四、口答题\n1、谁？\n答案：牛顿；Newton\n评分：说出姓即可\n"
    )
    assert [item.type.value for item in items] == ["single", "multiple", *["true_false"] * 3, "spoken"]
    assert [item.key for item in items[:5]] == [("A",), ("A", "C"), ("T",), ("F",), ("F",)]
    assert [item.stem for item in items[2:4]] == ["丙", "丁。"]
    assert items[4].explanation == "应为己"
    assert items[5].key == SpokenKey(("牛顿", "Newton"), "说出姓即可")


def test_a_type_in_brackets_and_points_are_taken_out() -> None:
    item = one("1. 选两个*[多选题]（2分）\nA. 甲\nB. 乙\nC. 丙\n答案：AB")
    assert (item.type, item.stem) == (ItemType.MULTIPLE, "选两个")


@pytest.mark.parametrize(
    "answers",
    [
        "参考答案\n1-3 ABC\n4、√ 5、×",
        "答案：\n一、1~3：A B C\n二、4-5 对错",
        "【参考答案】\n一、单选题\n1.A 2.B 3.C\n二、判断题\n4．√\n5．×",
    ],
)
def test_a_list_of_answers_at_the_end(answers: str) -> None:
    options = "A.一 B.二 C.三"
    items = drafts(
        f"一、单选题\n1、甲\n{options}\n2、乙\n{options}\n3、丙\n{options}\n二、判断题\n4、丁（ ）\n5、戊\n{answers}"
    )
    assert [item.key for item in items] == [("A",), ("B",), ("C",), ("T",), ("F",)]


def test_numbers_that_begin_anew_find_their_answers_by_heading() -> None:
    items = drafts(
        "一、单选题\n1、甲\nA.一\nB.二\n二、多选题\n1、乙\nA.一\nB.二\nC.三\n参考答案\n一、单选题\n1、B\n二、多选题\n1、AC"
    )
    assert [item.key for item in items] == [("B",), ("A", "C")]


def test_answers_that_belong_nowhere_are_told_of() -> None:
    reading = read("1、甲（√）\n参考答案\n1、√ 2、×\n谢谢大家")
    assert [(note.row, note.code) for note in reading.notes] == [(4, "odd_answers"), (3, "odd_answers")]


def test_lists_within_a_stem_are_no_questions() -> None:
    item = one("1、做法有：\n1. 甲\n2. 乙\n(1) 丙\n正确的是\nA. 一\nB. 二\n答案：B\n第 3 页 共 9 页")
    assert item.stem == "做法有：\n1. 甲\n2. 乙\n(1) 丙\n正确的是"


def test_numbers_orders_and_places() -> None:
    items = drafts(
        "1、质量？\n题型：数值\n答案：3.5±0.1 kg\n2、排队\nA.一\nB.二\n题型：排序\n答案：B>A\n"
        "编号：k-2\n基准：3\n维度：科学方法\n出处：《百科》"
    )
    assert items[0].key == NumericKey(3.5, 0.1, "kg")
    assert (items[1].key, items[1].id, items[1].benchmark, items[1].source) == (("B", "A"), "k-2", 3, "《百科》")


def test_questions_without_numbers_are_parted_by_blank_lines() -> None:
    items = drafts("哪个对？\nA. 一\nB. 二\n答案：A\n\n地球是平的（×）\n\n多少？\n\nA. 一\nB. 二\n答案：B")
    assert [item.type.value for item in items] == ["single", "true_false", "single"]


def test_what_the_bank_does_not_have_is_skipped() -> None:
    reading = read("一、填空题\n1、水是____。\n答案：液体\n二、简答题\n1、谈谈\n答：略\n三、判断题\n1、对吗（√）")
    assert [(each.row, each.code) for each in reading.skipped] == [(2, "unsupported_type"), (5, "unsupported_type")]
    assert len(reading.items) == 1


def test_refusals_say_line_column_and_what_to_do() -> None:
    reading = read("1、甲\nA. 一\nB. 二\n\n2、乙\nA. 一\nB. 二\n答案：C\n4、丙\nA.一\nC.三\n答案：A\n")
    assert [(each.remark.row, each.remark.column, each.remark.code) for each in reading.refused] == [
        (1, "答案", "no_key"),
        (5, "答案", "unknown_option"),
        (9, "选项B", "blank_option"),
    ]
    assert reading.refused[1].cells["选项B"] == "二"
    assert [note.code for note in reading.notes] == ["gap"]


def test_the_type_ab_of_blood_is_an_option() -> None:
    assert one("1、万能受血者的血型是\nA. A\nB. B\nC. AB\nD. O\n答案：AB").key == ("C",)


def test_a_bracketed_letter_that_is_no_answer_stays() -> None:
    item = one("1、维生素(A)缺乏会导致（ B ）\nA. 甲\nB. 乙")
    assert (item.stem, item.key) == ("维生素(A)缺乏会导致（　）", ("B",))


def test_files_of_chinese_windows_are_read() -> None:
    reading = numbered_text.read("1、地球是圆的（√）".encode("gb18030"), "x.txt")
    assert reading.items[0].draft.stem == "地球是圆的"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", "没有题目的一段话".encode(), b"1" * 40_000, b"\x89PNG\r\n\x1a\n\x00"]
)
def test_what_is_no_text_of_questions_is_refused_whole(content: bytes) -> None:
    try:
        reading = numbered_text.read(content, "x.txt")
    except BadExchange:
        return
    assert not reading.items


PIECES = st.sampled_from(
    [
        *(
            "1、",
            "2. ",
            "第3题",
            "(4)",
            "A. ",
            "B、",
            " C.",
            "（A）",
            "（√）",
            "答案：",
            "AB",
            "√",
            "解析：",
            "难度：",
            "易",
        ),
        *(
            "一、单选题",
            "二、判断题",
            "参考答案",
            "1-3 ABC",
            "\n",
            "\n\n",
            "甲",
            "|a|b|",
            "$x^2$",
            "**",
            "\\",
            "![",
            "\t",
            "　",
        ),
        *("题型：排序", "评分：", "[多选题]", "（2分）", "编号：", "😀", "\u202e", "Ａ．", "１．", "____", "·" * 9),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(GENERATED, max_examples=300)
def test_whatever_is_pasted_what_enters_can_be_asked(text: str) -> None:
    try:
        reading = read(text)
    except BadExchange:
        return
    assert not [fault for item in reading.items for fault in faults_of(item.draft)]


@pytest.mark.parametrize(
    "unit", ["1、", "A. ", " ", "(", "（A", "答案：", "1-2 ", "*[", "$", "|", "√", "对，", "\\(", "1"]
)
def test_hostile_lines_are_read_in_time(unit: str) -> None:
    read("1、题（√）\n" + "2、" + unit * (30_000 // len(unit)) + "\nA. " + unit * 1000 + "\n答案：" + unit * 1000)


def test_a_question_may_begin_with_a_digit_and_a_line_with_decimals() -> None:
    items = drafts("1.2023年是闰年（×）\n2、10⁵ 大于\n3.14 吗\nA.是\nB.否\n答案：A\n3.5 个苹果分给 2 人（√）")
    assert [item.stem for item in items] == ["2023年是闰年", "10⁵ 大于\n3.14 吗", "5 个苹果分给 2 人"]


def test_markdown_as_programs_write_it() -> None:
    items = drafts(
        "# 题库\n\n**一、单选题（共 2 题）**\n\n**1.** 下列**不**对的是（  ）\n\n- A. 甲\n- **B.** 乙\n\n"
        "**答案：B**\n**解析**：乙对。\n\n---\n\n### 2. 5**3**2 是？A\n- A. 甲\n- B. 乙\n\n"
        "## 二、判断题\n\n**3.** 地球是圆的。对\n\n**4.** 鲸是鱼。错"
    )
    assert items[0].stem == "下列**不**对的是（  ）"
    assert [(plain(item.stem), item.key) for item in items] == [
        ("下列不对的是（  ）", ("B",)),
        ("5**3**2 是？", ("A",)),
        ("地球是圆的。", ("T",)),
        ("鲸是鱼。", ("F",)),
    ]
    assert items[0].explanation == "乙对。"


@pytest.mark.parametrize("options", ["A 甲\nB 乙\nC 丙", "A 甲   B 乙\nC 丙", "A　甲　B　乙　C　丙"])
def test_letters_may_be_set_off_by_blanks_alone(options: str) -> None:
    item = one(f"1、选哪个\nA 股怎样\n（  ）\n{options}\n答案：B".replace("A 股怎样\n", ""))
    assert texts(item) == ["甲", "乙", "丙"]


def test_a_letter_in_a_stem_is_no_option() -> None:
    item = one("1、下列哪种\nA 股最大？\nA. 甲\nB. 乙\n答案：B")
    assert item.stem == "下列哪种\nA 股最大？"


def test_statements_without_answers_beside_them_are_told_apart() -> None:
    items = drafts("一、判断题\n1.甲\n2.2023年是闰年\n3.丙\n答案\n1-3 √×√")
    assert [item.key for item in items] == [("T",), ("F",), ("T",)]


def test_what_learning_platforms_print_beside_a_question_is_left_out() -> None:
    item = one(
        "1.[多选] 哪些对？\nA、甲；B、乙；C、丙\n正确答案：A,B\n我的答案：A\n得分：0分\n试题难度：较难\n试题解析：略"
    )
    assert (texts(item), item.key, item.difficulty.b, item.explanation) == (["甲", "乙", "丙"], ("A", "B"), 0.5, "略")


def test_one_answer_line_may_answer_several_questions() -> None:
    items = drafts("三、共用题干单选题\n1、一？\nA、1 B、2\n2、二？\nA、1 B、2\n答案：1.A 2.B")
    assert [item.key for item in items] == [("A",), ("B",)]
