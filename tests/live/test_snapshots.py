"""A snapshot and the events since are the next snapshot, for every audience."""

from collections.abc import Callable
from typing import Any

from tests.live.clients import Client, Host, Phone, Screen
from tests.running import Server, eventually

Seated = Callable[[str], Phone]

STEPS = ("next", "next", "next", "next", "next", "next", "next", "next", "finish", "next", "next", "next")


def test_whoever_follows_the_events_knows_what_a_newcomer_is_told(
    server: Server, pin: str, host: Host, seated: Seated
) -> None:
    phone, screen = seated("江边老周"), Screen(server)
    for step in STEPS:
        host.command(step)
        if host.snapshot["scene"]["phase"] == "open":
            phone.answer()
        for client in (phone, screen):
            eventually(lambda client=client: settled(client), pause_s=0.3)


def settled(client: Client) -> bool:
    """Whether what the client has folded from events equals what it is told when it asks for everything."""
    told: dict[str, Any] = client.ask("sync", {"v": 0})
    channels = [channel for channel in ("scene", "you", "tally") if channel in told]
    return all(comparable(client.snapshot[channel]) == comparable(told[channel]) for channel in channels)


def comparable(channel: dict[str, Any]) -> dict[str, Any]:
    """A phone knows its own answer from the acknowledgement, not from an event."""
    return {name: value for name, value in channel.items() if name != "answer"}
