"""The desk's forms: every problem stands beside its field, what was filled in stays, strangers' words stay words."""

import json

import pytest

from contest.rules.parameters import BadRules, OpenRules, read_rules
from contest.web.desk.rules_form import LIMITS, rules_of
from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server, eventually
from tests.web.visitors import Visitor, signed_in

NEW = "/organizer/heats/new"


@pytest.fixture(scope="module")
def organizer(server: Server) -> Visitor:
    return signed_in(server, "organizer")


def draw(organizer: Visitor, query: str) -> dict[str, object]:
    return dict(json.loads(organizer.get(f"/organizer/items/draw?{query}").text))


def run_of(organizer: Visitor, length: int = 5) -> str:
    drawn = draw(organizer, f"length={length}&difficulty=easy&seed=2")["versions"]
    return json.dumps([{"version": version} for version in drawn])  # type: ignore[attr-defined]


def make(organizer: Visitor, **fields: str) -> str:
    reply = organizer.post(NEW, _form_on=NEW, **{"run": run_of(organizer), "rules": "1", "name": "甲", **fields})
    assert reply.status == 200
    return reply.url.rpartition("/")[2]


def test_a_form_that_says_nothing_of_rules_gives_the_fair_ones() -> None:
    assert rules_of({}) == OpenRules()


@pytest.mark.parametrize("field", LIMITS)
def test_the_form_s_limits_are_those_of_the_rules(field: str) -> None:
    low, high = LIMITS[field]
    for good in (low, high):
        rules_of({field: str(good)})
    for bad in (low - 1, high + 1):
        with pytest.raises(BadRules):
            read_rules(sheet_with(field, bad))


def sheet_with(field: str, value: int) -> dict[str, object]:
    part, _, name = field.partition("_")
    return {part: {name: value}} if part in ("points", "streak") else {field: value}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_limit_s", "4"),
        ("time_limit_s", "1e2"),
        ("points_full", "٣٠"),
        ("penalty", "-1"),
        ("standings_every", ""),
        ("multiple", "sometimes"),
        ("tie_break", "coin"),
        ("contest", "nowhere"),
        ("name", "  "),
        ("name", "很" * 61),
        ("run", '[{"version": "b01-01@1", "weight": 0}]'),
        ("run", '[{"version": "b01-01@1", "time_limit_s": 4}]'),
        ("run", '[{"version": "b01-01@1", "warm_up": true}]'),
        ("run", '[{"version": "b01-01@1", "key": ["a"]}]'),
    ],
)
def test_a_problem_stands_beside_its_field(organizer: Visitor, field: str, value: str) -> None:
    fields = {"run": run_of(organizer), "rules": "1", "name": "留住我", "changeable": "on", field: value}
    reply = organizer.post(NEW, _form_on=NEW, **fields)
    assert reply.status == 400 and f'id="{field}-problem"' in reply.text
    assert reply.text.count("-problem") - reply.text.count("draw-problem") <= 2
    if field != "name":
        assert 'value="留住我"' in reply.text
    if field != "run":
        assert json.loads(fields["run"])[0]["version"] in reply.text


def test_a_streak_bonus_that_its_cap_would_swallow_is_pointed_out(organizer: Visitor) -> None:
    fields = {"run": run_of(organizer), "rules": "1", "name": "甲", "streak_step": "20", "streak_cap": "0"}
    reply = organizer.post(NEW, _form_on=NEW, **fields)
    assert reply.status == 400 and 'id="streak_cap-problem"' in reply.text


def test_a_set_can_be_narrowed_to_topics_and_benchmarks_and_has_a_warm_up_of_its_own(organizer: Visitor) -> None:
    page = organizer.get(NEW).text
    items = json.loads(page.partition('id="config">')[2].partition("</script>")[0])["items"]
    by_version = {item["version"]: item for item in items}
    drawn = draw(organizer, "length=8&difficulty=middle&benchmark=3&benchmark=7&seed=1")
    versions = drawn["versions"]
    assert isinstance(versions, list) and len(versions) == 8
    assert {by_version[version]["benchmark"] for version in versions} <= {3, 7}
    assert drawn["warm_up"] not in versions and by_version[str(drawn["warm_up"])]["type"] == "true_false"
    healthy = draw(organizer, "length=6&difficulty=middle&topic=health&seed=1")["versions"]
    assert all("health" in by_version[version]["topics"] for version in healthy)  # type: ignore[attr-defined]
    few = draw(organizer, "length=50&difficulty=easy&benchmark=3")["versions"]
    assert len(few) == sum(item["benchmark"] == 3 for item in items)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["", "length=4", "length=51", "length=x", "length=9&difficulty=cruel"])
def test_sets_that_cannot_be_drawn_are_refused(organizer: Visitor, query: str) -> None:
    assert organizer.get(f"/organizer/items/draw?{query}").status == 400


def test_no_page_of_the_desk_carries_a_key(organizer: Visitor) -> None:
    page = organizer.get(NEW).text
    items = json.loads(page.partition('id="config">')[2].partition("</script>")[0])["items"]
    allowed = {"id", "version", "type", "stem", "benchmark", "dimension", "topics", "b", "percent", "pilot"}
    assert set().union(*items) == allowed


def test_names_that_look_like_markup_stay_names(organizer: Visitor) -> None:
    heat = make(organizer, name="<img src=x onerror=alert(1)>")
    for path in ("/organizer/", f"/organizer/heats/{heat}", f"{NEW}"):
        text = organizer.get(path).text
        assert "<img src=x" not in text and "&lt;img" in text


def test_a_heat_can_be_added_to_a_contest_that_is_there(organizer: Visitor) -> None:
    reply = organizer.post("/organizer/contests", _form_on="/organizer/", name="全区总决赛")
    contest = reply.text.partition("全区总决赛")[2].partition("contest=")[2].partition('"')[0]
    assert f'value="{contest}" selected' in organizer.get(f"{NEW}?contest={contest}").text
    make(organizer, contest=contest, name="第一场")
    assert "第一场" in organizer.get("/organizer/").text.partition("全区总决赛")[2].partition("</section>")[0]


def test_judges_look_and_do_not_touch(server: Server, organizer: Visitor) -> None:
    judge, heat = signed_in(server, "judge"), make(organizer)
    page = judge.get(f"/organizer/heats/{heat}").text
    assert "各题" in page
    assert "/copy" not in page and "/delete" not in page and "/export/" not in page and "/host-link" not in page


def test_heats_and_files_that_are_not_there_are_told_with_a_way_back(organizer: Visitor) -> None:
    heat = make(organizer)
    for path in ("/organizer/heats/NOWHERE", "/organizer/heats/NOWHERE/export/heat.zip"):
        reply = organizer.get(path)
        assert reply.status == 404 and "没有这个场次" in reply.text and 'href="/organizer/"' in reply.text
    assert organizer.get(f"/organizer/heats/{heat}/export/keys.csv").status == 404
    assert organizer.get("/organizer/heats/NOWHERE/live.json").status == 404


def test_figures_follow_an_item_from_the_first_answer_to_the_reveal(server: Server, organizer: Visitor) -> None:
    heat = make(organizer)
    page = organizer.get(f"/organizer/heats/{heat}").text
    link = organizer.post(f"/organizer/heats/{heat}/host-link", _form_on=f"/organizer/heats/{heat}").text
    host = Host(server, *enter_as_host(link.partition('id="link" readonly value="')[2].partition('"')[0]))
    phone = Phone(server, page.partition("/p/")[2][:6])
    phone.join("小满")

    def first() -> dict[str, object]:
        return dict(json.loads(organizer.get(f"/organizer/heats/{heat}/live.json").text)["items"][0])

    assert first()["state"] == "coming" and first()["answered"] == 0
    host.command("open")
    eventually(lambda: first()["state"] == "open")
    assert phone.answer()["ok"]
    assert first()["answered"] == 1 and first()["percent"] is None
    assert all(option["right"] is None for option in first()["options"])  # type: ignore[attr-defined]
    assert host.command("close")["ok"] and first()["state"] == "closed"
    assert host.command("reveal")["ok"]
    revealed = first()
    assert revealed["state"] == "revealed" and revealed["percent"] in (0, 100)
    assert any(option["right"] for option in revealed["options"])  # type: ignore[attr-defined]


def test_the_account_form_keeps_what_was_typed(server: Server) -> None:
    admin, page = signed_in(server, "admin"), "/organizer/accounts"
    admin.post(page, _form_on=page, login="zhao", name="赵一", role="judge")
    reply = admin.post(page, _form_on=page, login="zhao", name="赵二", role="judge")
    assert reply.status == 400 and 'id="login-problem"' in reply.text and 'value="赵二"' in reply.text
    reply = admin.post(page, _form_on=page, login="", name="赵三", role="emperor")
    assert reply.status == 400 and 'id="login-problem"' in reply.text
    assert admin.post(f"{page}/nobody/link", _form_on=page).status == 404


@pytest.mark.parametrize(
    "path", ["/organizer/", NEW, "/organizer/accounts", "/auth/password", "/organizer/heats/{heat}"]
)
def test_every_page_of_the_desk_speaks_english_too(server: Server, path: str) -> None:
    admin = signed_in(server, "admin")
    heat = make(admin, name="A first round")
    text = admin.get(path.format(heat=heat) + "?lang=en").text
    assert 'lang="en"' in text and "Something went wrong" not in text.partition("</script>\n\n")[2]
    assert "Sign out" in text or "password" in text


def test_the_page_of_a_one_time_link_asked_for_again_leads_back(organizer: Visitor) -> None:
    heat = make(organizer)
    reply = organizer.get(f"/organizer/heats/{heat}/host-link?lang=zh")
    assert reply.status == 200 and reply.url.endswith(f"/organizer/heats/{heat}")
