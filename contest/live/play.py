"""Phones: namespace `/play`. Each handler parses, makes one call and answers."""

from functools import cache
from typing import Any

import gevent
from flask_socketio import ConnectionRefusedError, join_room

from contest.live.conductor import Conductor
from contest.live.guarding import DoorBrake
from contest.live.live_heat import PLAY, LiveHeat
from contest.live.replies import Reply, refuse
from contest.live.schemas import AnswerRequest, Ask, ClockRequest, JoinRequest, SyncRequest
from contest.live.who import Phone
from contest.live.wire.connection import Connection
from contest.live.wire.hub import FastSocketIO, current_connection
from contest.locale.catalogue import known_language
from contest.locale.consent_words import consent_text
from contest.locale.refusal_words import refusal_reply
from contest.locale.worded_lists import worded
from contest.rules.refusals import Refusal, Refused
from contest.services.attributes import Attributes
from contest.services.join_heat import Moved, Seated, join_heat, new_secrets, store_secrets
from contest.services.off_hub import off_hub
from contest.services.people import Person
from contest.services.redaction import you
from contest.services.secrets_of_seats import hashed
from contest.services.snapshots import PHONE_NAMES, choices, heat_card, phone_sync
from contest.services.take_answer import Received, take_answer


def register_play(socketio: FastSocketIO, conductor: Conductor, brake: DoorBrake) -> None:
    @socketio.on("connect", namespace=PLAY)
    def connect(auth: Any = None) -> None:
        connection = current_connection()
        given = auth if isinstance(auth, dict) else {}
        language = known_language(given.get("lang"))
        try:
            phone = _admit(conductor, brake, connection, given, language)
        except Refusal as refusal:
            raise ConnectionRefusedError(str(refusal), refusal_reply(refusal.refused, language)) from None
        connection.who = phone
        join_room(phone.heat.room)
        connection.on_close(_left)
        _take_place(phone, connection)
        # The connection's own acknowledgement leaves first.
        gevent.get_hub().loop.run_callback(_welcome, phone, connection)

    @socketio.hot("join", namespace=PLAY, type=JoinRequest)
    def join(connection: Connection, request: JoinRequest, reply: Reply) -> None:
        phone = _phone(connection)
        if phone.person is not None:
            _join_again(conductor, phone, connection, reply)
            return
        attributes = Attributes(request.district, request.age_band, request.group, request.sex)

        def seated(result: Seated | Refused) -> None:
            if isinstance(result, Refused):
                refuse(reply, result, phone.language)
                return
            phone.person = result.person
            _take_place(phone, connection)
            reply(_seat_reply(phone, result))

        join_heat(phone.heat.run, request.nickname, attributes, request.consent, seated)

    @socketio.hot("answer", namespace=PLAY, type=AnswerRequest)
    def answer(connection: Connection, request: AnswerRequest, reply: Reply) -> None:
        phone = _phone(connection)
        live, person = phone.heat, phone.person
        now = live.run.clock.now_ms()
        if person is None or not _holds_seat(live, person, connection):
            refuse(reply, "not_joined" if person is None else "moved", phone.language)
            return

        def answered(result: Received | Refused) -> None:
            if isinstance(result, Refused):
                refuse(reply, result, phone.language)
            else:
                live.answered(now)
                reply(result)

        take_answer(live.run, person.id, request.item, request.rev, request.options, now, answered)

    @socketio.hot("sync", namespace=PLAY, type=SyncRequest)
    def sync(connection: Connection, request: SyncRequest, reply: Reply) -> None:
        phone = _phone(connection)
        claim = phone.heat.claim_of(phone.person.id) if phone.person else None
        reply(phone_sync(phone.heat.run, phone.person, request.v, claim))

    @socketio.hot("clock", namespace=PLAY, type=ClockRequest)
    def clock(connection: Connection, request: ClockRequest, reply: Reply) -> None:
        reply({"ok": True, "t": request.t, "now": _phone(connection).heat.run.clock.now_ms()})

    @socketio.hot("code", namespace=PLAY, type=Ask)
    def code(connection: Connection, request: Ask, reply: Reply) -> None:
        phone = _phone(connection)
        if phone.person is None:
            refuse(reply, "not_joined", phone.language)
            return
        gevent.spawn(_renew_code, conductor, phone, reply)


def _admit(
    conductor: Conductor, brake: DoorBrake, connection: Connection, given: dict[str, Any], language: str
) -> Phone:
    """Raises `Refusal`: `too_many`, `unknown_pin`, `bad_seat`, `removed`."""
    if brake.is_on(connection):
        raise Refusal("too_many")
    try:
        live = conductor.with_pin(str(given.get("pin", "")))
    except Refusal:
        brake.failed(connection)
        raise
    seat = given.get("seat")
    if not isinstance(seat, str) or not seat:
        return Phone(live, language)
    person = live.run.people.with_seat(hashed(seat))
    if person is None:
        brake.failed(connection)
        raise Refusal("bad_seat")
    if live.run.state.seats[person.id].removed is not None:
        raise Refusal("removed")
    return Phone(live, language, person)


def _take_place(phone: Phone, connection: Connection) -> None:
    live = phone.heat
    if phone.person is None:
        live.presence.visitors.add(connection)
        return
    former = live.presence.seat_taken(phone.person.id, connection)
    if former is not None:
        live.displace(former, "superseded")
    live.presence_changed()


def _holds_seat(live: LiveHeat, person: Person, connection: Connection) -> bool:
    return live.presence.phones.get(person.id) is connection


def _welcome(phone: Phone, connection: Connection) -> None:
    live = phone.heat
    run = live.run
    card = heat_card(run)
    if phone.person is None:
        card |= _visitor_card(phone.language)
    claim = live.claim_of(phone.person.id) if phone.person else None
    connection.send_event(
        PLAY,
        "welcome",
        {
            "v": run.state.version,
            "now": run.clock.now_ms(),
            "heat": card,
            "scene": live.scene("phone"),
            "lobby": live.lobby(PHONE_NAMES),
            "you": you(run, phone.person, claim) if phone.person else None,
        },
    )


@cache
def _visitor_card(language: str) -> dict[str, Any]:
    """What only somebody without a seat needs: the lists to choose from, and what choosing means."""
    return {**worded(choices(), language), "consent": consent_text(language)}


def _left(connection: Connection) -> None:
    phone: Phone = connection.who
    phone.heat.presence.left(phone.person.id if phone.person else None, connection)
    phone.heat.presence_changed()


def _phone(connection: Connection) -> Phone:
    phone = connection.who
    if not isinstance(phone, Phone):
        raise LookupError("a frame before the connection was admitted")
    return phone


def _seat_reply(phone: Phone, seated: Seated) -> dict[str, Any]:
    run = phone.heat.run
    return {
        "ok": True,
        "seat": seated.seat,
        "code": seated.resume_code,
        "you": you(run, seated.person),
        "scene": phone.heat.scene("phone"),
        "v": run.state.version,
        "now": run.clock.now_ms(),
    }


def _join_again(conductor: Conductor, phone: Phone, connection: Connection, reply: Reply) -> None:
    """The first reply was lost: the same seat is told once more, to whoever has not moved on."""
    if phone.person is not None and _holds_seat(phone.heat, phone.person, connection):
        gevent.spawn(_seat_again, conductor, phone, reply)
    else:
        refuse(reply, "moved", phone.language)


def _seat_again(conductor: Conductor, phone: Phone, reply: Reply) -> None:
    moved = _renewed(conductor, phone, keep_seat=False)
    if moved is None or moved.seat is None or moved.resume_code is None:
        refuse(reply, "retry", phone.language)
    else:
        reply(_seat_reply(phone, Seated(moved.person, moved.seat, moved.resume_code)))


def _renew_code(conductor: Conductor, phone: Phone, reply: Reply) -> None:
    moved = _renewed(conductor, phone, keep_seat=True)
    if moved is None:
        refuse(reply, "retry", phone.language)
    else:
        reply({"ok": True, "code": moved.resume_code})


def _renewed(conductor: Conductor, phone: Phone, keep_seat: bool) -> Moved | None:
    """The seat with new secrets; None when they could not be stored: those that the phone has go on working."""
    if phone.person is None:
        return None
    moved = new_secrets(phone.person, keep_seat)
    try:
        off_hub(store_secrets, conductor.engine, moved)
    except Exception:
        return None
    phone.heat.run.people.replace(moved.person)
    phone.person = moved.person
    return moved
