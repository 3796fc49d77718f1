"""What has happened, as rows for the host's log: a code and its figures, worded by the console."""

from collections import deque

from contest.rules import events as ev
from contest.rules.events import AnyEvent
from contest.rules.state import number_of, place_of
from contest.services.redaction import Json
from contest.services.run_heat import HeatRun

ROWS = 50


class RunLog:
    """The newest rows of one heat; joins in a row are one row."""

    def __init__(self, run: HeatRun) -> None:
        self._run = run
        self._rows: deque[Json] = deque(maxlen=ROWS)
        self.add(run.history)

    def add(self, events: tuple[AnyEvent, ...]) -> None:
        for event in events:
            if type(event) is ev.Joined:
                self._joined(event)
            elif type(event) is not ev.Answered:
                self._rows.append({"at": event.at, "code": code_of(event), "args": self._args(event)})

    def rows(self) -> list[Json]:
        return list(reversed(self._rows))

    def _joined(self, event: ev.Joined) -> None:
        if self._rows and self._rows[-1]["code"] == "joined":
            row = self._rows[-1]
            row["at"], row["args"] = event.at, {"n": row["args"]["n"] + 1}
        else:
            self._rows.append({"at": event.at, "code": "joined", "args": {"n": 1}})

    def _args(self, event: AnyEvent) -> Json:
        args: Json = {}
        item = getattr(event, "item", None)
        if item is not None and (place := place_of(self._run.state, item)) is not None:
            args["number"] = number_of(self._run.state, place)
        if isinstance(event, ev.ItemExtended):
            args |= {"seconds": round(event.milliseconds / 1000), "reason": event.reason}
        elif isinstance(event, ev.ItemClosed):
            args |= {"reason": event.reason, "answered": event.answered}
        elif isinstance(event, ev.ItemVoided | ev.ItemSkipped):
            args["reason"] = event.reason
        elif isinstance(event, ev.HostTookOver):
            args["epoch"] = event.epoch
        elif isinstance(event, ev.PodiumAdvanced):
            args["step"] = event.step
        elif isinstance(event, ev.ContestantRemoved) and event.contestant in self._run.people.by_id:
            person = self._run.people.by_id[event.contestant]
            args |= {"number": person.number, "name": person.name}
        return args


def code_of(event: AnyEvent) -> str:
    if isinstance(event, ev.Blanked):
        return "blanked" if event.on else "unblanked"
    tag = type(event).__struct_config__.tag
    return str(tag)
