"""A data folder at its first start, at its second, and when another release has been there."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from contest.database import BadDatabase, open_engine, reading, writing
from contest.services.prepare_database import configuration, migrate, prepare_database
from contest.settings import Settings, load_settings
from question_bank.catalogue import bank_stats, shipped_items


def settings(folder: Path) -> Settings:
    return load_settings(folder)


def test_an_empty_folder_becomes_a_database_with_the_shipped_bank(tmp_path: Path) -> None:
    with reading(prepare_database(settings(tmp_path))) as connection:
        stats = bank_stats(connection)
    assert stats["items"] == stats["versions"] == len(shipped_items())
    assert stats["by_status"] == {"reviewed": len(shipped_items())}


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    prepare_database(settings(tmp_path))
    secret = (tmp_path / "secret.key").read_text()
    with reading(prepare_database(settings(tmp_path))) as connection:
        assert bank_stats(connection)["versions"] == len(shipped_items())
    assert (tmp_path / "secret.key").read_text() == secret


def test_the_secret_is_nobody_else_s_to_read(tmp_path: Path) -> None:
    settings(tmp_path)
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_database_of_a_later_release_is_refused_and_left_alone(tmp_path: Path) -> None:
    engine = prepare_database(settings(tmp_path))
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(BadDatabase, match="--data"):
        prepare_database(settings(tmp_path))
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "from-the-future"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migrations_make_exactly_the_tables_that_the_models_say(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'w.sqlite3'}" if kind == "sqlite" else request.getfixturevalue("empty_postgres_url")
    engine = open_engine(url)
    migrate(engine)
    config = configuration()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_migrations_can_be_taken_back(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'w.sqlite3'}")
    migrate(engine)
    config = configuration()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        assert set(tables) <= {"alembic_version", "sqlite_sequence"}
