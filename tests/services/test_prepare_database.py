"""A data folder at its first start, at its second, and when another release has been there."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contest.database import BadDatabase, open_engine, reading, writing
from contest.services.prepare_database import configuration, migrate, prepare_database
from contest.settings import Settings, load_settings
from question_bank.catalogue import bank_stats, current_items
from question_bank.items import Difficulty
from question_bank.shipped_bank import shipped_items


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


def test_a_bank_of_the_first_release_is_brought_up_to_date_and_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "wenqu.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    config = configuration()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_RELEASE:
            connection.execute(text(statement))
    migrate(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT author_b, author_reason, tags, seconds FROM item_versions")).all() == [
            (-1.5, "人人都见过", "[]", 0)
        ]
        assert connection.execute(text("SELECT version_id, pilot FROM heat_items")).all() == [("q1@1", 0)]
        (item,) = current_items(connection)
    assert (item.id, item.right_options, item.difficulty) == ("q1", ("T",), Difficulty(-1.5, "人人都见过"))
    # Foreign keys are watched again.
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text("UPDATE item_versions SET import_id = 'nowhere'"))


FIRST_RELEASE = (
    "INSERT INTO items VALUES ('q1', 'reviewed', 'q1@1', '2026-01-01')",
    "INSERT INTO item_versions (id, item_id, number, type, stem, options, benchmark, point, dimension, topics, groups,"
    " source, reading, content_hash, created_at) VALUES ('q1@1', 'q1', 1, 'true_false', '水往低处流。',"
    """ '[{"id": "T", "text": "正确"}, {"id": "F", "text": "错误"}]', 11, 45, 'knowledge', '[]', '[]', '课本', '',"""
    " 'h', '2026-01-01')",
    """INSERT INTO item_keys VALUES ('q1@1', '["T"]', '重力使水向低处流。', '{}')""",
    "INSERT INTO item_parameters VALUES ('q1@1', 'provisional', '3pl', 0.8, -1.5, 0.5, -1.5, '人人都见过')",
    "INSERT INTO contests VALUES ('c', '初赛', '2026-01-01')",
    "INSERT INTO heats (id, contest_id, name, kind, rules, pin, screen_key, seed, capacity, status, created_at)"
    " VALUES ('h', 'c', '第一场', 'open', '{}', '123456', 's', 's', 10, 'ready', '2026-01-01')",
    "INSERT INTO heat_items VALUES ('h', 0, 'q1@1', 0, 1.0, 20)",
)
