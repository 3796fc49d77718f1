"""Files into the bank and out of it at the desk; pictures by their names."""

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from tests.running import Server, eventually
from tests.web.visitors import TOKEN, Visitor, signed_in

BRING = "/organizer/bank/import"
HEAD = "编号,题型,题干,选项A,选项B,选项C,答案,解析\n"
GOOD = "w-1,单选,哪一样能导电？,铜,木头,橡胶,A,铜是导体。\n"
BAD = "w-2,单选,哪一样会沉？,石头,木头,泡沫,F,石头比水重。\n"


@pytest.fixture(scope="module")
def organizer(server: Server) -> Visitor:
    return signed_in(server, "organizer")


def bring(visitor: Visitor, text: str, name: str = "题.csv") -> str:
    """The address of the file's page."""
    reply = visitor.upload(BRING, BRING, ("file", name, text.encode()))
    assert reply.status == 200, reply.text
    return reply.url.partition(f":{visitor.server.port}")[2]


def outcome(visitor: Visitor, url: str, page: str, **fields: str) -> dict[str, Any]:
    """What came of the job that a post to `url` starts."""
    fields["csrf_token"] = token(visitor, page)
    job = json.loads(visitor.post(url, **fields).text)["job"]

    def over() -> dict[str, Any] | None:
        state: dict[str, Any] = json.loads(visitor.get(job).text)
        return state if state["state"] not in ("waiting", "running") else None

    ended = eventually(over, pause_s=0.2)
    assert ended["state"] == "done", ended
    found: dict[str, Any] = ended["outcome"]
    return found


def token(visitor: Visitor, page: str) -> str:
    found = TOKEN.search(visitor.get(page).text)
    assert found is not None
    return found[1]


def send(visitor: Visitor, url: str, page: str, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(visitor.send_json(url, body, token(visitor, page)).text)
    return answer


def test_a_file_is_looked_at_mended_put_in_and_taken_back(organizer: Visitor) -> None:
    page = bring(organizer, HEAD + GOOD + BAD)
    assert "题.csv" in organizer.get(page).text
    found = outcome(organizer, f"{page}/check", BRING)
    assert (found["new"], len(found["refused"]), found["entered"]) == (1, 1, None)
    preview = json.loads(organizer.get(f"{page}/found.json").text)
    (row,) = preview["refused"]
    assert (row["remark"]["row"], row["remark"]["column"], row["cells"]["答案"]) == (3, "答案", "F")
    aside = load_workbook(io.BytesIO(organizer.get(f"{page}/aside.xlsx").content)).worksheets[0]
    assert aside["A2"].value == "w-2"
    mended = {"sheet": row["remark"]["sheet"], "row": 3, "key": row["key"], "cells": {**row["cells"], "答案": "Z"}}
    assert send(organizer, f"{page}/row", BRING, mended)["faults"]
    mended["cells"]["答案"] = "A"
    assert send(organizer, f"{page}/row", BRING, mended) == {"faults": []}
    put = outcome(organizer, f"{page}/put-in", BRING)
    assert (put["new"], put["refused"]) == (2, []) and put["entered"]
    report = f"/organizer/bank/imports/{put['entered']}"
    assert "w-2" in organizer.get(report).text and "题.csv" in organizer.get(BRING).text
    undone = organizer.post(f"{report}/undo", _form_on=report).text
    assert "已撤销" in undone
    assert "已经撤销过" in organizer.post(f"{report}/undo", _form_on=BRING).text


def test_nothing_enters_while_rows_are_refused_unless_they_are_left_behind(organizer: Visitor) -> None:
    page = bring(organizer, HEAD + GOOD + BAD)
    assert outcome(organizer, f"{page}/put-in", BRING)["entered"] is None
    put = outcome(organizer, f"{page}/put-in", BRING, leave_refused="1")
    assert put["entered"] and put["new"] == 1
    organizer.post(f"/organizer/bank/imports/{put['entered']}/undo", _form_on=BRING)


def test_a_pasted_table_is_read_like_a_file(organizer: Visitor) -> None:
    pasted = (HEAD + GOOD).replace(",", "\t")
    reply = organizer.post(BRING, _form_on=BRING, pasted=pasted, format="auto")
    page = reply.url.partition(f":{organizer.server.port}")[2]
    assert outcome(organizer, f"{page}/check", BRING)["new"] == 1


def test_what_cannot_be_a_file_is_said_at_once(organizer: Visitor) -> None:
    assert organizer.post(BRING, _form_on=BRING, pasted="  ").status == 400
    assert organizer.post(BRING, _form_on=BRING, pasted="x", format="pdf").status == 400
    page = bring(organizer, "PK\x03\x04 no workbook", "题.xlsx")
    (refused,) = outcome(organizer, f"{page}/check", BRING)["refused"]
    assert refused["code"] == "bad_file"


def test_a_large_file_needs_somebody_who_is_signed_in(server: Server, organizer: Visitor) -> None:
    large = "题" * 1_000_000
    assert organizer.upload(BRING, BRING, ("file", "a.csv", large.encode())).status == 200
    assert Visitor(server).upload(BRING, "/auth/sign-in", ("file", "a.csv", large.encode())).status in (400, 413)
    huge = bytes(25 * 1024 * 1024)
    assert organizer.upload(BRING, BRING, ("file", "a.csv", huge)).status in (400, 413)


def test_nobody_else_finds_a_waiting_file_and_authors_see_their_own_imports(server: Server, organizer: Visitor) -> None:
    page = bring(organizer, HEAD + GOOD)
    author = signed_in(server, "author")
    assert author.get(page).status == 404 and author.get(f"{page}/found.json").status == 404
    put = outcome(organizer, f"{page}/put-in", BRING)
    report = f"/organizer/bank/imports/{put['entered']}"
    assert author.get(report).status == 404
    assert author.post(f"{report}/undo", _form_on=BRING).status == 404
    theirs = bring(author, HEAD + GOOD.replace("铜是", "铜当然是"))
    (refused,) = outcome(author, f"{theirs}/check", BRING)["refused"]
    assert refused["code"] == "not_yours"
    organizer.post(f"{report}/undo", _form_on=report)


def test_the_bank_is_made_a_file_and_what_is_lost_is_told_first(server: Server, organizer: Visitor) -> None:
    page = "/organizer/bank/export"
    told, url = exported(organizer, format="csv")
    file = organizer.get(url)
    assert told["items"] > 500 and file.content.startswith(b"\xef\xbb\xbf") and "b01-01" in file.text
    assert signed_in(server, "organizer").get(url).status == 404
    assert organizer.post(page, _form_on=page, format="pdf").status == 400


def exported(organizer: Visitor, **fields: str) -> tuple[dict[str, Any], str]:
    """What is told of a file, and where it is fetched."""
    page = "/organizer/bank/export"
    begun = json.loads(organizer.post(page, _form_on=page, **fields).text)

    def over() -> dict[str, Any] | None:
        state: dict[str, Any] = json.loads(organizer.get(begun["job"]).text)
        return state if state["state"] == "done" else None

    return eventually(over, pause_s=0.2)["outcome"], begun["file"]


def test_an_item_under_embargo_is_in_no_file_unless_everything_is_asked_for(organizer: Visitor) -> None:
    item = "/organizer/bank/items/b02-01"
    organizer.post(f"{item}/embargo", _form_on=item, until="2999-01-01")
    told, url = exported(organizer, format="jsonl")
    assert told["held_back"] == 1 and '"b02-01"' not in organizer.get(url).text
    told, url = exported(organizer, format="jsonl", embargoed="1")
    assert told["held_back"] == 0 and '"b02-01"' in organizer.get(url).text
    organizer.post(f"{item}/embargo", _form_on=item, until="")


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_encoded_anew_and_served_for_a_year_to_whoever_knows_its_name(
    server: Server, organizer: Visitor
) -> None:
    reply = organizer.upload("/organizer/bank/pictures", BRING, ("picture", "p.png", picture() + b"<script>"))
    made = json.loads(reply.text)
    assert (made["width"], made["height"]) == (30, 20)
    for visitor in (Visitor(server), organizer):
        got = visitor.get(f"/media/{made['name']}")
        assert got.status == 200 and got.content.startswith(b"\x89PNG") and b"<script>" not in got.content
        assert "immutable" in got.headers["Cache-Control"] and got.headers["Content-Type"] == "image/png"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("0" * 64 + ".png", "../wenqu.sqlite3", made["name"][:-4], made["name"].replace("png", "jpg")):
        assert Visitor(server).get(f"/media/{name}").status == 404
    svg = organizer.upload("/organizer/bank/pictures", BRING, ("picture", "p.svg", b"<svg/>"))
    assert svg.status == 400 and "SVG" in json.loads(svg.text)["message"]
