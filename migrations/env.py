"""Alembic's way to the database: the connection that `contest.services.prepare_database` hands over, else the
settings' own (for `alembic revision --autogenerate` and `alembic check`)."""

from alembic import context
from sqlalchemy import text

from contest.database import open_engine
from contest.models import Model
from contest.settings import load_settings

MIGRATION_LOCK = 7_303_011


def run(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(connection=connection, target_metadata=Model.metadata, render_as_batch=True, compare_type=True)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_engine(load_settings().database_url).connect() as own:
        run(own)
        own.commit()
