"""Who sits in a heat: the names and secrets of its contestants, in memory while the heat is live."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from contest.models.people import Contestant
from contest.services.nicknames import name_key


class Person(NamedTuple):
    """`seat_hash` and `resume_hash` are SHA-256 of secrets that only the contestant's device knows."""

    id: str
    number: int
    name: str
    seed: str
    seat_hash: str
    resume_hash: str


class People:
    """Contestants by every way in which they are asked for. Order of joining is kept."""

    def __init__(self) -> None:
        self.by_id: dict[str, Person] = {}
        self.by_number: dict[int, Person] = {}
        self._by_seat: dict[str, Person] = {}
        self._by_code: dict[str, Person] = {}
        # Name keys, reserved ones included: two who ask for one name at the same moment must not both get it.
        self.name_keys: set[str] = set()

    def add(self, person: Person) -> None:
        self.by_id[person.id] = person
        self.by_number[person.number] = person
        self._by_seat[person.seat_hash] = person
        self._by_code[person.resume_hash] = person
        self.name_keys.add(name_key(person.name))

    def forget(self, person: Person) -> None:
        """Takes back an `add` whose transaction failed."""
        del self.by_id[person.id], self.by_number[person.number]
        del self._by_seat[person.seat_hash], self._by_code[person.resume_hash]
        self.name_keys.discard(name_key(person.name))

    def replace(self, person: Person) -> None:
        """New secrets for somebody who is known: the former ones stop working at once."""
        former = self.by_id[person.id]
        del self._by_seat[former.seat_hash], self._by_code[former.resume_hash]
        self.add(person)

    def with_seat(self, seat_hash: str) -> Person | None:
        return self._by_seat.get(seat_hash)

    def with_code(self, resume_hash: str) -> Person | None:
        return self._by_code.get(resume_hash)


def load_people(connection: Connection, heat_id: str) -> People:
    people = People()
    columns = (
        Contestant.id,
        Contestant.number,
        Contestant.nickname,
        Contestant.shuffle_seed,
        Contestant.seat_hash,
        Contestant.resume_hash,
    )
    rows = connection.execute(select(*columns).where(Contestant.heat_id == heat_id).order_by(Contestant.number))
    for row in rows:
        people.add(Person(*row))
    return people
