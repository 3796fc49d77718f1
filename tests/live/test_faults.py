"""A full disk, a frozen server, a database that is away: nothing is acknowledged that is not kept, and lost time is
given back."""

import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.clients import Host, Phone, enter_as_host
from tests.live.stored import stored_responses
from tests.private_servers import PrivatePostgres
from tests.running import Server, eventually

Seated = Callable[[str], Phone]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are set by Linux only")


def test_a_full_disk_never_yields_an_acknowledgement_and_the_evening_goes_on_afterwards(
    server: Server, host: Host, seated: Seated
) -> None:
    phone = seated("江边老周")
    host.command("next")
    full(server, True)
    refused = phone.answer()
    assert refused["error"] == "retry"
    assert stored_responses(server) == []
    full(server, False)
    reply = eventually(lambda: (again := phone.answer())["ok"] and again, pause_s=0.3)
    assert [row.received_ms for row in stored_responses(server)] == [reply["at"]]
    assert lost_time(host, "outage")


def full(server: Server, on: bool) -> None:
    """As if not one more byte had room: the process may write no file beyond its first bytes."""
    limit = (16, resource.RLIM_INFINITY) if on else (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limit)


def lost_time(host: Host, why: str) -> bool:
    def extended() -> bool:
        rows = host.snapshot["host"]["log"]
        return any(row["code"] == "item_extended" and row["args"]["reason"] == why for row in rows)

    return bool(eventually(extended))


def test_a_frozen_server_gives_the_lost_time_back(server: Server, host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    host.command("next")
    closes = host.snapshot["scene"]["closes"]
    time.sleep(0.3)
    server.process.send_signal(signal.SIGSTOP)
    time.sleep(2.0)
    server.process.send_signal(signal.SIGCONT)
    assert lost_time(host, "stall")
    assert phone.wait_for(phase="open")["closes"] >= closes + 1500
    assert phone.answer()["ok"]


def test_while_the_database_is_away_answers_are_refused_and_afterwards_taken(
    tmp_path: Path, empty_postgres_url: str, postgres_server: PrivatePostgres
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data, {"WENQU_DATABASE_URL": empty_postgres_url})
    try:
        cookie, heat = enter_as_host(server.links["host_url"])
        host, phone = Host(server, cookie, heat), Phone(server, server.links["pin"])
        phone.join("江边老周")
        host.command("next")
        postgres_server.kill()
        assert phone.answer()["error"] == "retry"
        time.sleep(1.5)
        postgres_server.start()
        assert eventually(lambda: phone.answer()["ok"], pause_s=0.4)
        assert lost_time(host, "outage")
        server.command("heat", "verify", heat)
    finally:
        server.stop()
