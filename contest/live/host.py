"""Hosts' consoles: namespace `/host`. Several may watch, one is active."""

from collections.abc import Callable
from typing import Any

import gevent
from flask_socketio import ConnectionRefusedError, join_room

from contest.live.conductor import Conductor
from contest.live.guarding import DoorBrake
from contest.live.live_heat import HOST, LiveHeat
from contest.live.replies import Reply, refuse
from contest.live.schemas import Ask, ClaimRequest, SyncRequest
from contest.live.who import Console
from contest.live.wire.connection import Connection
from contest.live.wire.hub import FastSocketIO, current_connection
from contest.locale.catalogue import known_language
from contest.locale.refusal_words import refusal_reply
from contest.rules.commands import TakeOver
from contest.rules.refusals import Refusal, Refused
from contest.services.host_commands import Wish, command_of
from contest.services.redaction import Json
from contest.services.secrets_of_seats import tidy_code
from contest.services.snapshots import SCREEN_NAMES, heat_card

# Who may host which heat, told from the request that opened the connection: a name for the journal, or None.
Admission = Callable[[dict[str, Any], str, str], str | None]
# Makes a signed link for another device, with its QR code.
Ticket = Callable[[str], Json]


def register_host(
    socketio: FastSocketIO, conductor: Conductor, brake: DoorBrake, admission: Admission, make_ticket: Ticket
) -> None:
    @socketio.on("connect", namespace=HOST)
    def connect(auth: Any = None) -> None:
        connection = current_connection()
        given = auth if isinstance(auth, dict) else {}
        language = known_language(given.get("lang"))
        try:
            live, by = _admit(conductor, admission, connection, given)
        except Refusal as refusal:
            raise ConnectionRefusedError(str(refusal), refusal_reply(refusal.refused, language)) from None
        console = connection.who = Console(live, language, by)
        live.consoles[connection] = console
        join_room(live.room)
        connection.on_close(_left)
        gevent.get_hub().loop.run_callback(_welcome, console, connection)

    @socketio.hot("take", namespace=HOST, type=Ask)
    def take(connection: Connection, request: Ask, reply: Reply) -> None:
        _take_over(connection, reply)

    @socketio.hot("command", namespace=HOST, type=Wish)
    def command(connection: Connection, wish: Wish, reply: Reply) -> None:
        _command(connection, wish, reply)

    @socketio.hot("claim", namespace=HOST, type=ClaimRequest)
    def claim(connection: Connection, request: ClaimRequest, reply: Reply) -> None:
        console: Console = connection.who
        found = None if brake.is_on(connection) else _claimed(console.heat, tidy_code(request.code))
        if found is None:
            brake.failed(connection)
            refuse(reply, "unknown_claim", console.language)
        else:
            reply(found)

    @socketio.hot("ticket", namespace=HOST, type=Ask)
    def ticket(connection: Connection, request: Ask, reply: Reply) -> None:
        console: Console = connection.who
        reply({"ok": True, **make_ticket(console.heat.run.id)})

    @socketio.hot("sync", namespace=HOST, type=SyncRequest)
    def sync(connection: Connection, request: SyncRequest, reply: Reply) -> None:
        console: Console = connection.who
        reply({"ok": True, **_channels(console)})


def _admit(
    conductor: Conductor, admission: Admission, connection: Connection, given: dict[str, Any]
) -> tuple[LiveHeat, str]:
    """Raises `Refusal`: `forbidden`, `unknown_heat`."""
    heat_id = str(given.get("heat", ""))
    by = admission(connection.environ(), heat_id, str(given.get("ticket", "")))
    if by is None:
        raise Refusal("forbidden")
    return conductor.with_id(heat_id), by


def _channels(console: Console) -> Json:
    live = console.heat
    run = live.run
    return {
        "v": run.state.version,
        "now": run.clock.now_ms(),
        "scene": live.scene("screen"),
        "lobby": live.lobby(SCREEN_NAMES),
        "tally": live.tally(),
        "host": live.host(console),
    }


def _welcome(console: Console, connection: Connection) -> None:
    def welcome(_: object = None) -> None:
        connection.send_event(HOST, "welcome", {"heat": heat_card(console.heat.run), **_channels(console)})
        console.heat.presence_changed()

    # The first console, or one that is back after its former connection ended, goes on without asking.
    if console.heat.has_active_console():
        welcome()
    else:
        _take_over(connection, welcome)


def _take_over(connection: Connection, reply: Reply) -> None:
    console: Console = connection.who
    live = console.heat
    epoch = live.run.state.epoch + 1

    def committed() -> None:
        console.epoch = epoch
        reply({"ok": True, "epoch": epoch})
        for other in live.consoles:
            if other is not connection:
                other.send_event(HOST, "notice", {"code": "taken"})

    refused = live.run.perform(
        TakeOver(console.by), f"take:{epoch}", committed, lambda name: refuse(reply, name, console.language)
    )
    if refused is not None:
        refuse(reply, refused, console.language)


def _command(connection: Connection, wish: Wish, reply: Reply) -> None:
    console: Console = connection.who
    live = console.heat
    if live.replies.give(wish.id, reply):
        return
    if not live.is_active(console) and wish.epoch >= live.run.state.epoch:
        refuse(reply, "watching", console.language)
        return
    command = command_of(live.run, wish, console.by, frozenset(live.presence.seen))
    refused = command if isinstance(command, Refused) else None
    if not isinstance(command, Refused):
        live.replies.expect(wish.id)
        refused = live.run.perform(
            command,
            f"c:{wish.id}",
            committed=lambda: _done(live, wish, reply),
            failed=lambda name: _failed(live, wish, reply, name, console.language),
        )
    if refused is not None:
        live.replies.forget(wish.id)
        refuse(reply, refused, console.language)


def _done(live: LiveHeat, wish: Wish, reply: Reply) -> None:
    done = {"ok": True, "v": live.run.state.version}
    live.replies.keep(wish.id, done)
    reply(done)


def _failed(live: LiveHeat, wish: Wish, reply: Reply, name: str, language: str) -> None:
    live.replies.forget(wish.id)
    refuse(reply, name, language)


def _claimed(live: LiveHeat, code: str) -> Json | None:
    for person in live.run.people.by_id.values():
        if live.claim_of(person.id) == code:
            place = live.run.place_of.get(person.id)
            if place is None:
                return None
            return {
                "ok": True,
                "name": person.name,
                "number": person.number,
                "place": place.place,
                "points": place.tally.points,
            }
    return None


def _left(connection: Connection) -> None:
    console: Console = connection.who
    console.heat.consoles.pop(connection, None)
    console.heat.presence_changed()
