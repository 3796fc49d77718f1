"""A phone with WebKit inside plays along: joins, answers, sees the reveal and its result."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.clients import Host, enter_as_host
from tests.running import ROOT, Server, eventually
from tests.scenario.webkit import WebKitPage, webkit

PICTURES = ROOT / "test-results" / "webkit"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


def click(page: WebKitPage, selector: str) -> None:
    eventually(
        lambda: page.run("const e = document.querySelector(arguments[0]); if (e) e.click(); return !!e", selector)
    )


def test_a_phone_with_webkit_plays_an_item_from_the_door_to_the_result(server: Server, tmp_path: Path) -> None:
    cookie, heat = enter_as_host(server.links["host_url"])
    host = Host(server, cookie, heat)
    with webkit(tmp_path) as page:
        page.open(server.links["join_url"] + "?lang=zh")
        page.wait_for("怎么称呼您")
        page.run(
            "const name = document.querySelector('input'); name.value = arguments[0];"
            "name.dispatchEvent(new Event('input', {bubbles: true}))",
            "江边老周",
        )
        click(page, "button[type=submit]")
        page.wait_for("您已进场")
        page.picture(PICTURES / "lobby.png")
        host.command("next")
        click(page, "[role=radio]")
        page.wait_for("已收到")
        page.picture(PICTURES / "question.png")
        host.command("close")
        host.command("reveal")
        page.wait_for("为什么")
        page.picture(PICTURES / "reveal.png")
        host.command("finish")
        for _ in range(3):
            host.command("podium")
        page.wait_for("续答码")
        page.picture(PICTURES / "result.png")
