"""Replies to commands by the command's id, so that one pressed or sent twice is done once and answered twice."""

from collections import OrderedDict
from typing import Any

from contest.live.replies import Reply

KEPT = 200


class RepliesById:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._waiting: dict[str, list[Reply]] = {}

    def give(self, command_id: str, reply: Reply) -> bool:
        """True when the command is known: its reply is given now, or when it has been done."""
        if command_id in self._kept:
            reply(self._kept[command_id])
            return True
        if command_id in self._waiting:
            self._waiting[command_id].append(reply)
            return True
        return False

    def expect(self, command_id: str) -> None:
        self._waiting[command_id] = []

    def keep(self, command_id: str, answer: Any) -> None:
        self._kept[command_id] = answer
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        for reply in self._waiting.pop(command_id, ()):
            reply(answer)

    def forget(self, command_id: str) -> None:
        """It was not done: a repeat is a new try. Whoever waits is told nothing and sends again."""
        self._waiting.pop(command_id, None)
