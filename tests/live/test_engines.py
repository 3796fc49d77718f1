"""The same evening on PostgreSQL, and the promise that a command beside a running server keeps to the truth."""

from pathlib import Path

from tests.live.clients import Host, Phone, enter_as_host
from tests.running import Server


def test_on_postgresql_an_evening_is_played_killed_resumed_and_verified(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data, {"WENQU_DATABASE_URL": empty_postgres_url})
    try:
        cookie, heat = enter_as_host(server.links["host_url"])
        host, phone = Host(server, cookie, heat), Phone(server, server.links["pin"])
        assert phone.join("江边老周", district="500103", consent=True)["ok"]
        host.command("next")
        kept = phone.answer()
        server.kill()
        server.start()
        back = Phone(server, server.links["pin"], phone.seat)
        assert back.ask("answer", {"item": kept["item"], "rev": 1, "options": kept["options"]}) == kept
        again = Host(server, cookie, heat)
        again.command("close")
        again.command("reveal")
        again.command("finish")
        server.command("heat", "verify", heat)
        folder = tmp_path / "export"
        server.command("heat", "export", heat, "--out", str(folder))
        assert "江边老周" in (folder / "standings.csv").read_text("utf-8-sig")
    finally:
        server.stop()
