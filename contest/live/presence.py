"""Who is connected to one heat at this moment."""

from contest.live.wire.connection import Connection


class Presence:
    """Phones by contestant, screens, and consoles. The newest connection of a seat is the one that counts."""

    def __init__(self) -> None:
        self.phones: dict[str, Connection] = {}
        self.visitors: set[Connection] = set()
        self.screens: set[Connection] = set()
        # Everybody who was connected at some moment since the open item opened.
        self.seen: set[str] = set()

    def seat_taken(self, contestant: str, connection: Connection) -> Connection | None:
        """Notes the connection and returns the one that it displaces."""
        former = self.phones.get(contestant)
        self.phones[contestant] = connection
        self.seen.add(contestant)
        self.visitors.discard(connection)
        return former if former is not connection else None

    def left(self, contestant: str | None, connection: Connection) -> None:
        self.visitors.discard(connection)
        self.screens.discard(connection)
        if contestant is not None and self.phones.get(contestant) is connection:
            del self.phones[contestant]

    def item_opened(self) -> None:
        self.seen = set(self.phones)
