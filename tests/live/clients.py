"""A phone, a projector and a host's console as somebody else might write them, from docs/protocol.md alone."""

import http.cookiejar
import itertools
import json
import threading
import time
import urllib.request
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.running import PATIENCE_S, Server, eventually


class NotAdmitted(Exception):
    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data.get("error"))
        self.error = data.get("error")


class Client:
    """One namespace over one WebSocket. `snapshot` follows the protocol's rule for channels; `events` keeps all."""

    namespace = "/play"
    merged: frozenset[str] = frozenset({"you"})

    def __init__(self, server: Server, auth: dict[str, Any], cookie: str = "") -> None:
        self.snapshot: dict[str, Any] = {}
        self.events: list[tuple[str, Any]] = []
        self.heard: list[str] = []
        self.closed = threading.Event()
        self._numbers = itertools.count(1)
        self._acks: dict[int, Any] = {}
        url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        headers = {"Cookie": cookie} if cookie else {}
        self.socket: ClientConnection = connect(
            url, additional_headers=headers, compression=None, max_size=2**20, legacy=True
        )
        self.socket.recv(PATIENCE_S)
        self.socket.send(f"40{self.namespace},{json.dumps(auth)}")
        answer = str(self.socket.recv(PATIENCE_S))
        if answer.startswith("44"):
            self.socket.close()
            raise NotAdmitted(json.loads(answer.partition(",")[2]).get("data", {}))
        threading.Thread(target=self._read, daemon=True).start()
        eventually(lambda: "scene" in self.snapshot)

    def ask(self, event: str, payload: dict[str, Any]) -> Any:
        number = self.send(event, payload)
        return eventually(lambda: self._acks.get(number))

    def send(self, event: str, payload: dict[str, Any]) -> int:
        number = next(self._numbers)
        self.socket.send(f"42{self.namespace},{number}{json.dumps([event, payload])}")
        return number

    def wait_for(self, **scene: Any) -> dict[str, Any]:
        """The scene, once it says so."""
        return dict(
            eventually(
                lambda: (
                    (now := self.snapshot["scene"])
                    and all(now.get(name) == value for name, value in scene.items())
                    and now
                )
            )
        )

    def close(self) -> None:
        self.socket.close()

    def _read(self) -> None:
        try:
            for message in self.socket:
                self._take(str(message))
        except Exception:  # the end of the line, which tests wait for by `closed`
            pass
        self.closed.set()

    def _take(self, message: str) -> None:
        self.heard.append(message)
        if message == "2":
            self.socket.send("3")
        elif message.startswith(f"42{self.namespace},"):
            name, *rest = json.loads(message.partition(",")[2])
            self._happened(name, rest[0] if rest else None)
        elif message.startswith(f"43{self.namespace},"):
            text = message.partition(",")[2]
            number = text[: text.index("[")]
            self._acks[int(number)] = json.loads(text[len(number) :])[0]

    def _happened(self, name: str, payload: Any) -> None:
        self.events.append((name, payload))
        if name == "welcome":
            self.snapshot.update(payload)
        elif name in self.merged and self.snapshot.get(name):
            self.snapshot[name] = {**self.snapshot[name], **payload}
        else:
            self.snapshot[name] = payload


class Phone(Client):
    def __init__(self, server: Server, pin: str, seat: str | None = None) -> None:
        super().__init__(server, {"pin": pin, "seat": seat} if seat else {"pin": pin})
        self.seat = seat
        self.code = ""

    def join(self, nickname: str, **attributes: Any) -> Any:
        reply = self.ask("join", {"nickname": nickname, **attributes})
        if reply["ok"]:
            self.seat, self.code = reply["seat"], reply["code"]
            self.snapshot["you"] = reply["you"]
        return reply

    def answer(self, place: int = 0, rev: int = 1) -> Any:
        """Chooses the option at a place of the open item."""
        item = self.wait_for(phase="open")["item"]
        return self.ask("answer", {"item": item["id"], "rev": rev, "options": [item["options"][place]["id"]]})


class Screen(Client):
    namespace = "/screen"

    def __init__(self, server: Server) -> None:
        super().__init__(server, {"screen": server.links["screen_url"].rpartition("/")[2]})


class Host(Client):
    namespace = "/host"

    def __init__(self, server: Server, cookie: str, heat: str) -> None:
        super().__init__(server, {"heat": heat}, cookie)
        self.cookie = cookie
        self.heat = heat
        self._ids = itertools.count(1)
        eventually(lambda: "host" in self.snapshot)

    @property
    def epoch(self) -> int:
        return int(self.snapshot["host"]["epoch"])

    def command(self, do: str, **arguments: Any) -> Any:
        wish = {"id": f"{id(self)}-{next(self._ids)}", "epoch": self.epoch, "v": self.snapshot["scene"]["v"], "do": do}
        # Slower than the limit of messages, as fingers are.
        time.sleep(0.08)
        reply = self.ask("command", {**wish, **arguments})
        if reply["ok"]:
            eventually(lambda: self.snapshot["scene"]["v"] >= reply["v"] and self.snapshot["host"]["v"] >= reply["v"])
        return reply


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def enter_as_host(url: str) -> tuple[str, str]:
    """Uses a one-time link as a browser would; the session's cookie, and the heat that it opens."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _StayHere)
    try:
        opener.open(url, data=b"", timeout=PATIENCE_S)
    except urllib.error.HTTPError as reply:
        assert reply.code == 302, reply.read()
        heat = reply.headers["Location"].rpartition("/")[2]
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar), heat
