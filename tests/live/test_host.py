"""The host's console: one at a time, guarded against nervous fingers, and replaceable at any moment."""

from collections.abc import Callable

from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server, eventually

Seated = Callable[[str], Phone]


def test_a_command_sent_twice_is_done_once(host: Host) -> None:
    wish = {"id": "one", "epoch": host.epoch, "v": host.snapshot["scene"]["v"], "do": "next"}
    first, second = host.ask("command", wish), host.ask("command", wish)
    assert first == second and first["ok"]
    assert host.wait_for(phase="open")["v"] == first["v"]


def test_two_quick_presses_do_one_step(host: Host) -> None:
    seen = host.snapshot["scene"]["v"]
    replies = [
        host.ask("command", {"id": name, "epoch": host.epoch, "v": seen, "do": "next"}) for name in ("one", "two")
    ]
    assert replies[0]["ok"] and replies[1]["error"] == "stale_view"


def test_another_device_takes_over_and_the_former_one_can_do_nothing(server: Server, host: Host) -> None:
    url = host.ask("ticket", {})["url"]
    cookie, heat = enter_as_host(url)
    other = Host(server, cookie, heat)
    assert other.snapshot["host"]["active"] is False
    assert other.command("next")["error"] == "watching"
    former_epoch = host.epoch
    assert other.ask("take", {})["ok"]
    eventually(lambda: ("notice", {"code": "taken"}) in host.events)
    wish = {"id": "late", "epoch": former_epoch, "v": host.snapshot["scene"]["v"], "do": "next"}
    assert host.ask("command", wish)["error"] == "stale_host"
    eventually(lambda: other.snapshot["host"]["active"])
    assert other.command("next")["ok"]


def test_a_console_that_comes_back_goes_on_without_asking(server: Server, host: Host) -> None:
    host.command("next")
    host.close()
    again = eventually(lambda: reopened(server, host))
    assert again.snapshot["scene"]["phase"] == "open"
    assert again.command("next")["ok"]


def reopened(server: Server, host: Host) -> Host | None:
    again = Host(server, host.cookie, host.heat)
    if again.snapshot["host"]["active"]:
        return again
    again.close()
    return None


def test_pause_extend_reopen_void_and_skip(host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    host.command("next")
    closes = host.snapshot["scene"]["closes"]
    assert host.command("extend", seconds=10)["ok"]
    assert host.snapshot["scene"]["closes"] == closes + 10_000
    assert host.command("pause")["ok"]
    assert phone.ask("answer", {"item": "q1", "rev": 1, "options": ["T"]})["error"] in ("paused", "unknown_option")
    assert host.command("next")["ok"], "the button goes on after a pause"
    assert host.command("close")["ok"] and host.command("reopen")["ok"]
    assert host.command("close")["ok"] and host.command("reveal")["ok"]
    assert host.command("void", item="q1", reason="")["error"] == "bad_reason"
    assert host.command("void", item="q1", reason="题目有歧义")["ok"]
    assert phone.wait_for(phase="revealed")["result"]["void"]
    number = host.snapshot["host"]["next"]["number"]
    assert host.command("skip", reason="时间不够")["ok"]
    assert host.snapshot["host"]["next"]["number"] == number + 1


def test_the_winner_s_code_is_checked_at_the_console(host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    host.command("finish")
    claim = eventually(lambda: phone.snapshot["you"].get("claim"))
    assert host.ask("claim", {"code": claim.lower()})["name"] == "江边老周"
    assert host.ask("claim", {"code": "000000"})["error"] == "unknown_claim"


def test_only_the_host_sees_the_key_before_the_reveal(host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    host.command("next")
    assert host.snapshot["host"]["private"]["key"]
    assert "private" not in phone.snapshot and phone.wait_for(phase="open")["result"] is None
