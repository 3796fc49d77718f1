"""The literacy ledger: what counts, as what, and that points have no way in."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.assessment.ledger import LedgerItem, ResponseRecord, Status, literacy_ledger

ITEMS = [
    LedgerItem("w", frozenset({"T"}), "warm_up"),
    LedgerItem("q1", frozenset({"A"})),
    LedgerItem("q2", frozenset({"A", "C"})),
    LedgerItem("q3", frozenset({"B"}), "void"),
    LedgerItem("q4", frozenset({"B"}), "pilot"),
    LedgerItem("q5", frozenset({"F"})),
]


def answered(contestant: str, item: str, *chosen: str) -> ResponseRecord:
    return ResponseRecord(contestant, item, "answered", frozenset(chosen))


def test_answers_are_right_or_wrong_and_nothing_in_between() -> None:
    chosen = [("A", "C"), ("A",), ("A", "B", "C"), ("B", "D")]
    records = [answered(f"p{place}", "q2", *options) for place, options in enumerate(chosen)]
    assert literacy_ledger(ITEMS, records).scores[:, 1].tolist() == [1.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("status", "score"), [("omitted", 0.0), ("timed_out", 0.0), ("not_reached", None), ("not_presented", None)]
)
def test_what_was_seen_and_left_is_wrong_and_what_was_not_seen_is_missing(status: Status, score: float | None) -> None:
    found = literacy_ledger(ITEMS, [ResponseRecord("p", "q1", status)]).scores[0, 0]
    assert np.isnan(found) if score is None else found == score


def test_warm_up_void_and_pilot_items_have_no_column() -> None:
    records = [answered("p", item.id, *item.key) for item in ITEMS]
    found = literacy_ledger(ITEMS, records)
    assert found.items == ("q1", "q2", "q5")
    assert found.scores.tolist() == [[1.0, 1.0, 1.0]]


def test_an_item_made_void_after_the_answers_takes_its_column_away_and_nothing_else() -> None:
    records = [answered("p", "q1", "A"), answered("p", "q5", "T")]
    voided = [replace(item, use="void") if item.id == "q1" else item for item in ITEMS]
    found = literacy_ledger(voided, records)
    assert found.items == ("q2", "q5")
    np.testing.assert_array_equal(found.scores, [[np.nan, 0.0]])


def test_contestants_without_a_record_have_a_row_of_missing_answers() -> None:
    found = literacy_ledger(ITEMS, [answered("b", "q1", "A")], ["a", "b"])
    assert found.contestants == ("a", "b")
    assert np.isnan(found.scores[0]).all()
    assert found.scores[1, 0] == 1.0


@given(st.permutations([answered(c, i, o) for c in ("a", "b") for i, o in (("q1", "A"), ("q2", "A"), ("q5", "F"))]))
def test_the_order_in_which_records_arrive_does_not_matter(records: list[ResponseRecord]) -> None:
    assert literacy_ledger(ITEMS, records, ["a", "b"]).scores.tolist() == [[1.0, 0.0, 1.0]] * 2


def test_nothing_but_who_what_whether_and_which_can_enter() -> None:
    assert [field.name for field in fields(ResponseRecord)] == ["contestant", "item", "status", "chosen"]
    assert [field.name for field in fields(LedgerItem)] == ["id", "key", "use"]


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([answered("p", "q9", "A")], "unknown item q9"),
        ([answered("stranger", "q1", "A")], "unknown contestant stranger"),
        ([answered("p", "q1", "A"), answered("p", "q1", "B")], "two records of contestant p and item q1"),
        ([answered("p", "w", "T"), answered("p", "w", "T")], "two records of contestant p and item w"),
    ],
)
def test_records_that_cannot_be_are_refused_by_name(records: list[ResponseRecord], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        literacy_ledger(ITEMS, records, ["p"])


def test_a_status_and_options_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="answered with 0 options"):
        ResponseRecord("p", "q1", "answered")
    with pytest.raises(ValueError, match="omitted with 1 options"):
        ResponseRecord("p", "q1", "omitted", frozenset({"A"}))


def test_a_scored_item_without_a_key_and_an_item_given_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="item x has no key"):
        literacy_ledger([LedgerItem("x", frozenset())], [])
    with pytest.raises(ValueError, match="twice"):
        literacy_ledger([ITEMS[1], ITEMS[1]], [])
