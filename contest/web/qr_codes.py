"""QR codes as one SVG path, small enough to travel in a page's data and sharp on any projector."""

from typing import NamedTuple

import segno


class QrPath(NamedTuple):
    """`size`: modules on a side, quiet zone of 2 included. `path`: the dark modules, for `<path d>`."""

    size: int
    path: str


QUIET = 2


def qr_path(text: str) -> QrPath:
    rows = list(segno.make(text, error="m", micro=False).matrix)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z")
            x += 1
    return QrPath(len(rows) + 2 * QUIET, "".join(runs))


def wifi_text(ssid: str, password: str | None) -> str:
    """The text that phones understand as an offer to join a network; marks inside are escaped."""
    kind = "WPA" if password else "nopass"
    return f"WIFI:T:{kind};S:{_escaped(ssid)};P:{_escaped(password or '')};;"


def _escaped(text: str) -> str:
    return "".join("\\" + character if character in '\\;,:"' else character for character in text)
