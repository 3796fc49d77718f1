"""The canary: no byte of a key, an explanation or a coming item reaches anybody before the reveal."""

import urllib.request
from collections.abc import Callable

from sqlalchemy import select

from contest.database import open_engine, reading
from contest.models import HeatItem, ItemKey, ItemVersion
from tests.live.clients import Client, Host, Phone, Screen
from tests.running import Server

Seated = Callable[[str], Phone]


def test_keys_explanations_and_coming_items_are_in_no_message_before_their_time(
    server: Server, pin: str, host: Host, seated: Seated
) -> None:
    watchers: list[Client] = [seated("江边老周"), Phone(server, pin), Screen(server)]
    explanations, stems = canaries(server, host.heat)
    for place in range(len(stems)):
        host.command("open")
        for each in watchers:
            each.wait_for(phase="open")
        assert all(text not in heard_by(watchers) for text in explanations[place:])
        assert all(stem not in heard_by(watchers) for stem in stems[place + 1 :])
        assert '"key"' not in "\n".join(message for message in heard_by(watchers).splitlines() if '"open"' in message)
        host.command("close")
        for each in watchers:
            each.wait_for(phase="closed")
        assert all(text not in heard_by(watchers) for text in explanations[place:])
        host.command("reveal")
        for each in watchers:
            assert each.wait_for(phase="revealed")["result"]["explanation"] == explanations[place]


def heard_by(watchers: list[Client]) -> str:
    return "\n".join(message for each in watchers for message in each.heard)


def canaries(server: Server, heat: str) -> tuple[list[str], list[str]]:
    engine = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    with reading(engine) as connection:
        rows = connection.execute(
            select(ItemKey.explanation, ItemVersion.stem)
            .join(ItemVersion, ItemVersion.id == ItemKey.version_id)
            .join(HeatItem, HeatItem.version_id == ItemVersion.id)
            .where(HeatItem.heat_id == heat)
            .order_by(HeatItem.position)
        ).all()
    return [row.explanation for row in rows], [row.stem for row in rows]


def test_pages_and_the_http_interface_hold_no_key_either(server: Server, pin: str, host: Host, seated: Seated) -> None:
    phone = seated("江边老周")
    explanations, _ = canaries(server, host.heat)
    host.command("next")
    texts = [
        urllib.request.urlopen(url, timeout=30).read().decode()
        for url in (server.links["join_url"], server.links["screen_url"])
    ]
    texts.append(str(server.api(f"/api/heats/{pin}/snapshot?since=0", seat=phone.seat)))
    assert all(explanation not in text for explanation in explanations for text in texts)
    assert server.api(f"/api/heats/{pin}/result", seat=phone.seat)[0] == 409


def test_one_contestant_never_hears_of_another_s_answer_or_secrets(host: Host, seated: Seated) -> None:
    one, other = seated("江边老周"), seated("桥头的灯塔")
    host.command("next")
    one.answer()
    other.answer()
    host.command("close")
    other.wait_for(phase="closed")
    heard = "\n".join(other.heard)
    assert str(one.seat) not in heard and one.code not in heard
