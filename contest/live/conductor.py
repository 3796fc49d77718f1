"""All live heats of this process: loads them on demand, keeps their clocks, brings them back after a fault."""

import gevent
import structlog
from gevent.lock import RLock
from sqlalchemy import Engine, select, update

from contest.clock import Clock
from contest.database import reading, writing
from contest.live.beat import Beat
from contest.live.live_heat import LiveHeat
from contest.live.wire.hub import FastSocketIO
from contest.models.people import Contestant
from contest.models.timetable import Heat
from contest.rules.commands import Extend
from contest.rules.events import AnyEvent, ContestantRemoved, HeatFinished, ItemOpened, ItemRevealed, ItemVoided
from contest.rules.refusals import Refusal
from contest.services.off_hub import off_hub
from contest.services.people import Person
from contest.services.run_heat import HeatRun, Journal, load_heat
from contest.services.score_heat import HeatLiteracy, HeatScorer, load_scorer
from contest.services.secrets_of_seats import claim_code
from contest.services.store_results import results_of, store_results

log = structlog.get_logger()

RELOAD_PAUSE_S = 0.5
MEASURE_PAUSE_S = 0.25

# Events after which somebody's ability is estimated from other answers than before.
_MEASURED = (ItemRevealed, ItemVoided, ContestantRemoved, HeatFinished)


class Conductor:
    """Belongs to the hub's thread; what blocks goes to the hub's thread pool."""

    def __init__(self, socketio: FastSocketIO, engine: Engine, journal: Journal, clock: Clock, secret: str) -> None:
        self._socketio = socketio
        self.engine = engine
        self._journal = journal
        self._clock = clock
        self._secret = secret
        self._loading = RLock()
        self._by_id: dict[str, LiveHeat] = {}
        self._by_pin: dict[str, LiveHeat] = {}
        self._by_screen: dict[str, LiveHeat] = {}
        self.beat = Beat(self, socketio, clock)

    def heats(self) -> list[LiveHeat]:
        return list(self._by_id.values())

    # Finding a heat; each raises `Refusal` with the name of what is unknown

    def with_pin(self, pin: str) -> LiveHeat:
        return self._by_pin.get(pin) or self._load(Heat.pin == pin, "unknown_pin")

    def with_screen_key(self, key: str) -> LiveHeat:
        return self._by_screen.get(key) or self._load(Heat.screen_key == key, "unknown_screen")

    def with_id(self, heat_id: str) -> LiveHeat:
        return self._by_id.get(heat_id) or self._load(Heat.id == heat_id, "unknown_heat")

    def with_code(self, resume_hash: str) -> LiveHeat:
        heat_id = off_hub(_heat_of_code, self.engine, resume_hash)
        if heat_id is None:
            raise Refusal("unknown_code")
        return self.with_id(heat_id)

    # The same for the HTTP interface (`contest.web.context.LiveHeats`), which needs the heat without its crowd

    def run_with_pin(self, pin: str) -> HeatRun:
        return self.with_pin(pin).run

    def run_with_id(self, heat_id: str) -> HeatRun:
        return self.with_id(heat_id).run

    def run_with_screen_key(self, key: str) -> HeatRun:
        return self.with_screen_key(key).run

    def run_with_code(self, resume_hash: str) -> HeatRun:
        return self.with_code(resume_hash).run

    def seat_moved(self, run: HeatRun, former: Person) -> None:
        live = self._by_id[run.id]
        connection = live.presence.phones.pop(former.id, None)
        if connection is not None:
            live.displace(connection, "moved")
        live.presence_changed()

    def forget(self, heat_id: str) -> None:
        live = self._by_id.pop(heat_id, None)
        if live is not None:
            del self._by_pin[live.run.facts.pin], self._by_screen[live.run.facts.screen_key]

    def scorer_of(self, run: HeatRun) -> HeatScorer:
        return self._by_id[run.id].scorer

    def literacy_of(self, run: HeatRun) -> HeatLiteracy | None:
        """The latest estimates of everybody, or None before the first item has counted."""
        return self._by_id[run.id].literacy

    def claim_of(self, contestant: str) -> str:
        return claim_code(self._secret, contestant)

    def _load(self, condition: object, refusal: str) -> LiveHeat:
        heat_id = off_hub(_heat_id_where, self.engine, condition)
        if heat_id is None:
            raise Refusal(refusal)
        with self._loading:  # two phones that come first at once must find one heat
            return self._by_id.get(heat_id) or self._bring_up(heat_id)

    def _bring_up(self, heat_id: str) -> LiveHeat:
        run = HeatRun(off_hub(load_heat, self.engine, heat_id), self._journal, self, self._clock)
        live = LiveHeat(run, self._socketio, self._secret, off_hub(_scorer, self.engine, heat_id))
        self._by_id[heat_id] = self._by_pin[run.facts.pin] = self._by_screen[run.facts.screen_key] = live
        self._make_up_for_lost_time(live, "restart")
        if run.state.index >= 0:
            self._measure_soon(live)
        return live

    def resume_all(self) -> None:
        """At the start of the process: heats that were being played go on at once, not when somebody asks."""
        for heat_id in off_hub(_running_heats, self.engine):
            try:
                self.with_id(heat_id)
            except (Refusal, ValueError) as error:
                log.error("heat_not_resumed", heat=heat_id, error=str(error))

    # The listener of every run

    def happened(self, run: HeatRun, events: tuple[AnyEvent, ...]) -> None:
        live = self._by_id[run.id]
        live.happened(events)
        for event in events:
            if type(event) is ItemOpened:
                gevent.spawn(self._note, run.id, status="running", alive_ms=event.at)
            elif type(event) is HeatFinished:
                gevent.spawn(self._note, run.id, status="finished")
        if any(type(event) in _MEASURED for event in events):
            self._measure_soon(live)

    def _measure_soon(self, live: LiveHeat) -> None:
        """Abilities are estimated anew off the hub, at most four times a second, however fast reveals follow."""
        if not live.measuring:
            live.measuring = True
            gevent.spawn_later(MEASURE_PAUSE_S, self._measure, live)

    def _measure(self, live: LiveHeat) -> None:
        live.measuring = False
        state, head = live.run.state, live.run.head
        try:
            live.literacy = off_hub(live.scorer.score, state)
            live.literacy_at = self._clock.now_ms()
            if state.phase == "finished":
                results = results_of(state, live.literacy)
                off_hub(store_results, self.engine, live.run.id, results, head)
        except Exception as error:  # an estimate that is late harms nobody; the next reveal brings another
            log.exception("heat_not_measured", heat=live.run.id, error=str(error))

    def went_stale(self, run: HeatRun) -> None:
        gevent.spawn(self._reload, self._by_id[run.id])

    def _reload(self, live: LiveHeat) -> None:
        """The journal refused something: its truth replaces what this process believed, as soon as it can be read."""
        while True:
            try:
                live.run.adopt(off_hub(load_heat, self.engine, live.run.id))
                break
            except Exception as error:  # whatever keeps the database away: there is nothing to do but to try again
                log.warning("heat_not_reloaded", heat=live.run.id, error=str(error))
                gevent.sleep(RELOAD_PAUSE_S)
        self._make_up_for_lost_time(live, "outage")
        live.tell_all()

    def _make_up_for_lost_time(self, live: LiveHeat, reason: str) -> None:
        """An open item is extended by the time in which nobody could answer."""
        state = live.run.state
        if state.phase != "open" or state.paused_at is not None:
            return
        alive = off_hub(_alive_ms, self.engine, live.run.id) or state.opened
        lost = self._clock.now_ms() - max(alive, state.opened)
        if lost > 0:
            self.extend(live, lost, reason)

    def extend(self, live: LiveHeat, milliseconds: int, reason: str) -> None:
        now = self._clock.now_ms()
        command = Extend(milliseconds, reason)  # type: ignore[arg-type]
        live.run.perform(command, f"x:{reason}:{now}", committed=_nothing, failed=lambda _: None)

    def stay_alive(self, live: LiveHeat) -> None:
        """Once a second while an item is open: how late a restart would be."""
        gevent.spawn(self._note, live.run.id, alive_ms=self._clock.now_ms())

    def _note(self, heat_id: str, **values: object) -> None:
        try:
            off_hub(_store_note, self.engine, heat_id, values)
        except Exception as error:  # a note is a cache of the journal: the next one will do
            log.warning("note_not_stored", heat=heat_id, error=str(error))


def _nothing() -> None:
    pass


def _heat_id_where(engine: Engine, condition: object) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(select(Heat.id).where(condition))  # type: ignore[arg-type]


def _scorer(engine: Engine, heat_id: str) -> HeatScorer:
    with reading(engine) as connection:
        return load_scorer(connection, heat_id)


def _heat_of_code(engine: Engine, resume_hash: str) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(select(Contestant.heat_id).where(Contestant.resume_hash == resume_hash))


def _running_heats(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(Heat.id).where(Heat.status == "running")))


def _alive_ms(engine: Engine, heat_id: str) -> int | None:
    with reading(engine) as connection:
        return connection.scalar(select(Heat.alive_ms).where(Heat.id == heat_id))


def _store_note(engine: Engine, heat_id: str, values: dict[str, object]) -> None:
    with writing(engine) as connection:
        connection.execute(update(Heat).where(Heat.id == heat_id).values(**values))
