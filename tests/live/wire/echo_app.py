"""A small application on the fast path, served for the tests: `python echo_app.py wire|pywsgi` prints its
port.
"""

from gevent import monkey

monkey.patch_all()

import sys
from collections import Counter
from typing import Any

import flask
import gevent
import msgspec
from flask_socketio import (
    ConnectionRefusedError,
    Namespace,
    call,
    close_room,
    disconnect,
    emit,
    join_room,
    leave_room,
    rooms,
)
from gevent.pywsgi import WSGIServer

from contest.live.wire.connection import Connection
from contest.live.wire.hub import FastSocketIO, current_connection
from contest.live.wire.limits import Limits
from contest.live.wire.process import tune_process

app = flask.Flask(__name__)
app.config["SECRET_KEY"] = "only for tests"
socketio = FastSocketIO(app, limits=Limits(backlog=100_000), ping_interval=1, ping_timeout=1)
seen: Counter[str] = Counter()


class Answer(msgspec.Struct):
    """What a phone answers."""

    item: int
    choice: str


@app.get("/")
def index() -> str:
    flask.session["name"] = "渠"
    return "ordinary page"


@app.post("/")
def post() -> str:
    return str(len(flask.request.get_data()))


@app.get("/state")
def state() -> dict[str, Any]:
    assert socketio.server is not None
    manager, engine = socketio.server.manager, socketio.server.eio
    everybody = sorted(str(room) for room in manager.rooms.get("/", {}))
    return {"connections": len(engine.sockets), "rooms": everybody, "seen": seen}


@app.teardown_appcontext
def count_teardown(error: BaseException | None) -> None:
    seen["teardown"] += 1


@socketio.on("connect")
def connect(auth: Any) -> None:
    current_connection().who = auth
    if isinstance(auth, dict) and auth.get("slow"):
        gevent.sleep(0.1)


@socketio.on("disconnect")
def leave(reason: str) -> None:
    seen[f"left: {reason}"] += 1
    seen[f"rooms at leaving: {len(rooms())}"] += 1


@socketio.on("echo")
def echo(*data: Any) -> Any:
    return data


@socketio.on("who")
def who() -> dict[str, Any]:
    request: Any = flask.request
    return {
        "sid": request.sid,
        "namespace": request.namespace,
        "event": request.event["message"],
        "same": current_connection().sids["/"] == request.sid,
        "who": current_connection().who,
        "query": flask.request.args.get("seat"),
        "cookie": flask.request.cookies.get("taste"),
        "name": flask.session.get("name"),
        "url": flask.url_for("state"),
        "address": current_connection().address[0],
    }


@socketio.on("remember")
def remember(name: str) -> None:
    flask.session["name"] = name


@socketio.on("join")
def join(room: str) -> list[str]:
    join_room(room)
    return sorted(rooms())


@socketio.on("leave")
def leave_one(room: str) -> None:
    leave_room(room)


@socketio.on("close room")
def close_one(room: str) -> None:
    close_room(room)


@socketio.on("shout")
def shout(room: str, text: str) -> None:
    emit("heard", text, to=room, include_self=False)


@socketio.on("broadcast")
def broadcast(room: str, size: int) -> int:
    return socketio.broadcast(room, "bulk", "x" * size)


@socketio.on("ask me")
def ask_me() -> Any:
    return call("question", {"n": 6}, timeout=5)


@socketio.on("call back")
def call_back() -> None:
    emit("question", {"n": 1}, callback=lambda answer: seen.update([f"called back: {answer}"]))


@socketio.on("boom")
def boom() -> None:
    raise RuntimeError("boom")


@socketio.on("send me away")
def send_me_away() -> None:
    disconnect()


@socketio.on("close me")
def close_me() -> None:
    current_connection().close(4001)


@socketio.on("connect", namespace="/play")
def connect_play(auth: Any) -> None:
    if not isinstance(auth, dict) or auth.get("pin") != "1234":
        raise ConnectionRefusedError("unknown_pin")


@socketio.hot("answer", namespace="/play", type=Answer)
def answer(connection: Connection, data: Answer, reply: Any) -> None:
    if data.choice == "boom":
        raise RuntimeError("boom")
    if data.choice == "later":
        gevent.spawn_later(0.05, later, reply)
    elif data.choice == "when gone":
        connection.on_close(lambda _: later(reply))
    else:
        reply({"ok": True, "item": data.item, "in hub": gevent.getcurrent() is gevent.get_hub()})


@socketio.hot("anything", namespace="/hot")
def anything(connection: Connection, data: Any, reply: Any) -> None:
    reply([data])
    connection.send_event("/hot", "also", msgspec.Raw(b'{"raw":true}'))


def later(reply: Any) -> None:
    seen["late, wanted" if reply.wanted else "late, no longer wanted"] += 1
    reply(b'{"ok":true,"late":true}')


class Classic(Namespace):  # type: ignore[misc]  # Flask-SocketIO carries no types
    """A class namespace of Flask-SocketIO."""

    def on_double(self, number: int) -> int:
        return number * 2


socketio.on_namespace(Classic("/classic"))


def main(kind: str) -> None:
    tune_process()
    server: Any
    if kind == "wire":
        server = socketio.wire_server(("127.0.0.1", 0), app)
    else:
        server = WSGIServer(("127.0.0.1", 0), app, log=None)
    server.start()
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
