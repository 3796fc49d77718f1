"""Socket.IO above the engine: which packet goes to which handler, and where it runs.

A hot event runs in the reader. An ordinary event gets a greenlet of its own. Connects, disconnects and
whatever arrives while one of them is at work wait in the connection's inbox for one greenlet, so that nothing
overtakes a connect handler.
"""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import gevent
import socketio

from contest.live.wire import packets
from contest.live.wire.connection import Connection
from contest.live.wire.engine import Engine
from contest.live.wire.fanout import FanOut, Member
from contest.live.wire.handshake import Environ
from contest.live.wire.hot import UNDECODABLE, HotEvent, Reply
from contest.live.wire.limits import BINARY, INTERNAL, MALFORMED, NOT_CONNECTED, TOO_FREQUENT, UNKNOWN_EVENT
from contest.live.wire.quiet import QuietLog
from contest.live.wire.stock import Environs, TextPacket

_INBOX: Final = 32  # packets that may wait for a connect handler
_RESERVED: Final = frozenset({"connect", "disconnect"})


class Farewell(NamedTuple):
    """Stands in an inbox behind the last packet."""

    reason: str


class SocketServer(socketio.Server):  # type: ignore[misc]  # python-socketio carries no types
    """A python-socketio server whose packets come as bytes from `Engine`; `strike_ack(code)` is what a strike
    acknowledges.
    """

    manager: FanOut
    eio: Engine

    def __init__(self, strike_ack: Callable[[str], object], **options: Any) -> None:
        options.setdefault("client_manager", FanOut())
        options.update(serializer=TextPacket)
        super().__init__(**options)
        self.strike_ack = strike_ack
        self.hot: dict[tuple[str, bytes], HotEvent] = {}
        self.environ = Environs(self.eio)
        self.eio.receive = self.received
        self.eio.farewell = self._farewell
        self.eio.complain = self._complain
        self._quiet = QuietLog(logging.getLogger(__name__), self.eio.clock)

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    def add_hot(self, event: str, hot: HotEvent) -> None:
        """Register a hot event; its namespace accepts connections even without a connect handler."""
        self.hot[hot.namespace, event.encode()] = hot
        self.handlers.setdefault(hot.namespace, {})

    def emit(self, event: str, data: Any = None, to: Any = None, room: Any = None, **options: Any) -> None:
        """As python-socketio's, but what one client of this process gets never takes the way through a
        message queue.
        """
        recipient = to or room
        if isinstance(recipient, str) and self.manager.is_sid_room(options.get("namespace") or "/", recipient):
            options["ignore_queue"] = True
        super().emit(event, data, to=recipient, **options)

    # In the hub

    def received(self, connection: Connection, text: bytes) -> None:
        """Dispatch one message (`4...`)."""
        try:
            packet = packets.parse(text[1:])
        except ValueError:
            connection.strike(MALFORMED)
            return
        hot = (
            self.hot.get((packet.namespace, packets.event_name(packet.body))) if packet.kind == packets.EVENT else None
        )
        if hot is not None and packet.namespace in connection.sids:
            self._run_hot(hot, connection, packet)
        elif packet.kind >= packets.BINARY_EVENT:
            connection.strike(BINARY)
        elif packet.kind == packets.ACK:
            self._spawn(self._acknowledged, connection, packet)
        elif packet.kind == packets.EVENT and connection.inbox is None:
            self._event(connection, packet)
        elif packet.kind in (packets.CONNECT, packets.DISCONNECT, packets.EVENT):
            self._enqueue(connection, packet)
        else:
            connection.strike(MALFORMED)

    def _run_hot(self, hot: HotEvent, connection: Connection, packet: packets.Packet) -> None:
        reply = Reply(connection, packet.namespace, packet.id)
        try:
            data = hot.data(packet.body)
        except UNDECODABLE:
            reply(self.strike_ack(MALFORMED))
            connection.strike(MALFORMED)
            return
        try:
            hot.handler(connection, data, reply)
        except Exception:
            self._quiet.exception("a hot handler failed")
            reply(self.strike_ack(INTERNAL))

    def _event(self, connection: Connection, packet: packets.Packet) -> None:
        code, arguments = self._judge(connection, packet)
        if code is not None:
            Reply(connection, packet.namespace, packet.id)(self.strike_ack(code))
            connection.strike(code)
        elif (hot := self.hot.get((packet.namespace, arguments[0].encode()))) is not None:
            self._run_hot(hot, connection, packet)  # a hot event with unusual spacing or escapes
        else:
            self._spawn(self._run_event, connection, packet, arguments)

    def _judge(self, connection: Connection, packet: packets.Packet) -> tuple[str | None, list[Any]]:
        try:
            arguments = packets.decode_json(packet.body)
        except UNDECODABLE:
            return MALFORMED, []
        if not isinstance(arguments, list) or not arguments or not isinstance(arguments[0], str):
            return MALFORMED, []
        if packet.namespace not in connection.sids:
            return NOT_CONNECTED, []
        return (None, arguments) if self._knows(packet.namespace, arguments[0]) else (UNKNOWN_EVENT, [])

    def _knows(self, namespace: str, event: str) -> bool:
        if event in _RESERVED:
            return False
        if (namespace, event.encode()) in self.hot or self._get_event_handler(event, namespace, ())[0] is not None:
            return True
        handler, _ = self._get_namespace_handler(namespace, ())
        return handler is not None and hasattr(handler, "on_" + event)

    def _enqueue(self, connection: Connection, item: Any) -> None:
        if connection.inbox is None:
            connection.inbox = deque((item,))
            self._spawn(self._work, connection)
        elif len(connection.inbox) < _INBOX or isinstance(item, Farewell):
            connection.inbox.append(item)
        else:
            connection.strike(TOO_FREQUENT)

    def _farewell(self, connection: Connection, reason: str) -> None:
        self._enqueue(connection, Farewell(reason))

    def _complain(self, connection: Connection, code: str) -> None:
        namespace = next(iter(connection.sids), "/")
        connection.send_event(namespace, "error", {"code": code})

    # In greenlets

    def _spawn(self, work: Callable[..., None], *arguments: Any) -> None:
        gevent.spawn(self._quietly, work, *arguments)

    def _quietly(self, work: Callable[..., None], *arguments: Any) -> None:
        try:
            work(*arguments)
        except Exception:
            self._quiet.exception("a handler failed")

    def _work(self, connection: Connection) -> None:
        while connection.inbox:
            item = connection.inbox.popleft()
            if isinstance(item, Farewell):
                self._quietly(self._say_farewell, connection, item.reason)
            elif item.kind == packets.EVENT:
                self._event(connection, item)
            else:
                self._quietly(self._join_or_leave, connection, item)
        connection.inbox = None

    def _say_farewell(self, connection: Connection, reason: str) -> None:
        try:
            self._handle_eio_disconnect(connection.sid, reason)
        finally:
            self.eio.forget(connection)

    def _join_or_leave(self, connection: Connection, packet: packets.Packet) -> None:
        if connection.closed:
            return
        if packet.kind == packets.DISCONNECT:
            self._handle_disconnect(connection.sid, packet.namespace, self.reason.CLIENT_DISCONNECT)
            return
        try:
            auth = packets.decode_json(packet.body) if packet.body else None
        except UNDECODABLE:
            connection.strike(MALFORMED)
            return
        if self._admits(connection, packet.namespace):
            self._handle_connect(connection.sid, packet.namespace, auth)
            return
        refusal = {"message": "Unable to connect"}  # an object: the JavaScript client loses a bare string
        kind = socketio.packet.CONNECT_ERROR
        self._send_packet(connection.sid, TextPacket(kind, refusal, namespace=packet.namespace))

    def _admits(self, connection: Connection, namespace: str) -> bool:
        if self.manager.sid_from_eio_sid(connection.sid, namespace) is not None:
            return False
        known: Any = self.namespaces
        return known == "*" or any(namespace in names for names in (known, self.handlers, self.namespace_handlers))

    def _acknowledged(self, connection: Connection, packet: packets.Packet) -> None:
        try:
            arguments = packets.decode_json(packet.body)
        except UNDECODABLE:
            arguments = None
        if isinstance(arguments, list) and packet.id:
            self._handle_ack(connection.sid, packet.namespace, int(packet.id), arguments)
        else:
            connection.strike(MALFORMED)

    def _run_event(self, connection: Connection, packet: packets.Packet, arguments: list[Any]) -> None:
        member = self._member(connection, packet.namespace)
        if member is None:
            return
        number = int(packet.id) if packet.id else None
        try:
            self._handle_event_internal(self, member.sid, connection.sid, arguments, packet.namespace, number)
        except Exception:
            Reply(connection, packet.namespace, packet.id)(self.strike_ack(INTERNAL))
            raise

    def _member(self, connection: Connection, namespace: str) -> Member | None:
        return self.manager.member(connection.sids.get(namespace), namespace)

    def _handle_eio_connect(self, eio_sid: str, environ: Environ) -> None:
        """Keeps no environ for a connection of ours: see Environs."""
        super()._handle_eio_connect(eio_sid, environ)
        if eio_sid in self.eio.sockets:
            self.environ.pop(eio_sid, None)
