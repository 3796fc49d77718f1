"""The clockwork: deadlines, stalls, coalesced counters, the lobby for phones, and the version beacon.

One greenlet for the process, ten beats a second. What goes to every phone goes out in slices, one at each beat, so that
no beat holds up the answers that are arriving.
"""

from typing import TYPE_CHECKING

import gevent
import msgspec
import structlog

from contest.live.live_heat import HOST, PLAY, SCREEN, LiveHeat
from contest.live.wire.connection import Connection
from contest.live.wire.hub import FastSocketIO
from contest.rules.commands import CloseItem
from contest.rules.events import CloseReason

if TYPE_CHECKING:
    from contest.clock import Clock
    from contest.live.conductor import Conductor

log = structlog.get_logger()

BEAT_S = 0.1
CREW_EVERY = 3
SECOND = 10
BEACON_EVERY = 20
# A beat that comes this much too late means that nobody could be served meanwhile.
STALL_MS = 500
# After the last answer of the last contestant: time to change one's mind before the item closes by itself.
SETTLE_MS = {"single": 1200, "true_false": 1200, "multiple": 4000}


class Beat:
    def __init__(self, conductor: "Conductor", socketio: FastSocketIO, clock: "Clock") -> None:
        self._conductor = conductor
        self._socketio = socketio
        self._clock = clock
        self._count = 0
        self._slices: dict[str, tuple[list[Connection], msgspec.Raw]] = {}

    def run(self) -> None:
        """Never returns; meant for a greenlet of its own."""
        last = self._clock.now_ms()
        while True:
            gevent.sleep(BEAT_S)
            now = self._clock.now_ms()
            self._count += 1
            for live in self._conductor.heats():
                try:
                    self._tend(live, now, now - last)
                except Exception:  # one heat's fault must not stop the others' clocks
                    log.exception("beat_failed", heat=live.run.id)
            last = now

    def _tend(self, live: LiveHeat, now: int, since: int) -> None:
        if live.run.stale:
            return
        self._keep_time(live, now, since)
        if self._count % CREW_EVERY == 0:
            live.tell_crew()
        if self._count % SECOND == 0:
            self._tell_lobby(live)
            if live.run.state.phase == "open":
                self._conductor.stay_alive(live)
        self._send_slice(live)
        self._send_beacons(live, now)

    # Time

    def _keep_time(self, live: LiveHeat, now: int, since: int) -> None:
        state = live.run.state
        if state.phase != "open" or state.paused_at is not None:
            return
        stalled = since - round(BEAT_S * 1000)
        if stalled > STALL_MS and state.opened < now - since:
            self._conductor.extend(live, stalled, "stall")
        elif now >= state.closes:
            self._close(live, "time")
        elif self._everybody_has_answered(live, now):
            self._close(live, "all_answered")

    def _everybody_has_answered(self, live: LiveHeat, now: int) -> bool:
        run, phones = live.run, live.presence.phones
        record = run.state.current
        if not run.state.rules.close_when_all_answered or record is None or not phones:
            return False
        if len(run.state.answers) < len(phones) or now - live.last_answer_ms < SETTLE_MS[record.item.type]:
            return False
        return all(contestant in run.state.answers for contestant in phones)

    def _close(self, live: LiveHeat, reason: CloseReason) -> None:
        command = CloseItem(reason, frozenset(live.presence.seen))
        version = live.run.state.version
        live.run.perform(command, f"close:{version}", committed=lambda: None, failed=lambda _: None)

    # Messages to many

    def _tell_lobby(self, live: LiveHeat) -> None:
        """At most once a second, and less often in a large hall: as often as a slice can reach everybody."""
        if live.run.id in self._slices or live.run.state.phase != "lobby":
            return
        news = live.take_lobby_news()
        if news is not None:
            self._slices[live.run.id] = ([*live.presence.phones.values(), *live.presence.visitors], news)

    def _send_slice(self, live: LiveHeat) -> None:
        waiting = self._slices.pop(live.run.id, None)
        if waiting is None:
            return
        connections, news = waiting
        for connection in connections[-_PER_BEAT:]:
            connection.send_event(PLAY, "lobby", news)
        if len(connections) > _PER_BEAT:
            self._slices[live.run.id] = (connections[:-_PER_BEAT], news)

    def _send_beacons(self, live: LiveHeat, now: int) -> None:
        """Every phone hears a beacon every two seconds; at each beat it is another twentieth of them."""
        beacon = msgspec.Raw(msgspec.json.encode({"v": live.run.state.version, "now": now}))
        turn = self._count % BEACON_EVERY
        phones = list(live.presence.phones.values())
        for connection in phones[turn::BEACON_EVERY]:
            connection.send_event(PLAY, "beacon", beacon)
        if turn == 0:
            for connection in live.presence.visitors:
                connection.send_event(PLAY, "beacon", beacon)
            self._socketio.broadcast(live.room, "beacon", beacon, namespace=SCREEN)
            self._socketio.broadcast(live.room, "beacon", beacon, namespace=HOST)


# Phones that hear the lobby at one beat; about two milliseconds of work.
_PER_BEAT = 200
