"""Hot events: handled in the reader itself, without a greenlet, and answered whenever the answer is known."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from contest.live.wire import packets
from contest.live.wire.connection import Connection
from contest.live.wire.frames import text_frame

# What decoding hostile JSON may raise; deep nesting ends in RecursionError.
UNDECODABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Reply:
    """Sends an event's acknowledgement once, now or later, from the hub's thread.

    A second call, a client that asked for none, and a connection that has gone make it a no-op.
    """

    __slots__ = ("_connection", "_namespace", "_number")

    def __init__(self, connection: Connection, namespace: str, number: bytes) -> None:
        self._connection: Connection | None = connection if number else None
        self._namespace = namespace
        self._number = number

    @property
    def wanted(self) -> bool:
        """Whether a call would still send something."""
        return self._connection is not None and not self._connection.closed

    def __call__(self, payload: object) -> None:
        """Acknowledge with `payload`: JSON as bytes or msgspec.Raw, or anything msgspec encodes."""
        connection, self._connection = self._connection, None
        if connection is not None and not connection.closed:
            connection.write(text_frame(packets.acknowledgement(self._namespace, self._number, payload)))


HotHandler = Callable[[Connection, Any, Reply], object]


class HotEvent:
    """A handler with the decoder of its event's only argument."""

    __slots__ = ("_decode", "handler", "namespace")

    def __init__(self, handler: HotHandler, namespace: str, type: Any = None) -> None:
        self.handler = handler
        self.namespace = namespace
        self._decode: Callable[[bytes], Any]
        if type is None:
            self._decode = msgspec.json.Decoder(list[Any]).decode
        else:
            self._decode = msgspec.json.Decoder(tuple[str, type]).decode

    def data(self, body: bytes) -> Any:
        """The event's argument. Raises one of UNDECODABLE where it does not fit the type."""
        decoded = self._decode(body)
        return decoded[1] if len(decoded) > 1 else None
