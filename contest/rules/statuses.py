"""Why there is an answer, or none: the status of every contestant at every item. Measurement asks; points do not."""

from typing import Literal

from contest.rules.state import HeatState, ItemRecord, Seat

Status = Literal["answered", "omitted", "timed_out", "not_reached", "not_presented"]


def status_of(record: ItemRecord, contestant: str, seat: Seat) -> Status:
    """`timed_out`: saw the item and let the time run out. `omitted`: saw it, gave nothing, and it was closed before.
    `not_reached`: had a seat but was never connected while it was open. `not_presented`: came later, had left, or
    the item was skipped or made void."""
    if record.status not in ("closed", "revealed"):
        return "not_presented"
    if contestant in record.answers:
        return "answered"
    if seat.joined > record.closed or (seat.removed is not None and seat.removed < record.closed):
        return "not_presented"
    if contestant in record.absent:
        return "not_reached"
    return "timed_out" if record.reason == "time" else "omitted"


def statuses_of(state: HeatState, record: ItemRecord) -> dict[str, Status]:
    return {contestant: status_of(record, contestant, seat) for contestant, seat in state.seats.items()}
