"""The brake on guessing, as the sockets' doors use it: by connection, whose address may stand behind a proxy."""

from contest.live.wire.connection import Connection
from contest.services.guessing import GuessBrake


class DoorBrake:
    """Behind `hops` trusted proxies the client is the one that the outermost of them saw; without any, the peer."""

    def __init__(self, brake: GuessBrake, hops: int) -> None:
        self._brake = brake
        self._hops = hops

    def is_on(self, connection: Connection) -> bool:
        return self._brake.is_on(self._address(connection))

    def failed(self, connection: Connection) -> None:
        self._brake.failed(self._address(connection))

    def _address(self, connection: Connection) -> str:
        peer = str(connection.address[0])
        if not self._hops:
            return peer
        seen = str(connection.environ().get("HTTP_X_FORWARDED_FOR", "")).split(",")
        return (seen[-self._hops].strip() or peer) if len(seen) >= self._hops else peer
