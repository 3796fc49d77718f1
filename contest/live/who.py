"""What a connection is to the application: `connection.who`."""

from typing import TYPE_CHECKING

from contest.services.people import Person

if TYPE_CHECKING:
    from contest.live.live_heat import LiveHeat


class Phone:
    """A contestant's device; `person` is None until it has joined or shown its seat."""

    __slots__ = ("heat", "language", "person")

    def __init__(self, heat: "LiveHeat", language: str, person: Person | None = None) -> None:
        self.heat = heat
        self.language = language
        self.person = person


class Screen:
    __slots__ = ("heat", "language")

    def __init__(self, heat: "LiveHeat", language: str) -> None:
        self.heat = heat
        self.language = language


class Console:
    """A host's device. It is the active one while its `epoch` is the heat's."""

    __slots__ = ("by", "epoch", "heat", "language")

    def __init__(self, heat: "LiveHeat", language: str, by: str) -> None:
        self.heat = heat
        self.language = language
        self.by = by
        self.epoch = 0
