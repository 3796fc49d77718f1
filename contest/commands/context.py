"""What a command works with. The database is opened, and made ready, when it is first asked for."""

from functools import cached_property

from sqlalchemy import Engine

from contest.clock import Clock, SystemClock
from contest.services.prepare_database import prepare_database
from contest.services.server_lock import served_address
from contest.settings import Settings


class CommandContext:
    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()

    @cached_property
    def engine(self) -> Engine:
        """Raises `contest.database.BadDatabase`."""
        return prepare_database(self.settings)

    @property
    def base_url(self) -> str:
        """What links begin with: the public address, else the one under which a server last served this folder."""
        return (self.settings.public_url or served_address(self.settings) or "http://127.0.0.1:8000").rstrip("/")
