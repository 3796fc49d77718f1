"""Papers at the desk: blueprints begun, saved, lost and found; forms looked at, exported, taken into a heat."""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from question_bank.blueprint import read_blueprint
from tests.running import Server, eventually
from tests.web.visitors import TOKEN, Reply, Visitor, signed_in

PAPERS = "/organizer/bank/papers"
SHORT = {
    "length": 6,
    "forms": 2,
    "count": [{"field": "type", "value": "ordering", "max": 0}, {"field": "type", "value": "numeric", "max": 0}],
    "each": [{"field": "dimension", "min": 1}],
}


@pytest.fixture(scope="module")
def organizer(server: Server) -> Visitor:
    return signed_in(server, "organizer")


def begun(organizer: Visitor, template: str = "blank") -> str:
    reply = organizer.post(f"{PAPERS}/blueprints", _form_on=PAPERS, template=template)
    assert reply.status == 200 and "/blueprints/" in reply.url
    return reply.url.rpartition("/")[2]


def config(reply: Reply) -> dict[str, Any]:
    found = re.search(r'id="config">(.*?)</script>', reply.text, re.DOTALL)
    assert found is not None
    page: dict[str, Any] = json.loads(found[1])
    return page


def sent(organizer: Visitor, path: str, body: Any) -> tuple[int, Any]:
    """JSON with the page's token, as its scripts send it."""
    token = TOKEN.search(organizer.get(PAPERS).text)
    assert token is not None
    headers = {"Content-Type": "application/json", "X-CSRFToken": token[1]}
    reply = organizer._open(urllib.request.Request(organizer._url(path), json.dumps(body).encode(), headers))
    return reply.status, json.loads(reply.text)


@pytest.fixture(scope="module")
def forms(organizer: Visitor) -> Iterator[str]:
    """The path of a set of two short forms."""
    blueprint = begun(organizer)
    page = config(organizer.get(f"{PAPERS}/blueprints/{blueprint}"))
    status, _ = sent(organizer, page["save_url"], {"sheet": SHORT, "name": "街道初赛", "mark": page["mark"]})
    assert status == 200
    status, started = sent(organizer, page["assemble_url"], {})
    assert status == 200
    job = eventually(lambda: over(organizer, started["job"]), patience_s=90, pause_s=0.3)
    assert job["state"] == "done", job
    yield str(job["outcome"]["url"])


def over(organizer: Visitor, url: str) -> dict[str, Any] | None:
    job: dict[str, Any] = json.loads(organizer.get(url).text)
    return job if job["state"] not in ("waiting", "running") else None


def test_an_empty_shelf_says_how_to_begin(organizer: Visitor) -> None:
    page = organizer.get(PAPERS).text
    assert "还没有蓝图" in page and "还没有组好的卷" in page
    assert organizer.get(f"{PAPERS}?lang=en").text.count("Begin here") >= 4
    organizer.get(f"{PAPERS}?lang=zh")


def test_a_template_becomes_a_blueprint_and_its_text_is_what_the_command_reads(organizer: Visitor) -> None:
    blueprint = begun(organizer, "national")
    text = organizer.get(f"{PAPERS}/blueprints/{blueprint}.toml").text
    plan = read_blueprint(text)
    assert (plan.length, plan.forms, plan.eaches[0].field) == (50, 2, "benchmark")
    page = config(organizer.get(f"{PAPERS}/blueprints/{blueprint}"))
    assert page["sheet"]["length"] == 50
    status, checked = sent(organizer, page["check_url"], {"sheet": page["sheet"]})
    assert (status, checked["problems"]) == (200, [])
    assert read_blueprint(checked["text"]) == plan


def test_what_cannot_be_is_said_beside_its_field(organizer: Visitor) -> None:
    sheet = {**SHORT, "forms": 30, "count": [{"field": "type", "value": "numeric", "min": 2}]}
    status, checked = sent(organizer, f"{PAPERS}/check.json", {"sheet": sheet})
    assert status == 200
    (problem,) = checked["problems"]
    assert problem["place"] == "count.0.min" and "60" in problem["words"] and problem["field"] == "数值"
    status, refused = sent(organizer, f"{PAPERS}/check.json", {"text": "length = 0\n[[count]]\nfield = 'type'"})
    assert status == 400
    assert {each["place"] for each in refused["problems"]} == {"length", "count.0.value"}
    nonsenses: list[Any] = [[], {"sheet": 3}, {"text": "x" * 300_000}, {"sheet": {"length": 10_000}}]
    for nonsense in nonsenses:
        assert sent(organizer, f"{PAPERS}/check.json", nonsense)[0] == 400


def test_two_who_save_do_not_overwrite_each_other(organizer: Visitor) -> None:
    blueprint = begun(organizer)
    page = config(organizer.get(f"{PAPERS}/blueprints/{blueprint}"))
    body = {"sheet": SHORT, "name": "街道初赛", "mark": page["mark"]}
    assert sent(organizer, page["save_url"], body)[0] == 200
    status, refused = sent(organizer, page["save_url"], {**body, "sheet": {"length": 7}})
    assert (status, refused["error"], refused["by"]) == (409, "changed", "organizer")
    over_it = {**body, "sheet": {"length": 7}, "mark": refused["mark"]}
    assert sent(organizer, page["save_url"], over_it)[0] == 200
    assert config(organizer.get(f"{PAPERS}/blueprints/{blueprint}"))["sheet"] == {"length": 7}


def test_a_blueprint_is_copied_deleted_and_brought_back(organizer: Visitor) -> None:
    blueprint = begun(organizer)
    copy = organizer.post(f"{PAPERS}/blueprints/{blueprint}/copy", _form_on=PAPERS)
    assert "空白（副本）" in copy.text
    gone = organizer.post(f"{PAPERS}/blueprints/{blueprint}/delete", _form_on=PAPERS)
    assert "撤销删除" in gone.text and organizer.get(f"{PAPERS}/blueprints/{blueprint}").status == 404
    organizer.post(f"{PAPERS}/blueprints/{blueprint}/restore", _form_on=PAPERS)
    assert organizer.get(f"{PAPERS}/blueprints/{blueprint}").status == 200


def test_a_file_is_imported_or_refused_beside_its_fields(organizer: Visitor) -> None:
    good = uploaded(organizer, "秋季卷.toml", "length = 9\n")
    assert good.status == 200 and "秋季卷" in good.text
    bad = uploaded(organizer, "坏的.toml", "length = 0\n")
    assert bad.status == 400 and "要是不小于 1 的整数" in bad.text
    assert uploaded(organizer, "picture.toml", b"\xff\xd8\xff").status == 400
    assert organizer.post(f"{PAPERS}/blueprints", _form_on=PAPERS, template="nothing").status == 400


def uploaded(organizer: Visitor, name: str, content: str | bytes) -> Reply:
    token = TOKEN.search(organizer.get(PAPERS).text)
    assert token is not None
    data = content.encode() if isinstance(content, str) else content
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    file = b'; filename="' + name.encode() + b'"'
    body = part % (b"csrf_token", b"", token[1].encode()) + part % (b"file", file, data) + b"--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return organizer._open(urllib.request.Request(organizer._url(f"{PAPERS}/blueprints"), body, headers))


def test_forms_stand_side_by_side_with_their_figures(organizer: Visitor, forms: str) -> None:
    reply = organizer.get(forms)
    page = config(reply)
    assert [curve["name"] for curve in page["curves"]] == ["第 1 份", "第 2 份"]
    assert "每个方面" in reply.text and "4 / 4" in reply.text and "没有一道题同时在两份卷里" in reply.text
    assert reply.text.count("data-version=") == 12


def test_forms_leave_as_json_as_toml_and_on_paper(organizer: Visitor, forms: str) -> None:
    document = json.loads(organizer.get(f"{forms}/export/forms.json").text)
    assert [len(form["items"]) for form in document["forms"]] == [6, 6]
    assert read_blueprint(organizer.get(f"{forms}/export/blueprint.toml").text).length == 6
    assert organizer.get(f"{forms}/export/anything").status == 404
    plain, keyed = organizer.get(f"{forms}/print/0").text, organizer.get(f"{forms}/print/0?key=1").text
    assert "paper__why" not in plain and "姓名" in plain
    assert keyed.count("paper__why") == 6
    assert organizer.get(f"{forms}/print/2").status == 404


def test_an_item_is_swapped_and_the_swap_undone(organizer: Visitor, forms: str) -> None:
    out = versions(organizer, forms)[0]
    offer = json.loads(organizer.get(f"{forms}/swap.json?form=0&out={out}").text)
    assert offer["found"] > 10 and not offer["replacements"][0]["broken"]
    assert [each for each in offer["replacements"] if each["broken"]] == [] or offer["replacements"][-1]["broken"]
    into = offer["replacements"][0]["version"]
    swapped = organizer.post(f"{forms}/swap", _form_on=forms, form="0", out=out, into=into)
    assert "撤销上一次换题" in swapped.text and versions(organizer, forms)[0] == into
    again = organizer.post(f"{forms}/swap", _form_on=forms, form="0", out=out, into=into)
    assert "没有换成" in again.text
    undone = organizer.post(f"{forms}/undo", _form_on=forms)
    assert "已撤销" in undone.text and versions(organizer, forms)[0] == out
    assert organizer.get(f"{forms}/swap.json?form=7&out={out}").status == 404
    assert organizer.get(f"{forms}/swap.json?form=0&out={out}&audience=martians").status == 400


def versions(organizer: Visitor, forms: str) -> list[str]:
    return re.findall(r'data-version="([^"]+)"', organizer.get(forms).text)


def test_a_form_becomes_the_run_of_a_new_heat(organizer: Visitor, forms: str) -> None:
    page = organizer.get(f"{forms}/heat/1")
    chosen = [row["version"] for row in config(page)["chosen"]]
    assert chosen == versions(organizer, forms)[6:]
    assert "街道初赛 第 2 份" in page.text


def test_an_impossible_blueprint_is_refused_in_words_with_places(organizer: Visitor) -> None:
    blueprint = begun(organizer)
    page = config(organizer.get(f"{PAPERS}/blueprints/{blueprint}"))
    rules = [{"field": "type", "value": "single", "min": 4}, {"field": "type", "value": "multiple", "min": 4}]
    body = {"sheet": {"length": 6, "count": rules}, "name": "不行", "mark": page["mark"]}
    assert sent(organizer, page["save_url"], body)[0] == 200
    _, started = sent(organizer, page["assemble_url"], {})
    job = eventually(lambda: over(organizer, started["job"]), patience_s=90, pause_s=0.3)
    assert job["state"] == "refused"
    assert [rule["place"] for rule in job["outcome"]["rules"]] == ["length", "count.0.min", "count.1.min"]
    assert "单选：至少 4 题" in job["outcome"]["rules"][1]["words"]


def test_a_deleted_set_of_forms_is_brought_back(organizer: Visitor, forms: str) -> None:
    gone = organizer.post(f"{forms}/delete", _form_on=PAPERS)
    assert "撤销删除" in gone.text and organizer.get(forms).status == 404
    organizer.post(f"{forms}/restore", _form_on=PAPERS)
    assert organizer.get(forms).status == 200
