"""Blueprints that are kept, forms that come of them, and single items exchanged by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, update

from contest.clock import SystemClock, utc_now
from contest.database import reading, writing
from contest.services.accounts import create_account
from contest.services.assemble_papers import assemble_papers
from contest.services.bench import Bench, WorkRefused
from contest.services.blueprint_templates import TEMPLATES
from contest.services.form_sets import (
    KeptSet,
    NewFormSet,
    NoSuchFormSet,
    add_form_set,
    delete_form_set,
    form_set,
    form_sets,
    restore_form_set,
)
from contest.services.paper_bank import bank_facts, outlook, search_items
from contest.services.paper_texts import paper_items
from contest.services.prepare_database import prepare_database
from contest.services.saved_blueprints import (
    ChangedMeanwhile,
    NoSuchBlueprint,
    add_blueprint,
    delete_blueprint,
    restore_blueprint,
    save_blueprint,
    saved_blueprint,
    saved_blueprints,
)
from contest.services.swap_item import NotThere, replacements, swap, undo_swap
from contest.settings import load_settings
from question_bank.blueprint import BadBlueprint, Count, read_blueprint
from question_bank.blueprint_text import write_blueprint
from question_bank.items import SOUND_STATUSES
from question_bank.models import Item, ItemEnemy, ItemKey, ItemParameter, ItemVersion

TEXT = "length = 10\n[[each]]\nfield = 'dimension'\nmin = 2\n[[sum]]\nfield = 'percent_adults'\nmin = 580\nmax = 620\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return prepare_database(load_settings(tmp_path_factory.mktemp("papers")))


@pytest.fixture(scope="module")
def anna(engine: Engine) -> str:
    with writing(engine) as connection:
        return create_account(connection, "anna", "安娜", "organizer")


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that is taken back at the end."""
    with engine.connect() as connection:
        connection = connection.execution_options(writing=True)
        transaction = connection.begin()
        yield connection
        transaction.rollback()


def assembled(engine: Engine, text: str = TEXT, forms: int = 2, **more: Any) -> dict[str, Any]:
    bench = Bench(engine, SystemClock(), lambda share, step: None)
    return assemble_papers({"blueprint": text, "forms": forms, "name": "两份小卷", **more}, bench)


@pytest.fixture(scope="module")
def made(engine: Engine, anna: str) -> dict[str, Any]:
    return assembled(engine, account=anna)


@pytest.fixture
def kept(connection: Connection, made: dict[str, Any]) -> KeptSet:
    return form_set(connection, made["form_set"])


def test_a_blueprint_is_kept_copied_and_listed(connection: Connection, anna: str) -> None:
    first = add_blueprint(connection, "初赛", TEXT, anna)
    second = add_blueprint(connection, "初赛（副本）", TEXT, anna)
    assert [each.name for each in saved_blueprints(connection)] == ["初赛（副本）", "初赛"]
    assert {first, second} == {each.id for each in saved_blueprints(connection)}
    assert saved_blueprint(connection, first).by == "安娜"


def test_a_text_that_cannot_be_read_is_not_kept(connection: Connection, anna: str) -> None:
    with pytest.raises(BadBlueprint):
        add_blueprint(connection, "初赛", "length = 0", anna)
    assert saved_blueprints(connection) == []


def test_the_second_of_two_who_save_is_told_and_overwrites_nothing(connection: Connection, anna: str) -> None:
    blueprint = add_blueprint(connection, "初赛", TEXT, anna)
    opened = saved_blueprint(connection, blueprint)
    now = save_blueprint(connection, blueprint, "初赛", "length = 11", opened.mark, anna)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_blueprint(connection, blueprint, "初赛", "length = 12", opened.mark, anna)
    assert (refused.value.by, refused.value.mark) == ("安娜", now.mark)
    assert saved_blueprint(connection, blueprint).text == "length = 11"
    save_blueprint(connection, blueprint, "初赛", "length = 12", refused.value.mark, anna)
    assert saved_blueprint(connection, blueprint).text == "length = 12"


def test_a_deleted_blueprint_comes_back_with_its_forms(connection: Connection, anna: str) -> None:
    blueprint = add_blueprint(connection, "初赛", TEXT, anna)
    of_it = add_form_set(connection, NewFormSet("甲", blueprint, anna, {"forms": []}), utc_now())
    delete_blueprint(connection, blueprint, anna)
    assert form_set(connection, of_it).blueprint_id is None
    with pytest.raises(NoSuchBlueprint):
        saved_blueprint(connection, blueprint)
    restore_blueprint(connection, blueprint, anna)
    restore_blueprint(connection, blueprint, anna)
    assert saved_blueprint(connection, blueprint).text == TEXT
    assert form_set(connection, of_it).blueprint_id == blueprint
    with pytest.raises(NoSuchBlueprint):
        restore_blueprint(connection, "nobody", anna)


def test_forms_are_kept_by_versions_with_what_they_tell(connection: Connection, kept: KeptSet) -> None:
    assert kept.name == "两份小卷" and kept.by == "安娜"
    forms = kept.document["forms"]
    assert [len(set(form["versions"])) for form in forms] == [10, 10]
    assert not set(forms[0]["versions"]) & set(forms[1]["versions"])
    assert set(kept.versions) <= set(connection.scalars(select(ItemVersion.id)))
    assert all(58.0 <= form["percent"]["adults"] <= 62.0 for form in forms)
    assert all(form["percent"]["elderly"] < form["percent"]["officials"] for form in forms)
    assert all(len(form["curve"]) == len(kept.document["curve_theta"]) for form in forms)


def test_only_sound_items_stand_in_a_form(connection: Connection, kept: KeptSet) -> None:
    rows = connection.execute(
        select(Item.status).join(ItemVersion, ItemVersion.item_id == Item.id).where(ItemVersion.id.in_(kept.versions))
    )
    assert {row.status for row in rows} <= SOUND_STATUSES


def test_the_bank_s_enemies_are_kept_apart(engine: Engine) -> None:
    with writing(engine) as connection:
        some = list(
            connection.scalars(select(Item.id).where(Item.status.in_(SOUND_STATUSES)).order_by(Item.id).limit(2))
        )
        connection.execute(insert(ItemEnemy).values(first=some[0], second=some[1], reason="一题答了另一题"))
    try:
        with pytest.raises(WorkRefused) as refused:
            assembled(engine, f"length = 2\ninclude = ['{some[0]}', '{some[1]}']", 1)
        assert {part["kind"] for part in refused.value.document["parts"]} >= {"include", "enemies"}
    finally:
        with writing(engine) as connection:
            connection.execute(delete(ItemEnemy))


def asked(kind: str, least: int) -> str:
    return f"[[count]]\nfield = 'type'\nvalue = '{kind}'\nmin = {least}\n"


def test_an_impossible_blueprint_stores_nothing_and_names_its_rules(engine: Engine) -> None:
    with reading(engine) as connection:
        before = len(form_sets(connection))
    with pytest.raises(WorkRefused) as refused:
        assembled(engine, f"length = 10\n{asked('single', 9)}{asked('true_false', 2)}", 1)
    parts = refused.value.document["parts"]
    assert [(part["kind"], part["number"], part["value"], part["bound"]) for part in parts] == [
        ("length", 0, "", 10),
        ("count", 0, "single", 9),
        ("count", 1, "true_false", 2),
    ]
    with reading(engine) as connection:
        assert len(form_sets(connection)) == before


def test_a_deleted_set_of_forms_comes_back(connection: Connection, anna: str, kept: KeptSet) -> None:
    delete_form_set(connection, kept.id, anna)
    with pytest.raises(NoSuchFormSet):
        form_set(connection, kept.id)
    restore_form_set(connection, kept.id, anna)
    assert form_set(connection, kept.id) == kept


def test_replacements_break_the_fewest_rules_first_and_change_little(connection: Connection, kept: KeptSet) -> None:
    out = kept.document["forms"][0]["versions"][3]
    offer = replacements(connection, kept, 0, out, "adults", None)
    assert offer.broken == () and offer.replacements and offer.found > 100
    offered = [each.version for each in offer.replacements]
    assert not set(offered) & set(kept.versions)
    breaks = [len(each.broken) for each in offer.replacements]
    assert breaks == sorted(breaks) and breaks[0] == 0
    assert offer.percent == pytest.approx(kept.document["forms"][0]["percent"]["adults"])


def test_an_item_is_exchanged_and_the_exchange_undone(connection: Connection, anna: str, kept: KeptSet) -> None:
    out = kept.document["forms"][0]["versions"][3]
    offer = replacements(connection, kept, 0, out, "adults", None)
    best = offer.replacements[0]
    swap(connection, kept.id, 0, out, best.version, anna)
    now = form_set(connection, kept.id)
    form = now.document["forms"][0]
    assert form["versions"][3] == best.version
    assert form["percent"]["adults"] == pytest.approx(best.percent)
    assert form["information"] == pytest.approx(list(best.information))
    with pytest.raises(NotThere):
        swap(connection, kept.id, 0, out, best.version, anna)
    undo_swap(connection, kept.id, anna)
    undo_swap(connection, kept.id, anna)
    back = form_set(connection, kept.id).document
    assert [each["versions"] for each in back["forms"]] == [each["versions"] for each in kept.document["forms"]]
    assert back["forms"][0]["curve"] == pytest.approx(kept.document["forms"][0]["curve"]) and back["changes"] == []


def copy_row(connection: Connection, table: Any, which: Any, **changed: Any) -> None:
    row = connection.execute(select(table.__table__).where(which)).mappings().one()
    connection.execute(insert(table).values({**row, **changed}))


def test_an_item_that_changed_since_may_be_replaced_by_its_new_version(connection: Connection, kept: KeptSet) -> None:
    out = kept.document["forms"][0]["versions"][0]
    item = out.rpartition("@")[0]
    again = f"{item}@2"
    copy_row(connection, ItemVersion, ItemVersion.id == out, id=again, number=2)
    copy_row(connection, ItemParameter, ItemParameter.version_id == out, version_id=again)
    copy_row(connection, ItemKey, ItemKey.version_id == out, version_id=again)
    connection.execute(update(Item).where(Item.id == item).values(current_version=again))
    offer = replacements(connection, kept, 0, out, "adults", frozenset([again]))
    assert [each.version for each in offer.replacements] == [again]
    assert offer.replacements[0].percent == pytest.approx(offer.percent)
    texts = paper_items(connection, [out])
    assert not texts[out].current and texts[out].sound


def test_the_bank_is_counted_for_the_editor(connection: Connection) -> None:
    facts = bank_facts(connection)
    assert sum(facts.held["type"].values()) == facts.sound == sum(facts.held["benchmark"].values())
    assert len(facts.held["benchmark"]) == 26


def test_an_outlook_says_what_cannot_be_and_what_may_be_expected(connection: Connection) -> None:
    fine = outlook(connection, read_blueprint(TEXT), 2)
    assert not fine.problems and not fine.foreseen
    mean, hardest, easiest = fine.percents["adults"]
    assert hardest < mean < easiest
    assert len(fine.information) == len(fine.theta) and len(fine.curve) == 25
    spoilt = read_blueprint(TEXT)._replace(counts=(Count("type", "single", 9999), Count("colour", "red", 1)))
    said = outlook(connection, spoilt, 2)
    assert [each.place for each in said.foreseen] == ["count.0.min"]
    assert [each.field for each in said.problems] == ["[[count]] 第 2 条 field"]


def test_items_are_found_by_their_stem_and_by_their_id(connection: Connection) -> None:
    assert [row["id"] for row in search_items(connection, "b01-01")] == ["b01-01"]
    assert all("量子" in row["stem"] for row in search_items(connection, "量子"))
    assert search_items(connection, "量子") and search_items(connection, "  ") == []
    assert search_items(connection, "100%_没有") == []


@pytest.mark.long
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_can_be_assembled_from_the_bank_that_ships(engine: Engine, template: str) -> None:
    plan = TEMPLATES[template]
    with reading(engine) as connection:
        assert outlook(connection, plan, plan.forms).foreseen == ()
    made = assembled(engine, write_blueprint(plan), plan.forms)
    for each in made["forms"]:
        assert len(each["versions"]) == plan.length
