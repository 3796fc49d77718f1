"""`wenqu bank import` and `export`: what they print, how they end, and that nothing is half done."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from contest.cli import main
from contest.clock import utc_now
from contest.database import open_engine, reading, writing
from contest.services.item_history import hand
from contest.services.move_items import hold_back
from question_bank.catalogue import bank_stats, items_named
from question_bank.exchange.formats import WRITERS, read_file
from question_bank.exchange.json_lines import write_item
from question_bank.items import ItemDraft, ItemType, Option
from question_bank.review import Person
from question_bank.shipped_bank import shipped_items
from tests.exchange.documents import changed

FIELDS = ["format", "dry_run", "new", "changed", "unchanged", "refused", "skipped", "notes"]
REMARK = {"sheet", "row", "column", "id", "code", "reason"}
OPTIONS = (Option("A", "甲"), Option("B", "乙"))


def draft(name: str, stem: str = "") -> ItemDraft:
    return ItemDraft(name, ItemType.SINGLE, stem or f"{name} 题问什么？", OPTIONS, ("B",), "因为乙。")


class Bank:
    """A data folder, and the command beside it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.complaint = ""

    def run(self, *arguments: object, expect: int = 0) -> str:
        code = main(["--data", str(self.folder / "data"), "bank", *map(str, arguments)])
        told = self._capsys.readouterr()
        self.complaint = told.err
        assert code == expect, told.err
        return told.out

    def told(self, *arguments: object, expect: int = 0) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.run(*arguments, "--json", expect=expect))
        return document

    def lines(self, *items: ItemDraft, more: str = "") -> Path:
        path = self.folder / "items.jsonl"
        path.write_text("".join(write_item(item) + "\n" for item in items) + more, "utf-8")
        return path

    def item(self, name: str) -> ItemDraft:
        with reading(open_engine(f"sqlite:///{self.folder / 'data' / 'wenqu.sqlite3'}")) as connection:
            return items_named(connection, [name])[name]

    def stats(self) -> dict[str, Any]:
        with reading(open_engine(f"sqlite:///{self.folder / 'data' / 'wenqu.sqlite3'}")) as connection:
            return bank_stats(connection)


@pytest.fixture
def bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bank:
    return Bank(tmp_path, capsys)


TABLE = "看表：哪一年雨多？\n\n| 年 | 雨 |\n|---|---|\n| 2001 | $10^5$ |"
WRONG = '{"id": "w", "type": "single", "stem": "错题？", "options": [{"id": "A", "text": "甲"}], "key": ["A"]}\n'


def test_a_file_enters_as_drafts_and_a_second_time_is_unchanged(bank: Bank) -> None:
    file = bank.lines(draft("n1"), draft("n2"))
    dry = bank.told("import", file, "--dry-run")
    assert list(dry)[:8] == FIELDS
    assert (dry["format"], dry["dry_run"], dry["new"], dry["refused"]) == ("jsonl", True, 2, [])
    before = bank.stats()
    told = bank.told("import", file)
    assert (told["new"], told["changed"], told["unchanged"], told["dry_run"]) == (2, 0, 0, False)
    assert bank.stats()["items"] == before["items"] + 2 and bank.stats()["by_status"]["draft"] == 2
    assert bank.told("import", file)["unchanged"] == 2
    changed = bank.lines(draft("n1", "换了说法，问的是什么？"), draft("n2"))
    told = bank.told("import", changed)
    assert (told["new"], told["changed"], told["unchanged"]) == (0, 1, 1)
    assert bank.stats()["versions"] == before["versions"] + 3


def test_one_refused_row_keeps_everything_out_in_a_dry_run_too(bank: Bank) -> None:
    file = bank.lines(draft("n1"), more=WRONG)
    before = bank.run("stats", "--json")
    for arguments in ((), ("--dry-run",)):
        told = bank.told("import", file, *arguments, expect=1)
        (refused,) = told["refused"]
        assert set(refused) == REMARK and (refused["row"], refused["id"]) == (2, "w")
        assert "items.jsonl 第 2 行" in bank.complaint
    assert bank.run("stats", "--json") == before


def test_refused_rows_are_set_aside_and_enter_once_they_are_corrected(bank: Bank) -> None:
    wrong = WRONG.replace('"错题？"', json.dumps(TABLE))
    file, aside = bank.lines(draft("n1"), more=wrong), bank.folder / "aside.xlsx"
    told = bank.told("import", file, "--set-aside", aside)
    assert (told["new"], len(told["refused"])) == (1, 1)
    book = load_workbook(aside)
    head = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, head.index("选项B") + 1, "乙")
    book.save(aside)
    told = bank.told("import", aside)
    assert (told["new"], told["refused"], told["skipped"]) == (1, [], [])
    assert bank.item("w").stem == TABLE
    assert [path.name for path in bank.folder.iterdir() if path.name.endswith(".part")] == []


def test_a_file_that_cannot_be_read_is_one_refusal_of_row_0(bank: Bank) -> None:
    hostile = bank.folder / "題.xlsx"
    hostile.write_bytes(b"PK\x03\x04 not really")
    for file in (hostile, bank.folder / "nowhere.csv", bank.folder):
        told = bank.told("import", file, "--set-aside", bank.folder / "aside.xlsx", expect=1)
        (refused,) = told["refused"]
        assert (refused["row"], refused["code"]) == (0, "bad_file") and refused["reason"]
        assert told["new"] == 0 and not (bank.folder / "aside.xlsx").exists()


def test_one_bad_part_of_a_package_is_no_bad_package(bank: Bank) -> None:
    whole = WRITERS["qti"]([draft("a"), draft("b")], {}).content
    package = bank.folder / "题.zip"
    package.write_bytes(
        changed(whole, "items/item-00001.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><a>&b;</a>")
    )
    told = bank.told("import", package, "--set-aside", bank.folder / "aside.xlsx")
    assert told["new"] == 1 and told["import"] is not None
    assert [(each["row"], each["code"]) for each in told["refused"]] == [(1, "bad_file")]


def test_a_place_that_cannot_be_written_is_refused_before_anything_enters(bank: Bank) -> None:
    file = bank.lines(draft("n1"), more=WRONG)
    before = bank.run("stats", "--json")
    bank.run("import", file, "--set-aside", bank.folder / "no" / "where.xlsx", expect=1)
    bank.run("import", file, "--set-aside", file, expect=1)
    assert bank.run("stats", "--json") == before


def test_the_bank_goes_out_and_comes_in_again_unchanged(bank: Bank) -> None:
    out = bank.folder / "out.jsonl"
    bank.run("export", out, "--format", "jsonl")
    assert bank.complaint == ""
    told = bank.told("import", out)
    assert (told["new"], told["changed"], told["unchanged"]) == (0, 0, len(shipped_items()))


def test_items_under_embargo_stay_in_the_bank_unless_a_copy_of_everything_is_asked_for(bank: Bank) -> None:
    bank.run("stats", "--json")
    with writing(open_engine(f"sqlite:///{bank.folder / 'data' / 'wenqu.sqlite3'}")) as connection:
        hold_back(hand(connection, Person("ola", "organizer"), utc_now()), "b01-03", utc_now() + timedelta(days=3))
    out = bank.folder / "out.jsonl"
    told = bank.told("export", out, "--format", "jsonl")
    assert (told["items"], told["held_back"]) == (len(shipped_items()) - 1, 1)
    assert '"b01-03"' not in out.read_text("utf-8") and '"b01-05"' in out.read_text("utf-8")
    told = bank.told("export", out, "--format", "jsonl", "--with-embargoed")
    assert (told["items"], told["held_back"]) == (len(shipped_items()), 0)
    assert '"b01-03"' in out.read_text("utf-8")


@pytest.mark.parametrize("name", ["jsonl", "csv", "xlsx"])
def test_parameters_go_along_where_there_is_a_place_for_them(bank: Bank, name: str) -> None:
    out = bank.folder / f"out.{name}"
    bank.run("export", out, "--format", name, "--with-parameters")
    content = out.read_bytes()
    if name == "jsonl":
        row = json.loads(content.decode().splitlines()[0])
        assert {"a", "b", "c", "se", "status"} <= set(row) and row["status"] == "provisional"
    elif name == "csv":
        assert content.decode("utf-8-sig").splitlines()[0].endswith("a,b,c,se,status")
    else:
        head = [cell.value for cell in load_workbook(io.BytesIO(content)).worksheets[0][1]]
        assert head[-5:] == ["a", "b", "c", "se", "status"]
    assert len(read_file(content, out.name).items) == len(shipped_items())
    told = bank.told("import", out)
    assert (told["new"], told["changed"], told["refused"]) == (0, 0, [])


def test_what_a_format_cannot_carry_is_told_a_line_for_each_item_and_field(bank: Bank) -> None:
    told = bank.told("export", bank.folder / "out.txt", "--format", "aiken", "--with-parameters")
    losses = bank.complaint.splitlines()
    assert len(losses) == len(told["losses"]) > told["items"]
    assert any(line.startswith("b01-01 parameters：") for line in losses)


def test_an_export_that_cannot_be_written_leaves_what_was_there(bank: Bank) -> None:
    bank.run("export", bank.folder / "no" / "out.csv", "--format", "csv", expect=1)
    bank.run("export", bank.folder, "--format", "csv", expect=1)
    assert "out.csv" not in {path.name for path in bank.folder.rglob("*")}


def test_wrong_usage_ends_with_2(bank: Bank) -> None:
    for arguments in (["import"], ["import", "a", "--format", "pdf"], ["export", "a"]):
        with pytest.raises(SystemExit) as ended:
            bank.run(*arguments)
        assert ended.value.code == 2
