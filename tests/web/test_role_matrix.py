"""Who may do what: every route and every socket event has a row here, and a new one without a row fails."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contest.serving import build
from contest.settings import load_settings
from tests.live.clients import Host, NotAdmitted, Phone, Screen, enter_as_host
from tests.running import Server
from tests.web.visitors import Visitor, signed_in

ANYONE = frozenset({"stranger", "host", "judge", "author", "reviewer", "organizer", "admin"})
ACCOUNTS = frozenset({"judge", "author", "reviewer", "organizer", "admin"})
LOOKS = frozenset({"judge", "organizer", "admin"})
WORKS = frozenset({"organizer", "admin"})
# Who works on the bank.
BANK = frozenset({"author", "reviewer", "organizer", "admin"})
# Who brings items into it.
BRINGS = frozenset({"author", "organizer", "admin"})
# Who writes items.
WRITES = frozenset({"author", "organizer", "admin"})
ADMIN = frozenset({"admin"})
# The host of this heat, by link; judges, organizers and admins host every heat.
HOSTS = frozenset({"host", "judge", "organizer", "admin"})
# Guarded by a secret in the request itself, whoever sends it.
BY_SECRET = ANYONE

ROUTES: dict[str, frozenset[str]] = {
    "join.front_door": ANYONE,
    "join.typed": ANYONE,
    "join.play": ANYONE,
    "join.resume": ANYONE,
    "api.nickname": ANYONE,
    "api.join": ANYONE,
    "api.snapshot": ANYONE,
    "api.answers": BY_SECRET,
    "api.result": BY_SECRET,
    "api.resume": BY_SECRET,
    "screen.screen": BY_SECRET,
    "host.enter": ANYONE,
    "host.entered": BY_SECRET,
    "host.console": HOSTS,
    "auth.sign_in": ANYONE,
    "auth.signed_in": ANYONE,
    "auth.enter": ANYONE,
    "auth.entered": BY_SECRET,
    "auth.sign_out": ACCOUNTS,
    "auth.password": ACCOUNTS,
    "auth.password_set": ACCOUNTS,
    # Whoever works on the bank only is led there.
    "desk.front": ACCOUNTS,
    "desk.create_contest": WORKS,
    "desk.new_heat": WORKS,
    "desk.draw_items": WORKS,
    "desk.create": WORKS,
    "desk.copy": WORKS,
    "desk.delete": WORKS,
    "desk.host_link": WORKS,
    "desk.heat": LOOKS,
    "desk.live": LOOKS,
    "desk.export": WORKS,
    "desk.import_form": BRINGS,
    "desk.file_brought": BRINGS,
    "desk.import_preview": BRINGS,
    "desk.import_check": BRINGS,
    "desk.import_found": BRINGS,
    "desk.import_row": BRINGS,
    "desk.import_aside": BRINGS,
    "desk.import_put_in": BRINGS,
    "desk.import_report": BRINGS,
    "desk.import_undone": BRINGS,
    "desk.export_form": WORKS,
    "desk.export_started": WORKS,
    "desk.export_file": WORKS,
    "media.picture": ANYONE,
    "media.picture_brought": BRINGS,
    "desk.bank_analysis": BANK,
    "desk.bank_analysis_item": BANK,
    "desk.bank_analysis_file": BANK,
    "desk.run_bank_analysis": WORKS,
    "desk.bank_difficulty": BANK,
    "desk.audience_set": WORKS,
    "desk.tune_item": WORKS,
    "desk.bank_calibration": WORKS,
    "desk.start_calibration": WORKS,
    "desk.take_calibration": WORKS,
    "desk.undo_calibration": WORKS,
    "desk.bank": BANK,
    "desk.bank_search": BANK,
    "desk.bank_many": BANK,
    "desk.bank_undo": BANK,
    "desk.bank_item": BANK,
    "desk.bank_status": BANK,
    "desk.bank_submitted": BANK,
    "desk.bank_review": frozenset({"reviewer", "organizer", "admin"}),
    "desk.bank_comment": BANK,
    "desk.bank_settled": BANK,
    "desk.bank_enemies": BANK,
    "desk.bank_embargo": WORKS,
    "desk.bank_restored": BANK,
    "desk.bank_new": WRITES,
    "desk.bank_edit": WRITES,
    "desk.bank_check": WRITES,
    "desk.bank_save": WRITES,
    "desk.bank_preview": BANK,
    "desk.bank_settings": WORKS,
    "desk.bank_settings_set": WORKS,
    "desk.job": BANK,
    "desk.stop_job": BANK,
    "desk.papers": WORKS,
    "desk.paper_begun": WORKS,
    "desk.paper_blueprint": WORKS,
    "desk.paper_saved": WORKS,
    "desk.paper_copied": WORKS,
    "desk.paper_deleted": WORKS,
    "desk.paper_restored": WORKS,
    "desk.paper_blueprint_file": WORKS,
    "desk.paper_checked": WORKS,
    "desk.paper_items": WORKS,
    "desk.paper_assembled": WORKS,
    "desk.paper_job": WORKS,
    "desk.paper_forms": WORKS,
    "desk.form_set_deleted": WORKS,
    "desk.form_set_restored": WORKS,
    "desk.paper_swaps": WORKS,
    "desk.paper_swapped": WORKS,
    "desk.paper_swap_undone": WORKS,
    "desk.paper_export": WORKS,
    "desk.paper_printed": WORKS,
    "desk.paper_heat": WORKS,
    "desk.accounts": ADMIN,
    "desk.account_created": ADMIN,
    "desk.account_link": ADMIN,
    "desk.account_disabled": ADMIN,
    "health.alive": ANYONE,
    "health.ready": ANYONE,
    "static_files.versioned": ANYONE,
}
# Namespace -> events -> who. A namespace's own door is `connect`; behind it only those who were admitted speak.
EVENTS: dict[str, dict[str, str]] = {
    "/play": {
        "connect": "whoever knows a PIN",
        "join": "connected, without a seat",
        "answer": "the seat's newest connection",
        "sync": "connected",
        "clock": "connected",
        "code": "with a seat",
    },
    "/screen": {"connect": "whoever has the screen's key", "sync": "connected"},
    "/host": {
        "connect": "the heat's host, judges, organizers, admins, a ticket",
        "take": "connected",
        "command": "the active console of this epoch",
        "claim": "connected",
        "ticket": "connected",
        "sync": "connected",
    },
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    serving = build(load_settings(tmp_path_factory.mktemp("matrix")), "http://127.0.0.1:1")
    yield serving
    serving.journal.stop()


def test_every_route_has_a_row_and_every_row_a_route(built: Any) -> None:
    app: Flask = built.app
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


def test_every_socket_event_has_a_row_and_every_row_an_event(built: Any) -> None:
    server = built.socketio.server
    found: dict[str, set[str]] = {namespace: set(events) for namespace, events in server.handlers.items()}
    for namespace, event in server.hot:
        found[namespace].add(event.decode())
    assert found == {namespace: set(events) for namespace, events in EVENTS.items()}


@pytest.fixture(scope="module")
def roles(server: Server) -> dict[str, Visitor]:
    visitors = {role: signed_in(server, role) for role in sorted(ACCOUNTS)}
    return {"stranger": Visitor(server), "host": Visitor(server), **visitors}


def addresses(app: Flask, heat: str, server: Server) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every guarded route, filled with this heat's own values."""
    values = {
        "heat_id": heat,
        "token": "none",
        "name": "standings.csv",
        "account_id": "nobody",
        "job_id": "none",
        "item_id": "b01-01",
        "act": "none",
        "doing": "none",
        "calibration_id": "none",
        "comment_id": "0",
        "side": "phone",
        "blueprint_id": "none",
        "form_set_id": "none",
        "number": "0",
    }
    for rule in app.url_map.iter_rules():
        if ROUTES[rule.endpoint] is not ANYONE and rule.endpoint != "auth.sign_out":
            path = rule.rule
            for name in rule.arguments:
                path = re.sub(rf"<(?:\w+:)?{name}>", values[name], path)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, path


def test_each_role_enters_where_its_row_says_and_nowhere_else(
    built: Any, server: Server, roles: dict[str, Visitor]
) -> None:
    # A heat of its own: on the way somebody who may will delete it.
    made = json.loads(new_heat(server))
    heat = made["heat"]
    roles["host"].post(made["host_url"].replace("127.0.0.1:8000", f"127.0.0.1:{server.port}"))
    for endpoint, method, path in addresses(built.app, heat, server):
        for role, visitor in roles.items():
            reply = visitor.get(path) if method == "GET" else visitor.post(path, _form_on=form_page(role))
            turned_away = reply.status in (401, 403) or "/auth/sign-in" in reply.url
            assert turned_away == (role not in ROUTES[endpoint]), (endpoint, method, role, reply.status, reply.url)


def form_page(role: str) -> str:
    """A page from which this visitor can take a form's token, so that only its role decides."""
    return "/auth/password" if role in ACCOUNTS else "/auth/sign-in"


def test_the_session_of_one_heat_s_host_opens_no_other_heat(server: Server) -> None:
    cookie, heat = enter_as_host(organizer_link(server))
    made = signed_in(server, "organizer").get("/organizer/").text
    others = {part.partition('"')[0] for part in made.split('href="/organizer/heats/')[1:]} - {heat, "new"}
    for other in others:
        with pytest.raises(NotAdmitted):
            Host(server, cookie, other)


def new_heat(server: Server) -> str:
    run = Path(server.data).parent / "run.txt"
    run.write_text("b01-01\nb02-01\n", "utf-8")
    return server.command("heat", "create", "--items", str(run), "--json")


def organizer_link(server: Server) -> str:
    made = json.loads(new_heat(server))
    return str(made["host_url"]).replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")


def test_screens_and_phones_cannot_do_what_hosts_do(server: Server) -> None:
    phone, screen = Phone(server, server.links["pin"]), Screen(server)
    for client in (phone, screen):
        number = client.send("command", {"id": "x", "epoch": 1, "v": 1, "do": "next"})
        client.ask("sync", {"v": 0})
        reply = client._acks.get(number)
        assert reply is None or not reply["ok"]
