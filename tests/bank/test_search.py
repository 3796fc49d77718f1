"""Finding items: by words of any length, by what they are, and always as they are now."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from contest.clock import utc_now
from contest.database import open_engine, reading, writing
from contest.services.prepare_database import migrate
from question_bank.items import ItemStatus
from question_bank.models import Item
from question_bank.search import PAGE, Wanted, all_found, search
from question_bank.search_index import catch_up, folded, is_behind, words_of
from question_bank.shipped_bank import shipped_items
from question_bank.storing import store_items

ITEMS = shipped_items()[:120]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    sqlite = f"sqlite:///{tmp_path / 'bank.sqlite3'}"
    engine = open_engine(sqlite if request.param == "sqlite" else request.getfixturevalue("empty_postgres_url"))
    migrate(engine)
    with writing(engine) as connection:
        store_items(connection, ITEMS, ItemStatus.DRAFT, utc_now(), account="ann")
        catch_up(connection)
    yield engine
    engine.dispose()


def test_words_are_found_anywhere_in_any_case_and_width(engine: Engine) -> None:
    with reading(engine) as connection:
        for words in ("水", "实验", "科学", "DNA", "ｄｎａ", "实验 对照", "b01-0", "％"):
            expected = [item.id for item in ITEMS if all(each in words_of(item) for each in folded(words).split())]
            found = all_found(connection, Wanted(words=words, sort="id"), 1000)
            assert found == sorted(expected), words
        assert search(connection, Wanted(words="100%_没有")).total == 0


def test_each_condition_narrows(engine: Engine) -> None:
    with reading(engine) as connection:

        def ids(**wanted: object) -> set[str]:
            return set(all_found(connection, Wanted(**wanted), 1000))  # type: ignore[arg-type]

        assert ids(types=("single",)) == {item.id for item in ITEMS if item.type == "single"}
        assert ids(benchmark=3) == {item.id for item in ITEMS if item.benchmark == 3}
        assert ids(topic="health") == {item.id for item in ITEMS if "health" in item.topics}
        assert ids(mine="ann") == {item.id for item in ITEMS} and ids(mine="bob") == set()
        assert ids(statuses=("reviewed",)) == set() and ids(gaps=True) == set()
        judged = {
            item.id: item.difficulty.b for item in ITEMS if item.type != "spoken" and item.difficulty.b is not None
        }
        assert ids(low=-0.55, high=0.55) == {name for name, b in judged.items() if -0.55 <= b <= 0.55}
        hardest = all_found(connection, Wanted(sort="hard"), 5)
        assert [judged[each] for each in hardest] == sorted(judged.values(), reverse=True)[:5]


def test_pages_hold_everything_once(engine: Engine) -> None:
    with reading(engine) as connection:
        pages = [search(connection, Wanted(words="的", sort="id", page=number)) for number in (1, 2, 3)]
        found = [row["id"] for page in pages for row in page.rows]
        assert len(found) == len(set(found)) == pages[0].total and len(pages[0].rows) == PAGE
        beyond = search(connection, Wanted(words="的", page=99))
        assert beyond.rows == [] and beyond.total == pages[0].total


def test_the_index_notices_every_change_whoever_makes_it(engine: Engine) -> None:
    changed = dataclasses.replace(ITEMS[0], stem="世上还没有过的题干。")
    with writing(engine) as connection:
        store_items(connection, [changed], ItemStatus.DRAFT, utc_now())
        assert is_behind(connection) and catch_up(connection) == 1
        assert [row["id"] for row in search(connection, Wanted(words="世上还没有过")).rows] == [ITEMS[0].id]
        connection.execute(update(Item).where(Item.id == ITEMS[1].id).values(status="retired"))
        assert catch_up(connection) == 1
        assert search(connection, Wanted(statuses=("retired",))).total == 1
