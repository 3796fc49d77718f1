"""One answer from one phone: decided now, acknowledged after the commit."""

from collections.abc import Callable

import msgspec

from contest.rules.commands import GiveAnswer
from contest.rules.refusals import Refused
from contest.rules.state import Answer
from contest.services.run_heat import HeatRun


class Received(msgspec.Struct, frozen=True):
    """The acknowledgement of an answer that is on disk."""

    item: str
    rev: int
    options: tuple[str, ...]
    at: int
    ok: bool = True


Reply = Callable[[Received | Refused], None]


def take_answer(
    run: HeatRun, contestant: str, item: str, revision: int, wires: tuple[str, ...], now: int, reply: Reply
) -> None:
    """`now` is when the frame was read; `reply` is called exactly once, now or after the commit."""
    options = tuple(run.option_of(item, wire) or "" for wire in wires)
    command = GiveAnswer(contestant, item, revision, options)
    received = Received(item, revision, wires, now)
    refused = run.perform(
        command,
        f"a:{item}:{contestant}:1:{revision}",
        committed=lambda: reply(received),
        failed=lambda _: reply(Refused("retry")),
        now=now,
    )
    if refused is not None:
        _refuse(run, item, revision, refused, reply)


def _refuse(run: HeatRun, item: str, revision: int, refused: Refused, reply: Reply) -> None:
    stored = refused.stored
    if not isinstance(stored, Answer):
        reply(refused)
        return
    # What is stored in memory may still be on its way to the disk: the reply waits until it has arrived.
    known = stored_reply(run, item, stored)
    repeated = refused.reason == "superseded" and stored.revision == revision
    answer = known if repeated else Refused(refused.reason, known)
    run.after_commit(lambda: reply(answer), lambda _: reply(Refused("retry")))


def stored_reply(run: HeatRun, item: str, stored: Answer) -> Received:
    """The acknowledgement that the stored revision got, or will get."""
    record = next(record for record in run.state.run if record.item.id == item)
    wires = dict(zip(record.item.options, record.item.wire, strict=True))
    return Received(item, stored.revision, tuple(wires[each] for each in stored.options), stored.at)
