"""Who comes in, and what is said to those who do not."""

import urllib.request
from collections.abc import Callable

import pytest

from tests.live.clients import Client, Host, NotAdmitted, Phone, enter_as_host
from tests.running import Server, eventually

Seated = Callable[[str], Phone]


def test_an_unknown_pin_is_refused_in_words(server: Server) -> None:
    with pytest.raises(NotAdmitted) as refused:
        Phone(server, "000000")
    assert refused.value.error == "unknown_pin"
    assert server.api("/api/heats/000000/nickname")[0] == 404


def test_names_are_taken_once_and_must_be_clean(server: Server, pin: str, seated: Seated) -> None:
    seated("江边老周")
    other = Phone(server, pin)
    wishes = ("江边老周", " 江边 老周 ", "主持人", "", "一" * 13)
    assert [other.join(name)["error"] for name in wishes] == [
        "name_taken", "name_taken", "name_unclean", "name_empty", "name_long",
    ]  # fmt: skip
    assert other.join("南岸老周")["ok"]


def test_who_did_not_hear_of_the_seat_is_told_once_more(server: Server, pin: str) -> None:
    phone = Phone(server, pin)
    first, again = phone.join("江边老周"), phone.join("江边老周")
    assert again["ok"] and again["you"] == first["you"]
    assert Phone(server, pin, seat=again["seat"]).snapshot["you"]["number"] == first["you"]["number"]
    with pytest.raises(NotAdmitted) as refused:
        Phone(server, pin, seat=first["seat"])
    assert refused.value.error == "bad_seat"


def test_attributes_need_consent_and_known_codes(server: Server, pin: str) -> None:
    phone = Phone(server, pin)
    assert phone.join("甲", district="500103")["error"] == "consent_missing"
    assert phone.join("甲", district="999999", consent=True)["error"] == "unknown_choice"
    assert phone.join("甲", district="500103", age_band="60-69", group="elderly", sex="female", consent=True)["ok"]


def test_a_locked_lobby_lets_nobody_in_until_it_is_unlocked(server: Server, pin: str, host: Host) -> None:
    host.command("lock")
    phone = Phone(server, pin)
    assert phone.join("甲")["error"] == "lobby_locked"
    host.command("unlock")
    assert phone.join("甲")["ok"]


def test_offered_nicknames_are_clean_and_free(server: Server, pin: str) -> None:
    status, offer = server.api(f"/api/heats/{pin}/nickname")
    assert status == 200
    assert Phone(server, pin).join(offer["nickname"])["ok"]


def test_a_host_link_works_once(server: Server) -> None:
    enter_as_host(server.links["host_url"])
    with pytest.raises(AssertionError):
        enter_as_host(server.links["host_url"])


def test_looking_at_a_host_link_does_not_use_it_up(server: Server) -> None:
    for _ in range(3):
        urllib.request.urlopen(server.links["host_url"], timeout=30).read()
    enter_as_host(server.links["host_url"])


def test_without_the_host_s_session_there_is_no_console(server: Server, host: Host) -> None:
    with pytest.raises(NotAdmitted) as refused:
        Host(server, "", host.heat)
    assert refused.value.error == "forbidden"


def test_guessing_pins_is_slowed_down_and_honest_joins_are_not(server: Server, pin: str) -> None:
    for number in range(40):
        phone = Phone(server, pin)
        assert phone.join(f"选手{number}")["ok"]
        phone.close()
    reasons = set()
    for number in range(40):
        with pytest.raises(NotAdmitted) as refused:
            Phone(server, f"{number:06d}")
        reasons.add(refused.value.error)
    assert reasons == {"unknown_pin", "too_many"}


class Stranger(Client):
    namespace = "/elsewhere"


def test_an_unknown_namespace_is_refused(server: Server) -> None:
    with pytest.raises(NotAdmitted):
        Stranger(server, {})


def test_malformed_frames_hurt_only_their_sender(server: Server, host: Host, seated: Seated, pin: str) -> None:
    bystander, vandal = seated("江边老周"), Phone(server, pin)
    for _ in range(6):
        vandal.socket.send(f'42/play,9["answer",{{"item":{"[" * 50}')
        if vandal.closed.is_set():
            break
    assert eventually(vandal.closed.is_set)
    host.command("next")
    assert bystander.answer()["ok"]
