"""The bank that ships: complete, well formed, balanced, and provisional."""

import dataclasses
from collections import Counter

from contest.clock import utc_now
from contest.database import open_engine, reading, writing
from contest.services.prepare_database import migrate
from question_bank.catalogue import bank_stats, current_items
from question_bank.checks import check_bank
from question_bank.items import Dimension, ItemDraft, ItemStatus, ItemType
from question_bank.keys import NumericKey, SpokenKey
from question_bank.shipped_bank import shipped_items
from question_bank.storing import store_items
from question_bank.taxonomy import TARGET_GROUPS, TOPICS, benchmarks

ITEMS = shipped_items()
REASONING = {"数据表", "实验判断"}


def judged(item: ItemDraft) -> float:
    assert item.difficulty.b is not None, item.id
    return item.difficulty.b


def test_every_benchmark_has_at_least_twelve_items_that_can_be_measured() -> None:
    counted = Counter(item.benchmark for item in ITEMS if item.type is not ItemType.SPOKEN)
    assert {
        benchmark.number: counted[benchmark.number] for benchmark in benchmarks() if counted[benchmark.number] < 12
    } == {}
    assert len(ITEMS) >= 520


def test_every_point_of_the_standard_is_asked_for() -> None:
    asked = {(item.benchmark, item.point) for item in ITEMS}
    for benchmark in benchmarks():
        points = {point for number, point in asked if number == benchmark.number}
        assert points == set(range(benchmark.first_point, benchmark.last_point + 1))


def test_nothing_is_wrong_that_a_machine_can_find() -> None:
    assert check_bank(ITEMS) == []


def test_all_types_and_dimensions_and_groups_are_there() -> None:
    types = Counter(item.type for item in ITEMS)
    assert types[ItemType.SPOKEN] >= 60
    assert all(types[kind] >= 10 for kind in ItemType)
    assert all(Counter(item.dimension for item in ITEMS)[dimension] >= 40 for dimension in Dimension)
    assert all(Counter(group for item in ITEMS for group in item.groups)[group] >= 60 for group in TARGET_GROUPS)
    assert all(Counter(topic for item in ITEMS for topic in item.topics)[topic] >= 25 for topic in TOPICS)


def test_a_good_part_asks_to_read_data_or_to_judge_an_experiment() -> None:
    assert sum(bool(REASONING & set(item.tags)) for item in ITEMS) >= 60
    assert sum(item.dimension is Dimension.METHODS for item in ITEMS) >= 100
    for item in ITEMS:
        assert ("数据表" in item.tags) == ("|---|" in item.stem), item.id


def test_the_international_factual_items_are_there_with_their_sources() -> None:
    linking = [item for item in ITEMS if item.id.startswith("nsf-")]
    assert len(linking) == 12
    assert all("%" in item.source and "链接题" in item.tags for item in linking)


def test_numbers_name_their_unit_and_spoken_answers_how_they_are_judged() -> None:
    for item in ITEMS:
        if isinstance(item.key, NumericKey):
            assert item.key.unit and item.key.unit in item.stem, item.id
        if isinstance(item.key, SpokenKey):
            assert item.key.marking, item.id


def test_tags_come_from_the_code_lists() -> None:
    for item in ITEMS:
        assert item.topics and set(item.topics) <= set(TOPICS), item.id
        assert set(item.groups) <= set(TARGET_GROUPS), item.id


def test_difficulties_are_spread_and_reasoned() -> None:
    assert all(-3 < judged(item) < 3 and item.difficulty.reason for item in ITEMS)
    by_benchmark = Counter(item.benchmark for item in ITEMS if abs(judged(item)) > 1.0)
    assert all(by_benchmark[benchmark.number] >= 2 for benchmark in benchmarks())


def test_stems_suit_a_live_round() -> None:
    stems = {item.id: item.stem.split("\n\n|")[0] for item in ITEMS}
    assert [item.id for item in ITEMS if len(stems[item.id]) > (140 if REASONING & set(item.tags) else 65)] == []
    assert [item.id for item in ITEMS for option in item.options if len(option.text) > 26] == []


def test_nobody_is_told_letters_that_the_shuffle_would_make_wrong() -> None:
    for item in ITEMS:
        for mark in ("选项A", "选项 A", "A项", "第一项", "上述", "以上都"):
            assert mark not in item.stem + item.explanation, item.id


def test_a_change_is_a_new_version_and_the_rest_is_left_alone(tmp_path: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/bank.sqlite3")
    migrate(engine)
    with writing(engine) as connection:
        first = store_items(connection, ITEMS, ItemStatus.REVIEWED, utc_now())
    changed = [dataclasses.replace(ITEMS[0], stem=ITEMS[0].stem + "请判断。"), *ITEMS[1:]]
    with writing(engine) as connection:
        second = store_items(connection, changed, ItemStatus.REVIEWED, utc_now())
    assert (first.new, second.changed, second.unchanged) == (len(ITEMS), 1, len(ITEMS) - 1)
    with reading(engine) as connection:
        assert bank_stats(connection)["versions"] == len(ITEMS) + 1
        assert current_items(connection) == sorted(changed, key=lambda item: (item.benchmark, item.id))
