"""Real browsers in front of a real server, at the sizes of phones, laptops and projectors."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

PHONE = {"width": 360, "height": 780}
LAPTOP = {"width": 1440, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}

# Phones in a hall reach the server by an address of the network: no secure context, as on 127.0.0.1 there would be.
HOST_NAME = "phone.test"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP {HOST_NAME} 127.0.0.1",
)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def as_seen_from_the_hall(url: str) -> str:
    return url.replace("127.0.0.1", HOST_NAME)


class Visitor:
    """One person's browser. `faults` collects what its console complains of; `received` the acknowledged answers."""

    def __init__(
        self, browser: Browser, size: dict[str, int], language: str = "zh-CN", scale: int = 1, still: bool = False
    ) -> None:
        self.context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]  # playwright's own type for the same two numbers
            locale=language,
            device_scale_factor=scale,
            reduced_motion="reduce" if still else "no-preference",
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.received: list[dict[str, Any]] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", self._listen)

    def open(self, url: str) -> Page:
        self.page.goto(as_seen_from_the_hall(url))
        return self.page

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._heard)

    def _heard(self, frame: str | bytes) -> None:
        match = re.match(r"43/play,\d+(\[.*)", str(frame), re.DOTALL)
        if match:
            reply = json.loads(match[1])[0]
            if reply.get("ok") and "rev" in reply:
                self.received.append(reply)

    def picture(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")
