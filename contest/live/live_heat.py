"""One heat with the people connected to it: turns committed events into messages, at the pace each audience needs."""

from collections import deque
from typing import TYPE_CHECKING

import gevent
import msgspec

from contest.live.presence import Presence
from contest.live.repeats import RepliesById
from contest.live.who import Console
from contest.live.wire.connection import Connection
from contest.rules.events import Answered, AnyEvent, ContestantRemoved, ItemOpened, Joined
from contest.services.host_view import host, people_rows
from contest.services.redaction import Audience, Json, lobby, own_news, scene, tally
from contest.services.run_heat import HeatRun
from contest.services.run_log import RunLog
from contest.services.score_heat import HeatLiteracy, HeatScorer
from contest.services.secrets_of_seats import claim_code
from contest.services.snapshots import PHONE_NAMES, SCREEN_NAMES

if TYPE_CHECKING:
    from contest.live.wire.hub import FastSocketIO

PLAY, SCREEN, HOST = "/play", "/screen", "/host"

# Personal messages after a reveal go out in portions, so that the hub can read frames in between.
PORTION = 200
LATENCIES = 500

# A console's list of people grows with the hall (20 ms of work at 5,000). The rest of its view goes out with each
# public change and at every second turn of the crew's counters; the list is made anew a turn later for each so many
# contestants, so that neither the host's button nor the first answers to a question wait for it.
HOST_TURNS = 2
CONTESTANTS_PER_TURN = 1000


class LiveHeat:
    """Belongs to the hub's thread. `run` is the heat itself, everything else here can be rebuilt from it."""

    def __init__(self, run: HeatRun, socketio: "FastSocketIO", secret: str, scorer: HeatScorer) -> None:
        self.run = run
        self.presence = Presence()
        self.consoles: dict[Connection, Console] = {}
        self.replies = RepliesById()
        self.log = RunLog(run)
        self.scorer = scorer
        self.literacy: HeatLiteracy | None = None
        self.literacy_at: int | None = None
        self.measuring = False
        self.latencies: deque[int] = deque(maxlen=LATENCIES)
        self.last_answer_ms = 0
        self._socketio = socketio
        self._secret = secret
        self._tally_news = self._host_news = False
        self._turns = 0
        # When the list of people was last made, in turns, and the list.
        self._people_made: tuple[int, msgspec.Raw | None] = (0, None)
        # Screens and hosts hear of the lobby more often than phones do.
        self._lobby_news_for_crew = self._lobby_news_for_phones = False
        self._scenes: dict[Audience, tuple[int, msgspec.Raw]] = {}

    @property
    def room(self) -> str:
        return self.run.id

    # What one audience sees

    def scene(self, audience: Audience) -> msgspec.Raw:
        """The scene as JSON, made once for each version. Revealed scenes carry counts that no longer change."""
        state = self.run.state
        # Only between close and reveal does the projector show more than phones may see.
        kind: Audience = audience if state.phase == "closed" else "phone"
        cached = self._scenes.get(kind)
        if cached is None or cached[0] != state.version or state.phase == "open":
            cached = self._scenes[kind] = (state.version, msgspec.Raw(msgspec.json.encode(scene(self.run, kind))))
        return cached[1]

    def lobby(self, names: int) -> Json:
        return lobby(self.run, names)

    def tally(self) -> Json:
        return tally(self.run, len(self.presence.phones))

    def host(self, console: Console) -> Json:
        shared = host(self.run, self._people(), self.health(), self.log.rows())
        return {**shared, "active": self.is_active(console)}

    def _people(self) -> msgspec.Raw:
        patience = HOST_TURNS + self.run.state.seated // CONTESTANTS_PER_TURN
        made_at, people = self._people_made
        if people is None or self.run.state.seated < CONTESTANTS_PER_TURN or self._turns - made_at >= patience:
            people = msgspec.Raw(msgspec.json.encode(people_rows(self.run, set(self.presence.phones))))
            self._people_made = (self._turns, people)
        return people

    def health(self) -> Json:
        seated = self.run.state.seated
        ordered = sorted(self.latencies)
        return {
            "phones": len(self.presence.phones),
            "weak": max(0, seated - len(self.presence.phones)),
            "screens": len(self.presence.screens),
            "hosts": len(self.consoles),
            "journaled": self.run.head.seq,
            "ack_p99_ms": ordered[int(len(ordered) * 0.99)] if ordered else None,
            "literacy_at": self.literacy_at,
        }

    def claim_of(self, contestant: str) -> str:
        return claim_code(self._secret, contestant)

    # Consoles

    def is_active(self, console: Console) -> bool:
        return console.epoch == self.run.state.epoch > 0

    def has_active_console(self) -> bool:
        return any(self.is_active(console) for console in self.consoles.values())

    # Telling people

    def happened(self, events: tuple[AnyEvent, ...]) -> None:
        """After a commit: public changes go out at once, the rest at the next beat."""
        if all(type(event) is Answered for event in events):
            return  # `answered` has counted it
        self.log.add(events)
        self._host_news = True
        if all(type(event) is Joined for event in events):
            self._lobby_changed()
            return
        if any(type(event) is ItemOpened for event in events):
            self.presence.item_opened()
        self._tell_scene()
        if self.run.score(events) or self.run.state.phase == "finished":
            self._host_news = True  # the console's people have other points now
            gevent.spawn(self._tell_everybody_their_own, self.run.state.version)
        for event in events:
            if type(event) is ContestantRemoved:
                self._show_out(event.contestant)

    def answered(self, received_ms: int) -> None:
        """After the commit of an answer. Never a broadcast of its own: counts go out with the next beat."""
        self.last_answer_ms = received_ms
        self.latencies.append(self.run.clock.now_ms() - received_ms)
        self._tally_news = self._host_news = True

    def presence_changed(self) -> None:
        self._tally_news = self._host_news = True
        self._lobby_changed()

    def _lobby_changed(self) -> None:
        self._lobby_news_for_crew = self._lobby_news_for_phones = True

    def _tell_scene(self) -> None:
        self._socketio.broadcast(self.room, "scene", self.scene("phone"), namespace=PLAY)
        screen = self.scene("screen")
        self._socketio.broadcast(self.room, "scene", screen, namespace=SCREEN)
        self._socketio.broadcast(self.room, "scene", screen, namespace=HOST)
        self._tally_news = True
        self._lobby_changed()
        self.tell_crew()
        self._tell_hosts()

    def tell_all(self) -> None:
        """After the state was loaded afresh: everybody gets the scene, whatever they had."""
        self._scenes.clear()
        self._tell_scene()
        gevent.spawn(self._tell_everybody_their_own, self.run.state.version)

    def _tell_everybody_their_own(self, version: int) -> None:
        people = self.run.people.by_id
        finished = self.run.state.phase == "finished"
        for done, (contestant, connection) in enumerate(list(self.presence.phones.items()), start=1):
            if self.run.state.version != version and not finished:
                return  # the evening has gone on: newer news is on its way
            claim = self.claim_of(contestant) if finished else None
            connection.send_event(PLAY, "you", own_news(self.run, people[contestant], claim))
            if done % PORTION == 0:
                gevent.sleep(0)

    def _show_out(self, contestant: str) -> None:
        connection = self.presence.phones.pop(contestant, None)
        if connection is not None:
            connection.send_event(PLAY, "notice", {"code": "removed"})
            connection.close()

    def displace(self, former: Connection, code: str) -> None:
        """The seat goes on elsewhere: the former device is told why and let go."""
        former.send_event(PLAY, "notice", {"code": code})
        former.close()

    def tell_crew(self) -> None:
        """Counters and the host's view, coalesced: called at most four times a second."""
        if self._tally_news:
            counted = msgspec.Raw(msgspec.json.encode(self.tally()))
            self._socketio.broadcast(self.room, "tally", counted, namespace=SCREEN)
            self._socketio.broadcast(self.room, "tally", counted, namespace=HOST)
        if self._lobby_news_for_crew:
            listed = msgspec.Raw(msgspec.json.encode(self.lobby(SCREEN_NAMES)))
            self._socketio.broadcast(self.room, "lobby", listed, namespace=SCREEN)
            self._socketio.broadcast(self.room, "lobby", listed, namespace=HOST)
        self._turns += 1
        if self._host_news and self._turns % HOST_TURNS == 0:
            self._tell_hosts()
        self._tally_news = self._lobby_news_for_crew = False

    def _tell_hosts(self) -> None:
        self._host_news = False
        for connection, console in list(self.consoles.items()):
            connection.send_event(HOST, "host", self.host(console))

    def take_lobby_news(self) -> msgspec.Raw | None:
        """The lobby for phones, if it has changed since it was last taken."""
        if not self._lobby_news_for_phones:
            return None
        self._lobby_news_for_phones = False
        return msgspec.Raw(msgspec.json.encode(self.lobby(PHONE_NAMES)))
