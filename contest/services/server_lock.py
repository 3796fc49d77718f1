"""One server for a data folder: two would each hold the same heats in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from contest.services.file_lock import AlreadyLocked, locked_file
from contest.settings import Settings


def note_address(settings: Settings, base_url: str) -> None:
    """For commands beside the server, whose links must lead to it."""
    (settings.data / "server.url").write_text(base_url, "utf-8")


def served_address(settings: Settings) -> str | None:
    path = settings.data / "server.url"
    return path.read_text("utf-8").strip() if path.is_file() else None


class AlreadyServed(RuntimeError):
    """The text says which folder, and what to do."""


@contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """Raises `AlreadyServed` when another process serves this folder."""
    try:
        lock = locked_file(settings.data / "server.lock", wait=False)
        lock.__enter__()
    except AlreadyLocked:
        raise AlreadyServed(
            f"已有一个问渠在用数据文件夹 {settings.data}。请先关掉它，或换一个文件夹：--data DIR"
        ) from None
    try:
        yield
    finally:
        lock.__exit__(None, None, None)
