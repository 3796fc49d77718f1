"""Archives and documents that would do harm are refused before they are unpacked."""

import io
import zipfile

import pytest

from question_bank.exchange import limits
from question_bank.exchange.limits import check_table, longest_cell, open_archive, parse_xml, read_part
from question_bank.exchange.reading import BadExchange

BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>'


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def test_an_ordinary_archive_is_opened_and_read() -> None:
    opened = open_archive(archive({"a.xml": b"<a/>"}))
    assert read_part(opened, "a.xml") == b"<a/>"
    with pytest.raises(BadExchange, match=r"没有 b\.xml"):
        read_part(opened, "b.xml")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 no archive", "不完整"),
        (archive({"a.xml": b"<a/>"})[:-10], "不完整"),
        (archive({"bomb.xml": bytes(50 * 2**20)}), "压缩炸弹"),
        (archive({f"{number}": b"x" for number in range(201)}), "最多 200 个"),
        (archive({"../../etc/passwd": b"x"}), "指向压缩包以外"),
        (archive({"/etc/passwd": b"x"}), "指向压缩包以外"),
        (archive({"..\\..\\windows": b"x"}), "指向压缩包以外"),
        (archive({"C:\\windows": b"x"}), "指向压缩包以外"),
    ],
)
def test_an_archive_that_would_do_harm_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(BadExchange, match=reason):
        open_archive(content)


def test_what_an_archive_claims_in_all_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1000)
    with pytest.raises(BadExchange, match="解开后"):
        open_archive(archive({"a": bytes(600), "b": bytes(600)}))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 10)
    with pytest.raises(BadExchange, match="最多"):
        open_archive(archive({"a": b"x"}))


def test_a_part_that_is_damaged_is_refused() -> None:
    content = bytearray(archive({"a.xml": b"<a>" + b"text" * 50 + b"</a>"}))
    content[40:44] = b"\xff\xff\xff\xff"
    with pytest.raises(BadExchange, match="已损坏"):
        read_part(open_archive(bytes(content)), "a.xml")


@pytest.mark.parametrize("content", [BILLION_LAUGHS, OUTSIDE])
def test_documents_with_entities_or_a_document_type_are_refused(content: bytes) -> None:
    with pytest.raises(BadExchange, match="DOCTYPE"):
        parse_xml(content)


def test_a_document_is_parsed_and_a_broken_one_refused() -> None:
    assert parse_xml(b"<a><b>1</b></a>").findtext("b") == "1"
    for content in (b"<a>", b"", b"\xff\xfe<", b'<?xml version="1.0" encoding="nothing"?><a/>'):
        with pytest.raises(BadExchange, match="XML"):
            parse_xml(content)


def test_a_table_has_so_many_rows_and_columns_and_its_cells_so_many_characters() -> None:
    check_table(50_000, 200)
    for rows, columns in ((50_001, 5), (5, 201)):
        with pytest.raises(BadExchange, match=r"最多|超过"):
            check_table(rows, columns, "题库")
    assert longest_cell(["a" * 32_767]) == -1
    assert longest_cell(["a", "a" * 32_768]) == 1
