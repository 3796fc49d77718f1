"""The official Python client against the application, on our server and below the stock one."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio

Dial = Callable[..., Any]


@pytest.fixture
def dial(address: str) -> Iterator[Dial]:
    """Connect clients that are hung up when the test is over."""
    clients = []

    def connect(namespaces: list[str] | None = None, auth: Any = None, query: str = "", **options: Any) -> Any:
        client = socketio.Client(reconnection=False, **options)
        clients.append(client)
        url = f"http://{address}/?{query}"
        client.connect(url, transports=["websocket"], namespaces=namespaces or ["/"], auth=auth, wait_timeout=5)
        return client

    yield connect
    for client in clients:
        client.disconnect()


def state(address: str) -> Any:
    with urllib.request.urlopen(f"http://{address}/state") as response:
        return json.load(response)


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "did not happen within five seconds"
        time.sleep(0.01)


def listen(client: Any, event: str) -> list[Any]:
    heard: list[Any] = []
    client.on(event, heard.append)
    return heard


def test_an_event_is_acknowledged_with_what_its_handler_returns(dial: Dial) -> None:
    client = dial()
    assert client.transport() == "websocket"
    assert client.call("echo", {"text": "问渠那得清如许", "n": [1, 2.5, None]}) == {
        "text": "问渠那得清如许",
        "n": [1, 2.5, None],
    }
    assert client.call("echo", ("a", "b")) == ("a", "b")


def test_a_handler_sees_flasks_request_and_session(dial: Dial) -> None:
    client = dial(auth={"seat": 7}, query="seat=9")
    seen = client.call("who")
    assert seen == {
        "sid": client.get_sid(),
        "namespace": "/",
        "event": "who",
        "same": True,
        "who": {"seat": 7},
        "query": "9",
        "cookie": None,
        "name": None,
        "url": "/state",
        "address": "127.0.0.1",
    }


def test_a_session_is_kept_per_client(dial: Dial) -> None:
    one, other = dial(), dial()
    one.call("remember", "源头活水")
    assert one.call("who")["name"] == "源头活水"
    assert other.call("who")["name"] is None


def test_rooms_carry_messages_to_those_who_joined_them(dial: Dial) -> None:
    speaker, listener, stranger = dial(), dial(), dial()
    heard, overheard, echoed = listen(listener, "heard"), listen(stranger, "heard"), listen(speaker, "heard")
    assert speaker.call("join", "hall") == sorted(["hall", speaker.get_sid()])
    listener.call("join", "hall")
    speaker.call("shout", ("hall", "one"))
    eventually(lambda: heard == ["one"])
    listener.call("leave", "hall")
    speaker.call("shout", ("hall", "two"))
    listener.call("join", "hall")
    speaker.call("shout", (listener.get_sid(), "three"))
    eventually(lambda: heard == ["one", "three"])
    speaker.call("close room", "hall")
    speaker.call("shout", ("hall", "four"))
    speaker.call("shout", (listener.get_sid(), "five"))
    eventually(lambda: heard == ["one", "three", "five"])
    assert overheard == []
    assert echoed == []


def test_a_namespace_refuses_with_the_reason_of_its_handler(dial: Dial) -> None:
    client = socketio.Client(reconnection=False)
    refused: list[Any] = []
    client.on("connect_error", refused.append, namespace="/play")
    with pytest.raises(socketio.exceptions.ConnectionError):
        dial_with(client, dial, ["/play"], {"pin": "0000"})
    assert refused == [{"message": "unknown_pin"}]


def dial_with(client: Any, dial: Dial, namespaces: list[str], auth: Any) -> None:
    other = dial()
    url = other.connection_url
    other.disconnect()
    client.connect(url, transports=["websocket"], namespaces=namespaces, auth=auth, wait_timeout=2)


def test_a_namespace_that_does_not_exist_is_refused(dial: Dial) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        dial(["/nowhere"])


def test_a_hot_event_is_answered_from_the_reader_now_or_later(dial: Dial) -> None:
    client = dial(["/", "/play"], auth={"pin": "1234"})
    now = client.call("answer", {"item": 3, "choice": "a"}, namespace="/play")
    assert now == {"ok": True, "item": 3, "in hub": True}
    assert client.call("answer", {"item": 3, "choice": "later"}, namespace="/play") == {"ok": True, "late": True}
    assert client.call("echo", "other events still work") == "other events still work"


def test_a_hot_event_that_does_not_fit_or_fails_is_acknowledged_too(dial: Dial) -> None:
    client = dial(["/play"], auth={"pin": "1234"})
    errors: list[Any] = []
    client.on("error", errors.append, namespace="/play")
    refused = client.call("answer", {"item": "three"}, namespace="/play")
    assert refused == {"ok": False, "code": "malformed"}
    eventually(lambda: errors == [{"code": "malformed"}])
    failed = client.call("answer", {"item": 3, "choice": "boom"}, namespace="/play")
    assert failed == {"ok": False, "code": "internal"}


def test_a_hot_event_without_a_type_takes_anything_and_nothing(dial: Dial) -> None:
    client = dial(["/hot"])
    also: list[Any] = []
    client.on("also", also.append, namespace="/hot")
    assert client.call("anything", {"a": 1}, namespace="/hot") == [{"a": 1}]
    assert client.call("anything", namespace="/hot") == [None]
    eventually(lambda: also == [{"raw": True}] * 2)


def test_an_acknowledgement_for_a_phone_that_has_gone_is_dropped(address: str, dial: Dial) -> None:
    before = state(address)["seen"].get("late, no longer wanted", 0)
    client = dial(["/play"], auth={"pin": "1234"})
    unanswered = {"item": 3, "choice": "when gone"}
    client.emit("answer", unanswered, namespace="/play", callback=lambda *_: None)
    client.call("answer", {"item": 3, "choice": "a"}, namespace="/play")  # so that the first has left the client
    client.disconnect()
    eventually(lambda: state(address)["seen"].get("late, no longer wanted", 0) == before + 1)


def test_the_server_can_ask_and_be_called_back(address: str, dial: Dial) -> None:
    client = dial()
    client.on("question", lambda question: question["n"] * 7)
    assert client.call("ask me") == 42
    client.call("call back")
    eventually(lambda: state(address)["seen"].get("called back: 7", 0) >= 1)


def test_class_namespaces_work(dial: Dial) -> None:
    assert dial(["/classic"]).call("double", 21, namespace="/classic") == 42


def test_a_failing_handler_is_acknowledged_and_harms_nobody(dial: Dial) -> None:
    client = dial()
    assert client.call("boom") == {"ok": False, "code": "internal"}
    assert client.call("echo", 1) == 1


def test_an_unknown_event_is_refused_by_name(dial: Dial) -> None:
    client = dial()
    errors = listen(client, "error")
    assert client.call("no such event", 1) == {"ok": False, "code": "unknown_event"}
    eventually(lambda: errors == [{"code": "unknown_event"}])


def test_leaving_runs_the_handler_and_empties_the_rooms(address: str, dial: Dial) -> None:
    before = state(address)["seen"]
    clients = [dial() for _ in range(3)]
    for number, client in enumerate(clients):
        client.call("join", f"leaving {number % 2}")
    for client in clients:
        client.disconnect()

    def gone() -> bool:
        seen = state(address)["seen"]
        key = "rooms at leaving: 2"
        return bool(seen.get(key, 0) == before.get(key, 0) + 3)

    eventually(gone)
    assert not any(room.startswith("leaving") for room in state(address)["rooms"])


def test_the_server_can_send_a_client_away(dial: Dial) -> None:
    for event in ("send me away", "close me"):
        client = dial()
        gone = threading.Event()
        client.on("disconnect", lambda *_, gone=gone: gone.set())
        client.emit(event)
        assert gone.wait(5)


def test_a_client_that_leaves_while_its_connect_handler_works_leaves_no_ghost(address: str) -> None:
    client = socketio.Client(reconnection=False)
    client.connect(f"http://{address}", transports=["websocket"], auth={"slow": True}, wait=False)
    time.sleep(0.02)
    client.eio.disconnect(abort=True)
    eventually(lambda: state(address)["connections"] == 0)
    time.sleep(0.15)
    assert state(address)["rooms"] == []


def test_a_quiet_client_is_kept_alive_by_the_heartbeat(dial: Dial) -> None:
    client = dial()
    time.sleep(2.5)
    assert client.call("echo", "still here") == "still here"


def test_ordinary_pages_are_served_on_the_same_port(address: str) -> None:
    with urllib.request.urlopen(f"http://{address}/") as response:
        assert response.read() == b"ordinary page"
    with urllib.request.urlopen(f"http://{address}/", data=b"x" * 100_000) as response:
        assert response.read() == b"100000"
