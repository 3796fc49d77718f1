"""What python-socketio's own parts (packets, environs) expect, in the form this room needs."""

from typing import Any

import socketio

from contest.live.wire import packets
from contest.live.wire.engine import Engine
from contest.live.wire.handshake import Environ


class TextJson:
    """The JSON module of python-socketio's and python-engineio's own packets."""

    @staticmethod
    def dumps(data: object, **_: object) -> str:
        """JSON text."""
        return packets.encode_json(data).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        """The value of JSON text. Raises a ValueError."""
        return packets.decode_json(text)


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]  # python-socketio carries no types
    """A stock packet that does not search its payload for binary parts: there are none."""

    uses_binary_events = False
    json = TextJson


class Environs(dict[str, Environ]):
    """python-socketio's environ per client, made from the connection's request when asked for instead of
    kept.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def __missing__(self, eio_sid: str) -> Environ:
        return self._engine.sockets[eio_sid].environ()

    def get(self, eio_sid: str, default: Any = None) -> Any:
        """The environ, or `default` for a client that is not known."""
        try:
            return self[eio_sid]
        except KeyError:
            return default
