"""How long a search takes: 50,000 items made of the shipped ones, on SQLite, each query with its count and first page.

python -m benchmarks.search [ITEMS]
"""

import dataclasses
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from contest.clock import utc_now
from contest.database import open_engine, reading, writing
from contest.services.prepare_database import migrate
from question_bank.items import ItemDraft, ItemStatus
from question_bank.search import Wanted, search
from question_bank.search_index import catch_up, is_behind
from question_bank.shipped_bank import shipped_items
from question_bank.storing import store_items

ITEMS = 50_000
REPEATS = 9
QUERIES = {
    "everything": Wanted(),
    "one character": Wanted(words="水"),
    "two characters": Wanted(words="疫苗"),
    "a phrase": Wanted(words="随机分成"),
    "two words": Wanted(words="对照 肥料"),
    "nothing has it": Wanted(words="qqqq"),
    "status and type": Wanted(statuses=("draft",), types=("single",)),
    "topic, with a word": Wanted(topic="health", words="药"),
    "difficulty, hardest first": Wanted(low=-1.0, high=1.0, sort="hard"),
    "open comments": Wanted(open_comments=True),
    "gaps, by benchmark": Wanted(gaps=True, sort="benchmark"),
    "waiting for review": Wanted(waiting=True),
    "page 900": Wanted(page=900),
}


def many(count: int) -> Iterator[ItemDraft]:
    shipped = shipped_items()
    for number in range(count):
        item = shipped[number % len(shipped)]
        yield dataclasses.replace(item, id=f"{item.id}-{number}", stem=f"{item.stem}（{number}）")


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bank.sqlite3'}")
        migrate(engine)
        with writing(engine) as connection:
            store_items(connection, many(count), ItemStatus.DRAFT, utc_now())
        begun = time.perf_counter()
        with writing(engine) as connection:
            catch_up(connection)
        print(f"index of {count} items written in {time.perf_counter() - begun:.1f} s")
        for name, wanted in QUERIES.items():
            times = []
            for _ in range(REPEATS):
                begun = time.perf_counter()
                with reading(engine) as connection:
                    assert not is_behind(connection)
                    total = search(connection, wanted).total
                times.append(1000 * (time.perf_counter() - begun))
            print(
                f"{name:28s} {total:6d} found   median {sorted(times)[REPEATS // 2]:6.1f}   most {max(times):6.1f} ms"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
