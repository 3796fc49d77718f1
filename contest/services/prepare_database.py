"""An empty data folder becomes a database with the shipped bank; an older database becomes today's."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from contest.clock import utc_now
from contest.database import (
    BadDatabase,
    open_engine,
    reading,
    sqlite_file,
    writing,
)
from contest.services.file_lock import locked_file
from contest.settings import ROOT, Settings
from question_bank.items import ItemStatus
from question_bank.models import Item
from question_bank.search_index import catch_up
from question_bank.shipped_bank import shipped_enemies, shipped_items
from question_bank.storing import store_enemies, store_items


def prepare_database(settings: Settings) -> Engine:
    """Opens the database, brings it up to date and fills an empty bank.

    Raises `BadDatabase` with what to do when it cannot be used.
    """
    engine = open_engine(settings.database_url)
    try:
        # Two processes that start at once must not both make the tables.
        with _making_alone(settings):
            migrate(engine)
            _fill_bank(engine)
    except SQLAlchemyError as error:
        raise BadDatabase(_what_to_do(settings, error)) from error
    return engine


def _making_alone(settings: Settings) -> AbstractContextManager[object]:
    # PostgreSQL's migrations take a lock in the database itself (migrations/env.py).
    return locked_file(settings.data / "prepare.lock") if sqlite_file(settings.database_url) else nullcontext()


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def migrate(engine: Engine) -> None:
    """Raises `BadDatabase` for a database that a later release has made."""
    config = configuration()
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    if stands == scripts.get_current_head():
        return
    if stands is not None and stands not in {script.revision for script in scripts.walk_revisions()}:
        raise BadDatabase("这个数据库是更新的版本建立的。请用那个版本打开它，或者换一个数据文件夹：--data DIR。")
    with _altering(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _altering(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which SQLite's tables can be made anew under their names: with foreign keys watched, to
    drop the former table would delete whatever points to it. All of them are looked at before the commit."""
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with engine.connect() as connection:
        # Without effect inside a transaction, therefore before it begins.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        connection = connection.execution_options(writing=True)
        with connection.begin():
            yield connection
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BadDatabase(f"数据库升级后有一行指向不存在的记录（{broken[0]} 表）；没有做任何改动。")


def _fill_bank(engine: Engine) -> None:
    with reading(engine) as connection:
        if connection.scalar(select(func.count()).select_from(Item)):
            return
    with writing(engine) as connection:
        store_items(connection, shipped_items(), ItemStatus.REVIEWED, utc_now())
        store_enemies(connection, shipped_enemies())
        catch_up(connection)


def _what_to_do(settings: Settings, error: SQLAlchemyError) -> str:
    reason = str(getattr(error, "orig", error)).splitlines()[0]
    file = sqlite_file(settings.database_url)
    if file is None:
        return f"数据库连接不上：{reason}。请检查 WENQU_DATABASE_URL 和数据库是否在运行。"
    kept = Path(file).name
    return f"数据库文件 {file} 打不开：{reason}。它没有被改动。请从备份恢复它；若要从头开始，把 {kept} 移到别处再启动。"
