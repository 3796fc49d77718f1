"""WebKit, the engine of iPhones, driven over the W3C WebDriver protocol: as much of it as one phone needs."""

import base64
import contextlib
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.machine import VIRTUAL_SCREEN, WEBKIT, require
from tests.running import PATIENCE_S, eventually, free_port

DISPLAY = ":87"


class WebKitPage:
    def __init__(self, port: int, browser: str) -> None:
        self._base = f"http://127.0.0.1:{port}/session"
        wanted = {"binary": browser, "args": ["--automation", "--geometry=360x780"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": wanted}}
        self._base += "/" + self._call("POST", "", {"capabilities": capabilities})["sessionId"]

    def open(self, url: str) -> None:
        self._call("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in the page returns."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def text(self) -> str:
        return str(self.run("return document.body.innerText"))

    def wait_for(self, text: str) -> None:
        eventually(lambda: text in self.text(), pause_s=0.1)

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self._call("GET", "/screenshot")))

    def close(self) -> None:
        self._call("DELETE", "")

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as reply:
            return json.load(reply)["value"]


@contextlib.contextmanager
def webkit(folder: Path) -> Iterator[WebKitPage]:
    """A browser window on a screen that nobody sees; skipped by name where it cannot be had."""
    browser, screen = require(WEBKIT), require(VIRTUAL_SCREEN)
    # The engine's sandbox needs rights that a container does not give; the pages are our own.
    environment = {
        **os.environ,
        "DISPLAY": DISPLAY,
        "XDG_RUNTIME_DIR": str(folder),
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "LANG": "C.UTF-8",
        "LANGUAGE": "zh_CN:zh",
    }
    port = free_port()
    with contextlib.ExitStack() as stack:
        for command in ([screen, DISPLAY, "-screen", "0", "800x1000x24"], ["WebKitWebDriver", f"--port={port}"]):
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
        eventually(lambda: listens(port), pause_s=0.1)
        page = WebKitPage(port, browser)
        stack.callback(page.close)
        yield page


def listens(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=1) as reply:
            return bool(json.load(reply)["value"]["ready"])
    except OSError:
        return False
