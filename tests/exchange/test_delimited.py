"""Tables in text: of any encoding and separator, from files and from the clipboard."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.exchange import delimited
from question_bank.exchange.inert_cells import as_meant, neutralised
from question_bank.exchange.reading import BadExchange
from question_bank.items import FALSE, ItemDraft, ItemType
from question_bank.markup import plain
from question_bank.shipped_bank import shipped_items
from tests.exchange.books import drafts, only
from tests.exchange.generated_items import GENERATED, TEXTS, items

HEADER = "题型,题干,选项A,选项B,选项C,答案,解析"
ROW = '单选,"水的化学式，是？",CO2,H2O,O2,B,"第一行\n第二行, ""引号"""'
TABLE = f"{HEADER}\n{ROW}\n"


@GENERATED
@given(st.lists(items(), min_size=1, max_size=4))
def test_what_is_written_is_read_again_exactly(written: list[ItemDraft]) -> None:
    assert drafts(delimited.read(delimited.write(written, {}).content, "bank.csv")) == written


@given(TEXTS)
def test_a_neutralised_cell_begins_no_formula_and_means_the_same(text: str) -> None:
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert as_meant(neutralised(text)) == text


def test_the_shipped_bank_is_read_again_exactly_and_marked_as_utf_8() -> None:
    content = delimited.write(shipped_items(), {}).content
    assert content.startswith(codecs.BOM_UTF8)
    assert drafts(delimited.read(content, "bank.csv")) == shipped_items()
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_all_encodings_say_the_same(encoding: str, end: str) -> None:
    item = only(delimited.read(TABLE.replace("\n", end).encode(encoding), "bank.csv"))
    assert item.stem == "水的化学式，是？"
    assert plain(item.explanation) == '第一行\n第二行, "引号"'


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，", "｜"])
def test_any_separator_will_do(separator: str) -> None:
    rows = [
        ["题型", "题干", "A", "B", "答案"],
        ["判断", "水会蒸发", "", "", "对"],
        ["单选", "哪个是气体？", "氧", "铁", "A"],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    assert [item.type.value for item in drafts(delimited.read(text.encode(), "pasted"))] == ["true_false", "single"]


def test_a_table_pasted_from_a_spreadsheet_keeps_lines_within_cells() -> None:
    text = '题干\t选项\t答案\r\n选一个\t"A. 红\nB. 绿"\tB\r\n'
    item = only(delimited.read(text.encode(), "pasted"))
    assert [option.text for option in item.options] == ["红", "绿"]


def test_a_markdown_table_within_a_chat_is_read() -> None:
    text = """好的，这是三道题：

| 题型 | 题干 | 选项A | 选项B | 答案 |
|:----|------|:-----:|-------|------|
| 单选题 | 甲\\|乙<br>哪个？ | 红 | 绿 | B |
| 判断题 | 鲸是鱼。 |  |  | 错 |

需要更多吗？"""
    reading = delimited.read(text.encode(), "pasted")
    first, second = drafts(reading)
    assert plain(first.stem) == "甲|乙\n哪个？" and first.key == ("B",)
    assert second.key == (FALSE,)
    assert [each.row for each in reading.items] == [5, 6]


def test_columns_may_be_parted_by_blanks() -> None:
    text = "题型   题干        A    B    答案\n单选   哪个是金属？  氧   铁   B\n"
    assert only(delimited.read(text.encode(), "pasted")).key == ("B",)


def test_a_table_without_a_header_is_told_by_what_stands_in_it() -> None:
    rows = [
        ("1", "单选题", "下列哪一种是气体？", "氧", "铁", "金", "A", "常温下"),
        ("2", "多选题", "下列哪几种是金属？", "氧", "铁", "金", "BC", ""),
        ("3", "判断题", "水到零下会结成冰吗，是的。", "", "", "", "对", ""),
    ]
    text = "\n".join("\t".join(row) for row in rows)
    reading = delimited.read(text.encode(), "pasted")
    assert [item.type for item in drafts(reading)] == [ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUE_FALSE]
    assert drafts(reading)[0].explanation == "常温下"
    assert [each.row for each in reading.items] == [1, 2, 3]


def test_leading_zeros_are_kept_and_excels_way_to_keep_them_is_understood() -> None:
    text = '编号,题干,A,B,答案\n007,"多少？","=""010""",10,A\n'
    item = only(delimited.read(text.encode(), "bank.csv"))
    assert (item.id, item.options[0].text) == ("007", "010")


def test_a_row_is_counted_as_a_spreadsheet_counts_it() -> None:
    text = '题干,A,B,答案\n"一\n二\n三？",红,绿,A\n\n四？,红,绿,C\n'
    reading = delimited.read(text.encode(), "bank.csv")
    (refused,) = reading.refused
    assert (refused.remark.row, refused.remark.column, refused.remark.code) == (4, "答案", "unknown_option")


def test_a_line_that_names_the_separator_is_obeyed() -> None:
    text = "sep=;\n题干;A;B;答案\n一, 二？;红;绿;A\n"
    assert only(delimited.read(text.encode(), "bank.csv")).stem == "一, 二？"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        *[(b"", "空"), ("你好，世界".encode(), "表头"), (b"\x00\x01\x02\x03", "文本"), (b"\xff\xff\xff\xff", "编码")],
        *[
            (f'{HEADER}\n单选,"没有关上\n'.encode() + b"x" * 1_100_000, "双引号"),
            ((HEADER + "\n" + "a,b\n" * 50_001).encode(), "50000"),
        ],
        ((HEADER + ",x" * 300 + "\n" + "a," * 300).encode(), "200"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(BadExchange, match=words):
        delimited.read(content, "bank.csv")
