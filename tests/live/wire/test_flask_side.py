"""Flask-SocketIO's own interface without a network, and the application below gunicorn."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import flask
import pytest
import socketio

from contest.live.wire.hub import FastSocketIO, current_connection

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def application(**options: Any) -> tuple[flask.Flask, FastSocketIO]:
    app = flask.Flask("side")
    app.config["SECRET_KEY"] = "only for tests"
    fast = FastSocketIO(app, **options)

    @fast.on("echo")
    def echo(data: Any) -> Any:
        fast.emit("copy", data, to=flask.request.sid)  # type: ignore[attr-defined]
        fast.broadcast(None, "all", data)
        return data

    return app, fast


def test_the_test_client_of_flask_socketio_works() -> None:
    app, fast = application()
    client = fast.test_client(app)
    assert client.is_connected()
    assert client.emit("echo", {"a": 1}, callback=True) == {"a": 1}
    assert [(each["name"], each["args"]) for each in client.get_received()] == [
        ("copy", [{"a": 1}]),
        ("all", [{"a": 1}]),
    ]
    client.disconnect()
    assert not client.is_connected()


def test_an_application_factory_may_bind_later() -> None:
    fast = FastSocketIO()
    answered: list[Any] = []
    fast.on("echo")(answered.append)
    fast.hot("answer", "/play")(lambda connection, data, reply: None)
    app = flask.Flask("late")
    fast.init_app(app)
    assert fast.server is not None
    assert ("/play", b"answer") in fast.server.hot
    fast.test_client(app).emit("echo", 7)
    assert answered == [7]


def test_there_is_no_connection_outside_a_handler() -> None:
    with pytest.raises(LookupError):
        current_connection()


def test_a_queue_is_given_as_a_manager_and_not_as_an_address() -> None:
    with pytest.raises(ValueError, match="client_manager"):
        FastSocketIO(flask.Flask("queue"), message_queue="redis://")


def test_binary_cannot_be_sent() -> None:
    _, fast = application()
    assert fast.server is not None
    with pytest.raises(TypeError):
        fast.server.eio.send("nobody", b"binary")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(process.communicate()[1] if process.poll() is not None else "gunicorn did not start")


@pytest.mark.skipif(shutil.which("gunicorn", path=str(Path(sys.executable).parent)) is None, reason="needs gunicorn")
def test_clients_are_served_below_gunicorn() -> None:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-b", f"127.0.0.1:{port}", "echo_app:app"]
    command += ["--pythonpath", f"{ROOT},{HERE}", "--graceful-timeout", "1"]
    process = subprocess.Popen(command, cwd=HERE, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        clients = [socketio.Client(reconnection=False) for _ in range(2)]
        for client in clients:
            client.connect(f"http://127.0.0.1:{port}", transports=["websocket"], wait_timeout=5)
            assert client.call("echo", "渠") == "渠"
        time.sleep(2.5)  # longer than ping interval and timeout
        assert clients[0].call("who")["url"] == "/state"
        for client in clients:
            client.disconnect()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
    finally:
        process.terminate()
        _, log = process.communicate(timeout=20)
    assert "Traceback" not in log
