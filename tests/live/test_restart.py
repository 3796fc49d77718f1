"""Kill -9 in the middle of a question, and what everybody finds afterwards."""

from collections.abc import Callable
from typing import Any

from tests.live.clients import Host, Phone
from tests.live.stored import stored_responses
from tests.running import Server

Seated = Callable[[str], Phone]


def test_the_same_question_goes_on_and_nobody_loses_an_answer_or_time(
    server: Server, pin: str, host: Host, seated: Seated
) -> None:
    early, late = seated("江边老周"), seated("桥头的灯塔")
    host.command("next")
    kept = early.answer()
    before = host.snapshot["scene"]
    server.kill()
    server.start()
    back = Phone(server, pin, early.seat)
    scene = back.snapshot["scene"]
    assert (scene["phase"], scene["item"]) == ("open", before["item"])
    assert scene["closes"] > before["closes"]
    assert back.snapshot["you"]["answer"] == {"item": kept["item"], "rev": 1, "options": kept["options"]}
    again = Host(server, host.cookie, host.heat)
    assert any(row["code"] == "item_extended" and row["args"]["reason"] == "restart" for row in log(again))
    assert Phone(server, pin, late.seat).answer(rev=1)["ok"]
    assert len(stored_responses(server)) == 2


def log(host: Host) -> list[dict[str, Any]]:
    return list(host.snapshot["host"]["log"])


def test_an_answer_whose_acknowledgement_was_lost_is_not_counted_twice(
    server: Server, pin: str, host: Host, seated: Seated
) -> None:
    phone = seated("江边老周")
    host.command("next")
    reply = phone.answer()
    server.kill()
    server.start()
    back = Phone(server, pin, phone.seat)
    assert back.ask("answer", {"item": reply["item"], "rev": 1, "options": reply["options"]}) == reply
    assert len(stored_responses(server)) == 1
