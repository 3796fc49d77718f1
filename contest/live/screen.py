"""Projectors: namespace `/screen`. They only look."""

from typing import Any

import gevent
from flask_socketio import ConnectionRefusedError, join_room

from contest.live.conductor import Conductor
from contest.live.guarding import DoorBrake
from contest.live.live_heat import SCREEN
from contest.live.replies import Reply
from contest.live.schemas import SyncRequest
from contest.live.who import Screen
from contest.live.wire.connection import Connection
from contest.live.wire.hub import FastSocketIO, current_connection
from contest.locale.catalogue import known_language
from contest.locale.refusal_words import refusal_reply
from contest.rules.refusals import Refusal
from contest.services.redaction import Json
from contest.services.snapshots import SCREEN_NAMES, heat_card


def register_screen(socketio: FastSocketIO, conductor: Conductor, brake: DoorBrake) -> None:
    @socketio.on("connect", namespace=SCREEN)
    def connect(auth: Any = None) -> None:
        connection = current_connection()
        given = auth if isinstance(auth, dict) else {}
        language = known_language(given.get("lang"))
        try:
            if brake.is_on(connection):
                raise Refusal("too_many")
            live = conductor.with_screen_key(str(given.get("screen", "")))
        except Refusal as refusal:
            brake.failed(connection)
            raise ConnectionRefusedError(str(refusal), refusal_reply(refusal.refused, language)) from None
        screen = connection.who = Screen(live, language)
        join_room(live.room)
        connection.on_close(_left)
        live.presence.screens.add(connection)
        live.presence_changed()
        gevent.get_hub().loop.run_callback(_welcome, screen, connection)

    @socketio.hot("sync", namespace=SCREEN, type=SyncRequest)
    def sync(connection: Connection, request: SyncRequest, reply: Reply) -> None:
        screen: Screen = connection.who
        news: Json = {"ok": True, **_now(screen)}
        if request.v != screen.heat.run.state.version:
            news |= _channels(screen)
        reply(news)


def _now(screen: Screen) -> Json:
    run = screen.heat.run
    return {"v": run.state.version, "now": run.clock.now_ms()}


def _channels(screen: Screen) -> Json:
    live = screen.heat
    return {"scene": live.scene("screen"), "lobby": live.lobby(SCREEN_NAMES), "tally": live.tally()}


def _welcome(screen: Screen, connection: Connection) -> None:
    welcome = {**_now(screen), "heat": heat_card(screen.heat.run), **_channels(screen)}
    connection.send_event(SCREEN, "welcome", welcome)


def _left(connection: Connection) -> None:
    screen: Screen = connection.who
    screen.heat.presence.left(None, connection)
    screen.heat.presence_changed()
