"""Rooms and broadcasts of the manager, above connections that only remember what they were sent."""

from typing import Any

import pytest
import socketio

from contest.live.wire.dispatch import SocketServer
from contest.live.wire.fanout import FanOut
from contest.live.wire.frames import text_frame


class Phone:
    """A connection as the manager knows it."""

    def __init__(self) -> None:
        self.sids: dict[str, str] = {}
        self.sent: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.sent.append(data)


class CountingRooms(dict[Any, Any]):
    """Rooms that count how often somebody walks through all of them."""

    walks = 0

    def items(self) -> Any:
        self.walks += 1
        return super().items()

    def copy(self) -> Any:
        self.walks += 1
        return super().copy()


class Hall:
    """A server's manager with phones in it."""

    def __init__(self) -> None:
        self.server: Any = SocketServer(strike_ack=lambda code: code)
        self.manager: FanOut = self.server.manager
        self.phones: dict[str, Phone] = {}

    def enter(self, eio_sid: str, namespace: str = "/", joined: bool = True) -> str:
        phone = self.phones.setdefault(eio_sid, Phone())
        self.server.eio.sockets[eio_sid] = phone
        sid = self.manager.pre_connect(eio_sid, namespace)
        assert sid is not None
        if joined:
            self.manager.connect(sid, namespace)
        return sid

    def emit(self, event: str, room: Any = None, **options: Any) -> None:
        self.manager.emit(event, {"n": 1}, "/", room=room, **options)

    def told(self) -> set[str]:
        return {name for name, phone in self.phones.items() if phone.sent}


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_broadcast_is_one_frame_shared_by_all_in_the_room(hall: Hall) -> None:
    for name in ("a", "b", "c"):
        sid = hall.enter(name)
        if name != "c":
            hall.manager.enter_room(sid, "/", "heat")
    hall.emit("question", "heat")
    assert hall.told() == {"a", "b"}
    frame = text_frame(b'42["question",{"n":1}]')
    assert hall.phones["a"].sent == [frame]
    assert hall.phones["a"].sent[0] is hall.phones["b"].sent[0]


def test_a_personal_room_is_one_client_and_several_rooms_reach_each_once(hall: Hall) -> None:
    a, b, c = (hall.enter(name) for name in ("a", "b", "c"))
    hall.manager.enter_room(a, "/", "x")
    hall.manager.enter_room(a, "/", "y")
    hall.manager.enter_room(b, "/", "y")
    hall.emit("e", ["x", "y"])
    assert [len(hall.phones[name].sent) for name in ("a", "b", "c")] == [1, 1, 0]
    hall.emit("e", c)
    assert [len(hall.phones[name].sent) for name in ("a", "b", "c")] == [1, 1, 1]


def test_those_skipped_and_those_not_yet_let_in_hear_nothing(hall: Hall) -> None:
    hall.enter("a")
    b = hall.enter("b")
    hall.enter("waiting", joined=False)
    hall.emit("e", None, skip_sid=b)
    assert hall.told() == {"a"}
    hall.emit("e", "nowhere")
    assert hall.told() == {"a"}


def test_an_event_may_have_no_argument_or_several(hall: Hall) -> None:
    hall.enter("a")
    hall.manager.emit("e", None, "/")
    hall.manager.emit("e", (1, "二"), "/")
    assert hall.phones["a"].sent == [text_frame(b'42["e"]'), text_frame('42["e",1,"二"]'.encode())]


def test_one_connection_is_in_a_namespace_once_and_may_be_in_several(hall: Hall) -> None:
    sid, other = hall.enter("a"), hall.enter("a", "/host")
    assert hall.manager.pre_connect("a", "/") is None
    assert hall.phones["a"].sids == {"/": sid, "/host": other}
    assert hall.manager.sid_from_eio_sid("a", "/host") == other
    assert hall.manager.eio_sid_from_sid(sid, "/") == "a"


def test_a_client_passes_through_pending_joined_and_leaving(hall: Hall) -> None:
    sid = hall.enter("a", joined=False)
    assert hall.manager.is_pre_connected(sid, "/")
    assert not hall.manager.is_connected(sid, "/")
    hall.manager.connect(sid, "/")
    assert hall.manager.is_connected(sid, "/")
    hall.manager.pre_disconnect(sid, "/")
    assert not hall.manager.is_connected(sid, "/")
    assert hall.phones["a"].sids == {}
    assert hall.manager.get_rooms(sid, "/") == [sid]  # its disconnect handler may still ask
    hall.manager.disconnect(sid, "/")
    assert hall.manager.member(sid, "/") is None


def test_the_last_to_leave_leaves_nothing_behind(hall: Hall) -> None:
    sids = [hall.enter(str(number)) for number in range(20)]
    for number, sid in enumerate(sids):
        hall.manager.enter_room(sid, "/", f"room {number % 3}")
    hall.manager.leave_room(sids[0], "/", "room 0")
    hall.manager.leave_room(sids[0], "/", "room 0")
    assert hall.manager.get_rooms(sids[0], "/") == [sids[0]]
    for sid in sids:
        hall.manager.disconnect(sid, "/")
    assert hall.manager.rooms == {}
    assert hall.manager._sid_of == {}


def test_leaving_never_walks_through_all_rooms(hall: Hall) -> None:
    sids = [hall.enter(str(number)) for number in range(10)]
    for sid in sids:
        hall.manager.enter_room(sid, "/", f"own room of {sid}")
    rooms = CountingRooms(hall.manager.rooms["/"])
    hall.manager.rooms["/"] = rooms
    for sid in sids[:9]:
        hall.manager.disconnect(sid, "/")
    assert rooms.walks == 0
    assert set(rooms) == {None, f"own room of {sids[9]}"}


def test_a_room_can_be_closed_but_not_a_personal_one(hall: Hall) -> None:
    a, b = hall.enter("a"), hall.enter("b")
    hall.manager.enter_room(a, "/", "heat")
    hall.manager.enter_room(b, "/", "heat")
    hall.manager.close_room("heat", "/")
    hall.emit("e", "heat")
    assert hall.told() == set()
    with pytest.raises(ValueError):
        hall.manager.close_room(a, "/")


def test_nobody_enters_another_clients_room_and_no_stranger_enters_any(hall: Hall) -> None:
    a, b = hall.enter("a"), hall.enter("b")
    with pytest.raises(ValueError):
        hall.manager.enter_room(a, "/", b)
    with pytest.raises(ValueError):
        hall.manager.enter_room("stranger", "/", "heat")


def test_the_manager_fits_below_a_message_queue() -> None:
    class Queue(socketio.PubSubManager, FanOut):  # type: ignore[misc]  # python-socketio carries no types
        """A queue that keeps what it would publish."""

        def __init__(self) -> None:
            super().__init__()
            self.published: list[Any] = []

        def _publish(self, message: Any) -> None:
            self.published.append(message)

        def _listen(self) -> Any:
            return iter(())

    queue = Queue()
    server: Any = SocketServer(strike_ack=lambda code: code, client_manager=queue)
    phone = Phone()
    server.eio.sockets["a"] = phone
    sid = queue.pre_connect("a", "/")
    assert sid is not None
    queue.connect(sid, "/")
    queue.enter_room(sid, "/", "heat")
    server.emit("question", 1, to="heat")
    assert phone.sent == [text_frame(b'42["question",1]')]
    assert [message["room"] for message in queue.published] == ["heat"]
    server.emit("you", 2, to=sid)  # what is for one client of this process stays in it
    assert phone.sent[1:] == [text_frame(b'42["you",2]')]
    assert len(queue.published) == 1
