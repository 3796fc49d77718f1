"""Taking a seat while the line is still being opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.live.clients import Host, enter_as_host
from tests.running import Server
from tests.scenario.browsers import PHONE, Visitor, chromium


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


def test_a_seat_taken_by_http_before_the_socket_spoke_answers_by_the_socket(server: Server, chromium_path: str) -> None:
    """The socket is opened without a seat, its welcome comes after the seat was taken the other way round."""
    held: list[str | bytes] = []
    joined: list[bool] = []
    lines: list[WebSocketRoute] = []

    def hold(message: str | bytes) -> None:
        handshake = str(message).startswith("0")
        lines[0].send(message) if handshake or joined else held.append(message)

    def slow_at_first(line: WebSocketRoute) -> None:
        far = line.connect_to_server()
        if not lines:
            far.on_message(hold)
        lines.append(line)

    cookie, heat = enter_as_host(server.links["host_url"])
    host = Host(server, cookie, heat)
    with chromium(chromium_path) as browser:
        phone = Visitor(browser, PHONE)
        phone.page.route_web_socket("**/socket.io/**", slow_at_first)
        page = phone.open(server.links["join_url"])
        page.get_by_label("怎么称呼您").fill("嘉陵老周")
        with page.expect_response("**/join") as reply:
            page.get_by_role("button", name="进场").click()
        assert reply.value.ok and held
        joined.append(True)
        for message in held:
            lines[0].send(message)
        expect(page.get_by_text("您已进场")).to_be_visible()
        host.command("next")
        page.get_by_role("radio").first.click()
        expect(page.get_by_text("已收到")).to_be_visible()
        assert phone.faults == []
