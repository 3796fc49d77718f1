"""Views' way to the database: off the hub, one transaction a call."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from contest.database import reading, writing
from contest.services.off_hub import off_hub
from contest.web.context import current

T = TypeVar("T")


def look(work: Callable[[Connection], T]) -> T:
    engine = current().engine

    def run() -> T:
        with reading(engine) as connection:
            return work(connection)

    return off_hub(run)


def change(work: Callable[[Connection], T]) -> T:
    engine = current().engine

    def run() -> T:
        with writing(engine) as connection:
            return work(connection)

    return off_hub(run)
