"""Files that were brought to the desk and wait to be imported, or were made for somebody and wait to be fetched.

Each lies for an hour in a folder of its own below the data folder, under a name of ours; the name that people gave it
is only ever shown. Nothing in there is run, and nobody but its owner finds it.
"""

import json
import os
import re
import shutil
from pathlib import Path

import msgspec

from contest.chance import token
from contest.settings import Settings

FOLDER = "waiting"
KEPT_MS = 60 * 60 * 1000
LONGEST_NAME = 120
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
CONTENT, ABOUT, CORRECTIONS, PREVIEW, ASIDE = "content", "about.json", "corrections.json", "preview.json", "aside.xlsx"


class About(msgspec.Struct, frozen=True):
    """`name` is what people called the file, `format` what they said it is."""

    owner: str
    name: str
    format: str
    at_ms: int


class WaitingFile:
    """One folder. Its files may or may not be there."""

    def __init__(self, folder: Path, about: About) -> None:
        self.folder, self.about = folder, about

    @property
    def token(self) -> str:
        return self.folder.name

    @property
    def content(self) -> Path:
        return self.folder / CONTENT

    @property
    def preview(self) -> Path:
        return self.folder / PREVIEW

    @property
    def aside(self) -> Path:
        return self.folder / ASIDE

    def corrections(self) -> dict[str, dict[str, str]]:
        """Cells of corrected rows, by `question_bank.exchange.corrections.key_of`."""
        path = self.folder / CORRECTIONS
        found: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return found

    def correct(self, key: str, cells: dict[str, str]) -> None:
        _write(self.folder / CORRECTIONS, json.dumps({**self.corrections(), key: cells}).encode())

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def keep(settings: Settings, content: bytes, name: str, format_name: str, owner: str, now_ms: int) -> WaitingFile:
    """A new waiting file; those whose hour is over are removed on the way."""
    room = settings.data / FOLDER
    room.mkdir(mode=0o700, exist_ok=True)
    _sweep(room, now_ms)
    about = About(owner, shown_name(name), format_name, now_ms)
    made = WaitingFile(room / token(), about)
    made.folder.mkdir(mode=0o700)
    _write(made.content, content)
    _write(made.folder / ABOUT, msgspec.json.encode(about))
    return made


def find(settings: Settings, name: str, owner: str, now_ms: int) -> WaitingFile | None:
    """The file of that token, while it waits, for its owner alone."""
    if not TOKEN.fullmatch(name):
        return None
    folder = settings.data / FOLDER / name
    about = _about(folder)
    if about is None or about.owner != owner or _is_over(about, now_ms):
        return None
    return WaitingFile(folder, about)


def shown_name(name: str) -> str:
    """The last part of a path, whoever's system it is from, without what cannot be seen."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(character for character in last if character.isprintable()).strip()
    return seen[-LONGEST_NAME:] or "题目"


def _sweep(room: Path, now_ms: int) -> None:
    for folder in room.iterdir():
        about = _about(folder)
        if about is None or _is_over(about, now_ms):
            shutil.rmtree(folder, ignore_errors=True)


def _about(folder: Path) -> About | None:
    try:
        return msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    except (OSError, msgspec.DecodeError):
        return None


def _is_over(about: About, now_ms: int) -> bool:
    return not 0 <= now_ms - about.at_ms < KEPT_MS


def _write(path: Path, content: bytes) -> None:
    """Readable by the owner alone, never to be run, whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    partial.replace(path)
