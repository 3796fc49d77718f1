"""A served demo heat for each test, on a folder of its own, with quick items."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()


@pytest.fixture
def pin(server: Server) -> str:
    return server.links["pin"]


@pytest.fixture
def host(server: Server) -> Host:
    cookie, heat = enter_as_host(server.links["host_url"])
    return Host(server, cookie, heat)


@pytest.fixture
def seated(server: Server, pin: str) -> Callable[[str], Phone]:
    def sit(nickname: str) -> Phone:
        phone = Phone(server, pin)
        assert phone.join(nickname)["ok"]
        return phone

    return sit
