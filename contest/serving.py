"""A serving process: application, sockets, journal thread and clockwork, put together. Needs a patched process."""

from typing import NamedTuple

import gevent
from flask import Flask

from contest.app import create_app
from contest.clock import Clock, SystemClock
from contest.journal.group_commit import GroupCommit
from contest.live.conductor import Conductor
from contest.live.guarding import DoorBrake
from contest.live.host import register_host
from contest.live.hub_wake import HubWake
from contest.live.play import register_play
from contest.live.screen import register_screen
from contest.live.wire.hub import FastSocketIO
from contest.live.wire.process import tune_process
from contest.logs import prepare_logs
from contest.services.host_access import make_ticket
from contest.settings import Settings
from contest.web.context import Wenqu
from contest.web.host import admission_of
from contest.web.qr_codes import qr_path

# Seconds that a stopping server gives to what is under way.
FAREWELL_S = 2


class Serving(NamedTuple):
    app: Flask
    socketio: FastSocketIO
    conductor: Conductor
    journal: GroupCommit


def build(settings: Settings, base_url: str, clock: Clock | None = None) -> Serving:
    """Everything but the listening socket.

    Raises `contest.database.BadDatabase`.
    """
    prepare_logs()
    clock = clock or SystemClock()
    app = create_app(settings, clock, base_url)
    wenqu: Wenqu = app.extensions["wenqu"]
    socketio = FastSocketIO(app, strike_ack=_strike_reply, clock=lambda: clock.now_ms() / 1000)
    journal = GroupCommit(settings.database_url, HubWake())
    conductor = Conductor(socketio, wenqu.engine, journal, clock, settings.secret_key)
    wenqu.live = conductor

    def ticket(heat_id: str) -> dict[str, object]:
        url = f"{wenqu.base_url}/host/enter/{make_ticket(settings.secret_key, heat_id)}"
        return {"url": url, "qr": qr_path(url)._asdict()}

    brake = DoorBrake(wenqu.brake, settings.trusted_proxies)
    register_play(socketio, conductor, brake)
    register_screen(socketio, conductor, brake)
    register_host(socketio, conductor, brake, admission_of(app), ticket)
    return Serving(app, socketio, conductor, journal)


def _strike_reply(code: str) -> dict[str, object]:
    return {"ok": False, "error": "bad_request", "message": code}


def start_clockwork(serving: Serving) -> None:
    """Heats that were being played go on from here."""
    serving.conductor.resume_all()
    gevent.spawn(serving.conductor.beat.run)
    tune_process()
