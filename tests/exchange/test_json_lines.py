"""JSON lines as a format of exchange: one bad line spoils no other."""

import json

from hypothesis import given
from hypothesis import strategies as st

from question_bank.exchange import json_lines
from question_bank.exchange.reading import Reading
from question_bank.items import ItemDraft
from question_bank.shipped_bank import shipped_items
from tests.exchange.carried import carried_items
from tests.exchange.generated_items import GENERATED

GOOD = {
    "id": "a",
    "type": "single",
    "stem": "几？",
    "options": [{"id": "A", "text": "一"}, {"id": "B", "text": "二"}],
    "key": ["A"],
}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def read(*lines: str) -> Reading:
    return json_lines.read("\n".join(lines).encode(), "x.jsonl")


@given(st.lists(carried_items(), min_size=1, max_size=2, unique_by=lambda item: item.id))
@GENERATED
def test_items_come_back_as_they_were(items: list[ItemDraft]) -> None:
    written = json_lines.write(items, {})
    assert [each.draft for each in json_lines.read(written.content, "x.jsonl").items] == items


def test_the_shipped_bank_comes_back() -> None:
    items = shipped_items()
    reading = json_lines.read(json_lines.write(items, {}).content, "x.jsonl")
    assert [each.draft for each in reading.items] == items
    assert not (reading.refused or reading.notes or reading.skipped)


def test_a_bad_line_is_refused_by_its_number_and_the_others_are_read() -> None:
    reading = read(line(), "", "{没有", line(id="b", type="essay"), line(id="c", key="A"), line(id="d", benchmark="三"))
    assert [each.row for each in reading.items] == [1]
    assert [(each.remark.row, each.remark.column, each.remark.id) for each in reading.refused] == [
        (3, "", ""),
        (4, "题型", "b"),
        (5, "答案", "c"),
        (6, "基准", "d"),
    ]
    assert "true_false、single" in reading.refused[1].remark.reason
    assert reading.refused[3].cells["题干"] == "几？"
    assert reading.refused[3].cells["选项B"] == "二"


def test_what_cannot_be_asked_is_refused_with_its_cells() -> None:
    refused = read(line(key=["C"])).refused[0]
    assert (refused.remark.column, refused.remark.code) == ("答案", "bad_key")
    assert refused.cells["题干"] == "几？"


def test_the_second_of_two_items_of_one_name_is_refused() -> None:
    reading = read(line(), line(stem="多少？"))
    assert [each.row for each in reading.items] == [1]
    assert reading.refused[0].remark.code == "duplicate_id"
    assert "第 1 行" in reading.refused[0].remark.reason


def test_null_says_nothing_and_unknown_fields_are_told_of() -> None:
    reading = read(line(explanation=None, points=3))
    assert reading.items[0].draft.explanation == ""
    assert "points" in reading.notes[0].reason


def test_an_array_is_read_as_well() -> None:
    reading = json_lines.read(f"[{line()}, {line(id='b', stem='')}]".encode(), "x.json")
    assert [each.row for each in reading.items] == [1]
    assert reading.refused[0].remark.row == 2


def test_deep_and_huge_values_are_refused() -> None:
    reading = read(
        "[" * 100_000,
        line(difficulty={"b": 1e308}),
        '{"type": "numeric", "stem": "?", "key": {"value": 1' + "0" * 5000 + "}}",
    )
    assert not reading.items
