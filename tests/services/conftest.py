"""A bank of the shipped items in a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from contest.database import open_engine
from contest.services.prepare_database import prepare_database
from contest.settings import load_settings


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Engine]:
    data = tmp_path / "data"
    data.mkdir()
    prepare_database(load_settings(data))
    yield open_engine(f"sqlite:///{data / 'wenqu.sqlite3'}")
