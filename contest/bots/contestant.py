"""One simulated contestant: joins, answers by its theta, loses its connection now and then, and keeps a ledger."""

import asyncio
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from contest.bots.knowledge import Known, choose
from contest.bots.wire import Line, Refused

RETRY_S = 0.5
PATIENCE_S = 120.0


class Manner(NamedTuple):
    """How bots behave. `drop_rate`: share of answers at which the connection is cut or the answer sent twice;
    `pace` multiplies the seconds of thinking."""

    url: str
    pin: str
    drop_rate: float
    pace: float


class Acknowledged(NamedTuple):
    """A line of the ledger: an answer that the server has said it keeps."""

    contestant: int
    name: str
    item: str
    rev: int
    options: list[str]
    at: int


class Bot:
    def __init__(
        self,
        name: str,
        theta: float,
        manner: Manner,
        known: dict[str, Known],
        chance: random.Random,
        record: Callable[[Acknowledged], None],
    ) -> None:
        self._name = name
        self._theta = theta
        self._manner = manner
        self._known = known
        self._chance = chance
        self._record = record
        self._scene: dict[str, Any] = {}
        self._changed = asyncio.Event()
        self._number = 0
        self._seat: str | None = None
        self._answered: dict[str, tuple[int, list[str]]] = {}
        self._acknowledged: set[tuple[str, int]] = set()
        # Why the server turned this bot away for good, if it did.
        self.refused: str | None = None

    async def play(self) -> None:
        """Until the heat is over, the server refuses for good, or stays away for two minutes."""
        away = 0.0
        while self._scene.get("phase") != "finished" and away < PATIENCE_S:
            try:
                await self._sit_in()
                away = 0.0
            except Refused as refused:
                if refused.error not in ("too_many", "retry"):
                    self.refused = refused.error
                    return
            except (ConnectionError, OSError, TimeoutError):
                pass
            away += RETRY_S
            await asyncio.sleep(RETRY_S)

    async def _sit_in(self) -> None:
        line = Line(self._manner.url, self._hear)
        auth: dict[str, Any] = {"pin": self._manner.pin, "lang": "zh"}
        if self._seat is not None:
            auth["seat"] = self._seat
        await line.open(auth)
        if self._seat is None:
            await self._join(line)
        ended = asyncio.create_task(line.ended())
        try:
            while not ended.done() and self._scene.get("phase") != "finished":
                await self._answer_what_is_open(line)
                waiting = asyncio.create_task(self._changed.wait())
                await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                self._changed.clear()
        finally:
            await line.cut()

    async def _join(self, line: Line) -> None:
        reply = await line.ask("join", {"nickname": self._name})
        if not reply["ok"]:
            raise Refused(reply["error"])
        self._seat, self._number = reply["seat"], reply["you"]["number"]
        self._hear("scene", reply["scene"])

    def _hear(self, event: str, payload: Any) -> None:
        if event == "welcome":
            payload = payload["scene"]
        elif event != "scene":
            return
        self._scene = payload
        self._changed.set()

    async def _answer_what_is_open(self, line: Line) -> None:
        item = self._scene.get("item")
        if self._scene.get("phase") != "open" or self._scene.get("paused") or item is None:
            return
        if item["id"] not in self._answered:
            await self._think()
            if self._scene.get("item") != item or self._scene.get("phase") != "open":
                return
            self._answered[item["id"]] = (1, choose(item, self._theta, self._known, self._chance))
        await self._send(line, item["id"])

    async def _think(self) -> None:
        limit = max(1.0, (self._scene["closes"] - self._scene["opened"]) / 1000)
        seconds = min(self._chance.lognormvariate(1.6, 0.5), 0.8 * limit)
        await asyncio.sleep(seconds * self._manner.pace)

    async def _send(self, line: Line, item: str) -> None:
        rev, options = self._answered[item]
        if (item, rev) in self._acknowledged:
            return
        payload = {"item": item, "rev": rev, "options": options}
        if self._chance.random() < self._manner.drop_rate:
            await line.tell("answer", payload)
            if self._chance.random() < 0.5:
                # The answer is under way, or already kept, when the line goes dead: it is sent again afterwards.
                raise ConnectionError("dropped on purpose")
        reply = await line.ask("answer", payload)
        if reply["ok"]:
            self._acknowledged.add((item, rev))
            self._record(
                Acknowledged(self._number, self._name, reply["item"], reply["rev"], reply["options"], reply["at"])
            )
        elif reply["error"] == "retry":
            raise ConnectionError("asked to try again")
