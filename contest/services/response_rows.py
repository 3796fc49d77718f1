"""The response record: what one answer, or its absence, says for both ledgers and for calibration later."""

from contest.journal.entries import ResponseRow
from contest.rules.events import Answered, ItemRevealed, RunItem
from contest.rules.presentation import shown_order
from contest.rules.state import HeatState, Seat
from contest.rules.statuses import status_of

MODE = "live"
# A seat in a live heat sees each item once; exposures across heats are counted when people have accounts.
FIRST_EXPOSURE = 1
ATTEMPT = 1


def row_of_answer(state: HeatState, event: Answered) -> ResponseRow:
    record = state.run[state.index]
    return ResponseRow(
        contestant_id=event.contestant,
        item=event.item,
        version_id=record.item.version,
        attempt=ATTEMPT,
        revision=event.revision,
        status="answered",
        options=event.options,
        shown=_shown(state, record.item, state.seats[event.contestant]),
        received_ms=event.at,
        elapsed_ms=event.at - state.opened,
        round_kind=state.rules.kind,
        mode=MODE,
        exposure=FIRST_EXPOSURE,
    )


def rows_without_answer(state: HeatState, event: ItemRevealed) -> tuple[ResponseRow, ...]:
    """A row for everybody who was there and gave no answer, with the reason; revision 0."""
    record = state.run[state.index]
    rows = []
    for contestant, seat in state.seats.items():
        if contestant in record.answers:
            continue
        status = status_of(record, contestant, seat)
        if status != "not_presented":
            rows.append(_row_without_answer(state, record.item, contestant, seat, status))
    return tuple(rows)


def _row_without_answer(state: HeatState, item: RunItem, contestant: str, seat: Seat, status: str) -> ResponseRow:
    return ResponseRow(
        contestant_id=contestant,
        item=item.id,
        version_id=item.version,
        attempt=ATTEMPT,
        revision=0,
        status=status,
        options=None,
        shown=_shown(state, item, seat),
        received_ms=None,
        elapsed_ms=None,
        round_kind=state.rules.kind,
        mode=MODE,
        exposure=FIRST_EXPOSURE,
    )


def _shown(state: HeatState, item: RunItem, seat: Seat) -> tuple[str, ...]:
    return shown_order(state.rules.option_order, seat.seed, item.id, item.type, item.options)
