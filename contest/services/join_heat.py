"""Taking a seat, and moving it to another device."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Engine, update

from contest.chance import code, token
from contest.database import writing
from contest.journal.entries import ContestantRow
from contest.models.people import Contestant
from contest.rules.commands import Join
from contest.rules.refusals import Refusal, Refused
from contest.services.attributes import Attributes, checked
from contest.services.nicknames import clean_nickname, name_key
from contest.services.people import Person
from contest.services.run_heat import HeatRun
from contest.services.secrets_of_seats import RESUME_LENGTH, NewSeat, hashed, new_seat


class Seated(NamedTuple):
    """What the new contestant's device is told, once."""

    person: Person
    seat: str
    resume_code: str


Reply = Callable[[Seated | Refused], None]


def join_heat(run: HeatRun, nickname: str, attributes: Attributes, consent: bool, reply: Reply) -> None:
    """`reply` is called exactly once, now or after the commit."""
    try:
        name = clean_nickname(nickname)
        told = checked(attributes, consent)
    except Refusal as refusal:
        reply(refusal.refused)
        return
    if name_key(name) in run.people.name_keys:
        reply(Refused("name_taken"))
        return
    _take_seat(run, new_seat(), name, told, consent, reply)


def _take_seat(run: HeatRun, seat: NewSeat, name: str, told: Attributes, consent: bool, reply: Reply) -> None:
    now = run.clock.now_ms()
    number = len(run.state.seats) + 1
    person = Person(seat.contestant, number, name, seat.shuffle_seed, hashed(seat.seat), hashed(seat.resume_code))
    consented = now if consent and not told.is_empty() else None
    row = ContestantRow(
        *(person.id, number, name, name_key(name), *told, consented),
        *(person.seat_hash, person.resume_hash, person.seed, now),
    )

    def failed(_: str) -> None:
        run.people.forget(person)
        reply(Refused("retry"))

    refused = run.perform(
        Join(person.id, person.seed),
        f"j:{person.id}",
        committed=lambda: reply(Seated(person, seat.seat, seat.resume_code)),
        failed=failed,
        now=now,
        contestants=(row,),
    )
    if refused is not None:
        reply(refused)
    else:
        run.people.add(person)


class Moved(NamedTuple):
    """A seat with new secrets: whoever holds the former ones is out. None stands for a secret that was kept."""

    person: Person
    seat: str | None
    resume_code: str | None


def new_secrets(person: Person, keep_seat: bool = False, keep_code: bool = False) -> Moved:
    """`keep_seat`: only the code is new. `keep_code`: only the seat is, for codes that go on working."""
    seat = None if keep_seat else token()
    resume_code = None if keep_code else code(RESUME_LENGTH)
    renewed = person._replace(
        seat_hash=hashed(seat) if seat else person.seat_hash,
        resume_hash=hashed(resume_code) if resume_code else person.resume_hash,
    )
    return Moved(renewed, seat, resume_code)


def store_secrets(engine: Engine, moved: Moved) -> None:
    """Blocks on the database: not for the hub's thread."""
    with writing(engine) as connection:
        connection.execute(
            update(Contestant)
            .where(Contestant.id == moved.person.id)
            .values(seat_hash=moved.person.seat_hash, resume_hash=moved.person.resume_hash)
        )
