"""What the application carries for its views."""

from dataclasses import dataclass
from typing import Protocol

from flask import current_app
from sqlalchemy import Engine

from contest.clock import Clock
from contest.services.guessing import GuessBrake
from contest.services.jobs import Jobs
from contest.services.people import Person
from contest.services.run_heat import HeatRun
from contest.services.score_heat import HeatLiteracy, HeatScorer
from contest.settings import Settings


class LiveHeats(Protocol):
    """The running heats, as the HTTP interface needs them. Outside of a server there are none."""

    def run_with_pin(self, pin: str) -> HeatRun: ...

    def run_with_id(self, heat_id: str) -> HeatRun: ...

    def run_with_screen_key(self, key: str) -> HeatRun: ...

    def run_with_code(self, resume_hash: str) -> HeatRun: ...

    def seat_moved(self, run: HeatRun, former: Person) -> None:
        """The device that held the seat is told, and let go."""

    def forget(self, heat_id: str) -> None:
        """The heat was deleted."""

    def scorer_of(self, run: HeatRun) -> HeatScorer: ...

    def literacy_of(self, run: HeatRun) -> HeatLiteracy | None: ...

    def claim_of(self, contestant: str) -> str: ...


@dataclass
class Wenqu:
    settings: Settings
    engine: Engine
    clock: Clock
    brake: GuessBrake
    jobs: Jobs
    live: LiveHeats | None = None
    base_url: str = "http://127.0.0.1:8000"


def current() -> Wenqu:
    found: Wenqu = current_app.extensions["wenqu"]
    return found


def live_heats() -> LiveHeats:
    """Raises `RuntimeError` outside of a serving process."""
    live = current().live
    if live is None:
        raise RuntimeError("no live heats in this process")
    return live
