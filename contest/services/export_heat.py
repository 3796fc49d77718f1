"""A heat as files: responses, events, standings, and what they rest on. Everything comes from the journal."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from sqlalchemy import Connection

from contest.journal.append import Head
from contest.journal.replay import records_of
from contest.rules.presentation import shown_order
from contest.rules.scoreboard import NOBODY, tallies_of
from contest.rules.standings import rank
from contest.rules.state import ItemRecord, Seat
from contest.rules.statuses import status_of
from contest.services.response_rows import ATTEMPT, FIRST_EXPOSURE, MODE
from contest.services.run_heat import Loaded
from contest.services.spreadsheet_cells import inert

Row = dict[str, Any]

RESPONSES = (
    "person", "item", "score", "status", "attempt", "exposure", "mode", "round", "position", "ms", "version",
    "revision", "options", "shown", "received_ms", "number",
)  # fmt: skip
STANDINGS = ("place", "number", "name", "points", "right", "asked", "right_ms", "person")


class Exported(NamedTuple):
    """Tables by their names, each with its columns, and the heat's card."""

    tables: dict[str, tuple[tuple[str, ...], list[Row]]]
    events: list[Row]
    card: Row


def export_of(connection: Connection, loaded: Loaded) -> Exported:
    """Everything that a heat's files say. `responses` holds no points, no streaks and no weights."""
    return Exported(
        {"responses": (RESPONSES, list(_responses(loaded))), "standings": (STANDINGS, list(standings_of(loaded)))},
        [_event(record) for record in records_of(connection, loaded.facts.id)],
        _card(loaded),
    )


def _event(record: Any) -> Row:
    return {"seq": record.seq, "key": record.key, "hash": record.hash, "event": json.loads(record.payload)}


def _card(loaded: Loaded) -> Row:
    return {
        "heat": loaded.facts.id,
        "name": loaded.facts.name,
        "kind": loaded.facts.kind,
        "pin": loaded.facts.pin,
        "journal": head_card(loaded.head),
    }


def head_card(head: Head) -> Row:
    """By these two a cut or rewritten journal shows (`wenqu heat verify HEAT --head HASH`)."""
    return {"count": head.seq, "head": head.hash}


def _responses(loaded: Loaded) -> Iterator[Row]:
    """One row for each contestant and item that was played: the answer that counts, or why there is none."""
    for position, record in enumerate(loaded.state.run, start=1):
        if record.status in ("closed", "revealed"):
            for contestant, seat in loaded.state.seats.items():
                yield _response(loaded, record, position, contestant, seat)


def _response(loaded: Loaded, record: ItemRecord, position: int, contestant: str, seat: Seat) -> Row:
    answer, status = record.answers.get(contestant), status_of(record, contestant, seat)
    shown = shown_order(
        loaded.state.rules.option_order, seat.seed, record.item.id, record.item.type, record.item.options
    )
    return {
        "person": contestant,
        "item": record.item.id,
        "score": _score(record, status, answer.options if answer else ()),
        "status": status,
        "attempt": ATTEMPT,
        "exposure": FIRST_EXPOSURE,
        "mode": MODE,
        "round": _round(record, loaded.state.rules.kind),
        "position": position,
        "ms": answer.elapsed if answer else None,
        "version": record.item.version,
        "revision": answer.revision if answer else None,
        "options": " ".join(answer.options) if answer else None,
        "shown": " ".join(shown),
        "received_ms": answer.at if answer else None,
        "number": seat.number,
    }


def _round(record: ItemRecord, kind: str) -> str:
    if record.item.warm_up:
        return "warm_up"
    return "pilot" if record.item.pilot else kind


def _score(record: ItemRecord, status: str, options: tuple[str, ...]) -> int | None:
    """Right or wrong, all or nothing, as measurement reads it; blank where nothing can be said."""
    if record.status != "revealed" or status not in ("answered", "omitted", "timed_out"):
        return None
    return int(set(options) == set(record.key))


def standings_of(loaded: Loaded) -> Iterator[Row]:
    tallies = tallies_of(loaded.state)
    for place in rank(loaded.state.rules, tallies, loaded.state.seats):
        person, tally = loaded.people.by_id[place.contestant], tallies.get(place.contestant, NOBODY)
        yield {
            "place": place.place,
            "number": person.number,
            "name": person.name,
            "points": tally.points,
            "right": tally.right,
            "asked": tally.asked,
            "right_ms": tally.time,
            "person": place.contestant,
        }


def write_csv(file: Any, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    writer = csv.DictWriter(file, columns, extrasaction="raise", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: inert(value) for name, value in row.items()} for row in rows)


def write_json_lines(file: Any, rows: Iterable[Row]) -> None:
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def workbook_of(exported: Exported) -> Workbook:
    """A sheet a table. Texts are stored as texts: nothing in a name can become a formula."""
    book = Workbook(write_only=True)
    for title, (columns, rows) in exported.tables.items():
        sheet = book.create_sheet(title)
        sheet.append(list(columns))
        for row in rows:
            sheet.append([inert(row[name]) for name in columns])
    sheet = book.create_sheet("events")
    sheet.append(["seq", "event", "hash"])
    for row in exported.events:
        sheet.append([row["seq"], inert(json.dumps(row["event"], ensure_ascii=False)), row["hash"]])
    return book


def write_folder(exported: Exported, folder: Path) -> list[Path]:
    """All files of a heat into `folder`, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for title, (columns, rows) in exported.tables.items():
        written.append(_write_whole(folder / f"{title}.csv", lambda file, c=columns, r=rows: write_csv(file, c, r)))
    written.append(_write_whole(folder / "events.jsonl", lambda file: write_json_lines(file, exported.events)))
    written.append(
        _write_whole(folder / "heat.json", lambda file: json.dump(exported.card, file, ensure_ascii=False, indent=1))
    )
    return written


def _write_whole(path: Path, write: Any) -> Path:
    partial = path.with_name(path.name + ".part")
    # Excel takes a CSV for UTF-8 only with a byte order mark at its beginning.
    with partial.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as file:
        write(file)
    partial.replace(path)
    return path
