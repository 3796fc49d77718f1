"""One server for the tests of pages."""

from collections.abc import Iterator

import pytest

from tests.running import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("web") / "data"
    data.mkdir()
    server = Server(data)
    yield server
    server.stop()
