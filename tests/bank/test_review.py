"""Who may move an item where, and what must be true of it first."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.items import Difficulty, ItemStatus
from question_bank.review import (
    BankRules,
    Person,
    Standing,
    eyes,
    may_edit,
    may_review,
    obstacle,
    says_the_same,
    status_after,
)
from question_bank.shipped_bank import shipped_items

TWO, ONE, SOLO = BankRules(), BankRules(two_pairs_of_eyes=False), BankRules(solo=True)
DRAFT, REVIEWED = ItemStatus.DRAFT, ItemStatus.REVIEWED
ANN, REX, OLA = Person("ann", "author"), Person("rex", "reviewer"), Person("ola", "organizer")
BY_ANN = Standing(DRAFT, "ann", "ann")
ITEM = shipped_items()[0]


def approved(*people: str) -> Standing:
    return BY_ANN._replace(approvers=frozenset(people))


def test_an_item_is_reviewed_when_somebody_else_has_approved_it() -> None:
    assert obstacle(BY_ANN, REVIEWED, OLA, TWO) == "second_pair"
    assert obstacle(approved("rex"), REVIEWED, OLA, TWO) is None


def test_an_item_that_nobody_is_known_to_have_written_needs_two_approvals() -> None:
    nobody_s = Standing(DRAFT, None, None, frozenset({"rex"}))
    assert obstacle(nobody_s, REVIEWED, OLA, TWO) == "second_pair"
    assert obstacle(nobody_s._replace(approvers=frozenset({"rex", "ola"})), REVIEWED, OLA, TWO) is None


def test_with_one_pair_of_eyes_an_approval_is_enough_and_alone_none_is_needed() -> None:
    own = Standing(DRAFT, "ola", "ola")
    assert obstacle(own, REVIEWED, OLA, ONE) == "no_approval"
    assert may_review(own, OLA, ONE) and not may_review(own, OLA, TWO)
    assert obstacle(own._replace(approvers=frozenset({"ola"})), REVIEWED, OLA, ONE) is None
    assert obstacle(own, REVIEWED, OLA, SOLO) is None


@pytest.mark.parametrize("rules", [TWO, ONE, SOLO])
def test_what_is_missing_or_asked_for_stands_in_the_way_under_every_rule(rules: BankRules) -> None:
    assert obstacle(approved("rex")._replace(gaps=1), REVIEWED, OLA, rules) == "gaps"
    assert obstacle(approved("rex")._replace(asking=frozenset({"ola"})), REVIEWED, OLA, rules) == "changes_asked"


def test_authors_approve_nothing_and_change_their_own_drafts_only() -> None:
    assert obstacle(approved("rex"), REVIEWED, ANN, TWO) == "no_way"
    assert may_edit(BY_ANN, ANN) and not may_edit(BY_ANN, Person("bob", "author")) and not may_edit(BY_ANN, REX)
    assert not may_edit(BY_ANN._replace(status=REVIEWED), ANN)
    assert obstacle(BY_ANN._replace(owner="bob"), ItemStatus.RETIRED, ANN, TWO) == "not_yours"


def test_only_data_make_an_item_calibrated() -> None:
    tried = approved("rex")._replace(status=ItemStatus.PILOT)
    assert obstacle(tried, ItemStatus.CALIBRATED, OLA, TWO) == "no_parameters"
    assert obstacle(tried._replace(calibrated=True), ItemStatus.CALIBRATED, OLA, TWO) is None


@given(
    start=st.sampled_from(ItemStatus),
    to=st.sampled_from([REVIEWED, ItemStatus.PILOT, ItemStatus.CALIBRATED]),
    author=st.sampled_from([None, "ann", "rex", "ola"]),
    approvers=st.frozensets(st.sampled_from(["ann", "rex", "ola"])),
    role=st.sampled_from(["author", "reviewer", "judge", "organizer", "admin"]),
)
def test_no_draft_ever_gets_through_with_fewer_than_two_people(
    start: ItemStatus, to: ItemStatus, author: str | None, approvers: frozenset[str], role: str
) -> None:
    standing = Standing(start, "ann", author, approvers)
    if start == DRAFT and obstacle(standing, to, Person("ola", role), TWO) is None:
        assert len(eyes(standing)) >= 2 and to == REVIEWED


def test_another_text_or_key_is_a_draft_again_and_other_tags_are_not() -> None:
    for changed in (
        dataclasses.replace(ITEM, stem=ITEM.stem + "？"),
        dataclasses.replace(ITEM, explanation="别的"),
        dataclasses.replace(ITEM, options=ITEM.options[::-1]),
    ):
        assert status_after(ItemStatus.CALIBRATED, ITEM, changed) == DRAFT
    told = dataclasses.replace(ITEM, tags=("新",), topics=(), seconds=45, difficulty=Difficulty(1.0, "难"))
    assert says_the_same(ITEM, told) and status_after(ItemStatus.CALIBRATED, ITEM, told) == ItemStatus.CALIBRATED
    assert status_after(REVIEWED, ITEM, told, ["a gap"]) == DRAFT
