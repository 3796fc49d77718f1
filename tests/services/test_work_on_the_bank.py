"""Writing, reviewing, tagging, holding back, and taking it all back again; everything is in the history."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from contest.clock import StoppedClock, utc_now
from contest.database import reading, writing
from contest.models.audit import AuditEntry
from contest.rules.refusals import Refusal
from contest.services.bank_rules import set_bank_rules
from contest.services.choose_items import bank_list
from contest.services.edit_bank import Saved, restore_version, save_item
from contest.services.item_enemies import enemies_of, set_enemies
from contest.services.item_history import Hand, hand
from contest.services.item_page import item_page
from contest.services.item_standing import located
from contest.services.move_items import do_to_many, hold_back, move_item, submit_item
from contest.services.plan_heat import HeatPlan, PlannedItem, create_heat, new_contest
from contest.services.review_items import comment_on, review_item, settle_comment
from contest.services.undo_bank import undo
from question_bank.candidates import bank_candidates
from question_bank.catalogue import version_named
from question_bank.items import ItemDraft, ItemStatus
from question_bank.models import ItemEvent
from question_bank.review import BankRules, Person
from question_bank.search import Wanted, search
from question_bank.search_index import catch_up, is_behind
from question_bank.shipped_bank import shipped_items

ANN, REX, OLA = Person("ann", "author"), Person("rex", "reviewer"), Person("ola", "organizer")
SHIPPED = shipped_items()[0]
NEW = dataclasses.replace(SHIPPED, id="", stem="一种没有见过的新题，它说的对吗？")


def at_work(connection: Connection, person: Person) -> Hand:
    return hand(connection, person, utc_now())


def written(connection: Connection, draft: ItemDraft = NEW, base: str | None = None, by: Person = ANN) -> Saved:
    return save_item(at_work(connection, by), draft, base)


def status_of(connection: Connection, item: str) -> ItemStatus:
    return located(connection, item).standing.status


def events(connection: Connection, item: str) -> list[Any]:
    return list(connection.execute(select(ItemEvent).where(ItemEvent.item_id == item).order_by(ItemEvent.id)))


def test_a_change_is_a_new_version_and_the_version_that_was_edited_must_still_be_current(bank: Engine) -> None:
    with writing(bank) as connection:
        first = written(connection)
        changed = dataclasses.replace(NEW, id=first.item, stem="改过的新题，它说的对吗？")
        second = written(connection, changed, first.version)
        assert second.version == f"{first.item}@2" and second.status == ItemStatus.DRAFT
        with pytest.raises(Refusal, match="stale_item"):
            written(connection, dataclasses.replace(changed, stem="谁也没看见的一版？"), first.version)
        assert not written(connection, changed, second.version).changed
        former = version_named(connection, first.version)
        assert former is not None and former.stem == NEW.stem
        assert [event.action for event in events(connection, first.item)] == ["created", "changed"]


def test_what_cannot_be_asked_is_not_stored(bank: Engine) -> None:
    with writing(bank) as connection, pytest.raises(Refusal, match="bad_item"):
        written(connection, dataclasses.replace(NEW, stem=" "))


def test_two_people_make_an_item_reviewed_and_a_new_text_makes_it_a_draft_again(bank: Engine) -> None:
    with writing(bank) as connection:
        made = written(connection)
        with pytest.raises(Refusal, match="own_item"):
            review_item(at_work(connection, ANN), made.item, made.version, "approved", "")
        assert review_item(at_work(connection, REX), made.item, made.version, "approved", "") == ItemStatus.REVIEWED
        tagged = dataclasses.replace(NEW, id=made.item, tags=("节水",), seconds=40)
        again = written(connection, tagged, made.version, OLA)
        assert again.status == ItemStatus.REVIEWED and again.version != made.version
        assert located(connection, made.item).standing.approvers == {"rex"}
        with pytest.raises(Refusal, match="not_yours"):
            written(connection, dataclasses.replace(tagged, stem="别的题？"), again.version)
        other = written(connection, dataclasses.replace(tagged, stem="别的题，对吗？"), again.version, OLA)
        assert other.status == ItemStatus.DRAFT and not located(connection, made.item).standing.approvers
        back = restore_version(at_work(connection, OLA), made.item, again.version)
        assert back.version == again.version and located(connection, made.item).standing.approvers == {"rex"}


def test_changes_that_were_asked_for_stand_in_the_way_until_there_is_a_new_version(bank: Engine) -> None:
    with writing(bank) as connection:
        made = written(connection)
        with pytest.raises(Refusal, match="bad_request"):
            review_item(at_work(connection, REX), made.item, made.version, "changes", " ")
        review_item(at_work(connection, REX), made.item, made.version, "changes", "题干有歧义")
        assert review_item(at_work(connection, OLA), made.item, made.version, "approved", "") == ItemStatus.DRAFT
        again = written(connection, dataclasses.replace(NEW, id=made.item, stem="改好的题，对吗？"), made.version)
        assert review_item(at_work(connection, OLA), made.item, again.version, "approved", "") == ItemStatus.REVIEWED


def test_a_lone_organizer_can_work_and_every_event_and_the_audit_say_so(bank: Engine) -> None:
    with writing(bank) as connection:
        made = written(connection, by=OLA)
        with pytest.raises(Refusal, match="second_pair"):
            move_item(at_work(connection, OLA), made.item, ItemStatus.REVIEWED)
        set_bank_rules(connection, BankRules(solo=True), OLA, utc_now())
        work = at_work(connection, OLA)
        move_item(work, made.item, ItemStatus.REVIEWED)
        last = events(connection, made.item)[-1]
        assert last.details["solo"] and last.details["rule"] == "solo"
        audited = connection.scalars(select(AuditEntry.details).where(AuditEntry.action == "bank_rules")).one()
        assert audited["new"]["solo"] and not audited["former"]["solo"]


def test_an_item_under_embargo_is_in_no_heat_and_no_form(bank: Engine) -> None:
    clock = StoppedClock()
    with writing(bank) as connection:
        item = bank_list(connection)[0]
        hold_back(at_work(connection, OLA), item.id, utc_now() + timedelta(days=3))
        assert item.id not in {each.id for each in bank_list(connection)}
        assert item.id not in bank_candidates(connection, utc_now()).pool.ids
        assert item.id in bank_candidates(connection, utc_now() + timedelta(days=4)).pool.ids
        with pytest.raises(Refusal, match="embargoed"):
            create_heat(connection, HeatPlan(new_contest(connection, "赛"), "场", (PlannedItem(item.version),)), clock)


def test_what_many_items_were_given_is_taken_back_at_once(bank: Engine) -> None:
    with writing(bank) as connection:
        catch_up(connection)
        ids = [item.id for item in shipped_items()[:40]]
        work = at_work(connection, OLA)
        assert do_to_many(work, ids, "tag", ["春季赛"])["done"] == 40
        catch_up(connection)
        assert search(connection, Wanted(tag="春季赛")).total == 40
        assert undo(at_work(connection, OLA), work.batch) == 40
        catch_up(connection)
        assert search(connection, Wanted(tag="春季赛")).total == 0
        with pytest.raises(Refusal, match="nothing_left"):
            undo(at_work(connection, OLA), work.batch)
        assert events(connection, ids[0])[-1].details["undone"] == work.batch


def test_every_act_can_be_undone(bank: Engine) -> None:
    with writing(bank) as connection:
        made = written(connection)
        other = shipped_items()[5].id
        acts: dict[str, Callable[[Hand], object]] = {
            "submitted": lambda work: submit_item(work, located(connection, made.item)),
            "reviewed": lambda work: review_item(work, made.item, made.version, "approved", ""),
            "embargo": lambda work: hold_back(work, made.item, utc_now() + timedelta(days=1)),
            "enemies": lambda work: set_enemies(work, made.item, other, "同一个答案"),
            "commented": lambda work: comment_on(work, made.item, "请看出处"),
            "status": lambda work: move_item(work, made.item, ItemStatus.RETIRED),
        }
        for act in acts.values():
            before = located(connection, made.item)
            work = at_work(connection, OLA)
            act(work)
            undo(at_work(connection, OLA), work.batch)
            assert located(connection, made.item) == before and enemies_of(connection, made.item) == []


def test_an_act_is_not_undone_over_a_later_one(bank: Engine) -> None:
    with writing(bank) as connection:
        work = at_work(connection, OLA)
        move_item(work, SHIPPED.id, ItemStatus.PILOT)
        move_item(at_work(connection, OLA), SHIPPED.id, ItemStatus.RETIRED)
        with pytest.raises(Refusal, match="changed_since"):
            undo(at_work(connection, OLA), work.batch)


def test_an_item_says_by_whom_it_counts_as_reviewed(bank: Engine) -> None:
    with writing(bank) as connection:
        assert item_page(connection, SHIPPED.id).reviewed_elsewhere == "shipped"
        work = at_work(connection, OLA)
        move_item(work, SHIPPED.id, ItemStatus.DRAFT)
        assert item_page(connection, SHIPPED.id).reviewed_elsewhere is None
        undo(at_work(connection, OLA), work.batch)
        move_item(at_work(connection, OLA), SHIPPED.id, ItemStatus.PILOT)
        assert item_page(connection, SHIPPED.id).reviewed_elsewhere == "shipped"
        changed = dataclasses.replace(SHIPPED, stem="改成别的题了，它说的对吗？")
        save_item(at_work(connection, OLA), changed, f"{SHIPPED.id}@1")
        assert item_page(connection, SHIPPED.id).reviewed_elsewhere is None
        made = written(connection)
        review_item(at_work(connection, REX), made.item, made.version, "approved", "")
        assert item_page(connection, made.item).reviewed_elsewhere is None
        alone = written(connection, dataclasses.replace(NEW, stem="一个人写的题，它说的对吗？"), by=OLA)
        set_bank_rules(connection, BankRules(solo=True), OLA, utc_now())
        move_item(at_work(connection, OLA), alone.item, ItemStatus.REVIEWED)
        assert item_page(connection, alone.item).reviewed_elsewhere == "solo"


def test_comments_are_open_until_they_are_settled(bank: Engine) -> None:
    with writing(bank) as connection:
        number = comment_on(at_work(connection, REX), SHIPPED.id, "出处找不到")
        catch_up(connection)
        assert [row["id"] for row in search(connection, Wanted(open_comments=True)).rows] == [SHIPPED.id]
        settle_comment(at_work(connection, OLA), SHIPPED.id, number)
        assert search(connection, Wanted(open_comments=True)).total == 0
        assert item_page(connection, SHIPPED.id).comments[0]["settled_by"] == "ola"


def test_the_shipped_bank_has_its_enemies_and_is_found_at_once(bank: Engine) -> None:
    with reading(bank) as connection:
        assert not is_behind(connection)
        enemies = enemies_of(connection, "b01-03")
        assert {each["id"] for each in enemies} >= {"b13-10"} and all(each["reason"] for each in enemies)
