"""A Socket.IO client of one namespace, as small as a bot needs it: events, acknowledgements, and a way to vanish."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

NAMESPACE = "/play"
ACK_PATIENCE_S = 15.0


class Refused(Exception):
    """The server did not admit this client; `error` is the protocol's code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Line:
    """One connection. `on_event(name, payload)` is called for each event as it arrives."""

    def __init__(self, url: str, on_event: Callable[[str, Any], None]) -> None:
        self._url = url.replace("http", "ws", 1).rstrip("/") + "/socket.io/?EIO=4&transport=websocket"
        self._on_event = on_event
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._next_ack = 0
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None

    async def open(self, auth: dict[str, Any]) -> None:
        """Raises `Refused`, or `OSError` when there is no server."""
        self._socket = await connect(self._url, compression=None, max_size=2**20, ping_interval=None)
        await self._socket.recv()
        await self._socket.send(f"40{NAMESPACE},{json.dumps(auth, ensure_ascii=False)}")
        answer = str(await self._socket.recv())
        if answer.startswith("44"):
            data = json.loads(answer.partition(",")[2]).get("data") or {}
            raise Refused(str(data.get("error", "refused")))
        self._reader = asyncio.create_task(self._read(self._socket))

    async def ask(self, event: str, payload: dict[str, Any]) -> Any:
        """Sends an event and waits for its acknowledgement. Raises `ConnectionError` when the line is cut first."""
        number, future = self._expect()
        await self._send(f"42{NAMESPACE},{number}{json.dumps([event, payload], ensure_ascii=False)}")
        return await asyncio.wait_for(future, ACK_PATIENCE_S)

    async def tell(self, event: str, payload: dict[str, Any]) -> None:
        """Sends an event and does not care for the reply, as a phone whose battery dies."""
        number, future = self._expect()
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        await self._send(f"42{NAMESPACE},{number}{json.dumps([event, payload], ensure_ascii=False)}")

    def _expect(self) -> tuple[int, asyncio.Future[Any]]:
        self._next_ack += 1
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[self._next_ack] = future
        return self._next_ack, future

    async def _send(self, text: str) -> None:
        if self._socket is None:
            raise ConnectionError("not connected")
        try:
            await self._socket.send(text)
        except Exception as error:
            raise ConnectionError(str(error)) from error

    async def cut(self) -> None:
        """Ends the connection without a goodbye."""
        if self._socket is not None:
            self._socket.transport.abort()
        await self.ended()

    async def ended(self) -> None:
        """Returns when the connection has ended, by whomever."""
        if self._reader is not None:
            await asyncio.wait([self._reader])

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for message in socket:
                await self._take(socket, str(message))
        except Exception:  # the line is cut: whoever waits is told below
            pass
        finally:
            for future in self._acks.values():
                if not future.done():
                    future.set_exception(ConnectionError("the line was cut"))
            self._acks.clear()

    async def _take(self, socket: ClientConnection, message: str) -> None:
        if message == "2":
            await socket.send("3")
        elif message.startswith(f"42{NAMESPACE},"):
            name, *payload = json.loads(message.partition(",")[2])
            self._on_event(name, payload[0] if payload else None)
        elif message.startswith(f"43{NAMESPACE},"):
            rest = message.partition(",")[2]
            digits = rest[: rest.index("[")]
            future = self._acks.pop(int(digits), None)
            if future is not None and not future.done():
                future.set_result(json.loads(rest[len(digits) :])[0])
