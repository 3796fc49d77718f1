"""An answer over the wire: kept once, acknowledged after it is on disk, whatever the phone does."""

from collections.abc import Callable

import pytest

from tests.live.clients import Host, NotAdmitted, Phone
from tests.live.stored import stored_responses
from tests.running import Server, eventually

Seated = Callable[[str], Phone]


def test_an_acknowledged_answer_is_on_disk(server: Server, host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    host.command("next")
    reply = phone.answer()
    assert reply["ok"]
    server.kill()
    (row,) = stored_responses(server)
    assert (row.item, row.revision, row.received_ms) == (reply["item"], 1, reply["at"])


def test_a_repeat_gets_the_stored_reply_and_is_kept_once(server: Server, host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    host.command("next")
    first = phone.answer(place=0)
    again = phone.answer(place=1, rev=1)
    assert again == first
    assert len(stored_responses(server)) == 1


def test_the_last_revision_counts_and_an_older_one_that_comes_late_does_not(
    server: Server, host: Host, seated: Seated
) -> None:
    phone = seated("江边老周")
    host.command("next")
    phone.answer(place=0, rev=2)
    late = phone.answer(place=1, rev=1)
    assert not late["ok"] and late["error"] == "superseded" and late["rev"] == 2


def test_two_devices_with_one_seat_have_one_answer(server: Server, pin: str, host: Host, seated: Seated) -> None:
    first = seated("江边老周")
    host.command("next")
    reply = first.answer(place=0)
    second = Phone(server, pin, first.seat)
    assert second.snapshot["you"]["answer"]["options"] == reply["options"]
    assert ("notice", {"code": "superseded"}) in eventually(lambda: first.closed.is_set() and first.events)
    assert second.answer(place=1, rev=1) == reply
    assert second.answer(place=1, rev=2)["ok"]
    assert len(stored_responses(server)) == 2


def test_answers_to_what_is_not_open_are_refused_by_name(host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    coming = phone.ask("answer", {"item": "q2", "rev": 1, "options": ["T"]})
    foreign = phone.ask("answer", {"item": "q999", "rev": 1, "options": ["T"]})
    host.command("next")
    unknown = phone.ask("answer", {"item": "q1", "rev": 1, "options": ["nonsense"]})
    item = phone.wait_for(phase="open")["item"]
    host.command("next")
    late = phone.ask("answer", {"item": "q1", "rev": 1, "options": [item["options"][0]["id"]]})
    refusals = [coming["error"], foreign["error"], unknown["error"], late["error"]]
    assert refusals == ["not_open", "unknown_item", "unknown_option", "too_late"]
    assert all(reply["message"] for reply in (coming, foreign, unknown, late))


def test_who_has_no_seat_cannot_answer(server: Server, pin: str, host: Host) -> None:
    visitor = Phone(server, pin)
    host.command("next")
    assert visitor.answer()["error"] == "not_joined"


def test_a_contestant_who_is_shown_out_is_out_at_once(server: Server, pin: str, host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    assert host.command("remove", number=1, reason="试")["ok"]
    assert eventually(phone.closed.is_set)
    with pytest.raises(NotAdmitted) as refused:
        Phone(server, pin, phone.seat)
    assert refused.value.error == "removed"


def test_a_resume_code_moves_the_seat_and_works_once(server: Server, pin: str, host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    status, moved = server.api("/api/resume", {"code": phone.code.lower()})
    assert status == 200 and moved["pin"] == pin
    assert ("notice", {"code": "moved"}) in eventually(lambda: phone.closed.is_set() and phone.events)
    with pytest.raises(NotAdmitted):
        Phone(server, pin, phone.seat)
    assert Phone(server, pin, moved["seat"]).snapshot["you"]["name"] == "江边老周"
    assert server.api("/api/resume", {"code": phone.code})[0] == 404


def test_over_http_the_same_answers_count(server: Server, pin: str, host: Host) -> None:
    status, seat = server.api(f"/api/heats/{pin}/join", {"nickname": "北岸的轮渡"})
    assert status == 200
    host.command("next")
    _, now = server.api(f"/api/heats/{pin}/snapshot?since=0", seat=seat["seat"])
    item = now["scene"]["item"]
    body = {"item": item["id"], "rev": 1, "options": [item["options"][0]["id"]]}
    assert server.api(f"/api/heats/{pin}/answers", body, seat["seat"]) == (
        200,
        {"ok": True, "at": stored_responses(server)[0].received_ms, **body},
    )
    assert server.api(f"/api/heats/{pin}/answers", body, "forged")[0] == 401


def test_an_item_closes_by_itself_when_everybody_has_answered(host: Host, seated: Seated) -> None:
    phones = [seated("江边老周"), seated("桥头的灯塔")]
    host.command("next")
    for phone in phones:
        assert phone.answer()["ok"]
    host.wait_for(phase="closed")
    # A machine that stalls meanwhile puts a line about the time made up for on top.
    reasons = [line["args"]["reason"] for line in host.snapshot["host"]["log"] if "reason" in line["args"]]
    assert reasons[0] == "all_answered"
