"""Who is in which room, and one message to all of them: encoded once, framed once, written straight to each
socket.

The stock manager keeps a two-way dictionary per room, copies it for each broadcast, sends packet objects
through queues, and looks through every room when somebody leaves. Here a member knows its rooms, and a
personal room is the member itself. For several processes combine with a queue: `class
RedisFanOut(socketio.RedisManager, FanOut)`.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import engineio
import socketio

from contest.live.wire import packets
from contest.live.wire.connection import Connection
from contest.live.wire.frames import text_frame

PENDING: Final = 0  # the connect handler has not decided yet
JOINED: Final = 1
LEAVING: Final = 2  # the disconnect handler is at work


class Member:
    """One client in one namespace; `connection` is None only for the test client of Flask-SocketIO."""

    __slots__ = ("connection", "eio_sid", "rooms", "sid", "state")

    def __init__(self, sid: str, eio_sid: str, connection: Connection | None) -> None:
        self.sid = sid
        self.eio_sid = eio_sid
        self.connection = connection
        self.state = PENDING
        self.rooms: set[str] = set()


Room = dict[str, Member]


class FanOut(socketio.Manager):  # type: ignore[misc]  # python-socketio carries no types
    """`rooms[namespace][room][sid]` is a Member; the room None holds everybody in the namespace."""

    rooms: dict[str, dict[str | None, Room]]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sid_of: dict[tuple[str, str], str] = {}

    # Membership

    def member(self, sid: str | None, namespace: str) -> Member | None:
        """The member with this Socket.IO id, in whatever state."""
        return self.rooms.get(namespace, {}).get(None, {}).get(sid or "")

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """Take a client in until its connect handler has decided; None if it is in already."""
        if (namespace, eio_sid) in self._sid_of:
            return None
        sid: str = self.server.eio.generate_id()
        connection = self.server.eio.sockets.get(eio_sid)
        self._sid_of[namespace, eio_sid] = sid
        everybody = self.rooms.setdefault(namespace, {}).setdefault(None, {})
        everybody[sid] = Member(sid, eio_sid, connection)
        return sid

    def connect(self, sid: str, namespace: str) -> str | None:
        """The connect handler said yes."""
        member = self.member(sid, namespace)
        if member is None:  # python-socketio also calls this with an Engine.IO id that was not taken in before
            return self.connect(self.pre_connect(sid, namespace) or "", namespace) if sid else None
        member.state = JOINED
        if member.connection is not None:
            member.connection.sids[namespace] = sid
        return sid

    def is_pre_connected(self, sid: str, namespace: str) -> bool:
        """Whether its connect handler is still deciding."""
        member = self.member(sid, namespace)
        return member is not None and member.state == PENDING

    def is_connected(self, sid: str, namespace: str) -> bool:
        """Whether it is in, and not on its way out."""
        member = self.member(sid, namespace)
        return member is not None and member.state == JOINED

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        """The Socket.IO id of a connection in a namespace."""
        return self._sid_of.get((namespace, eio_sid))

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        """The Engine.IO id behind a Socket.IO id."""
        member = self.member(sid, namespace)
        return None if member is None else member.eio_sid

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        """Mark it as leaving; its disconnect handler may still ask about it."""
        member = self.member(sid, namespace)
        if member is None:
            return None
        member.state = LEAVING
        if member.connection is not None:
            member.connection.sids.pop(namespace, None)
        return member.eio_sid

    def basic_disconnect(self, sid: str, namespace: str, **_: object) -> None:
        """Take it out of its own rooms, which it knows: a hall that empties at once costs no more than its
        people.
        """
        member = self.member(sid, namespace)
        if member is None:
            return
        self.pre_disconnect(sid, namespace)
        for room in (*member.rooms, None):
            self._remove(member, namespace, room)
        self._sid_of.pop((namespace, member.eio_sid), None)
        self.callbacks.pop(sid, None)

    # Rooms

    def is_sid_room(self, namespace: str, room: str | None) -> bool:
        """Whether the room is one client's own."""
        return room is not None and self.member(room, namespace) is not None

    def basic_enter_room(self, sid: str, namespace: str, room: str, eio_sid: str | None = None) -> None:
        """Join a room. Raises ValueError for a stranger and for another client's own room."""
        member = self.member(sid, namespace)
        if member is None:
            raise ValueError("sid is not connected to requested namespace")
        if room == sid or room is None:
            return
        if self.is_sid_room(namespace, room):
            raise ValueError("cannot enter a sid room")
        member.rooms.add(room)
        self.rooms[namespace].setdefault(room, {})[sid] = member

    def basic_leave_room(self, sid: str, namespace: str, room: str) -> None:
        """Leave a room; leaving one it is not in does nothing."""
        member = self.member(sid, namespace)
        if member is not None and room in member.rooms:
            member.rooms.discard(room)
            self._remove(member, namespace, room)

    def _remove(self, member: Member, namespace: str, room: str | None) -> None:
        rooms = self.rooms[namespace]
        rooms[room].pop(member.sid, None)
        if not rooms[room]:
            del rooms[room]
        if not rooms:
            del self.rooms[namespace]

    def basic_close_room(self, room: str, namespace: str) -> None:
        """Send everybody out of a room."""
        if self.is_sid_room(namespace, room):
            raise ValueError("cannot close a sid room")
        for sid in list(self.rooms.get(namespace, {}).get(room, ())):
            self.basic_leave_room(sid, namespace, room)

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        """The rooms it is in, its own first."""
        member = self.member(sid, namespace)
        return [] if member is None else [sid, *member.rooms]

    def get_participants(self, namespace: str, room: Any) -> Iterator[tuple[str, str]]:
        """(sid, Engine.IO id) of those in a room, or in any of several."""
        for member in list(self._members(namespace, room)):
            yield member.sid, member.eio_sid

    def _members(self, namespace: str, room: Any) -> Collection[Member]:
        rooms = self.rooms.get(namespace, {})
        if room is None:
            return [member for member in rooms.get(None, {}).values() if member.state == JOINED]
        if isinstance(room, str):
            inside = rooms.get(room)
            own = None if inside else rooms.get(None, {}).get(room)
            return inside.values() if inside else [own] if own else []
        return {member.sid: member for each in room for member in self._members(namespace, each)}.values()

    # Messages

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        """python-socketio's emit: to one client, a room, several rooms, or all in the namespace."""
        if callback:
            super().emit(event, data, namespace, room=to or room, skip_sid=skip_sid, callback=callback, **options)
            return
        arguments = data if isinstance(data, tuple) else () if data is None else (data,)
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid] if skip_sid else []
        self.deliver(packets.event(namespace, event, arguments), namespace, to or room, skipped)

    def deliver(self, packet: bytes, namespace: str, room: Any, skipped: Iterable[str] = ()) -> int:
        """Write one Engine.IO packet (see packets.event) to all in a room of this process; how many were
        written to.
        """
        frame, left_out, count = text_frame(packet), frozenset(skipped), 0
        # No copy: nothing below switches greenlets or changes a room (an end has a greenlet of its own).
        for member in self._members(namespace, room):
            if member.sid in left_out:
                continue
            count += 1
            if member.connection is not None:
                member.connection.write(frame)
            else:
                self.server._send_eio_packet(member.eio_sid, _stock_packet(packet))
        return count


def _stock_packet(packet: bytes) -> Any:
    return engineio.packet.Packet(engineio.packet.MESSAGE, packet[1:].decode())
