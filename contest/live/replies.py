"""Acknowledgements: results and refusals as the protocol words them."""

from collections.abc import Callable
from typing import Any

from contest.locale.refusal_words import refusal_reply
from contest.rules.refusals import Refused

Reply = Callable[[Any], None]


def refuse(reply: Reply, refused: Refused | str, language: str) -> None:
    named = Refused(refused) if isinstance(refused, str) else refused
    reply(refusal_reply(named, language))
