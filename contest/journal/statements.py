"""The journal's SQL for each database, written by hand: on this path a statement is run for every batch of answers, and
building it anew would cost more than running it. A batch travels as one JSON text and is unpacked by the database."""

from collections.abc import Callable
from typing import NamedTuple


class Statements(NamedTuple):
    """Positional parameters: the heat for `head` and `lock_head`; heat, seq, hash for `first_head`; the new seq and
    hash, the heat, the former seq and hash for `next_head`; a JSON array of rows for the three tables.

    `first_head` and `next_head` touch one row, or none when the chain does not end where the caller believes."""

    head: str
    lock_head: str
    first_head: str
    next_head: str
    journal: str
    responses: str
    contestants: str


_COLUMNS = {
    "journal": ("heat_id", "seq:int", "key", "payload", "hash"),
    "responses": (
        "heat_id", "contestant_id", "item", "version_id", "attempt:int", "revision:int", "status", "options:json",
        "shown:json", "received_ms:int", "elapsed_ms:int", "round_kind", "mode", "exposure:int",
    ),
    "contestants": (
        "heat_id", "id", "number:int", "nickname", "name_key", "district", "age_band", "target_group",
        "sex", "consent_ms:int", "seat_hash", "resume_hash", "shuffle_seed", "joined_ms:int",
    ),
}  # fmt: skip

_POSTGRESQL_CASTS = {"int": "({} #>> '{{}}')::bigint", "json": "NULLIF({}, 'null'::jsonb)::json", "": "({} #>> '{{}}')"}

Taken = Callable[[int, str], str]


def _from_sqlite(index: int, kind: str) -> str:
    return f"json_extract(r.value, '$[{index}]')"


def _from_postgresql(index: int, kind: str) -> str:
    return _POSTGRESQL_CASTS[kind].format(f"(r -> {index})")


def _insert(table: str, taken: Taken, source: str) -> str:
    columns = [column.partition(":") for column in _COLUMNS[table]]
    names = ", ".join(name for name, _, _ in columns)
    values = ", ".join(taken(index, kind) for index, (_, _, kind) in enumerate(columns))
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}"


def _statements(mark: str, lock: str, taken: Taken, source: str) -> Statements:
    head = f"SELECT seq, hash FROM journal_heads WHERE heat_id = {mark}"
    first_head = (
        f"INSERT INTO journal_heads (heat_id, seq, hash) VALUES ({mark}, {mark}, {mark}) ON CONFLICT DO NOTHING"
    )
    next_head = (
        f"UPDATE journal_heads SET seq = {mark}, hash = {mark} "
        f"WHERE heat_id = {mark} AND seq = {mark} AND hash = {mark}"
    )
    inserts = (_insert(table, taken, source) for table in ("journal", "responses", "contestants"))
    return Statements(head, head + lock, first_head, next_head, *inserts)


STATEMENTS = {
    "sqlite": _statements("?", "", _from_sqlite, "json_each(?) AS r"),
    "postgresql": _statements("%s", " FOR UPDATE", _from_postgresql, "jsonb_array_elements(CAST(%s AS jsonb)) AS e(r)"),
}
