"""Programs that tests need and Python does not bring: where they are, and what it means when one is missing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class Service(NamedTuple):
    """A program by the name people know, the Debian package that brings it, and how to find it."""

    name: str
    package: str
    find: Callable[[], str | None]


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def missing(name: str) -> NoReturn:
    """Ends the test: skipped by the name of what is missing; failed in CI, where everything has to be there."""
    text = f"{name} is not installed; `run.py test --install-services` installs it where apt-get is"
    if in_ci():
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


def require(service: Service) -> str:
    """Where the service is, or the end of the test."""
    return service.find() or missing(service.name)


def find_chromium() -> str | None:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return found or (str(MAC_CHROME) if MAC_CHROME.exists() else None)


def find_chinese_font() -> str | None:
    """The name of a Chinese font, as fontconfig sees it; a desktop system without fontconfig has its own."""
    if not shutil.which("fc-list"):
        return None if Path("/proc").exists() else "system"
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return listed.stdout.strip().partition("\n")[0] or None


def find_postgres() -> str | None:
    """The folder that holds `postgres` and `initdb`; Debian keeps one per version, off PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    folders = [*on_path, *reversed(debian), Path("/usr/local/bin")]
    return next((str(folder) for folder in folders if (folder / "initdb").exists()), None)


def find_redis() -> str | None:
    return shutil.which("redis-server")


def find_webkit() -> str | None:
    """Debian's build of the engine that iPhones have, in its smallest browser."""
    folders = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return str(folders[-1]) if folders and shutil.which("WebKitWebDriver") else None


def find_screen() -> str | None:
    return shutil.which("Xvfb")


CHROMIUM = Service("Chromium", "chromium", find_chromium)
CHINESE_FONT = Service("a Chinese font", "fonts-noto-cjk", find_chinese_font)
POSTGRES = Service("PostgreSQL", "postgresql", find_postgres)
REDIS = Service("Redis", "redis-server", find_redis)
WEBKIT = Service("WebKit with its driver", "webkit2gtk-driver", find_webkit)
VIRTUAL_SCREEN = Service("Xvfb", "xvfb", find_screen)
SERVICES = (CHROMIUM, CHINESE_FONT, POSTGRES, REDIS, WEBKIT, VIRTUAL_SCREEN)
