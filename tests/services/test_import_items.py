"""Files into the bank: what is planned happens, all of it or nothing, and can be taken back."""

import dataclasses
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import Connection, Engine, insert, select, update

from contest.database import open_engine, reading, writing
from contest.models.records import Response
from contest.services.export_items import exportable, write_items
from contest.services.import_items import BankChanged, prepare_import, write_import
from contest.services.import_plan import Importer, ImportPlan, plan_import
from contest.services.import_undo import CannotUndo, undo_import
from contest.services.prepare_database import migrate
from question_bank.catalogue import current_items, items_named
from question_bank.exchange.corrections import corrected, key_of
from question_bank.exchange.formats import WRITERS, read_file
from question_bank.exchange.reading import Reading, ReadItem
from question_bank.exchange.set_aside import set_aside
from question_bank.exchange.template import COLUMNS, cells_of_item, item_of_cells
from question_bank.items import Difficulty, ItemDraft, ItemStatus, ItemType, Option
from question_bank.models import Item, ItemEvent, ItemImport, ItemKey, ItemVersion, Picture
from question_bank.storing import store_items

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
ANYBODY = Importer()
OPTIONS = tuple(Option(name, f"选择{name}") for name in "ABCD")


def draft(name: str, stem: str | None = None, **fields: Any) -> ItemDraft:
    asked = stem or f"{name} 号题问的是什么？"
    return ItemDraft(name, ItemType.SINGLE, asked, OPTIONS, ("B",), "因为乙。", **fields)


def read(*items: ItemDraft, **fields: Any) -> Reading:
    return Reading("jsonl", tuple(ReadItem(item, "题库", row) for row, item in enumerate(items, 2)), **fields)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'bank.sqlite3'}")
    migrate(made)
    yield made
    made.dispose()


def plan(engine: Engine, found: Reading, importer: Importer = ANYBODY) -> ImportPlan:
    with reading(engine) as connection:
        return plan_import(connection, found, importer)


def put_in(engine: Engine, found: Reading, importer: Importer = ANYBODY) -> str:
    with reading(engine) as connection:
        prepared = prepare_import(connection, plan_import(connection, found, importer), importer, "题.xlsx", NOW)
    with writing(engine) as connection:
        write_import(connection, prepared)
    return prepared.id


def counts(found: ImportPlan) -> tuple[int, int, int, int, int]:
    return tuple(map(len, (found.new, found.changed, found.unchanged, found.refused, found.skipped)))  # type: ignore[return-value]


def everything(engine: Engine) -> list[Any]:
    """All rows of the tables that an import may touch."""
    with reading(engine) as connection:
        return [connection.execute(select(table)).all() for table in (Item, ItemVersion, ItemKey, ItemEvent, Picture)]


def test_what_is_planned_is_what_happens_and_a_second_time_nothing_does(engine: Engine) -> None:
    found = read(draft("a"), draft("b"), draft("", "没有编号的一道题？"))
    assert counts(plan(engine, found)) == (3, 0, 0, 0, 0)
    name = put_in(engine, found)
    assert counts(plan(engine, found)) == (0, 0, 3, 0, 0)
    with reading(engine) as connection:
        assert {row.status for row in connection.execute(select(Item.status))} == {"draft"}
        assert set(connection.scalars(select(ItemVersion.import_id))) == {name}
        assert [row.action for row in connection.execute(select(ItemEvent.action))] == ["created"] * 3
        report = connection.scalar(select(ItemImport.report))
    assert report is not None and len(report["new"]) == 3 and report["new"][:2] == ["a", "b"]


def test_a_known_id_is_a_new_version_and_what_was_seen_is_to_be_seen_again(engine: Engine) -> None:
    with writing(engine) as connection:
        store_items(connection, [draft("a"), draft("b")], ItemStatus.REVIEWED, NOW)
    found = read(draft("a", "改过的题干是什么？"), draft("b"))
    change = plan(engine, found).changed[0]
    assert (change.former.stem, change.read.draft.stem) == ("a 号题问的是什么？", "改过的题干是什么？")
    put_in(engine, found)
    with reading(engine) as connection:
        rows = {row.id: row for row in connection.execute(select(Item.id, Item.current_version, Item.status))}
        assert (rows["a"].current_version, rows["a"].status) == ("a@2", "draft")
        assert (rows["b"].current_version, rows["b"].status) == ("b@1", "reviewed")
        assert items_named(connection, ["a"])["a"].stem == "改过的题干是什么？"


def test_the_same_content_without_an_id_is_unchanged_whatever_the_bank_calls_it(engine: Engine) -> None:
    put_in(engine, read(draft("a", source="教材", difficulty=Difficulty(0.5, "中等"))))
    nameless = dataclasses.replace(draft(""), stem="a 号题问的是什么？", seconds=30)
    assert counts(plan(engine, read(nameless))) == (0, 0, 1, 0, 0)
    other_key = dataclasses.replace(nameless, key=("C",))
    told = plan(engine, read(other_key))
    assert counts(told) == (1, 0, 0, 0, 0)
    assert [note.code for note in told.notes] == ["near_duplicate"] and "题库里的 a" in told.notes[0].reason


def test_a_file_may_say_the_same_twice_but_not_two_things_of_one_id(engine: Engine) -> None:
    found = read(draft("a"), draft("a"), draft("", "无名？"), draft("", "无名？"), draft("a", "另一句话？"))
    told = plan(engine, found)
    assert counts(told) == (2, 0, 0, 1, 2)
    assert {remark.code for remark in told.skipped} == {"duplicate"}
    remark = told.refused[0].remark
    assert (remark.code, remark.row, remark.column) == ("duplicate_id", 6, "编号") and "第 2 行" in remark.reason


@pytest.mark.parametrize(
    ("item", "column", "code"),
    [
        (draft("a/b"), "编号", "bad_id"),
        (draft("x" * 65), "编号", "bad_id"),
        (draft("a", "题\0干？"), "题干", "bad_text"),
        (draft("a", "题\ud800干？"), "题干", "bad_text"),
        (draft("a", "题\u202e干？"), "题干", "bad_stem"),
        (dataclasses.replace(draft("a"), key=("E",)), "答案", "bad_key"),
        (draft("a", difficulty=Difficulty(float("nan"))), "难度", "bad_difficulty"),
        (draft("a", benchmark=27), "基准", "unknown_benchmark"),
        (draft("a", benchmark=1, point=132), "要点", "unknown_point"),
        (draft("a", seconds=10**30), "时限", "bad_seconds"),
        (draft("a", topics=("nothing",)), "主题", "unknown_code"),
        (draft("a", "看图 ![图](media:none.png)"), "题干", "no_picture"),
    ],
)
def test_what_no_reader_may_let_through_is_refused_with_its_cell(
    engine: Engine, item: ItemDraft, column: str, code: str
) -> None:
    told = plan(engine, read(item))
    assert counts(told) == (0, 0, 0, 1, 0)
    assert (told.refused[0].remark.column, told.refused[0].remark.code) == (column, code)


def test_a_failure_at_the_last_row_leaves_nothing(engine: Engine) -> None:
    before = everything(engine)
    with reading(engine) as connection:
        prepared = prepare_import(
            connection, plan_import(connection, read(draft("a"), draft("b")), Importer()), Importer(), "x", NOW
        )
    prepared.items.rows[ItemKey][-1]["version_id"] = "nothing@1"
    with pytest.raises(Exception, match="FOREIGN KEY"), writing(engine) as connection:
        write_import(connection, prepared)
    assert everything(engine) == before


def test_a_bank_that_changed_meanwhile_is_planned_for_again(engine: Engine) -> None:
    put_in(engine, read(draft("a")))
    with reading(engine) as connection:
        planned = plan_import(connection, read(draft("a", "新的一句？"), draft("b")), Importer())
        prepared = prepare_import(connection, planned, Importer(), "x", NOW)
    put_in(engine, read(draft("b")))
    before = everything(engine)
    with pytest.raises(BankChanged), writing(engine) as connection:
        write_import(connection, prepared)
    assert everything(engine) == before


def test_authors_bring_new_items_and_change_their_own_drafts_only(engine: Engine) -> None:
    author = Importer("li", everything=False)
    put_in(engine, read(draft("mine")), author)
    put_in(engine, read(draft("yours")), Importer("zhang"))
    told = plan(engine, read(draft("mine", "改一改？"), draft("yours", "改一改！"), draft("new")), author)
    assert counts(told) == (1, 1, 0, 1, 0) and told.refused[0].remark.code == "not_yours"
    with writing(engine) as connection:
        connection.execute(update(Item).values(status="reviewed"))
    assert counts(plan(engine, read(draft("mine", "改一改？")), author)) == (0, 0, 0, 1, 0)


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


def test_pictures_enter_under_the_names_of_their_content(engine: Engine) -> None:
    one = draft("a", "看图 ![红](media:图1.png)")
    found = read(one, draft("b"), pictures={"图1.png": png("red"), "unused.png": png("blue")})
    put_in(engine, found)
    with reading(engine) as connection:
        (name,) = connection.scalars(select(Picture.name))
        assert items_named(connection, ["a"])["a"].stem == f"看图 ![红](media:{name})"
    assert counts(plan(engine, found)) == (0, 0, 2, 0, 0)
    bad = read(one, pictures={"图1.png": b"<svg/>"})
    assert plan(engine, bad).refused[0].remark.code == "bad_picture"


def photograph() -> bytes:
    out = io.BytesIO()
    Image.effect_mandelbrot((60, 40), (-2, -1, 1, 1), 20).convert("RGB").save(out, "JPEG", quality=40)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", [name for name in WRITERS if name not in ("csv", "text", "kahoot", "wayground", "gift", "aiken", "jsonl")]
)
def test_what_went_out_with_its_photographs_comes_back_unchanged(engine: Engine, name: str) -> None:
    put_in(engine, read(draft("a", "看图 ![岸](media:岸.jpg)"), pictures={"岸.jpg": photograph()}))
    with reading(engine) as connection:
        written = write_items(exportable(connection, NOW, parameters=False), name)
    assert written.losses == ()
    assert counts(plan(engine, read_file(written.content, "x"))) == (0, 0, 1, 0, 0)


def test_an_import_is_taken_back_and_the_former_versions_stand_again(engine: Engine) -> None:
    with writing(engine) as connection:
        store_items(connection, [draft("a")], ItemStatus.REVIEWED, NOW)
    before = everything(engine)
    name = put_in(engine, read(draft("a", "改过的？"), draft("b")))
    with writing(engine) as connection:
        undo_import(connection, name, "zhang", NOW)
    with reading(engine) as connection:
        assert current_items(connection) == [draft("a")]
        assert connection.execute(select(Item.id, Item.status)).all() == [("a", "reviewed")]
        assert connection.scalars(select(ItemEvent.action).order_by(ItemEvent.id)).all()[-1] == "restored"
    assert everything(engine)[0] == before[0]
    with writing(engine) as connection, pytest.raises(CannotUndo, match="undone"):
        undo_import(connection, name, None, NOW)
    put_in(engine, read(draft("a", "又改了？")))
    with reading(engine) as connection:
        assert connection.scalar(select(Item.current_version)) == "a@3"


def answered(connection: Connection, version: str) -> None:
    numbers = {"attempt": 1, "revision": 1, "exposure": 1}
    words = {
        "heat_id": "h",
        "contestant_id": "c",
        "item": "i",
        "status": "answered",
        "round_kind": "open",
        "mode": "live",
    }
    connection.execute(insert(Response), [{**numbers, **words, "version_id": version}])


def test_what_was_answered_or_changed_since_stays_and_the_reason_is_told(engine: Engine) -> None:
    first = put_in(engine, read(draft("a"), draft("b")))
    put_in(engine, read(draft("a", "之后改过？")))
    before = everything(engine)
    with pytest.raises(CannotUndo, match="changed: a"), writing(engine) as connection:
        undo_import(connection, first, None, NOW)
    assert everything(engine) == before
    second = put_in(engine, read(draft("c")))
    with writing(engine) as connection:
        answered(connection, "c@1")
    with pytest.raises(CannotUndo, match="answered: c"), writing(engine) as connection:
        undo_import(connection, second, None, NOW)


def test_rows_that_are_set_aside_read_back_once_they_are_corrected(engine: Engine) -> None:
    wrong = dataclasses.replace(draft("a", "=1+1 等于几？"), key=("E",))
    told = plan(engine, read(wrong))
    sheet = load_workbook(io.BytesIO(set_aside(told.refused))).worksheets[0]
    head, row = ([cell.value for cell in each] for each in sheet.iter_rows())
    assert head == [*COLUMNS, "原因"] and str(row[-1]).startswith("题库 第 2 行：答案")
    assert sheet["C2"].data_type == "s"
    cells = {str(name): str(value or "") for name, value in zip(head, row, strict=True)}
    assert item_of_cells({**cells, "答案": "B"}) == dataclasses.replace(wrong, key=("B",))


def test_a_row_that_was_corrected_takes_its_place(engine: Engine) -> None:
    wrong = dataclasses.replace(draft("a"), key=("E",))
    found = read(draft("b"), wrong)
    cells = {**cells_of_item(wrong), "答案": "C"}
    assert counts(plan(engine, corrected(found, {key_of("题库", 3): cells}))) == (2, 0, 0, 0, 0)
    still = plan(engine, corrected(found, {key_of("题库", 3): {**cells, "答案": "Z", "题干": ""}}))
    assert counts(still) == (1, 0, 0, 1, 0)
    assert still.refused[0].cells["答案"] == "Z" and "；" in still.refused[0].remark.reason


def test_postgresql_takes_the_same_file_and_gives_it_back(empty_postgres_url: str) -> None:
    engine = open_engine(empty_postgres_url)
    migrate(engine)
    found = read(draft("a"), draft("", "没有编号？"), pictures={})
    name = put_in(engine, found)
    assert counts(plan(engine, found)) == (0, 0, 2, 0, 0)
    second = put_in(engine, read(draft("a", "改过的？")))
    with writing(engine) as connection:
        undo_import(connection, second, None, NOW)
    with writing(engine) as connection:
        undo_import(connection, name, None, NOW)
    with reading(engine) as connection:
        assert current_items(connection) == []
    engine.dispose()
